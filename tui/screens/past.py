"""Lists the queries that were asked before, newest first; typing narrows them."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from morgue.core.wording.quantities import quantity
from morgue.render.cells import clip_line
from morgue.render.spans import said
from morgue.tui.keymap import bindings
from morgue.tui.screens.base import Panel
from morgue.tui.widgets.panel import Choice, ChoiceList

#: Rows shown at most, and cells of one.
_ROWS, _CELLS = 500, 74


class Past(Panel[str | None]):
    """Gives the query that was taken, or None."""

    BINDINGS = bindings("past")

    def __init__(self, asked: Sequence[str]) -> None:
        super().__init__()
        self._asked = tuple(reversed(asked))

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        with Vertical(classes="panel prompt"):
            yield Static(self.head("Asked before"), classes="panel-head")
            yield Input(placeholder="type to narrow", id="narrow", compact=True)
            yield ChoiceList(self._choices(""), id="choices")
            told = quantity(len(self._asked), "query", "queries") if self._asked else "nothing was asked here yet"
            yield Static(self.head(f"{told} · ⏎ search · ↓ older"), classes="panel-remark")

    def on_mount(self) -> None:
        """Typing begins at once."""
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        """The list leaves room for what stands above and below it."""
        self.query_one(ChoiceList).styles.max_height = max(1, self.app.size.height * 4 // 5 - 8)

    def _choices(self, typed: str) -> list[Choice]:
        words = typed.casefold().split()
        found = [one for one in self._asked if all(word in one.casefold() for word in words)]
        return [Choice(one, (clip_line((said(one),), _CELLS),)) for one in found[:_ROWS]]

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        found = self.query_one(ChoiceList)
        found.show(self._choices(event.value))
        found.step(-len(found.choices))

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        current = self.query_one(ChoiceList).current
        self.dismiss(current.value if current else None)

    @on(ChoiceList.Chosen)
    def _clicked(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        self.dismiss(event.value)

    def action_move(self, by: int) -> None:
        """Another one."""
        self.query_one(ChoiceList).step(by)

    def action_leave(self) -> None:
        """Nothing is taken."""
        self.dismiss(None)
