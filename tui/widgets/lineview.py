"""Scrolls a view that is asked for one line at a time, so that its length costs nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from morgue.render.cells import piece_at
from morgue.render.sanitize import is_safe, safe_line
from morgue.render.spans import Line, Span
from morgue.tui.keymap import bindings
from morgue.tui.view.styles import Looks

if TYPE_CHECKING:
    from morgue.tui.context import Context


class LineView(ScrollView, can_focus=True):
    """Subclasses say how many lines there are, give each, and say which are under the cursor."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--plain"}
    ALLOW_SELECT = False
    _measured: tuple[Size, int] = (Size(0, 0), 1)
    _faded = False

    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError  # Textual's metaclass leaves no room for that of abstract classes

    def line(self, y: int) -> Line:
        """Line y, from 0; it may be shorter or longer than the view is wide."""
        raise NotImplementedError  # Textual's metaclass leaves no room for that of abstract classes

    def under_cursor(self, y: int) -> bool:
        """Whether line y, from 0, is to be shown as chosen."""
        return False

    def word(self, action: str) -> str:
        """What the action of a key does just now, in a word for the footer; empty for what it usually does."""
        return ""

    def step(self, by: int) -> None:
        """One down or up: the cursor where there is one, else the view."""
        self.scroll_relative(y=by, animate=False)

    def action_move(self, by: int) -> None:
        """`j` and `k`."""
        self.step(by)

    def action_edge(self, side: int) -> None:
        """`g` and `G`."""
        self.step(side * max(1, self.line_count()))

    def action_half(self, by: int) -> None:
        """Half a page."""
        self.step(by * max(1, self.size.height // 2))

    def action_page(self, by: int) -> None:
        """Moves by so many pages, upwards where that is negative."""
        self.step(by * max(1, self.size.height - 1))

    def fade(self, faded: bool) -> None:
        """Whether what is shown is an older question's, and dim."""
        if faded != self._faded:
            self._faded = faded
            self.refresh()

    def renew(self) -> None:
        """The lines are others now, or as many others."""
        size = Size(self.columns, self.line_count())
        height = self.styles.height
        if size != self.virtual_size and height is not None and height.is_auto:
            self.virtual_size = size
        elif size != self.virtual_size:
            # As Textual does itself: set as usual it would have the whole screen laid out anew, at every key typed.
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
        self.refresh()

    def on_resize(self) -> None:
        """The width of the lines changes with that of the view."""
        self.renew()

    @property
    def columns(self) -> int:
        """Cells for a line. Room for the scrollbar is always kept, so that they change with the size alone."""
        if self._measured[0] != self.outer_size:
            self._measured = (self.outer_size, max(1, self.scrollable_content_region.width))
        return self._measured[1]

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        row = y + self.scroll_offset.y
        line = self.line(row) if 0 <= row < self.line_count() else ()
        # Textual remembers the looks of components; its `rich_style` is worked out anew each time.
        base = self.get_component_rich_style("line--plain")
        if self.under_cursor(row):
            base += self.looks.cursor if self.has_focus else self.looks.resting
        return self.strip(line, base)

    def strip(self, line: Line, base: Style) -> Strip:
        """The pieces in their looks, as wide as the view."""
        look = self.looks.of
        if self._faded:
            line = tuple(replace(span, role="faint") for span in line)
        segments = [Segment(fit(piece), base + look(piece.role)) for piece in line if piece.text]
        room, used = self.size.width, sum(segment.cell_length for segment in segments)
        if used > room:
            return Strip(segments, used).crop(0, room)
        if used < room:
            segments.append(Segment(" " * (room - used), base))
        return Strip(segments, room)

    @property
    def looks(self) -> Looks:
        """How roles look in this theme."""
        return cast("Context", self.app).looks

    def target_at(self, x: int, y: int) -> str:
        """What a click at this place of the view asks for, empty for nothing."""
        row = y + self.scroll_offset.y
        if not 0 <= row < self.line_count():
            return ""
        piece = piece_at(self.line(row), x)
        return piece.target if piece else ""


def fit(piece: Span) -> str:
    """The text of a piece; once more made safe, for whoever forgot."""
    text = piece.text
    # Printable ASCII is safe, most lines are that, and asking so is quicker.
    return text if (text.isascii() and text.isprintable()) or is_safe(text) else safe_line(text)
