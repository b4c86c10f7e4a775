"""`morgue rates`: several queries against what the archive holds, over time and by outlet and the like."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options
from morgue.cli.desk import findings
from morgue.cli.desk.batches import queries_of
from morgue.cli.diagnostics import Outcome, found
from morgue.cli.in_forms import in_forms
from morgue.cli.tables import Columns
from morgue.search.desk.rates import RatesAsk
from morgue.search.desk.tabulation import Dimension, dimensions

if TYPE_CHECKING:
    from morgue.render.spans import Line, Look
    from morgue.search.desk.rates import Rates

_FIGURES = ("articles", "stories", "hits", "holdings", "words", "share", "share_low", "share_high", "per_million")


Queries = Annotated[
    list[str] | None,
    typer.Argument(metavar="QUERY...", help="Each argument is a query of its own.", show_default=False),
]
By = Annotated[
    str, typer.Option("--by", metavar="NAME,...", help="day, week, month, year, outlet, agency, section …; or two.")
]
Batch = Annotated[
    Path | None, typer.Option("--batch", metavar="FILE", help="A query a line, or a table with a column query.")
]


def _columns(*, by: str, **_: object) -> Columns:
    names = ("query", *_chosen(by), *_FIGURES)
    return Columns(names, names)


def _chosen(by: str) -> tuple[Dimension, ...]:
    return dimensions(tuple(name.strip().lower() for name in by.split(",") if name.strip()))


@in_forms(_columns)
def rates(
    query: Queries = None,
    by: By = "month",
    no_hits: Annotated[bool, typer.Option("--no-hits", help="Do not count occurrences: faster.")] = False,
    batch: Batch = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw it into this file, too.")] = None,
    match: options.MatchOption = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Tell what share of the articles held matches, with intervals, and how often it stands in a million words."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        texts = queries_of(query or [], batch, door)
        ask = RatesAsk(tuple(texts), _chosen(by), match or settings.match, not no_hits, settings.budget_ms)
        told = door.desk.rates(ask)
    if svg is not None:
        from morgue.cli.render.desk.rates_svg import rates_svg

        svg.write_text(rates_svg(told), encoding="utf-8")
    findings.write(
        told, (row.as_dict(ask.by) for row in told.rows), _columns(by=by), partial(_lines, told), form, settings
    )
    return found(sum(row.articles for row in told.rows))


def _lines(told: Rates, look: Look) -> Iterable[Line]:
    from morgue.cli.render.desk.rates import rates_lines

    return rates_lines(told, look)
