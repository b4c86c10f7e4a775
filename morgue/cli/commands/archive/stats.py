"""`morgue stats`: what the archive holds."""

from __future__ import annotations

from morgue.cli import config, documents, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found


def stats(
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    archive: options.ArchiveDir = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Show what the archive holds: articles, stories, dates, outlets, languages, size."""
    form = formats.choose(json=json, jsonl=jsonl)
    settings = config.settings(archive)
    from morgue.index.archive.archive import Archive
    from morgue.index.archive.stats import stats as counted

    held = Archive.open(settings.archive)
    counts = counted(held.snapshot())
    folder, size = str(settings.archive), held.bytes_on_disk()
    if form.kind == "text":
        from morgue.cli.render.stats import stats_lines

        look = output.look(settings)
        output.lines(stats_lines(counts, folder, size, look), look, settings)
    else:
        tables.write_document(documents.stats(counts, folder, size))
    return found(counts.articles)
