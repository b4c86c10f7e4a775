"""Bars and sparks out of block characters. Pure."""

from __future__ import annotations

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SPARKS = "▁▂▃▄▅▆▇█"


def bar(count: int, most: int, cells: int) -> str:
    """A bar in proportion to the longest, in eighths of a cell; what is not zero shows at least a sliver."""
    if count <= 0 or most <= 0 or cells <= 0:
        return ""
    eighths = max(1, round(count * cells * 8 / most))
    whole, part = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[part] if part else "")


def solid(count: int, most: int, cells: int) -> str:
    """A bar of whole cells, at least one for what is not zero."""
    return "█" * max(1, round(count * cells / most)) if count > 0 and most > 0 else ""


def spark(count: int, most: int) -> str:
    """One character whose height tells the count; zero is blank."""
    if count <= 0 or most <= 0:
        return " "
    return _SPARKS[min(7, (count * 8 - 1) // most)]
