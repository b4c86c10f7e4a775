"""Rates as rows: what they count by, a bar and the share, with its interval or beside those of other queries. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.bars import bar
from morgue.render.cells import clip, pad, pad_left
from morgue.render.labels import joined
from morgue.render.spans import Line, Role, Span
from morgue.search.desk.rates import Rate, Rates
from morgue.search.desk.tabulation import TIMES

#: Roles of the bars, one a query.
INKS: tuple[Role, ...] = ("first", "second", "third", "fourth")
#: Rows of words at most: those with most articles.
_MOST = 200
_LABEL, _SHARE, _ASIDE = 24, 7, 34
_ROOM_FOR_ASIDE = 72


def cells_of(told: Rates) -> list[tuple[Rate, ...]]:
    """A row a value, in it a rate a query: along time from the first match to the last, else most articles first."""
    columns = [told.of(text) for text in told.ask.texts]
    rows = list(zip(*columns, strict=True))
    if told.ask.by[0] in TIMES:
        undated = [row for row in rows if not row[0].values[0] and _found(row)]
        dated = [row for row in rows if row[0].values[0]]
        places = [n for n, row in enumerate(dated) if _found(row)]
        return [*(dated[places[0] : places[-1] + 1] if places else []), *undated]
    found = [row for row in rows if _found(row)]
    return sorted(found, key=lambda row: (-_found(row), row[0].values))[:_MOST]


def _found(row: Sequence[Rate]) -> int:
    return sum(rate.articles for rate in row)


def named(rate: Rate) -> str:
    """The value of a row in words."""
    value = rate.values[0]
    return (dates.day(value) if value[:4].isdigit() else value) or "none"


def legend(told: Rates, cells: int) -> Line:
    """What the columns are."""
    if len(told.ask.texts) > 1:
        room = max(6, (cells - _label(cells)) // len(told.ask.texts) - 1)
        names = zip(told.ask.texts, INKS, strict=False)
        parts = [Span(pad(clip(text, room), room + 1), ink) for text, ink in names]
        return (Span(" " * _label(cells)), *parts)
    aside = f"  {'95 % interval':^15}  {'of all held':>15}" if cells >= _ROOM_FOR_ASIDE else ""
    gap = " " * (_label(cells) + _bar(cells, 1) + 1)
    return (Span(gap + pad_left("share", _SHARE) + aside, "faint"),)


def row(rates: Sequence[Rate], most: float, cells: int) -> Line:
    """One row in so many cells; `most` is the largest share of all."""
    label = _label(cells)
    out: list[Span] = [Span(pad(clip(named(rates[0]), label - 1), label))]
    for rate, ink in zip(rates, INKS, strict=False):
        room = _bar(cells, len(rates))
        if rate.share is None:
            out.append(Span(pad("· no data", room + _SHARE + 2), "faint"))
            continue
        drawn = bar(round(rate.share * 10_000), round(most * 10_000), room)
        share = pad_left(f"{rate.share:.1%}", _SHARE)
        out += [Span(drawn, ink), Span(" " * (room - len(drawn) + 1)), Span(share), Span(" ")]
    if len(rates) == 1 and rates[0].share is not None and cells >= _ROOM_FOR_ASIDE:
        out.append(Span(_aside(rates[0]), "faint"))
    return tuple(out)


def _aside(rate: Rate) -> str:
    between = f"{rate.share_low:.1%} – {rate.share_high:.1%}"
    return f" {between:^15}  {f'{rate.articles:,} of {rate.holdings:,}':>15}"


def told_of(rates: Sequence[Rate]) -> str:
    """A row in words: the counts behind each share, and how often in a million words where that is known."""
    parts = []
    for rate in rates:
        often = "" if rate.per_million is None else f", {rate.per_million:,.1f} times in a million words"
        text = f"{rate.query}: " if len(rates) > 1 else ""
        parts.append(f"{text}{rate.articles:,} of {quantity(rate.holdings, 'article')}{often}")
    return joined([named(rates[0]), *parts])


def _label(cells: int) -> int:
    return max(10, min(_LABEL, cells // 4))


def _bar(cells: int, count: int) -> int:
    aside = _ASIDE if count == 1 and cells >= _ROOM_FOR_ASIDE else 0
    return max(3, min(40, (cells - _label(cells) - aside) // count - _SHARE - 3))
