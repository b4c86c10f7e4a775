"""Helps while a query is typed: offers earlier ones, and completions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from morgue.tui import jobs
from morgue.tui.screens.browse.recall import Recall

if TYPE_CHECKING:
    from morgue.tui import messages
    from morgue.tui.screens.browse.host import Host


class AskingActions:
    """The walk through earlier queries, all of them in a panel, and what is offered behind the caret."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._recall = Recall()
        self._recalled = ""

    def action_recall(self, by: int) -> None:
        """The query before or after; below the newest is the list."""
        bar = self._host.bar.input
        if self._recall.walking and bar.value != self._recalled:
            self._recall.stop()
        found = self._recall.older(self._host.browser.desk.asked, bar.value) if by > 0 else self._recall.newer()
        if found is not None:
            self._recalled = bar.value = found
            bar.action_end()
        elif by < 0:
            self._host.settle()
            self._host.to_list()

    def action_past(self) -> None:
        """All queries that were asked before."""
        from morgue.tui.screens.past import Past

        self._host.push(Past(self._host.browser.desk.asked), self._ask_again)

    def _ask_again(self, text: str | None) -> None:
        if text is not None:
            self._host.search_for(replace(self._host.session.state, text=text, selected=0, opened=None))

    def take_example(self, text: str | None) -> None:
        """An example of the language goes into the query."""
        bar = self._host.bar.input
        if text is not None:
            bar.value = text
            self._host.to(bar)
            bar.action_end()

    def action_offer(self, by: int) -> None:
        """The next way to go on."""
        self._host.bar.input.next_offer(by)

    def complete(self) -> None:
        """Asks how what is being typed may go on."""
        bar = self._host.bar.input
        if self._host.session.typing and bar.has_focus and bar.cursor_at_end and bar.value:
            self._host.submit("complete", jobs.complete(bar.value, self._host.browser.workspace))

    def show(self, event: messages.Completed) -> None:
        """Offers what was found, where nothing was typed since."""
        bar = self._host.bar.input
        if bar.value == event.typed and bar.cursor_at_end and bar.has_focus:
            self._host.bar.show_offers(event.found)
