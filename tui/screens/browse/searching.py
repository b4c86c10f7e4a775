"""Acts on the search of the main screen.

Screens that are not seen at first are imported when they are opened: the first hits come the sooner.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from morgue.core.errors import MorgueError
from morgue.tui import jobs, state
from morgue.tui.external import copy
from morgue.tui.question import command, whole_query
from morgue.tui.screens.prompt import Prompt
from morgue.tui.state import Browsing

if TYPE_CHECKING:
    from morgue.search.answer import Unit
    from morgue.tui.screens.browse.host import Host


class SearchActions:
    """Other orders and choices, the history, saved searches, the search over time."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def action_sort(self) -> None:
        """The next order."""
        self._host.go(state.next_sort(self._host.session.state))

    def action_copies(self) -> None:
        """One hit a story, or every article."""
        self._host.go(state.copies_toggled(self._host.session.state))

    def action_match(self) -> None:
        """All words, or any."""
        self._host.go(state.match_toggled(self._host.session.state))

    def action_clear(self) -> None:
        """Nothing chosen beside the query."""
        self._host.go(state.cleared(self._host.session.state))

    def action_history(self, by: int) -> None:
        """Back or forward, with all that was chosen, sorted and read then."""
        if not self._host.session.travel(by):
            self._host.tell("this is the first search" if by < 0 else "this is the last search")
            return
        self._host.bar.show_query(self._host.session.state.text)
        self._host.ask()

    @property
    def _whole(self) -> str:
        """The whole question as one query; MorgueError while that is in error."""
        if self._host.session.stale:
            raise MorgueError("this query cannot be read", "mend it first")
        return whole_query(self._host.session.state, self._host.browser.workspace.saved.all(), date.today())

    def action_save(self) -> None:
        """Saves the search, with all that is chosen beside it, under a name."""
        try:
            text = self._whole
        except MorgueError as error:
            self._host.tell(str(error), wrong=True)
            return
        remark = "the name can stand in queries as @NAME"
        self._host.push(Prompt(f"Save “{text}” as", "", remark), lambda name: self._save(name, text))

    def _save(self, name: str | None, text: str) -> None:
        if not name:
            return
        try:
            self._host.browser.workspace.saved.save(name.lstrip("@"), text)
            self._host.tell(f"saved as @{name.lstrip('@')}")
        except MorgueError as error:
            self._host.tell(str(error), wrong=True)

    def action_saved(self) -> None:
        """Saved searches."""
        from morgue.tui.screens.panels import SavedPanel

        self._host.push(SavedPanel(), self._search_for)

    def _search_for(self, text: str | None) -> None:
        if text is not None:
            now = self._host.session.state
            self._host.search_for(Browsing(text, sort=now.sort, collapse=now.collapse))

    def take_suggestion(self) -> None:
        """The search that an empty answer suggests."""
        new = self._host.session.suggested()
        if new is not None:
            self._host.search_for(new)

    def action_time(self) -> None:
        """The query over time."""
        from morgue.tui.screens.time import TimeScreen

        try:
            self._host.push(TimeScreen(self._whole), self._from_time)
        except MorgueError as error:
            self._host.tell(str(error), wrong=True)

    def action_copy_command(self) -> None:
        """The whole question as a command to the clipboard."""
        copy(self._host.app, command(self._host.session.state, str(self._host.browser.location)))
        self._host.tell("copied: the command that asks the same")

    def _from_time(self, when: tuple[str, str] | None) -> None:
        if when is not None:
            self._host.go(state.brushed(self._host.session.state, when))

    def action_jump(self, unit: Unit, by: int) -> None:
        """To the next or previous hit of another day or month."""
        hit = self._host.hits.current
        if hit is not None:
            job = jobs.jump(self._host.session.state, hit, self._host.hits.cursor, unit, by)
            self._host.submit("jump", job)
