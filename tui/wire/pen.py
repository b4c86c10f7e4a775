"""Writes cells with few changes of looks: those that look alike together, by moves that take the fewest bytes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.style import Style

from morgue.tui.wire.sgr import PLAIN, Depth, Look, change, look, same_when_blank

#: One cell: what stands in it (nothing where a wide character of the cell before reaches), and how it looks.
Cell = tuple[str, Style | None]


@dataclass(frozen=True, slots=True)
class _Run:
    """A text of one look, one character a cell, and how many cells behind it are to be emptied."""

    y: int
    x: int
    text: str
    erased: int = 0


class Pen:
    """Takes stretches of rows, then writes them all."""

    def __init__(self, colours: Depth) -> None:
        self._colours = colours
        self._runs: dict[Look, list[_Run]] = defaultdict(list)
        self._wholes: list[tuple[int, int, Sequence[Cell]]] = []
        self._out: list[str] = []
        self._look = PLAIN
        self._at = -1, -1

    def stretch(self, x: int, y: int, cells: Sequence[Cell], bare: int) -> None:
        """Cells of which each character takes one; the last `bare` are empty and of one ground."""
        text = cells[: len(cells) - bare]
        runs = list(_runs([(char, look(style, self._colours)) for char, style in text]))
        ground = look(cells[-1][1], self._colours).ground
        for number, (start, written, shown) in enumerate(runs):
            last = number == len(runs) - 1 and shown.ground == ground
            self._runs[shown].append(_Run(y, x + start, written, bare if last else 0))
        if bare and (not runs or runs[-1][2].ground != ground):
            self._runs[Look(ground=ground)].append(_Run(y, x + len(text), "", bare))

    def whole(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        """Cells that are written one after the other, as wide as the terminal takes their characters."""
        self._wholes.append((x, y, cells))

    def done(self) -> str:
        """All that is to be sent; the terminal has its own look at the end."""
        for shown in sorted(self._runs, key=lambda each: (each.ground, sorted(each.weights), each.ink)):
            self._dress(shown)
            for run in sorted(self._runs[shown], key=lambda each: (each.y, each.x)):
                self._move(run.x, run.y)
                self._out.append(run.text + (f"\x1b[{run.erased}X" if run.erased else ""))
                self._at = run.x + len(run.text), run.y
        for x, y, cells in self._wholes:
            self._out.append(f"\x1b[{y + 1};{x + 1}H")
            for char, style in cells:
                wanted = look(style, self._colours)
                if char != " " or not same_when_blank(self._look, wanted):
                    self._dress(wanted)
                self._out.append(char)
        self._dress(PLAIN)
        return "".join(self._out)

    def _dress(self, wanted: Look) -> None:
        self._out.append(change(self._look, wanted))
        self._look = wanted

    def _move(self, x: int, y: int) -> None:
        ahead = x - self._at[0] if y == self._at[1] else -1
        if ahead:
            near = f"\x1b[{ahead if ahead > 1 else ''}C" if ahead > 0 else ""
            self._out.append(near or f"\x1b[{y + 1};{x + 1}H")


def _runs(cells: Iterable[tuple[str, Look]]) -> Iterator[tuple[int, str, Look]]:
    """Where each text of one look begins, the text, its look; a space goes with its neighbour where nobody sees it."""
    now: Look | None = None
    start, text, blank = 0, "", True
    for place, (char, wanted) in enumerate(cells):
        if now is None or (blank and same_when_blank(wanted, now)):
            now = wanted if now is None or char != " " else now
        elif wanted != now and not (char == " " and same_when_blank(now, wanted)):
            yield start, text, now
            now, start, text, blank = wanted, place, "", True
        text += char
        blank = blank and char == " "
    if now is not None:
        yield start, text, now
