"""The row of chips under the query: all that is chosen beside it, each to be let go of by key or mouse."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import var

from morgue.render.cells import line_width, spread
from morgue.render.spans import Line, Span
from morgue.tui.keymap import bindings
from morgue.tui.state import Browsing
from morgue.tui.view.chips import Chip, chips, draw
from morgue.tui.widgets.lineview import LineView


class ChipBar(LineView):
    """One row; none at all while nothing is chosen."""

    BINDINGS = bindings("chips")

    cursor: var[int] = var(0)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._chips: tuple[Chip, ...] = ()
        self.display = False

    class Removed(Message):
        """A part of the question is to be let go of; the state without it."""

        def __init__(self, without: Browsing) -> None:
            super().__init__()
            self.without = without

    def show(self, state: Browsing) -> None:
        """The chips of another state."""
        found = chips(state)
        if found == self._chips:
            return
        self._chips = found
        self.cursor = max(0, min(self.cursor, len(found) - 1))
        if self.display != bool(found):
            self.display = bool(found)
        self.renew()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._chips)

    def line_count(self) -> int:
        """As many as there are to show."""
        return 1

    def line(self, y: int) -> Line:
        """The row of chips."""
        clear = (Span("X", "key", target="clear"), Span(" clear", "faint", target="clear"))
        room = self.columns - 3
        right = clear if room - line_width(clear) > 24 else ()
        drawn = draw(self._chips, room - line_width(right) - 1, self.cursor if self.has_focus else None)
        return (Span("  "), *spread(drawn, right, room))

    def action_step(self, by: int) -> None:
        """Another chip."""
        self.cursor = max(0, min(len(self._chips) - 1, self.cursor + by))
        self.refresh()

    def action_let_go(self) -> None:
        """Without the chip under the cursor."""
        if self._chips:
            self.post_message(self.Removed(self._chips[self.cursor].without))

    def action_let_go_last(self) -> None:
        """Without the last chip."""
        if self._chips:
            self.post_message(self.Removed(self._chips[-1].without))

    def on_click(self, event: events.Click) -> None:
        """A click on a chip lets go of it."""
        target = self.target_at(event.x, event.y)
        if target == "clear":
            self.screen.call_later(self.screen.run_action, "clear")
        elif target:
            self.cursor = int(target)
            self.action_let_go()
