"""The facet pane: the years as a histogram to be brushed, the values as a list to be chosen from."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input

from morgue.render.spans import Line, Span
from morgue.search.request import Facet, FacetName
from morgue.tui.keymap import bindings
from morgue.tui.messages import FacetChosen
from morgue.tui.state import Browsing, Choice
from morgue.tui.view.facet_rows import Row, draw, rows
from morgue.tui.widgets.histogram import Histogram
from morgue.tui.widgets.lineview import LineView


class FacetList(LineView):
    """Values of all facets below each other."""

    BINDINGS = bindings("facets")

    cursor: var[int] = var(0)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = ()

    class Lengthened(Message):
        """More (or fewer) values of a facet are asked for."""

        def __init__(self, facet: FacetName) -> None:
            super().__init__()
            self.facet = facet

    def show(self, found: tuple[Row, ...]) -> None:
        """Other rows; the cursor stays on its value where that is still there."""
        before = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        self._rows = found
        self.renew()
        places = [i for i, row in enumerate(found) if row.kind in ("value", "more")]
        same = [i for i in places if before and (found[i].facet, found[i].value) == (before.facet, before.value)]
        near = [i for i in places if i >= self.cursor]
        self.cursor = (same or near or places[-1:] or [0])[0]
        self.refresh()

    def line_count(self) -> int:
        """As many as there are to show."""
        return len(self._rows)

    def line(self, y: int) -> Line:
        """Row y of the pane."""
        sign = Span("▌" if y == self.cursor and self.has_focus else " ", "key")
        return (sign, *draw(self._rows[y], self.columns - 2))

    def under_cursor(self, y: int) -> bool:
        """The lines of the chosen one."""
        return y == self.cursor and self.has_focus

    @property
    def on_value(self) -> bool:
        """Whether the cursor is on something that can be chosen."""
        return self.cursor < len(self._rows) and self._rows[self.cursor].kind == "value"

    def step(self, by: int) -> None:
        """The cursor moves, and the view follows."""
        places = [i for i, row in enumerate(self._rows) if row.kind in ("value", "more")]
        if not places:
            return
        at = places.index(self.cursor) if self.cursor in places else 0
        if at + by < 0 and by == -1:
            self.screen.focus_previous()
            return
        self.cursor = places[max(0, min(len(places) - 1, at + by))]

    def watch_cursor(self, old: int, new: int) -> None:
        """The list follows its cursor."""
        top = new - 1 if new and new - 1 < len(self._rows) and self._rows[new - 1].kind == "head" else new
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif self.size.height and new >= self.scroll_offset.y + self.size.height:
            self.scroll_to(y=new + 1 - self.size.height, animate=False, immediate=True)
        self.refresh()

    def action_facet(self, by: int) -> None:
        """To the first value of the next or previous facet."""
        firsts = [i + 1 for i, row in enumerate(self._rows) if row.kind == "head"]
        beyond = [i for i in firsts if i > self.cursor] if by > 0 else [i for i in reversed(firsts) if i < self.cursor]
        if beyond:
            self.cursor = beyond[0]
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_choose(self, wanted: Choice) -> None:
        """`only` or `not`; on "more" both show more."""
        if self.cursor < len(self._rows):
            row = self._rows[self.cursor]
            if row.kind == "more":
                self.post_message(self.Lengthened(row.facet))
            elif row.kind == "value":
                self.post_message(FacetChosen(row.facet, row.value, wanted))

    def on_click(self, event: events.Click) -> None:
        """A click chooses; with ctrl, shift or the right button it excludes."""
        y = event.y + self.scroll_offset.y
        if y >= len(self._rows) or self._rows[y].kind not in ("value", "more"):
            return
        self.cursor = y
        self.action_choose("not" if event.ctrl or event.shift or event.button == 3 else "only")


class Filter(Input):
    """What is typed here narrows the values of the list."""

    BINDINGS = bindings("line")


class FacetPane(Vertical):
    """Histogram, filter and list; keeps what is only of the pane: the filter and which facets are long."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._facets: tuple[Facet, ...] = ()
        self._state = Browsing()
        self._long: frozenset[FacetName] = frozenset()

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        yield Histogram(id="when")
        yield Filter(placeholder="type to filter", id="filter", compact=True)
        yield FacetList(id="facet-list")

    def show(self, facets: Sequence[Facet], state: Browsing) -> None:
        """The counts of another answer, and what is chosen."""
        self._facets, self._state = tuple(facets), state
        self.fade(False)
        by_name = {facet.name: facet for facet in facets}
        unit = by_name.get("day") or by_name.get("month")
        self.query_one(Histogram).show([(b.value, b.articles) for b in unit.buckets] if unit else [], state.when)
        self._draw()

    def fade(self, faded: bool) -> None:
        """Whether the counts are an older question's, and dim."""
        self.query_one(Histogram).fade(faded)
        self.query_one(FacetList).fade(faded)

    def filter_values(self) -> None:
        """To the filter."""
        self.query_one("#filter", Input).focus()

    @property
    def filtering(self) -> bool:
        """Whether the filter has the keys."""
        return self.query_one("#filter", Input).has_focus

    def _draw(self) -> None:
        typed = self.query_one("#filter", Input).value
        self.query_one(FacetList).show(rows(self._facets, self._state, typed, self._long))

    @on(Input.Changed, "#filter")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._draw()

    @on(Input.Submitted, "#filter")
    def _done(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(FacetList).focus()

    def on_key(self, event: events.Key) -> None:
        """Escape empties the filter and leaves it for the list."""
        if not self.filtering or event.key != "escape":
            return
        event.stop()
        event.prevent_default()
        self.query_one("#filter", Input).value = ""
        self.query_one(FacetList).focus()

    @on(FacetList.Lengthened)
    def _lengthen(self, event: FacetList.Lengthened) -> None:
        event.stop()
        self._long = self._long ^ {event.facet}
        self._draw()
