"""`morgue search`: a question to the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, aside, found, not_whole, remarks
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.cli.short_ids import ShortIds
from morgue.core.dataclass import replace
from morgue.core.json import Document
from morgue.render.spans import Look
from morgue.search.answer import Answer, SearchQuery
from morgue.search.request import FacetName

_DATES: tuple[FacetName, ...] = ("year", "month", "day")


Offset = Annotated[int, typer.Option("--offset", min=0, metavar="N", help="Leave out so many hits at the top.")]
Copies = Annotated[bool, typer.Option("--copies", help="Every matching article, not one hit a story.")]
Snippets = Annotated[int | None, typer.Option("--snippets", min=0, metavar="N", help="Passages a hit.  [default: 1]")]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", metavar="FILE", help="Ask each line, or each row's `query`: one table."),
]
Explain = Annotated[bool, typer.Option("--explain", help="Show where each score comes from.")]


@in_forms()
def search(
    query: options.SomeWords = None,
    limit: options.Limit = None,
    offset: Offset = 0,
    sort: options.SortOption = None,
    match: options.MatchOption = None,
    copies: Copies = False,
    facets: options.Facets = None,
    facet: options.Include = None,
    exclude: options.Exclude = None,
    snippets: Snippets = None,
    explain: Explain = False,
    batch: Batch = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Find articles: ranked hits, one a story, with the passages that match."""
    rows = tables.HITS if batch is None else tables.BATCH
    form = rows.checked(form)
    if query is None and batch is None:
        raise options.OptionError("missing argument QUERY...", "see: morgue search --help")
    text = joined(query or []) if batch is not None else options.some(joined(query or []))
    ask = replace(
        settings.asked(text, match, limit, sort, snippets),
        offset=offset,
        collapse=not copies,
        facets=options.facet_names(",".join(name for name in _names(facets) if name != "tag")),
        tags="tag" in _names(facets),
        include=options.facet_pairs(facet, "--facet"),
        exclude=options.facet_pairs(exclude, "--not"),
        explain=explain,
    )
    return _write(ask, form, settings) if batch is None else _batch(ask, batch, form, settings)


def _batch(ask: SearchQuery, batch: Path, form: formats.Form, settings: config.Settings) -> Outcome:
    """Writes the hits of every query, each with its query in front; reports a bad line and asks the others."""
    from morgue.cli.desk.batches import checked
    from morgue.cli.opening import searcher

    if ask.text:
        raise options.OptionError("--batch and a query cannot both be had", "put the query into the file")
    count = 0

    def rows() -> Iterator[Document]:
        nonlocal count
        for number, text, error in checked(batch, door):
            if error is None:
                answer = door.answer(replace(ask, text=text))
                remarks(answer.remarks, f"line {number}: ")
                not_whole(answer.result.partial, f"line {number}: ")
                for hit in answer.result.hits:
                    count += 1
                    yield {"query": text, **hit.as_dict()}

    with searcher(settings) as door:
        if form.kind in ("text", "json"):
            form = formats.Form("csv" if form.kind == "text" else "jsonl", "", form.fields)
        tables.write_rows(rows(), form, tables.BATCH)
    return found(count)


def _write(ask: SearchQuery, form: formats.Form, settings: config.Settings) -> Outcome:
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        if form.kind == "text":
            return _show(_with_span(door.ask, ask), output.look(settings, ShortIds(door.complete)), settings)
        answer = door.ask(ask)
    if form.kind == "json":
        document = answer.as_dict()
        hits = [formats.narrowed(hit.as_dict(), form.fields) for hit in answer.result.hits]
        tables.write_document({**document, "hits": [*hits]})
    else:
        tables.write_rows((hit.as_dict() for hit in answer.result.hits), form, tables.HITS)
        remarks(answer.remarks)
        not_whole(answer.result.partial)
    return found(_answered(answer))


def _names(facets: str | None) -> list[str]:
    return [name.strip().lower() for name in (facets or "").split(",")]


def _answered(answer: Answer) -> bool:
    """Whether there is something to show: hits, or counts where no hits were asked for."""
    return bool(answer.result.hits or (answer.result.articles and not answer.ask.limit))


def _with_span(door: Callable[[SearchQuery], Answer], ask: SearchQuery) -> Answer:
    """The answer with the years it spans, for which a date must be counted, without a facet that nobody asked for."""
    if any(name in _DATES for name in ask.facets):
        return door(ask)
    answer = door(replace(ask, facets=(*ask.facets, "year")))
    shown = tuple(facet for facet in answer.result.facets if facet.name != "year")
    return replace(answer, ask=ask, result=replace(answer.result, facets=shown))


def _show(answer: Answer, look: Look, settings: config.Settings) -> Outcome:
    from morgue.cli.render.no_results import nothing_lines
    from morgue.cli.render.search import search_lines

    remarks(answer.remarks)
    if not _answered(answer):
        aside(nothing_lines(answer, look))
        return Outcome.NOTHING
    output.lines(search_lines(answer, look), look, settings)
    return Outcome.DONE
