"""Sets rates on a screen: a row with a bar each; several queries or a second dimension side by side. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morgue.core.wording.quantities import quantity
from morgue.render.bars import bar
from morgue.render.cells import clip, pad, pad_left, width
from morgue.render.figures import Column, figures, fitting, heads, left_out
from morgue.render.spans import Line, Look, Span, faint, line, strong
from morgue.render.wrap import wrap
from morgue.search.desk.rates import Rate, Rates
from morgue.search.desk.tabulation import TIMES

_LABEL, _FIGURE, _BAR = 24, 8, 24
#: Cells of a dimension that are rows of words: the most articles first, so many.
_MOST = 40


def rates_lines(told: Rates, look: Look) -> Iterator[Line]:
    """A head a query, then the table."""
    for number, text in enumerate(told.ask.texts):
        found = sum(row.articles for row in told.of(text))
        head = line(
            strong(" ".join(text.split())), faint(f"   {quantity(found, 'article')} by {' and '.join(told.ask.by)}")
        )
        yield from wrap(head, look.width, look, rest="    ")
        if len(told.ask.by) == 2 or len(told.ask.texts) == 1 or number == len(told.ask.texts) - 1:
            yield ()
        if len(told.ask.by) == 2:
            yield from _crossed(told.of(text), look)
            yield ()
    if len(told.ask.by) == 2:
        return
    yield from _one(told, look) if len(told.ask.texts) == 1 else _several(told, look)


def _one(told: Rates, look: Look) -> Iterator[Line]:
    """One query: share with its interval, articles of those held, occurrences a million words."""
    shown = _some(told, told.rows)
    label = min(_LABEL, max((width(_name(row)) for row in shown), default=7))
    most = max((row.share or 0 for row in shown), default=0)
    cells = max(6, min(_BAR, look.width - label - 61))
    columns = _figures(shown)
    fit = fitting(columns, look.width - label - cells - 3)
    yield heads(fit, label + cells + 3)
    for at, row in enumerate(shown):
        yield (*_bar(row, most, label, cells), *(figures(fit, at) if row.share is not None else ()))
    yield from left_out(columns, fit, look)
    if told.ask.by[0] not in TIMES and len(shown) < len(told.rows):
        yield line(faint(f"and {len(told.rows) - len(shown):,} more (--csv has them all)"))


def _bar(row: Rate, most: float, label: int, cells: int) -> Line:
    """The row's name and a bar of at most so many cells, which stands for the highest share."""
    if row.share is None:
        return line(pad(_name(row), label), faint("  · no data"))
    length = bar(round(row.share * 10_000), round(most * 10_000), cells)
    return line(pad(_name(row), label), "  ", Span(length, "good"), " " * (cells - len(length) + 1))


def _figures(rows: Sequence[Rate]) -> list[Column]:
    between = ["" if row.share is None else f"{row.share_low:6.1%} – {row.share_high:6.1%}" for row in rows]
    often = ["" if row.per_million is None else f"{row.per_million:,.1f}" for row in rows]
    of = [f"{row.articles:,} of {row.holdings:,}" for row in rows]
    return [
        Column("share", ["" if row.share is None else f"{row.share:.1%}" for row in rows], 7),
        Column("95 % interval", between, 15, "faint", "^"),
        Column("articles", of, max(13, *map(len, of)), "faint"),
        Column("per million words", often, 17, "faint", "<"),
    ]


def _several(told: Rates, look: Look) -> Iterator[Line]:
    """Several queries: the share of each, a column a query."""
    rows = {(row.values, row.query): row for row in told.rows}
    every = _some(told, told.of(_busiest(told)))
    label = min(_LABEL, max((width(_name(row)) for row in every), default=7))
    texts = told.ask.texts[: max(1, (look.width - label) // (_FIGURE + 4))]
    room = max(_FIGURE, min(24, (look.width - label) // max(1, len(texts)) - 2))
    yield line(" " * label, *(faint("  " + pad_left(clip(text, room), room)) for text in texts))
    for first in every:
        shares = [rows[first.values, text].share for text in texts]
        if first.share is None:
            yield line(pad(_name(first), label), faint("  · no data"))
        else:
            yield line(pad(_name(first), label), *("  " + pad_left(f"{share or 0:.1%}", room) for share in shares))
    if len(texts) < len(told.ask.texts):
        yield line(
            faint(
                f"and {quantity(len(told.ask.texts) - len(texts), 'more query', 'more queries')} (--csv has them all)"
            )
        )


def _busiest(told: Rates) -> str:
    """The query with the most articles, whose rows the table has."""
    return max(told.ask.texts, key=lambda text: sum(row.articles for row in told.of(text)))


def _crossed(rows: Sequence[Rate], look: Look) -> Iterator[Line]:
    """Two dimensions: articles, a column a value of the second."""
    by_cell = {row.values: row for row in rows}
    seconds = _names([row.values[1] for row in rows])
    firsts = _names([row.values[0] for row in rows])
    label = min(_LABEL, max((width(name or "none") for name in firsts), default=4))
    fit = max(1, (look.width - label) // (_FIGURE + 2))
    shown = seconds[-fit:]
    yield line(" " * label, *(faint("  " + pad_left(clip(name or "none", _FIGURE), _FIGURE)) for name in shown))
    for first in firsts[:_MOST]:
        cells = [_cell(by_cell.get((first, second))) for second in shown]
        yield line(pad(first or "none", label), *cells)
    columns, lines = len(seconds) - len(shown), len(firsts[_MOST:])
    told = [quantity(columns, "column", "columns")] * (columns > 0) + [quantity(lines, "row", "rows")] * (lines > 0)
    if told:
        yield line(faint(f"{' and '.join(told)} more (--csv has them all)"))


def _cell(row: Rate | None) -> Span:
    """The articles of two values; a dot where the archive holds none of them."""
    text = "·" if row is None or not row.holdings else f"{row.articles:,}"
    return Span("  " + pad_left(text, _FIGURE), "plain" if row and row.articles else "faint")


def _some(told: Rates, rows: Sequence[Rate]) -> Sequence[Rate]:
    """Along time every row from the first match to the last, then what has no date; else those with most articles."""
    if told.ask.by[0] not in TIMES:
        return sorted(rows, key=lambda row: (-row.articles, row.values))[:_MOST]
    dated = [row for row in rows if row.values[0]]
    found = [i for i, row in enumerate(dated) if row.articles]
    undated = [row for row in rows if not row.values[0] and row.articles]
    return [*(dated[found[0] : found[-1] + 1] if found else dated[:1]), *undated]


def _names(values: Sequence[str]) -> list[str]:
    return sorted(set(values), key=lambda name: (not name, name))


def _name(row: Rate) -> str:
    return " · ".join(value or "none" for value in row.values)
