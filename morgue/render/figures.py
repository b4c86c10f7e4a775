"""Sets columns of figures beside a label; those that have no room are left out from the right, and named. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from morgue.core.dataclass import dataclass
from morgue.render.spans import Line, Look, Role, Span, faint
from morgue.render.wrap import wrap

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """Figures below one another, a text a row, in so many cells."""

    head: str
    rows: Sequence[str]
    width: int
    role: Role = "plain"
    align: Literal["<", "^", ">"] = ">"

    def set(self, text: str) -> str:
        """A text of the column, padded."""
        return format(text, f"{self.align}{self.width}")


def fitting(columns: Sequence[Column], room: int) -> Sequence[Column]:
    """The first columns, as many as so many cells have room for, and one at least."""
    used = -len(_GAP)
    for number, column in enumerate(columns):
        used += len(_GAP) + column.width
        if number and used > room:
            return columns[:number]
    return columns


def heads(columns: Sequence[Column], before: int) -> Line:
    """The line above the figures; so many cells of labels stand before them."""
    return (faint(" " * before + _GAP.join(column.set(column.head) for column in columns).rstrip()),)


def figures(columns: Sequence[Column], row: int) -> Line:
    """One row of the figures."""
    texts = [_GAP * (number > 0) + column.set(column.rows[row]) for number, column in enumerate(columns)]
    texts[-1] = texts[-1].rstrip()
    return tuple(Span(text, column.role) for text, column in zip(texts, columns, strict=True))


def left_out(columns: Sequence[Column], shown: Sequence[Column], look: Look) -> Iterator[Line]:
    """Which columns had no room; nothing where all had."""
    if missing := columns[len(shown) :]:
        names = ", ".join(column.head for column in missing)
        yield from wrap([faint(f"no room for {names} (--csv has them all)")], look.width, look)
