"""Draws rates in SVG: along time as lines with their intervals, else as bars; every text is escaped. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morgue.render.cells import clip
from morgue.render.svg import INK, opening, text
from morgue.search.desk.rates import Rate, Rates
from morgue.search.desk.tabulation import TIMES

_WIDTH, _HEIGHT = 960, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 24, 44
_GRID = "#dddad3"
#: Colours that are told apart by those who see few (Okabe and Ito 2008).
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999933")
_MOST_LABELS, _MOST_SERIES, _MOST_BARS = 12, 8, 30
_LONGEST = 60


def rates_svg(told: Rates) -> str:
    """The shares of all queries; of two dimensions a line for each value of the other one, of the first query."""
    return "\n".join([*_parts(told), "</svg>", ""])


def _parts(told: Rates) -> Iterator[str]:
    series = _series(told)
    top = _TOP + 16 * len(series) + 8
    tall = _HEIGHT - _BOTTOM - _TOP
    height = top + tall + _BOTTOM
    scale = _scale(series)
    yield opening(_WIDTH, height)
    yield from _legend(series)
    yield from _grid(scale, top, tall)
    draw = _line if told.ask.by[-1] in TIMES else _bars
    for number, (_, rows) in enumerate(series):
        yield from draw(rows, number, len(series), scale, top, tall)
    yield from _labels(_names(told, series), top + tall)
    of = f"share of the articles held, by {' and '.join(told.ask.by)}; with 95 % intervals (Wilson)"
    yield text(_LEFT, height - 6, of, "start")


def _scale(series: Sequence[tuple[str, Sequence[Rate]]]) -> float:
    """The per cent at the top: above the highest end of an interval."""
    high = max((r.share_high or 0 for _, rows in series for r in rows if r.share is not None and r.articles), default=0)
    return _round_up(high or 1)


def _names(told: Rates, series: Sequence[tuple[str, Sequence[Rate]]]) -> list[str]:
    """What stands below each column: along time the last value alone."""
    names = [r.values for r in series[0][1]] if series else []
    time = told.ask.by[-1] in TIMES
    return [" · ".join(v or "none" for v in (n[-1:] if time else n)) for n in names]


def _legend(series: Sequence[tuple[str, Sequence[Rate]]]) -> Iterator[str]:
    """A square of its colour and the name of each line, below one another."""
    for number, (name, _) in enumerate(series):
        head = _TOP + 16 * number
        yield f'<rect x="{_LEFT}" y="{head - 9}" width="10" height="10" fill="{_COLOURS[number % len(_COLOURS)]}"/>'
        yield text(_LEFT + 16, head, clip(name, _LONGEST * 2), "start")


def _grid(scale: float, top: float, tall: float) -> Iterator[str]:
    """Five lines across, each with its per cent."""
    for step in range(5):
        y = top + tall - tall * step / 4
        yield f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>'
        yield text(_LEFT - 6, y + 4, f"{scale * step / 4:.3g} %", "end")


def _series(told: Rates) -> list[tuple[str, list[Rate]]]:
    """The lines of the picture: a query each, or a value of the first dimension each."""
    return _of_queries(told) if len(told.ask.by) == 1 else _of_first_values(told)


def _of_queries(told: Rates) -> list[tuple[str, list[Rate]]]:
    """Each query over the values of the one dimension; not along time those with most articles, most first."""
    every = [(text, [r for r in told.of(text) if any(r.values)]) for text in told.ask.texts[:_MOST_SERIES]]
    if told.ask.by[0] in TIMES:
        return every
    first = sorted(every[0][1], key=lambda r: (-r.articles, r.values))[:_MOST_BARS]
    kept = [r.values for r in first]
    return [
        (text, sorted((r for r in rows if r.values in kept), key=lambda r: kept.index(r.values)))
        for text, rows in every
    ]


def _of_first_values(told: Rates) -> list[tuple[str, list[Rate]]]:
    """The first query: each value of the first dimension over those of the second."""
    groups: dict[str, list[Rate]] = {}
    for row in told.of(told.ask.texts[0]):
        if all(row.values):
            groups.setdefault(row.values[0], []).append(row)
    largest = sorted(groups, key=lambda name: (-sum(r.articles for r in groups[name]), name))[:_MOST_SERIES]
    seconds = sorted({r.values[1] for name in largest for r in groups[name]})
    held = {r.values: r for name in largest for r in groups[name]}
    text = told.ask.texts[0]
    none = Rate(text, ("", ""), 0, 0, None, 0, 0, None, None, None, None)
    return [(f"{text} · {name}", [held.get((name, s)) or _empty(none, name, s) for s in seconds]) for name in largest]


def _empty(none: Rate, first: str, second: str) -> Rate:
    return Rate(none.query, (first, second), 0, 0, None, 0, 0, None, None, None, None)


def _line(rows: Sequence[Rate], number: int, _: int, scale: float, top: float, tall: float) -> Iterator[str]:
    """A line with a band, broken where the archive holds nothing."""
    colour = _COLOURS[number % len(_COLOURS)]
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(rows))

    def y(share: float | None) -> float:
        return top + tall - min(1.0, 100 * (share or 0) / scale) * tall

    for run in _runs(rows, step):
        above = [f"{x:.1f},{y(r.share_high):.1f}" for x, r in run]
        below = [f"{x:.1f},{y(r.share_low):.1f}" for x, r in run[::-1]]
        points = " ".join(f"{x:.1f},{y(r.share):.1f}" for x, r in run)
        yield f'<polygon points="{" ".join([*above, *below])}" fill="{colour}" fill-opacity="0.12"/>'
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        if len(run) == 1:
            yield f'<circle cx="{run[0][0]:.1f}" cy="{y(run[0][1].share):.1f}" r="2" fill="{colour}"/>'


def _runs(rows: Sequence[Rate], step: float) -> list[list[tuple[float, Rate]]]:
    """The rows side by side of which shares are known, each with the place of its middle."""
    runs: list[list[tuple[float, Rate]]] = [[]]
    for i, row in enumerate(rows):
        if row.share is None:
            runs.append([])
        else:
            runs[-1].append((_LEFT + (i + 0.5) * step, row))
    return [run for run in runs if run]


def _bars(rows: Sequence[Rate], number: int, count: int, scale: float, top: float, tall: float) -> Iterator[str]:
    """A bar a cell, with its interval as a line."""
    colour = _COLOURS[number % len(_COLOURS)]
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(rows))
    wide = step * 0.8 / count
    for i, row in enumerate(rows):
        if row.share is None:
            continue
        x = _LEFT + i * step + step * 0.1 + number * wide
        heights = [min(1.0, 100 * (s or 0) / scale) * tall for s in (row.share, row.share_low, row.share_high)]
        yield from _bar(x, wide, top + tall, heights, colour)


def _bar(x: float, wide: float, foot: float, heights: Sequence[float], colour: str) -> Iterator[str]:
    """A bar that stands on `foot`, as high as the share, and the line from the low to the high end of its interval."""
    share, low, high = heights
    middle = x + wide / 2
    yield (
        f'<rect x="{x:.1f}" y="{foot - share:.1f}" width="{wide * 0.9:.1f}" height="{share:.1f}" '
        f'fill="{colour}" fill-opacity="0.7"/>'
    )
    yield f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="{foot - low:.1f}" y2="{foot - high:.1f}" stroke="{INK}"/>'


def _labels(names: Sequence[str], y: float) -> Iterator[str]:
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(names))
    every = -(-len(names) // _MOST_LABELS) if names else 1
    room = max(4, int(step * every / 7))
    for i, name in enumerate(names):
        if i % every == 0:
            yield text(_LEFT + (i + 0.5) * step, y + 16, clip(name, room), "middle")


def _round_up(share: float) -> float:
    """The top of the scale in per cent: 1, 2 or 5 times a power of ten, at most 100."""
    tops = (factor * 10.0**power for power in range(-4, 3) for factor in (1, 2, 5))
    return min(100.0, next(top for top in tops if top >= 100 * share))
