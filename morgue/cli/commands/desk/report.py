"""`morgue report`: a search as one page that can be mailed."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated, cast

import typer

from morgue.cli import config, formats, options, output
from morgue.cli.diagnostics import Outcome, found, not_whole, remark, remarks
from morgue.cli.query_arguments import joined
from morgue.core.wording.quantities import quantity
from morgue.search.answer import SearchQuery
from morgue.search.request import FacetName

_FACETS = cast("tuple[FacetName, ...]", ("outlet", "agency", "section", "language", "byline"))


def report(
    query: options.Words,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page, an .html file that is not there yet.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many hits.")] = 50,
    stories: Annotated[int, typer.Option("--stories", min=0, metavar="N", help="The cards of so many stories.")] = 10,
    sort: options.SortOption = None,
    match: options.MatchOption = None,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Write a search as one HTML page: counts, time, facets, hits, stories and how it was found; no script in it."""
    settings = config.settings(archive)
    text = options.some(joined(query))
    chosen, order = match or settings.match, sort or settings.sort
    from morgue.cli.opening import searcher
    from morgue.cli.render.desk.report import Report, report_html
    from morgue.render.files import write_new
    from morgue.search.desk.samples.sampling import SampleAsk

    with searcher(settings) as door:
        ask = SearchQuery(text, chosen, limit, sort=order, facets=_FACETS, snippets=2, budget_ms=None)
        answer = door.ask(ask)
        told = Report(
            answer,
            door.timeline(text, budget_ms=None),
            tuple(islice(door.stories(text, 2, None), stories)),
            door.desk.receipt(SampleAsk(text, chosen, budget_ms=None), False),
        )
    remarks(answer.remarks)
    not_whole(answer.result.partial)
    if not answer.result.articles:
        remark("no article matches: the page says so")
    write_new(out, lambda file: file.write(report_html(told).encode()))
    output.records([formats.plain(f"{out}: {quantity(len(answer.result.hits), 'hit')}")])
    return found(answer.result.articles)
