"""The row above the panes: the title of each, and which of them has the keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from morgue.render.cells import clip, clip_line, line_width, width
from morgue.render.spans import Line, Role, Span, said
from morgue.tui.widgets.lineview import LineView


class PaneHeads(LineView, can_focus=False):
    """Follows the focus: `═` and the accent mark the pane that has the keys, `─` the others."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._read = ""

    def on_mount(self) -> None:
        """From now on it follows the focus."""
        self.watch(self.screen, "focused", self._focus_changed, init=False)

    def _focus_changed(self) -> None:
        self.refresh()

    def name_article(self, text: str) -> None:
        """The article that is read, in a few words."""
        if text != self._read:
            self._read = text
            self.refresh()

    def line_count(self) -> int:
        """As many as there are to show."""
        return 1

    def line(self, y: int) -> Line:
        """The row: a stretch above each pane in sight, as wide as the pane."""
        panes = [pane for pane in self.screen.query_one("#panes").children if pane.region.width]
        low = min((pane.region.y for pane in panes), default=0)
        out: list[Span] = []
        for number, pane in enumerate(pane for pane in panes if pane.region.y == low):
            out += self._stretch(pane, number > 0)
        return tuple(out)

    def _stretch(self, pane: Widget, joined: bool) -> Sequence[Span]:
        has_keys = self._has_keys(pane)
        sign = "═" if has_keys else "─"
        role: Role = "key" if has_keys else "ghost"
        corner = ("╤" if has_keys else "┬") if joined else sign
        cells = pane.region.width - 2
        title = clip_line(
            (said(f" {self._title(pane, cells - 3)} ", "key" if has_keys else "meta"),), max(1, cells - 1)
        )
        rest = sign * max(0, cells + 1 - line_width(title))
        return (Span(corner, role), *title, Span(rest, role))

    def _has_keys(self, pane: Widget) -> bool:
        focused = self.screen.focused
        return focused is not None and pane in focused.ancestors_with_self

    def _title(self, pane: Widget, cells: int) -> str:
        """In so many cells; of a long name the end goes, and the day behind it stays."""
        if pane.id == "reader":
            outlet, comma, day = self._read.rpartition(", ")
            room = cells - width("Reading: ") - width(comma + day)
            return f"Reading: {clip(outlet, max(8, room))}{comma}{day}" if self._read else "Reading"
        return {"facets": "Facets", "hits": "Hits"}.get(pane.id or "", "")
