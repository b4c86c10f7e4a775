"""Lays out the help of commands in terminals that are narrower than Typer's narrowest, which is 50 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from shutil import get_terminal_size

from typer import Context
from typer._click.formatting import HelpFormatter, measure_table
from typer.core import TyperCommand

#: Help is at most so wide, as Typer's is, and is never made narrower than this.
_WIDEST, _NARROWEST = 80, 30
#: Columns in which terms and what is said of them stand side by side, however long the terms are.
_ROOMY = 50
#: Terms up to this length stand beside their texts in fewer columns, too: the names of commands do.
_SHORT = 10
_INDENT = 8


class NarrowHelp(HelpFormatter):
    """Typer's layout; in few columns a text stands under its term and not beside it."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        columns = min(get_terminal_size().columns, max_width or _WIDEST)
        super().__init__(indent_increment, width or max(_NARROWEST, columns - 2))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of terms with what is said of them."""
        rows = list(rows)
        if self.width >= _ROOMY or max(measure_table(rows)[:1], default=0) <= _SHORT:
            super().write_dl(rows, col_max, col_spacing)
            return
        for term, said in rows:
            for line in self._lines(_shortened(term, self.width - self.current_indent), self.current_indent):
                self.write(line)
            for line in self._lines(said, _INDENT):
                self.write(line)

    def _lines(self, text: str, indent: int) -> list[str]:
        filled = textwrap.wrap(text, self.width - indent, break_on_hyphens=False)
        return [f"{' ' * indent}{line}\n" for line in filled]


def _shortened(term: str, width: int) -> str:
    """The term with its alternatives parted by spaces, where a line has no room for it."""
    return term if len(term) <= width else term.replace("|", " | ")


class HelpContext(Context):
    """A context whose help fits the terminal."""

    formatter_class = NarrowHelp


class PlainCommand(TyperCommand):
    """A command whose help fits the terminal."""

    context_class = HelpContext
