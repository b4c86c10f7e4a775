"""Keeps the screen as the terminal has it, cell by cell, so that only what changed is sent. Pure.

A row with characters whose width terminals may see otherwise (wide, joined, with marks of their own) is sent
as a whole, so that no terminal keeps a rest of what was there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import split_graphemes
from rich.segment import Segment
from rich.style import Style

from morgue.render.cells import single
from morgue.tui.wire.pen import Cell, Pen
from morgue.tui.wire.sgr import Depth, blank

#: Cells between two changes that are sent along because a jump would take as many bytes.
_GAP = 4


class Picture:
    """What was sent so far; `forget` when the terminal may show something else.

    `erases` says that the terminal can empty cells in the ground of the moment, which is shorter than many spaces.
    """

    def __init__(self, *, erases: bool = False) -> None:
        self._rows: dict[int, list[Cell | None]] = {}
        self._erases = erases

    def forget(self) -> None:
        """Nothing is known of what the terminal shows."""
        self._rows.clear()

    def update(self, drawn: Iterable[Segment], colours: Depth) -> str:
        """What to send so that the terminal shows what was drawn: text, looks, and moves of the cursor."""
        pen = Pen(colours)
        for x, y, cells in self._found(drawn):
            if any(map(_risky, cells)):
                pen.whole(x, y, cells)
            else:
                pen.stretch(x, y, cells, _blanks(cells) if self._erases else 0)
        return pen.done()

    def _found(self, drawn: Iterable[Segment]) -> list[tuple[int, int, list[Cell]]]:
        """Column, row and cells of what is others than before, once all of it is drawn."""
        before: dict[int, list[Cell | None]] = {}
        stretches: dict[int, list[tuple[int, int]]] = {}
        for y, x, cells in _runs(drawn):
            row = self._rows.setdefault(y, [])
            row.extend([None] * (x + len(cells) - len(row)))
            before.setdefault(y, list(row))
            row[x : x + len(cells)] = cells
            stretches.setdefault(y, []).append((x, x + len(cells)))
        found: list[tuple[int, int, list[Cell]]] = []
        for y, spans in stretches.items():
            old = before[y] + [None] * (len(self._rows[y]) - len(before[y]))
            for low, high in _joined(spans):
                cells = [cell or (" ", None) for cell in self._rows[y][low:high]]
                found += [(low + start, y, cells[start:stop]) for start, stop in _changed(old, low, cells)]
        return found


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same stretches, those that overlap made one."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if out and low < out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], high)
        else:
            out.append((low, high))
    return out


def _blanks(cells: list[Cell]) -> int:
    """How many cells at the end are empty and of one ground without weights; 0 where that is too few to be erased."""
    char, style = cells[-1]
    if char != " " or (style is not None and (style.reverse or style.underline or style.strike or style.blink)):
        return 0
    count = 0
    for cell in reversed(cells):
        if cell != cells[-1]:
            break
        count += 1
    return count if count > _GAP else 0


def _runs(drawn: Iterable[Segment]) -> Iterator[tuple[int, int, list[Cell]]]:
    """Row, column and cells of each stretch that was drawn in one go."""
    y = x = 0
    cells: list[Cell] = []
    for text, style, control in drawn:
        if control:
            if cells:
                yield y, x, cells
            cells = []
            for code in control:
                if len(code) == 3:  # to a column and a row
                    x, y = int(code[1]), int(code[2])
        elif text != "\n":
            cells += _cells(text, style)
    if cells:
        yield y, x, cells


def _cells(text: str, style: Style | None) -> list[Cell]:
    bare = blank(style)
    if single(text):
        return [(char, bare if char == " " else style) for char in text]
    out: list[Cell] = []
    for start, end, size in split_graphemes(text)[0]:
        if size:
            out.append((text[start:end], bare if text[start:end] == " " else style))
            out += [("", style)] * (size - 1)
        elif out:
            out[-1] = (out[-1][0] + text[start:end], style)
    return out


def _changed(row: list[Cell | None], x: int, cells: list[Cell]) -> Iterator[tuple[int, int]]:
    """Stretches of the new cells that are others than the old ones."""
    old = row[x : x + len(cells)]
    if old == cells:
        return
    differ = [n for n, cell in enumerate(cells) if cell != old[n]]
    if any(_risky(cell) for cell in old) or any(_risky(cell) for cell in cells):
        yield 0, len(cells)
        return
    start = last = differ[0]
    for n in differ[1:]:
        if n - last > _GAP:
            yield start, last + 1
            start = n
        last = n
    yield start, last + 1


def _risky(cell: Cell | None) -> bool:
    return cell is not None and len(cell[0]) != 1
