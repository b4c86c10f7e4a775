"""Shows a list to choose from in a panel over the screen: saved searches, lists, similar stories, keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.reactive import var

from morgue.render.spans import Line, Span
from morgue.tui.widgets.lineview import LineView


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its lines, and what it stands for."""

    value: str
    lines: tuple[Line, ...]


class ChoiceList(LineView):
    """Choices of one or several lines below each other."""

    cursor: var[int] = var(0)

    def __init__(self, choices: Sequence[Choice] = (), id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices: tuple[Choice, ...] = ()
        self._starts: list[int] = []
        self._lines: list[tuple[int, Line]] = []
        self.show(choices)

    class Chosen(Message):
        """A choice was clicked."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Moved(Message):
        """The cursor came to another one."""

    def show(self, choices: Sequence[Choice]) -> None:
        """Shows other choices."""
        self._choices = tuple(choices)
        self._lines = [(i, line) for i, choice in enumerate(choices) for line in choice.lines]
        self._starts = [n for n, (i, _) in enumerate(self._lines) if n == 0 or self._lines[n - 1][0] != i]
        self.cursor = max(0, min(self.cursor, len(choices) - 1))
        if self.is_attached:
            self.renew()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen."""
        return self._choices

    @property
    def current(self) -> Choice | None:
        """The one under the cursor."""
        return self._choices[self.cursor] if self._choices else None

    def line_count(self) -> int:
        """As many as there are to show."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """Line y of the choices."""
        index, line = self._lines[y]
        return (Span("▌" if index == self.cursor and line else " ", "key"), *line)

    def under_cursor(self, y: int) -> bool:
        """The lines of the chosen one."""
        return y < len(self._lines) and self._lines[y] != (self.cursor, ()) and self._lines[y][0] == self.cursor

    def step(self, by: int) -> None:
        """The cursor moves, and the view follows."""
        self.cursor = max(0, min(len(self._choices) - 1, self.cursor + by))

    def watch_cursor(self, old: int, new: int) -> None:
        """The list follows its cursor."""
        if not self._choices or not self.is_attached:
            return
        self.reveal()
        self.refresh()
        if old != new:
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        """The choice under the cursor stays in sight."""
        self.renew()
        self.reveal()

    def reveal(self) -> None:
        """The view follows the cursor."""
        if not self._choices or not self.is_attached:
            return
        new = self.cursor
        top = self._starts[new]
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif self.size.height and top + len(self._choices[new].lines) > self.scroll_offset.y + self.size.height:
            low = top + len(self._choices[new].lines) - self.size.height
            self.scroll_to(y=low, animate=False, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """A click takes it."""
        y = event.y + self.scroll_offset.y
        if y < len(self._lines):
            self.cursor = self._lines[y][0]
            if self.current:
                self.post_message(self.Chosen(self.current.value))
