"""Every occurrence of the query as a line, with what stands around it: to be put in order, and read from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.cells import clip, clip_left, width
from morgue.render.labels import joined
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Span, said
from morgue.tui import messages
from morgue.tui.keymap import bindings
from morgue.tui.screens.desk import jobs
from morgue.tui.screens.desk.listing import Listing
from morgue.tui.widgets.lineview import LineView

if TYPE_CHECKING:
    from morgue.search.desk.kwic import KwicLine

#: Orders in turn, with what each is called.
_ORDERS = {
    "newest": "newest first",
    "1R": "by the words to the right",
    "1L": "by those to the left",
    "outlet": "by outlet",
}
_OUTLET = 18
_ROOM_FOR_OUTLET = 100
#: Words of context at least, and cells of the screen for each further one.
_WORDS, _CELLS_A_WORD = 10, 9
#: Letters of a word at most that are given up so that a line begins and ends with whole words.
_LONGEST = 24


class Lines(LineView):
    """The lines, the word that was asked for in one column."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[KwicLine, ...] = ()
        self._message = ""
        self.cursor = 0

    def show(self, lines: tuple[KwicLine, ...], message: str = "") -> None:
        """Other lines, or why there are none."""
        self._lines, self._message, self.cursor = lines, message, 0
        self.renew()
        self.scroll_to(y=0, animate=False, immediate=True)

    @property
    def current(self) -> KwicLine | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self._lines else None

    def line_count(self) -> int:
        """As many as there are to show."""
        return len(self._lines) or 1

    def line(self, y: int) -> Line:
        """Occurrence y: day, text before, the word, text after, and where there is room the outlet."""
        if not self._lines:
            return (Span(f"  {self._message}", "faint"),)
        one = self._lines[y]
        outlet = self.columns >= _ROOM_FOR_OUTLET
        day = clip(dates.day(one.date), 12) if self.columns >= 60 else ""
        aside = f"{day:<12} " if day else ""
        room = max(20, self.columns - 2 - width(aside) - (_OUTLET + 2 if outlet else 0))
        left = words_before(one.left, room * 2 // 5)
        node = clip(one.node, room - room * 2 // 5)
        right = words_after(one.right, room - room * 2 // 5 - width(node))
        gap = " " * (room * 2 // 5 - width(left))
        text: list[Span] = [Span("▌" if y == self.cursor else " ", "key"), Span(aside, "meta")]
        text += [Span(gap), said(left), Span(node, "mark"), said(right)]
        if outlet:
            rest = room - room * 2 // 5 - width(node) - width(right)
            text += [Span(" " * (rest + 1)), Span(clip(one.outlet or "", _OUTLET), "meta")]
        return tuple(text)

    def under_cursor(self, y: int) -> bool:
        """Whether the cursor is on occurrence y."""
        return bool(self._lines) and y == self.cursor

    def step(self, by: int) -> None:
        """The cursor moves, and the view follows."""
        self.cursor = max(0, min(len(self._lines) - 1, self.cursor + by))
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= self.cursor < top + height:
            y = self.cursor if self.cursor < top else self.cursor - height + 1
            self.scroll_to(y=y, animate=False, immediate=True)
        self.refresh()
        self.screen.call_later(self.screen.run_action, "tell")


class KwicScreen(Listing[str]):
    """Gives the id of an article to be read."""

    BINDINGS = bindings("kwic")

    def __init__(self, query: str, collapse: bool) -> None:
        super().__init__()
        self._query = query
        self._collapse = collapse
        self._order = next(iter(_ORDERS))

    def parts(self) -> Iterable[Widget]:
        """A row an occurrence."""
        yield Lines(id="lines")

    @property
    def lines(self) -> Lines:
        """The lines."""
        return self.query_one(Lines)

    def ask(self) -> None:
        """Has the occurrences found."""
        words = max(_WORDS, self.app.size.width // _CELLS_A_WORD)
        self.submit(jobs.kwic(self._query, self._order, self._collapse, words), "looking for occurrences …")

    def show_remark(self, text: str) -> None:
        """A sentence in place of lines."""
        self.lines.show((), safe_line(text))

    @on(messages.LinesFound)
    def _found(self, event: messages.LinesFound) -> None:
        if not self.newest(event.number):
            return
        most = f"the first {len(event.lines):,}" if len(event.lines) == jobs.MOST_LINES else f"{len(event.lines):,}"
        lines = "line" if len(event.lines) == 1 else "lines"
        counts = f"{most} {lines} of {quantity(event.articles, 'article')}"
        self.head_line(joined([self._query, counts, _ORDERS[self._order], event.partial]))
        self.lines.show(event.lines, "no occurrence: a query of fields alone has none")
        self.action_tell()

    def action_tell(self) -> None:
        """Says where the line under the cursor stands."""
        one = self.lines.current
        if one is None:
            self.place_line("")
        else:
            outlet = one.outlet or "unknown outlet"
            self.place_line(joined([outlet, dates.day(one.date), stand_in.headline(one.title, "")]))

    def action_order(self, by: int) -> None:
        """The next order."""
        names = list(_ORDERS)
        self._order = names[(names.index(self._order) + by) % len(names)]
        self.ask()

    def action_read(self) -> None:
        """The article of the line goes into the reader."""
        if self.lines.current is not None:
            self.dismiss(self.lines.current.id)


def words_before(text: str, cells: int) -> str:
    """The last words of a text in so many cells, with … for those before them; a very long word is cut inside."""
    kept, safe = clip_left(text, cells), safe_line(text)
    start = len(safe) - len(kept) + 1
    if kept == safe or safe[start - 1 : start].isspace():
        return kept
    cut, _, rest = kept.partition(" ")
    return f"…{rest}" if rest and len(cut) <= _LONGEST else kept


def words_after(text: str, cells: int) -> str:
    """The first words of a text in so many cells, with … for those after them."""
    kept, safe = clip(text, cells), safe_line(text)
    if kept == safe or safe[len(kept) - 1 : len(kept)].isspace():
        return kept
    rest, _, cut = kept.rpartition(" ")
    return f"{rest}…" if rest.strip() and len(cut) <= _LONGEST else kept
