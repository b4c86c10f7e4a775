"""Declares what the parts of the main screen may ask of it and of each other, without knowing its class."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.widget import Widget

    from morgue.core.article import Article
    from morgue.search.request import Hit
    from morgue.tui import messages
    from morgue.tui.context import Context
    from morgue.tui.session import SearchSession
    from morgue.tui.state import Browsing
    from morgue.tui.view.page import Setting
    from morgue.tui.widgets.chips import ChipBar
    from morgue.tui.widgets.facets import FacetPane
    from morgue.tui.widgets.heads import PaneHeads
    from morgue.tui.widgets.hits import HitList
    from morgue.tui.widgets.panes import Panes
    from morgue.tui.widgets.querybar import QueryBar
    from morgue.tui.widgets.reader import Reader
    from morgue.tui.worker import Job


class Current(Protocol):
    """The current article as the action groups see it; see `morgue.tui.screens.browse.current`."""

    @property
    def setting(self) -> Setting | None:
        """The current article as it is set; None while it is on its way to the reader."""

    @property
    def shown(self) -> Article | Hit | None:
        """What every action on an article works on; None while nothing is known of it."""

    def read(self, id: str) -> None:
        """Has an article set for the reader."""

    def read_current(self) -> None:
        """Has the current article set for the reader."""

    def go_on(self, *, whole: bool) -> None:
        """Has more of a long article set, or all that is left."""

    def open(self) -> None:
        """The current article is read from now on, where it was left."""

    def arrived(self) -> None:
        """An article is in the reader."""

    def leave(self) -> None:
        """The article that was being read is left where it is."""

    def renew_measure(self) -> None:
        """Sets the article anew where the measure (the width of its lines) has changed."""

    def read_other(self, id: str | None, find: str = "") -> None:
        """Has an article set that is not the selected hit's, and a text in it shown."""


class LookOut(Protocol):
    """What is said to be on its way; see `morgue.tui.screens.browse.waiting`."""

    def watch(self, lane: str, number: int, say: Callable[[], None]) -> None:
        """Says so when this job has not answered in time."""

    def done(self, lane: str) -> None:
        """What was waited for has come."""

    def stop(self) -> list[str]:
        """Gives up what is late; the lanes of it."""


class Asking(Protocol):
    """What helps while a query is typed; see `morgue.tui.screens.browse.asking`."""

    def complete(self) -> None:
        """Asks how what is being typed may go on."""

    def show(self, event: messages.Completed) -> None:
        """Offers what was found."""


class Host(Protocol):
    """The main screen as its action groups see it: the session, the widgets, and the few things all of them do."""

    session: SearchSession

    @property
    def current(self) -> Current:
        """The current article."""

    @property
    def waiting(self) -> LookOut:
        """What is said to be on its way."""

    @property
    def asking(self) -> Asking:
        """What helps while a query is typed."""

    @property
    def app(self) -> App[object]:
        """The application as Textual has it."""

    @property
    def browser(self) -> Context:
        """The application as ours."""

    @property
    def bar(self) -> QueryBar:
        """The query."""

    @property
    def chips(self) -> ChipBar:
        """What is chosen beside the query."""

    @property
    def heads(self) -> PaneHeads:
        """The titles of the panes."""

    @property
    def focused(self) -> Widget | None:
        """The widget that has the keys."""

    @property
    def panes(self) -> Panes:
        """Facets, hits and article."""

    @property
    def facets(self) -> FacetPane:
        """The facets."""

    @property
    def hits(self) -> HitList:
        """The list."""

    @property
    def reader(self) -> Reader:
        """The article."""

    def ask(self) -> None:
        """Puts the present state to the worker."""

    def go(self, new: Browsing) -> None:
        """A step to another state."""

    def search_for(self, new: Browsing) -> None:
        """Another question, not typed here; its hits get the keys."""

    def settle(self) -> None:
        """What is typed is the whole query now."""

    def stop(self) -> bool:
        """Gives up the question under way; whether there was one."""

    def show_desk(self) -> None:
        """What the person keeps is other than it was."""

    def submit(self, lane: str, job: Job) -> int:
        """Puts a job to the worker; its message comes to the screen."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Calls after so many seconds."""

    def to_list(self) -> None:
        """Shows the hits and gives them the keys."""

    def to_reader(self) -> None:
        """Shows the article and gives it the keys, unless it is in sight."""

    def to(self, widget: Widget) -> None:
        """Gives the keys to a widget."""

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """A short notice that goes away by itself."""

    def tell_right(self) -> None:
        """Says anew what stands at the right of the last row."""

    def push(self, screen: Screen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Another screen over this one; its result goes to `then`."""
