"""`morgue kwic`: every occurrence as a line, the keyword in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found, no_match, not_whole, remarks
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.cli.short_ids import ShortIds
from morgue.search.desk.kwic import Concordance, KwicAsk, KwicLine, check

Order = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="KEY,...",
        help="newest, oldest, relevance; or 1L to 5R (words to the left, right), node, outlet, date, position.",
    ),
]


@in_forms(tables.KWIC)
def kwic(
    query: options.Words,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many lines.")] = 25,
    every: Annotated[bool, typer.Option("--all", help="All lines.")] = False,
    sort: Order = "newest",
    width: Annotated[int, typer.Option("--width", min=1, max=200, metavar="N", help="Words on either side.")] = 10,
    sentence: Annotated[bool, typer.Option("--sentence", help="The whole sentence instead.")] = False,
    copies: Annotated[bool, typer.Option("--copies", help="Of every article, not of one a story.")] = False,
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, metavar="N", help="So many of all lines, drawn by chance.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed is another sample.")] = 0,
    match: options.MatchOption = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Line up every occurrence of a query's words and phrases with what stands around it."""
    ask = KwicAsk(
        text=options.some(joined(query)),
        match=match or settings.match,
        limit=None if every or sample is not None else limit,
        sort=tuple(name.strip() for name in sort.split(",") if name.strip()),
        width=0 if sentence else width,
        collapse=not copies,
        sample=sample,
        seed=seed,
        budget_ms=settings.budget_ms,
    )
    check(ask)
    return _write(ask, form, settings)


def _write(ask: KwicAsk, form: formats.Form, settings: config.Settings) -> Outcome:
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        answer = door.desk.kwic(ask)
        if form.kind != "json":
            remarks(answer.remarks)
            not_whole(answer.partial)
        if form.kind == "text":
            from morgue.cli.render.desk.kwic import kwic_lines

            lines = tuple(answer)
            look = output.look(settings, ShortIds(door.complete))
            output.lines(kwic_lines(replace(answer, lines=iter(lines)), len(lines), look), look, settings)
            if not lines:
                no_match()
            return found(lines)
        if form.kind == "json":
            document = answer.as_dict()
            tables.write_document(document)
            return found(document["lines"])
        count = [0]
        tables.write_rows((line.as_dict() for line in _counted(answer, count)), form, tables.KWIC)
    return found(count[0])


def _counted(answer: Concordance, count: list[int]) -> Iterator[KwicLine]:
    for line in answer:
        count[0] += 1
        yield line
