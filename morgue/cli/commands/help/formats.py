"""`morgue formats`: what can be read."""

from __future__ import annotations

from morgue.cli import documents, formats, options, output, tables
from morgue.cli.diagnostics import Outcome
from morgue.core.json import headed


def list_formats(
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    verbose: options.Verbose = False,
) -> Outcome:
    """List the formats that index and clean read, with an example of each."""
    form = formats.choose(json=json, jsonl=jsonl)
    from morgue.index.sources.registry import READERS

    if form.kind == "text":
        from morgue.cli import config
        from morgue.cli.render.stats import format_lines

        settings = config.settings()
        look = output.look(settings)
        output.lines(format_lines(READERS.items(), look), look, settings)
        return Outcome.DONE
    rows = (documents.reader(reader, key) for key, reader in READERS.items())
    if form.kind == "json":
        tables.write_document(headed({"formats": [*rows]}))
    else:
        tables.write_rows(rows, form, tables.FORMATS)
    return Outcome.DONE
