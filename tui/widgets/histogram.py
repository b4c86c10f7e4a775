"""Articles over time as upright bars; a range is brushed with the mouse or with shift and the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.strip import Strip

from morgue.render import dates
from morgue.render.bars import bucket_span, columns, squeezed
from morgue.render.cells import spread
from morgue.render.spans import Line, Span
from morgue.tui.keymap import bindings
from morgue.tui.messages import RangeBrushed
from morgue.tui.view import calendar
from morgue.tui.widgets.lineview import LineView

_BAR_ROWS = 3


class Histogram(LineView):
    """Buckets are months or days; what lies between the first and the last is filled with zeros."""

    BINDINGS = bindings("when")
    DEFAULT_CSS = "Histogram { height: 5; overflow-y: hidden; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._values: list[str] = []
        self._counts: list[int] = []
        self._chosen: tuple[str, str] | None = None
        self._cursor = 0
        self._range: tuple[int, int] | None = None
        self._dragging = False

    def show(self, buckets: Sequence[tuple[str, int]], chosen: tuple[str, str] | None) -> None:
        """Counts by month or day, and the range in force."""
        counts = dict(buckets)
        self._values = _filled([value for value, _ in buckets])
        self._counts = [counts.get(value, 0) for value in self._values]
        self._chosen = chosen
        self._range = None
        self._cursor = max(0, min(self._cursor, self._cells - 1))
        self.renew()

    @property
    def _cells(self) -> int:
        return min(len(self._values), max(1, self.columns - 2))

    def line_count(self) -> int:
        """As many as there are to show."""
        return _BAR_ROWS + 2

    def line(self, y: int) -> Line:
        """Line y of the picture."""
        if y == 0:
            return (Span(" "), *spread((Span("When", "head"),), (Span(self._label(), "meta"),), self.columns - 2))
        if not self._values:
            return ()
        if y == _BAR_ROWS + 1:
            return (Span(" "), *self._axis())
        shown = squeezed(self._counts, self._cells)
        row = columns(shown, max(shown, default=0), _BAR_ROWS)[y - 1]
        inside = self._inside()
        return (
            Span(" "),
            *(Span(char, "bar" if not inside or i in inside else "ghost") for i, char in enumerate(self._wide(row))),
        )

    def _wide(self, row: str) -> str:
        """Few buckets stand in the first cells as they are; bars are never stretched."""
        return row

    def _inside(self) -> range | None:
        """The cells of the range being drawn, else of the one in force."""
        if self._range is not None:
            return range(min(self._range), max(self._range) + 1)
        if self._chosen is None:
            return None
        low, high = self._chosen
        cells = [i for i in range(self._cells) if self._within(i, low, high)]
        return range(cells[0], cells[-1] + 1) if cells else range(0)

    def _within(self, cell: int, low: str, high: str) -> bool:
        first, last = bucket_span(len(self._values), self._cells, cell)
        return any(low[: len(v)] <= v[: len(low)] and v[: len(high)] <= high for v in self._values[first:last])

    def _axis(self) -> Line:
        inside = self._inside()
        if not self.has_focus and inside is None:
            first, last = dates.day(self._values[0]), dates.day(self._values[-1])
            if first == last:
                return (Span(first, "faint"),)
            return spread((Span(first, "faint"),), (Span(last, "faint"),), max(self._cells, len(first + last) + 2))
        signs = ["─" if inside and i in inside else " " for i in range(self._cells)]
        if self.has_focus:
            signs[self._cursor] = "▲"
        return (Span("".join(signs), "key"),)

    def _label(self) -> str:
        if not self._values:
            return ""
        if self._range is not None or (self.has_focus and self._chosen is None):
            low, high = self._dates(self._range or (self._cursor, self._cursor))
            count = sum(c for v, c in zip(self._values, self._counts, strict=True) if low <= v <= high)
            return f"{self._span(low, high)} · {count:,}"
        return self._span(*(self._chosen or (self._values[0][:4], self._values[-1][:4])))

    @staticmethod
    def _span(low: str, high: str) -> str:
        return dates.day(low) if low == high else f"{dates.day(low)} – {dates.day(high)}"

    def _dates(self, cells: tuple[int, int]) -> tuple[str, str]:
        """The buckets at the ends of a range of cells."""
        first, _ = bucket_span(len(self._values), self._cells, min(cells))
        _, last = bucket_span(len(self._values), self._cells, max(cells))
        return self._values[first], self._values[max(first, last - 1)]

    def _at(self, x: int) -> int:
        return max(0, min(self._cells - 1, x - 1))

    def action_step(self, by: int) -> None:
        """The cursor alone."""
        self._cursor = self._at(self._cursor + 1 + by)
        self._range = None
        self.refresh()

    def action_stretch(self, by: int) -> None:
        """The range from where it began to the cursor."""
        start = self._range[0] if self._range else self._cursor
        self._cursor = self._at(self._cursor + 1 + by)
        self._range = (start, self._cursor)
        self.refresh()

    def action_brush(self) -> None:
        """The range (or the one bar) becomes part of the question."""
        if self._values:
            self.post_message(RangeBrushed(self._dates(self._range or (self._cursor, self._cursor))))

    def action_unbrush(self) -> None:
        """All time again."""
        self.post_message(RangeBrushed(None))

    def action_leave_down(self) -> None:
        """Moves the focus to the facet's list below."""
        self.screen.query_one("#facet-list").focus()

    def step(self, by: int) -> None:
        """The cursor moves, and the view follows."""
        if by < 0:
            self.screen.focus_previous()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A range begins."""
        if self._values and event.y > 0:
            self._cursor = self._at(event.x)
            self._range = (self._cursor, self._cursor)
            self._dragging = True
            self.capture_mouse()
            self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The range follows."""
        if self._dragging and self._range is not None:
            self._cursor = self._at(event.x)
            self._range = (self._range[0], self._cursor)
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The range is done; a click on the one bar in force lets go of it."""
        if not self._dragging:
            return
        self._dragging = False
        self.release_mouse()
        drawn = self._dates(self._range or (self._cursor, self._cursor))
        self.post_message(RangeBrushed(None if drawn == self._chosen else drawn))

    def render_line(self, y: int) -> Strip:
        """One row of the screen; it never scrolls."""
        return self.strip(self.line(y), self.get_component_rich_style("line--plain"))


def _filled(values: Sequence[str]) -> list[str]:
    """All months (or days) from the first to the last."""
    if not values:
        return []
    first, last = min(values), max(values)
    months = calendar.months_between(first[:7], last[:7])
    if len(first) == 7:
        return months
    return [day for month in months for day in calendar.days_of(month) if first <= day <= last]
