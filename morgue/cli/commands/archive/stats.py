"""`morgue stats`: what the archive holds."""

from __future__ import annotations

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found
from morgue.cli.opening import searcher


def stats(
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Show what the archive holds: articles, stories, dates, outlets, languages, size."""
    form = formats.choose(json=json, jsonl=jsonl)
    settings = config.settings(archive)
    with searcher(settings) as door:
        counts = door.stats()
    place = str(settings.archive)
    if form.kind == "text":
        from morgue.cli.render.stats import stats_lines

        look = output.look(settings)
        output.lines(stats_lines(counts, place, look), look, settings)
    else:
        tables.write_document(counts.as_dict(place))
    return found(counts.articles)
