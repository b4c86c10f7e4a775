"""The main screen: the query above, facets, hits and the article below it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from morgue.tui import messages, state
from morgue.tui.keymap import bindings
from morgue.tui.screens.browse.export_actions import Keeping
from morgue.tui.widgets.facets import FacetList, FacetPane
from morgue.tui.widgets.foot import Foot
from morgue.tui.widgets.panes import Panes
from morgue.tui.widgets.querybar import QueryBar, QueryInput

#: Milliseconds an answer may take for the next key to be asked at once; after a slower one typing is waited out.
QUICK_MS = 150
#: Seconds to wait for the next key then.
PAUSE = 0.08


class BrowseScreen(Keeping):
    """Puts the parts together, and hears what is typed and chosen in them."""

    BINDINGS = bindings("browse")
    AUTO_FOCUS = ""  # see on_mount

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        yield QueryBar(self.state.text, id="bar")
        yield Panes(id="panes")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        """The first question, and a look for newer articles every few seconds."""
        self.to(self.hits if self.state.text else self.bar.input)
        self.ask()
        self.set_interval(self.browser.settings.look, lambda: self.browser.worker.watch(self))

    # What is typed

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        new = state.typed(self.state, event.value)
        if new == self.state:
            return
        step = state.amend if self._typing else state.record
        self.history = step(self.history, new)
        self._typing = True
        self._stop_pause()
        if self.answer is None or self.answer.took_ms <= QUICK_MS:
            self.ask()
        else:
            self._pause = self.set_timer(PAUSE, self.ask)

    @on(Input.Submitted, "#query")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._typing = False
        if self._asked != self.state:
            self.ask()
        self.panes.show("hits")
        self.to(self.hits)

    # What comes from the panes

    @on(messages.HitSelected)
    def _selected(self, event: messages.HitSelected) -> None:
        self.history = state.amend(self.history, state.selected(self.state, event.index))
        self._forget_find()
        self.read_current()
        self.tell_right()

    @on(messages.HitOpened)
    def _open(self, event: messages.HitOpened) -> None:
        self.read_current()
        self.panes.show("reader")
        self.to(self.reader)

    @on(messages.FacetChosen)
    def _chosen(self, event: messages.FacetChosen) -> None:
        self._typing = False
        self.go(state.toggled(self.state, event.facet, event.value, event.wanted))

    @on(messages.RangeBrushed)
    def _brushed(self, event: messages.RangeBrushed) -> None:
        self._typing = False
        self.go(state.brushed(self.state, event.when))

    # Where the keys go

    def action_query(self) -> None:
        """To the end of the query line."""
        self.to(self.bar.input)
        self.bar.input.action_end()

    def action_facets(self) -> None:
        """To the facets; from there to their filter."""
        pane = self.query_one(FacetPane)
        if pane.has_focus_within:
            pane.filter_values()
        else:
            self.panes.show("facets")
            self.to(self.query_one(FacetList))

    def action_leave(self, out: bool) -> None:
        """One step back; from the first screen out of the program, if so wanted."""
        if self.find and self.reader.has_focus:
            self._forget_find()
            self.read_current()
        elif isinstance(self.focused, QueryInput) or self.focused is not self.hits:
            self._typing = False
            self.panes.show("hits")
            self.to(self.hits)
        elif self.state.opened is not None:
            self.history = state.amend(self.history, state.opened(self.state, None))
            self.read_current()
        elif out:
            self.app.exit()
