"""Asks for one line of text, over the screen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from morgue.render.labels import joined
from morgue.render.sanitize import safe_line
from morgue.tui.keymap import bindings
from morgue.tui.screens.base import Panel


class Prompt(Panel[str | None]):
    """Gives what was typed, or None when it was left."""

    BINDINGS = bindings("prompt")

    def __init__(self, head: str, text: str = "", remark: str = "") -> None:
        super().__init__()
        self._head = head
        self._text = text
        self._remark = remark

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        with Vertical(classes="panel prompt"):
            yield Static(self.head(self._head), classes="panel-head")
            yield Input(safe_line(self._text), id="answer", compact=True)
            yield Static(self.head(joined([self._remark, "⏎ takes it", "esc back"])), classes="panel-remark")

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Nothing is done."""
        self.dismiss(None)
