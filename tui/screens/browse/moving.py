"""Moves the keys on the main screen from pane to pane, and one step back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.tui.widgets.facets import FacetList
from morgue.tui.widgets.histogram import Histogram
from morgue.tui.widgets.querybar import QueryInput

if TYPE_CHECKING:
    from textual.widget import Widget

    from morgue.tui.screens.browse.host import Host
    from morgue.tui.widgets.panes import Pane


class MovingActions:
    """The query, the facets, the walk over all panes, and the way back."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def action_query(self) -> None:
        """To the end of the query line."""
        self._host.to(self._host.bar.input)
        self._host.bar.input.action_end()

    def action_facets(self) -> None:
        """To the facets; from there to their filter."""
        if self._host.facets.has_focus_within:
            self._host.facets.filter_values()
        else:
            self._host.panes.show("facets")
            self._host.to(self._host.facets.query_one(FacetList))

    def action_walk(self, by: int) -> None:
        """To the next place that can have the keys, around the ends; where there is room for one pane it is shown."""
        if isinstance(self._host.focused, QueryInput):
            self._host.settle()
        places = self._places()
        widgets = [widget for widget, _ in places]
        focused = self._host.focused
        if focused is not None and focused not in widgets:  # the filter, which belongs to its list
            focused = self._host.facets.query_one(FacetList)
        at = widgets.index(focused) if focused in widgets else (-1 if by > 0 else 0)
        widget, pane = places[(at + by) % len(places)]
        if pane is not None:
            self._host.panes.show(pane)
        self._host.to(widget)

    def _places(self) -> list[tuple[Widget, Pane | None]]:
        facets = self._host.facets
        chips = [(self._host.chips, None)] if self._host.chips.display else []
        return [
            (self._host.bar.input, None),
            *chips,
            (facets.query_one(Histogram), "facets"),
            (facets.query_one(FacetList), "facets"),
            (self._host.hits, "hits"),
            (self._host.reader, "reader"),
        ]

    def action_let_go(self) -> None:
        """Without the last chip."""
        self._host.chips.action_let_go_last()

    def action_leave(self, out: bool) -> None:
        """One step back; from the first screen out of the program, if so wanted."""
        host, session = self._host, self._host.session
        if not out and (host.stop() or host.browser.stop_writing()):
            return
        if session.find and host.reader.has_focus:
            session.forget_find()
            host.current.read_current()
        elif isinstance(host.focused, QueryInput) or host.focused is not host.hits:
            if isinstance(host.focused, QueryInput):
                host.settle()
            host.to_list()
        elif session.state.opened is not None:
            session.close()
            host.current.read_current()
        elif out:
            host.app.exit()
