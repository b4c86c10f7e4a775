"""Draws counts as bars, sparks, columns and curves of characters, in both faces. Pure."""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = " ▁▂▃▄▅▆▇█"
# The bits of a braille cell by row and column of its dots.
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def bar(count: int, most: int, cells: int) -> str:
    """A bar in proportion to the longest, in eighths of a cell; what is not zero shows at least a sliver."""
    if count <= 0 or most <= 0 or cells <= 0:
        return ""
    eighths = max(1, round(count * cells * 8 / most))
    whole, rest = divmod(min(eighths, cells * 8), 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def solid(count: int, most: int, cells: int) -> str:
    """A bar of whole cells, at least one for what is not zero."""
    return "█" * max(1, round(count * cells / most)) if count > 0 and most > 0 else ""


def spark(count: int, most: int) -> str:
    """One character whose height tells the count; zero is blank."""
    if count <= 0 or most <= 0:
        return " "
    return _LEVELS[1 + min(7, (count * 8 - 1) // most)]


def columns(counts: Sequence[int], most: int, rows: int) -> list[str]:
    """Upright bars, one character a count, top row first; what is not zero shows at least a sliver."""
    heights = [0 if c <= 0 or most <= 0 else max(1, round(min(c, most) * rows * 8 / most)) for c in counts]
    return ["".join(_LEVELS[min(8, max(0, h - row * 8))] for h in heights) for row in reversed(range(rows))]


def squeezed(counts: Sequence[int], cells: int) -> list[int]:
    """Neighbours added up so that at most so many are left; `bucket_span` says which went where."""
    if len(counts) <= cells:
        return list(counts)
    return [sum(counts[slice(*bucket_span(len(counts), cells, i))]) for i in range(cells)]


def bucket_span(total: int, cells: int, cell: int) -> tuple[int, int]:
    """Which of the buckets (half open) stand in one cell when `total` of them share `cells` cells."""
    if total <= cells:
        return cell, cell + 1
    return cell * total // cells, (cell + 1) * total // cells


def curve(counts: Sequence[int], most: int, cells: int, rows: int) -> list[str]:
    """A line through the counts in braille dots, `cells` wide and `rows` high, top row first."""
    grid = [[0] * cells for _ in range(rows)]
    if not counts or most <= 0 or cells <= 0 or rows <= 0:
        return [" " * cells for _ in range(rows)]
    across, up = cells * 2, rows * 4
    heights = [_height(counts, x / max(1, across - 1), most, up) for x in range(across)]
    for x, height in enumerate(heights):
        before = heights[x - 1] if x else height
        for y in range(min(before, height), max(before, height) + 1) if abs(before - height) > 1 else (height,):
            dot = up - 1 - y
            grid[dot // 4][x // 2] |= _DOTS[dot % 4][x % 2]
    return ["".join(chr(0x2800 + bits) if bits else " " for bits in row) for row in grid]


def _height(counts: Sequence[int], share: float, most: int, up: int) -> int:
    place = share * (len(counts) - 1)
    low = int(place)
    high = min(low + 1, len(counts) - 1)
    value = counts[low] + (counts[high] - counts[low]) * (place - low)
    return min(up - 1, round(value * (up - 1) / most))
