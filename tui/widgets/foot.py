"""The last row: the keys that apply here, each a button; at its right what there is to know at the moment."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol, runtime_checkable

from textual import events
from textual.binding import ActiveBinding
from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character
from textual.screen import Screen
from textual.widgets import Input

from morgue.render.cells import clip_line, line_width, width
from morgue.render.spans import Line, Span
from morgue.tui.keymap import display
from morgue.tui.widgets.lineview import LineView


@dataclass(frozen=True, slots=True)
class Button:
    """A key, how it is written, and what it does in a word."""

    key: str
    sign: str
    word: str

    @property
    def cells(self) -> int:
        """What it takes, with the gap behind it."""
        return width(self.sign) + width(self.word) + 3


@runtime_checkable
class TellsIdle(Protocol):
    """A screen that knows which of its keys would only say that there is nothing to do."""

    def idle(self, action: str) -> bool:
        """Whether an action has nothing to do just now."""


class Foot(LineView, can_focus=False):
    """Follows the bindings of the screen; clicking a key presses it."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: tuple[Button, ...] = ()
        self._lasting = 0
        self._right: Line = ()

    def on_mount(self) -> None:
        """From now on the keys are those of whatever has the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        typing = isinstance(screen.focused, Input)
        found: dict[str, Button] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if isinstance(screen, TellsIdle) and screen.idle(binding.action):
                continue
            if binding.show and active.enabled and not (typing and _types(binding.key)):
                sign = display(binding.key) if typing else self.app.get_key_display(binding)
                if binding.action not in found or (typing and sign == binding.key_display):
                    found[binding.action] = Button(binding.key, sign, _word(active))
        back = [action for action in found if action.startswith("leave")]
        last = [found[action] for action in (*back, "help") if action in found]
        keys = (*(key for key in found.values() if key not in last), *last)
        if keys != self._keys:
            self._keys, self._lasting = keys, len(last)
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
        """Line y of the footer."""
        room = self.columns - line_width(self._right) - 2
        out: list[Span] = [Span(" ")]
        used = 1
        for key in self._fitting(room - used):
            out += [Span(key.sign, "key", target=key.key), Span(f" {key.word}", "faint", target=key.key), Span("  ")]
            used += key.cells
        gap = self.columns - used - line_width(self._right) - 1
        return clip_line((*out, Span(" " * max(1, gap)), *self._right), self.columns)

    def _fitting(self, room: int) -> list[Button]:
        """The first keys, as many as there is room for, and before these the last: the way back, and to all others."""
        last = self._keys[len(self._keys) - self._lasting :]
        while last and sum(key.cells for key in last) > room:
            last = last[1:]
        keys = self._keys[: len(self._keys) - self._lasting]
        ends = accumulate((key.cells for key in keys), initial=sum(key.cells for key in last))
        next(ends)
        return [*(key for key, end in zip(keys, ends, strict=True) if end <= room), *last]

    def on_click(self, event: events.Click) -> None:
        """Presses the key."""
        target = self.target_at(event.x, event.y)
        if target:
            self.app.simulate_key(target)


def _types(key: str) -> bool:
    """Whether a key puts a character into a line of text."""
    # Textual calls some signs by names that are not Unicode's: "slash" is the solidus.
    return key in KEY_NAME_REPLACEMENTS.values() or (key_to_character(key) or "\n").isprintable()


def _word(active: ActiveBinding) -> str:
    """What a key does just now in a word, where the view can tell; else its usual word."""
    told = active.node.word(active.binding.action) if isinstance(active.node, LineView) else ""
    return told or active.binding.description
