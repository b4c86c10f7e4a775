"""What the screens of the desk share: a head, rows with a cursor, a line on the row under it, and the keys."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from morgue.render.sanitize import safe_line
from morgue.tui import messages
from morgue.tui.screens.base import Page, Result
from morgue.tui.screens.browse.waiting import PATIENCE
from morgue.tui.widgets.foot import Foot
from morgue.tui.worker import Job


class Listing(Page[Result | None]):
    """Gives what is taken from a row, or None. Subclasses give the rows, ask for them and show them."""

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._answered = False

    def parts(self) -> Iterable[Widget]:
        """What stands between head and foot; the rows are called `lines`."""
        raise NotImplementedError  # Textual's metaclass leaves no room for that of abstract classes

    def ask(self) -> None:
        """Has the rows made."""
        raise NotImplementedError  # Textual's metaclass leaves no room for that of abstract classes

    def show_remark(self, text: str) -> None:
        """A sentence in place of rows."""
        raise NotImplementedError  # Textual's metaclass leaves no room for that of abstract classes

    def action_tell(self) -> None:
        """Says below what the row under the cursor is."""

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        yield Static(id="listing-head")
        yield from self.parts()
        yield Static(id="listing-place")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        """The rows come when they are there."""
        self.query_one("#lines").focus()
        self.ask()

    def submit(self, job: Job, waiting: str) -> None:
        """Puts a job to the worker; says so when it is late."""
        self._answered = False
        self.set_timer(PATIENCE, lambda: None if self._answered else self.show_remark(waiting))
        self._number = self.browser.worker.submit("side", job, self)

    def newest(self, number: int) -> bool:
        """Whether an answer is that to the newest question."""
        self._answered |= number == self._number
        return number == self._number

    def head_line(self, text: str) -> None:
        """The line above the rows."""
        self.query_one("#listing-head", Static).update(Content(safe_line(text)))

    def place_line(self, text: str) -> None:
        """The line below them."""
        self.query_one("#listing-place", Static).update(Content(safe_line(text)))

    @on(messages.Failed)
    def _failed(self, event: messages.Failed) -> None:
        if self.newest(event.number):
            self.show_remark(str(event.error))

    def action_leave(self) -> None:
        """Back to the search; what is still asked for is wanted no longer."""
        self.browser.worker.cancel("side")
        self.dismiss(None)
