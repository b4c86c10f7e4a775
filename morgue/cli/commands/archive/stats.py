"""`morgue stats`: what the archive holds."""

from __future__ import annotations

from morgue.cli import config, formats, output, tables
from morgue.cli.diagnostics import Outcome, found
from morgue.cli.in_forms import as_document
from morgue.cli.opening import searcher


@as_document
def stats(*, form: formats.Form, settings: config.Settings) -> Outcome:
    """Show what the archive holds: articles, stories, dates, outlets, languages, size."""
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
