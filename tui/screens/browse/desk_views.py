"""What the desk makes of the search on the main screen: occurrences, rates, quotations, the receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from morgue.core.errors import MorgueError
from morgue.tui import state
from morgue.tui.question import whole_query

if TYPE_CHECKING:
    from textual.screen import Screen

    from morgue.search.request import FacetName
    from morgue.tui.screens.browse.host import Host

_TIMES = ("year", "month")


class DeskViews:
    """Each asks the whole question, chips and all, on a screen of its own; imported when it is opened."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def action_occurrences(self) -> None:
        """Every occurrence as a line."""
        from morgue.tui.screens.desk.kwic import KwicScreen

        collapse = self._host.session.state.collapse
        self._open(lambda whole: KwicScreen(whole, collapse), self._host.current.read_other)

    def action_rates(self) -> None:
        """What share of all articles the search is."""
        from morgue.tui.screens.desk.rates import RatesScreen

        self._open(RatesScreen, self._narrow)

    def action_quotes(self) -> None:
        """What is said in quotation marks."""
        from morgue.tui.screens.desk.quotes import QuotesScreen

        self._open(QuotesScreen, self._read_quote)

    def action_receipt(self) -> None:
        """What was asked of which archive, and what came out."""
        from morgue.tui.screens.desk.receipt import ReceiptScreen

        self._open(ReceiptScreen, None)

    def _open(self, screen: Callable[[str], Screen[Any]], then: Callable[[Any], None] | None) -> None:
        session = self._host.session
        try:
            if session.stale:
                raise MorgueError("this query cannot be read", "mend it first")
            whole = whole_query(session.state, self._host.browser.workspace.saved.all(), date.today())
        except MorgueError as error:
            self._host.tell(str(error), wrong=True)
        else:
            self._host.push(screen(whole), then)

    def _read_quote(self, found: tuple[str, str] | None) -> None:
        if found is not None:
            self._host.current.read_other(*found)

    def _narrow(self, found: tuple[str, str] | None) -> None:
        if found is None:
            return
        name, value = found
        now = self._host.session.state
        if name in _TIMES:
            self._host.go(state.brushed(now, (value, value)))
        elif state.choice(now, cast("FacetName", name), value) != "only":
            self._host.go(state.toggled(now, cast("FacetName", name), value, "only"))
