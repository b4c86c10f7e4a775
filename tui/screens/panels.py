"""Shows lists over the screen: similar stories, saved searches, kept articles, help."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from morgue.core.errors import MorgueError
from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.cells import clip_line, spread
from morgue.render.labels import joined, where
from morgue.render.spans import Line, Span, said
from morgue.render.wrap import fold, wrap
from morgue.search.answer import Similar
from morgue.tui import jobs, keymap
from morgue.tui.exporting import Wanted
from morgue.tui.messages import SavedCounted
from morgue.tui.screens.base import Panel
from morgue.tui.screens.export import ask_and_write
from morgue.tui.widgets.panel import Choice, ChoiceList
from morgue.workspace.reading_lists import Lists

_CELLS = 74
#: Rows at most that the head of a panel takes, and the remark.
_MOST_HEAD = 2


class Choosing(Panel[str | None]):
    """A head, choices and a remark; gives the value of the one taken."""

    BINDINGS = keymap.bindings("panel")

    def __init__(self, head: str, choices: Sequence[Choice], remark: str = "") -> None:
        super().__init__()
        self._head = head
        self._choices = choices
        self._remark = remark

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        with Vertical(classes="panel"):
            yield Static(self.head(self._head), classes="panel-head")
            yield ChoiceList(self._choices, id="choices")
            yield Static(self.head(self._remark), classes="panel-remark", id="panel-remark")

    @property
    def choices(self) -> ChoiceList:
        """The list."""
        return self.query_one(ChoiceList)

    def on_resize(self) -> None:
        """The list leaves room for what stands above and below it."""
        width, height = self.app.size
        cells = min(_CELLS, width) - 4
        above = sum(min(_MOST_HEAD, len(list(fold(text, cells)))) for text in (self._head, self._remark))
        self.choices.styles.max_height = max(1, height * 4 // 5 - above - 4)

    @on(ChoiceList.Chosen)
    def _taken(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        self.take(event.value)

    def action_choose(self) -> None:
        """Enter."""
        if self.choices.current:
            self.take(self.choices.current.value)

    def action_remove(self) -> None:
        """`x`."""
        if self.choices.current:
            self.discard(self.choices.current.value)

    def take(self, value: str) -> None:
        """Enter or a click."""
        self.dismiss(value)

    def discard(self, value: str) -> None:
        """`x`: nothing, where nothing can be removed."""

    def action_leave(self) -> None:
        """Nothing is taken."""
        self.dismiss(None)

    def action_export(self) -> None:
        """Nothing, where nothing can be exported."""

    def remark(self, text: str) -> None:
        """The line below."""
        self.query_one("#panel-remark", Static).update(self.head(text))


def similar_choices(similar: Sequence[Similar]) -> list[Choice]:
    """Hits with the words that tie them."""
    return [Choice(s.hit.id, _similar(s)) for s in similar]


def _similar(found: Similar) -> tuple[Line, ...]:
    hit = found.hit
    title = clip_line((said(hit.headline, "title"),), _CELLS)
    about = clip_line((said(where(hit), "meta"),), _CELLS)
    shared = clip_line((said("shares: " + ", ".join(found.shared), "faint"),), _CELLS)
    return (title, about, shared, ()) if found.shared else (title, about, ())


class SavedPanel(Choosing):
    """Saved searches with what is new in each; gives the query."""

    def __init__(self) -> None:
        super().__init__("Saved searches", (), "counting …")
        self._queries: dict[str, str] = {}

    def on_mount(self) -> None:
        """The counts come when they are there."""
        self.browser.worker.submit("side", jobs.saved(self.browser.workspace.saved), self)

    @on(SavedCounted)
    def _counted(self, event: SavedCounted) -> None:
        event.stop()
        self._queries = {name: query for name, query, _ in event.searches}
        self.choices.show([Choice(name, _saved(name, query, new)) for name, query, new in event.searches])
        self.remark("⏎ search · x remove" if event.searches else "none yet: S saves the search on the screen")

    def take(self, value: str) -> None:
        """The search is run; what it finds counts as seen."""
        query = self._queries[value]
        self.browser.worker.submit("side", jobs.seen(self.browser.workspace.saved, value, query), self.app)
        self.dismiss(query)

    def discard(self, value: str) -> None:
        """The search is forgotten."""
        try:
            self.browser.workspace.saved.remove(value)
        except MorgueError as error:
            self.remark(str(error))
        self.on_mount()


def _saved(name: str, query: str, new: int | None) -> tuple[Line, ...]:
    if new is None:
        count = Span("bad query", "bad")
    else:
        most = f"{jobs.MOST_UNSEEN:,}+" if new >= jobs.MOST_UNSEEN else f"{new:,}"
        count = Span(f"{most} new" if new else "nothing new", "strong" if new else "faint")
    return spread((said(name, "title"),), (count,), _CELLS), clip_line((said(query, "faint"),), _CELLS), ()


class ListsPanel(Choosing):
    """The lists of kept articles; gives the name of one."""

    def __init__(self, lists: Lists) -> None:
        names = lists.names()
        choices = [Choice(name, _list(name, len(lists.read(name)))) for name in names]
        super().__init__(
            "Lists", choices, "⏎ open" if names else "none yet: l puts the article on the screen on a list"
        )


def _list(name: str, count: int) -> tuple[Line, ...]:
    return (spread((said(name, "title"),), (Span(quantity(count, "article"), "meta"),), _CELLS),)


class ListPanel(Choosing):
    """One list; gives the id of an article."""

    def __init__(self, lists: Lists, name: str) -> None:
        self._lists, self._list = lists, name
        super().__init__(name, self._rows(), "⏎ read · x take off · e write to a file")

    def _rows(self) -> list[Choice]:
        rows = []
        for kept in self._lists.read(self._list):
            about = clip_line((said(joined([kept.outlet, dates.day(kept.date or None)]), "meta"),), _CELLS)
            title = clip_line((said(kept.headline, "title"),), _CELLS)
            rows.append(Choice(kept.id, (title, about, ())))
        return rows

    def discard(self, value: str) -> None:
        """The article is taken off."""
        try:
            self._lists.remove(self._list, value)
            self.choices.show(self._rows())
        except MorgueError as error:
            self.remark(str(error))

    def action_export(self) -> None:
        """Writes the list to a file, in the form that its name asks for."""
        ids = tuple(choice.value for choice in self.choices.choices)
        if ids:
            ask_and_write(self, f"{quantity(len(ids), 'article')} of this list", self._list, Wanted(ids=ids))


class Help(Choosing):
    """All keys, in rooms; gives nothing."""

    def __init__(self, changed: dict[str, str]) -> None:
        super().__init__("Keys", help_choices(changed), "esc back · f1, or morgue help query: the query language")

    def take(self, value: str) -> None:
        """Help only tells."""


_HEADS: dict[keymap.Room, str] = {
    "app": "Everywhere",
    "list": "In every list, and in the reader",
    "browse": "Searching and reading",
    "hits": "In the list of hits",
    "facets": "In the facets",
    "reader": "In the article",
    "when": "In the histogram",
    "chips": "In what was chosen beside the query",
    "story": "Who ran it",
    "time": "Over time",
    "kwic": "In context",
    "rates": "Rates",
    "quotes": "Quotations",
    "receipt": "The receipt",
    "query": "In the query",
    "past": "In what was asked before",
    "line": "In the filter of the facets",
    "panel": "In panels",
}


def help_choices(changed: dict[str, str]) -> list[Choice]:
    """Heads and keys with their sentences; `changed` holds other keys by id."""
    out = []
    for room, head in _HEADS.items():
        out.append(Choice("", ((Span(head, "head"),),)))
        for key in keymap.ROOMS[room]:
            names = changed.get(f"{room}.{key.name}", key.keys).split(",")
            shown = "  ".join(keymap.display(name) for name in names)
            text, *rest = wrap([Span(key.help)], _CELLS - 20)
            lines: list[Line] = [(Span(f"  {shown:<17} ", "key"), *text)]
            lines += [(Span(" " * 20), *line) for line in rest]
            out.append(Choice("", tuple(lines)))
        out.append(Choice("", ((),)))
    return out
