"""The query, and beside and below it what came of it: counts, order, time, an error's place, the normal form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.suggester import SuggestionReady
from textual.widgets import Input, Static

from morgue.core.errors import MorgueError
from morgue.core.wording.quantities import quantity
from morgue.render.cells import width
from morgue.render.labels import joined
from morgue.render.sanitize import safe_line
from morgue.search.answer import Answer
from morgue.search.language.completion import Completion
from morgue.search.language.errors import QueryError
from morgue.tui.keymap import bindings
from morgue.tui.state import Browsing

_COLUMN = re.compile(r" at column \d+$")


class Fault(Highlighter):
    """Underlines the part of the query that is in error."""

    def __init__(self) -> None:
        self.span: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        """Called by the input whenever it draws its text."""
        if self.span is not None:
            text.stylize("underline bold", *self.span)


class QueryInput(Input):
    """The line itself. What is typed or pasted is made safe: such characters mean nothing to a query."""

    BINDINGS = bindings("query")

    #: As the base has it, but that a letter more does not have the whole screen laid out anew.
    virtual_size = Reactive(Size(0, 0))

    def __init__(self, fault: Fault) -> None:
        super().__init__(
            id="query", placeholder="type to search", highlighter=fault, compact=True, select_on_focus=False
        )
        self._offers: tuple[Completion, ...] = ()
        self._offer = 0

    def _on_paste(self, event: events.Paste) -> None:
        """All lines of what is pasted, joined to one; the base would keep the first."""
        text = " ".join(line.strip() for line in event.text.splitlines()).strip()
        if text:
            if self.selection.is_empty:
                self.insert_text_at_cursor(text)
            else:
                self.replace(text, *self.selection)
        event.stop()
        event.prevent_default()

    @property
    def offer(self) -> Completion | None:
        """What is offered behind the caret."""
        return self._offers[self._offer] if self._offers and self.cursor_at_end else None

    def show_offers(self, found: Sequence[Completion], number: int = 0) -> None:
        """Other ways to go on; the one with this number stands behind the caret."""
        self._offers, self._offer = tuple(found), number % len(found) if found else 0
        if self._offers:
            self.post_message(SuggestionReady(self.value, self.value + safe_line(self._offers[self._offer].rest)))

    def next_offer(self, by: int) -> None:
        """The next way to go on that is offered behind the caret."""
        if self._offers:
            self.show_offers(self._offers, self._offer + by)

    def action_cursor_right(self, select: bool = False) -> None:
        """Takes what is offered, else moves the caret."""
        offer = None if select else self.offer
        if offer is None:
            super().action_cursor_right(select)
        else:
            self.value = offer.text
            self.cursor_position = len(self.value)

    def validate_value(self, value: str) -> str:
        """Called by Textual before a value is taken."""
        return safe_line(value)


class QueryBar(Vertical):
    """Two rows: the query with the counts, and the remark."""

    def __init__(self, text: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text
        self._fault = Fault()

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        with Horizontal(id="query-row"):
            yield Static(Content("/"), id="slash")
            yield QueryInput(self._fault)
            yield Counts(id="counts")
        yield Static(id="remark")

    def on_resize(self) -> None:
        """The figures leave the query its room."""
        self.query_one(Counts).fit()

    def on_mount(self) -> None:
        """Shows the query with which the program was started."""
        self.input.value = self._text

    @property
    def input(self) -> QueryInput:
        """The line in which the query is typed."""
        return self.query_one(QueryInput)

    def show_query(self, text: str) -> None:
        """Shows a query that was not typed here (history, a saved search)."""
        if self.input.value != text:
            with self.input.prevent(Input.Changed):
                self.input.value = text

    def show_answer(self, answer: Answer, state: Browsing) -> None:
        """Counts, time and order; the normal form when it says more than what was typed."""
        self._point(None)
        self.query_one(Counts).show(answer, state)
        asked = answer.ask.text
        if answer.result.partial:
            self._remark(f"not the whole answer: {answer.result.partial}", "warning")
        elif answer.remarks:
            self._remark(answer.remarks[0], "hint")
        elif asked.strip() and answer.parsed != asked.strip():
            self._remark(f"= {answer.parsed}" if state.when is None else "", "normal")
        else:
            self._remark("", "normal")

    def show_offers(self, found: Sequence[Completion]) -> None:
        """Ways to go on: one behind the caret, and several that are no ordinary words in the row below."""
        self.input.show_offers(found)
        names = [one.name for one in found if not one.word]
        if len(names) > 1:
            self._remark(f"→ takes, ^n another: {joined(names)}", "normal")

    def show_waiting(self) -> None:
        """The answer is on its way."""
        self.query_one(Counts).say("searching … esc stops", "searching …")

    def show_stopped(self) -> None:
        """The answer will not come."""
        self.query_one(Counts).say("stopped")
        self._remark("this was stopped: ⏎ asks again", "warning")

    def show_error(self, error: MorgueError) -> None:
        """What is wrong with the query, under its place; what was counted belongs to another query."""
        self.query_one(Counts).say("")
        here = isinstance(error, QueryError) and error.column is not None and error.text == self.input.value
        if here and isinstance(error, QueryError) and error.column is not None:
            self._point((error.column, error.column + error.width))
        else:
            self._point(None)
        self._remark(self._under_place(error), "error")

    def _under_place(self, error: MorgueError) -> str:
        """The message with a caret under the place of the error, at that side of it where there is room.

        Where there is none the hint is left out, then the column, which the caret shows.
        """
        whole = f"{error.what} ({error.hint})" if error.hint else error.what
        if self._fault.span is None:
            return f"✗ {whole}"
        lead = width(self.input.value[: self._fault.span[0]]) - self.input.scroll_offset.x
        for text in (whole, error.what, _COLUMN.sub("", error.what)):
            if 0 <= lead <= self.size.width - width(text) - 6:
                return " " * lead + f"^ {text}"
            if width(text) + 1 <= lead < self.size.width - 4:
                return " " * (lead - width(text) - 1) + f"{text} ^"
        return f"✗ {whole}"

    def _point(self, span: tuple[int, int] | None) -> None:
        if self._fault.span != span:
            self._fault.span = span
            self.input.refresh()

    def _remark(self, text: str, kind: str) -> None:
        remark = self.query_one("#remark", Static)
        if not remark.has_class(f"-{kind}"):
            remark.set_classes(f"-{kind}")
        remark.update(Content(safe_line(text)), layout=False)


#: Columns of the screen from which both counts are there, from which time and order are, and from which there are any.
_ROOM_FOR_BOTH, _ROOM_FOR_TIME = 60, 100
_ROOM_FOR_ONE = 24
#: Cells that the place of the counts has to spare when it grows.
_SPARE = 6


class Counts(Static):
    """`41 stories · 67 articles · 9 ms · by relevance`; a click goes to the next order."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._told: tuple[Answer, Browsing] | None = None
        self._cells = 16

    def show(self, answer: Answer, state: Browsing) -> None:
        """The figures of an answer, as many as there is room for beside a query."""
        self._told = (answer, state)
        self.fit()

    def fit(self) -> None:
        """Sets the figures anew for another width of the screen."""
        if self._told is None:
            return
        answer, state = self._told
        result = answer.result
        counts = [quantity(result.stories, "story", "stories"), quantity(result.articles, "article")]
        if not state.collapse:
            counts.reverse()
        # What else was chosen is on the chips, and where nothing is asked for there is nothing to be relevant to.
        order = "by relevance" if state.sort == "relevance" and answer.ask.text.strip() else ""
        wide = self.app.size.width >= _ROOM_FOR_TIME
        beside = [f"{answer.took_ms:.0f} ms", order] if wide else []
        most = 2 if self.app.size.width >= _ROOM_FOR_BOTH else 1 if self.app.size.width >= _ROOM_FOR_ONE else 0
        text = joined([*counts[:most], *beside])
        need = len(text) + 2
        if not need <= self._cells <= 2 * need:  # not at every figure more or less: the screen is laid out anew
            self._cells = need + (_SPARE if wide else 0)
            self.styles.width = self._cells
        self.update(Content(text), layout=False)

    def say(self, text: str, brief: str = "") -> None:
        """No figures, but what is to be said in their place; in brief where there is little room."""
        self._told = None
        self.update(Content(text if len(text) + 2 <= self._cells else brief or text), layout=False)

    def action_press(self) -> None:
        """Nothing by key: the screen has one for it."""

    def on_click(self) -> None:
        """The next order."""
        from morgue.tui.messages import Asked

        self.post_message(Asked("sort"))
