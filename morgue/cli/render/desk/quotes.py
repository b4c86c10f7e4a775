"""Sets quotations and outlets on a screen. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.cells import pad
from morgue.render.figures import Column, figures, fitting, heads, left_out
from morgue.render.spans import Line, Look, faint, line, strong
from morgue.render.wrap import wrap
from morgue.search.desk.outlets import Outlets, OutletShare
from morgue.search.desk.quotes import Quote, Quotes

_INDENT = "    "
#: Cells of an outlet's name at most and at least, and of the figures beside it.
_OUTLET, _NARROW, _FIGURES = 24, 10, 60
#: Uses of a passage that are listed.
_MOST = 8
_KINDS = {"exact": "", "cut": "cut to ", "near": "as "}


def quotes_lines(told: Quotes, look: Look) -> Iterator[Line]:
    """A passage, who says it, and below it who printed it when and what was made of it."""
    for number, quote in enumerate(told.quotes):
        if number:
            yield ()
        yield from wrap([strong(f"“{quote.text}”")], look.width, look, rest="  ")
        several = f" · {quantity(len(quote.outlets), 'outlet', 'outlets')}" if len(quote.uses) > 1 else ""
        who = line(f"{quote.speaker or 'speaker not named'}{several}")
        yield from wrap(who, look.width, look, first=_INDENT, rest=_INDENT)
        when = _when(quote)
        for use in quote.uses[:_MOST]:
            made = f"{_KINDS[use.kind]}“{use.text}”" if use.kind != "exact" else ""
            head = f"{when(use.date):14}{pad(use.outlet or 'unknown outlet', _OUTLET)}"
            yield from wrap([faint(f"{head}{made}")], look.width, look, first=_INDENT, rest=" " * (len(_INDENT) + 14))
        if len(quote.uses) > _MOST:
            yield line(_INDENT, faint(f"and {len(quote.uses) - _MOST:,} more"))


def _when(quote: Quote) -> Callable[[str | None], str]:
    """How the dates of its uses are told: with the year where they are of several, else with the hour where known."""
    years = {use.date[:4] for use in quote.uses if use.date}
    return dates.day if len(years) > 1 else dates.short


def outlets_lines(told: Outlets, look: Look) -> Iterator[Line]:
    """One line for each outlet."""
    if not told.outlets:
        return
    room = min(_OUTLET, max(_NARROW, look.width - _FIGURES))
    columns = _outlet_figures(told.outlets)
    shown = fitting(columns, look.width - room)
    yield heads(shown, room)
    for at, row in enumerate(told.outlets):
        yield (*line(pad(row.outlet or "none", room)), *figures(shown, at))
    yield from left_out(columns, shown, look)
    yield ()
    yield from wrap(
        [faint("shared: stories that another outlet ran too; first: those it printed first")], look.width, look
    )


def _outlet_figures(rows: Sequence[OutletShare]) -> list[Column]:
    def shares(counts: Sequence[int]) -> list[str]:
        return [f"{count / row.articles:.0%}" for count, row in zip(counts, rows, strict=True)]

    return [
        Column("articles", [f"{row.articles:,}" for row in rows], 9),
        Column("own", shares([row.own for row in rows]), 6),
        Column("agency", shares([row.agency for row in rows]), 6),
        Column("copied", shares([row.copied for row in rows]), 6),
        Column("versions", shares([row.versions for row in rows]), 8),
        Column("shared", [f"{row.shared:,}" for row in rows], 7, "faint"),
        Column("first", [f"{row.first:,}" for row in rows], 6, "faint"),
    ]
