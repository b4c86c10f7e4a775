"""The last row: the keys that apply here, each a button; at its right what there is to know at the moment."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.screen import Screen

from tui.lines import Line, Piece, clip, width
from tui.widgets.lineview import LineView


class Foot(LineView, can_focus=False):
    """Follows the bindings of the screen; clicking a key presses it."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: tuple[tuple[str, str, str], ...] = ()
        self._right: Line = ()

    def on_mount(self) -> None:
        """From now on the keys are those of whatever has the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        found: dict[str, tuple[str, str, str]] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled:
                found.setdefault(binding.action, (binding.key, self.app.get_key_display(binding), binding.description))
        if tuple(found.values()) != self._keys:
            self._keys = tuple(found.values())
            self.refresh()

    def say(self, right: Line) -> None:
        """What stands at the right."""
        if right != self._right:
            self._right = right
            self.refresh()

    def line_count(self) -> int:
        """As many as there are to show."""
        return 1

    def line(self, y: int) -> Line:
        """One of them."""
        room = self.columns - width(self._right) - 2
        out: list[Piece] = [Piece(" ")]
        used = 1
        for key, sign, word in self._keys:
            size = cell_len(sign) + cell_len(word) + 3
            if used + size > room:
                break
            out += [Piece(sign, "key", target=key), Piece(f" {word}", "faint", target=key), Piece("  ")]
            used += size
        gap = self.columns - used - width(self._right) - 1
        return clip((*out, Piece(" " * max(1, gap)), *self._right), self.columns)

    def on_click(self, event: events.Click) -> None:
        """Presses the key."""
        target = self.target_at(event.x, event.y)
        if target:
            self.app.simulate_key(target)
