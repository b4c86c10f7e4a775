"""Shows the hits in a list as long as the answer, and fetches only those that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import events
from textual.geometry import Size
from textual.reactive import var

from morgue.render.spans import Line, Span
from morgue.search.request import Hit
from morgue.tui.keymap import bindings
from morgue.tui.messages import Asked, HitOpened, HitSelected, PagesWanted
from morgue.tui.view.hit_rows import Kept, set_hit
from morgue.tui.widgets.lineview import LineView

if TYPE_CHECKING:
    from morgue.tui.context import Context

#: Hits fetched at once.
PAGE = 50
#: Pages kept: what was looked at last.
PAGES_KEPT = 40


class HitList(LineView):
    """Keeps pages of hits; asks by PagesWanted for those it is to draw and has not."""

    BINDINGS = bindings("hits")

    cursor: var[int] = var(0)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._total = 0
        self._pages: OrderedDict[int, tuple[Hit, ...]] = OrderedDict()
        self._wanted: set[int] = set()
        self._marked: frozenset[str] = frozenset()
        self._drawn: dict[tuple[int, int, int, Kept], tuple[Line, ...]] = {}
        self._message: tuple[Line, ...] = ()
        self._sized = (Size(-1, -1), 0)
        self._said: Callable[[int], tuple[Line, ...]] | None = None

    @property
    def total(self) -> int:
        """How long the list is."""
        return self._total

    @property
    def rows(self) -> int:
        """Lines a hit takes, with the blank one below it: fewer on a low screen, more in a narrow column."""
        if self._sized[0] != self.outer_size:
            self._sized = (self.outer_size, self._rows_a_hit())
        return self._sized[1]

    def _rows_a_hit(self) -> int:
        if self.app.size.height < 16:
            return 3
        if self.columns >= 64:
            return 4 if self.app.size.height < 30 else 5
        return 5 if self.app.size.height < 40 else 6

    @property
    def room(self) -> int:
        """So many hits at most are seen at first: no more are asked for than the first screen needs."""
        return min(PAGE, self.app.size.height // self.rows + 1)

    def show(self, total: int, first: tuple[Hit, ...], selected: int = 0) -> None:
        """Another answer, with its first page."""
        before = self._opens
        self._total = total
        self.fade(False)
        self._message, self._said = (), None
        self._pages.clear()
        self._wanted.clear()
        self._drawn.clear()
        if first:
            self._pages[0] = first
        self.renew()
        self.cursor = min(selected, max(0, total - 1))
        if self.cursor == 0:
            self.scroll_to(y=0, animate=False, immediate=True)
        self._reveal()
        if self._opens != before:
            self.refresh_bindings()

    @property
    def _opens(self) -> str:
        """What Enter leads to: a hit, the query that is suggested, or nothing."""
        if self._total:
            return "hit"
        return "suggestion" if any(piece.target for line in self._message for piece in line) else ""

    def word(self, action: str) -> str:
        """Without hits Enter searches for what is suggested."""
        return "search this" if action == "open" and self._opens == "suggestion" else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is opened where there is nothing."""
        return action != "open" or bool(self._opens)

    def say(self, said: Callable[[int], tuple[Line, ...]]) -> None:
        """No hits, but what to say in their place, in so many columns."""
        self.show(0, ())
        self._said = said
        self._message = said(max(20, self.columns - 3))
        self.renew()
        if self._opens:
            self.refresh_bindings()

    def add(self, offset: int, hits: tuple[Hit, ...]) -> None:
        """Pages that were asked for; `offset` is a multiple of the page's length."""
        for number in range(0, len(hits), PAGE):
            page = (offset + number) // PAGE
            self._pages[page] = hits[number : number + PAGE]
            self._pages.move_to_end(page)
            self._wanted.discard(page)
        while len(self._pages) > PAGES_KEPT:
            gone, _ = self._pages.popitem(last=False)
            self._drawn = {key: lines for key, lines in self._drawn.items() if key[0] // PAGE != gone}
        self.refresh()

    def mark(self, ids: frozenset[str]) -> None:
        """Shows the articles with these ids as marked, and no others."""
        self._marked = ids
        self._drawn.clear()
        self.refresh()

    def hit(self, index: int) -> Hit | None:
        """A hit, where it has been fetched."""
        page = self._pages.get(index // PAGE)
        place = index % PAGE
        return page[place] if page is not None and place < len(page) else None

    @property
    def current(self) -> Hit | None:
        """The hit under the cursor."""
        return self.hit(self.cursor)

    def line_count(self) -> int:
        """As many as there are to show."""
        return self._total * self.rows if self._total else len(self._message)

    def line(self, y: int) -> Line:
        """Line y of the list."""
        if not self._total:
            return (Span("  "), *self._message[y])
        index, row = divmod(y, self.rows)
        chosen = index == self.cursor
        sign = Span("▌", "key" if self.has_focus else "faint") if chosen and row < self.rows - 1 else Span(" ")
        return (sign, *self._set(index)[row]) if row < self.rows - 1 else (Span(" "),)

    def under_cursor(self, y: int) -> bool:
        """The lines of the chosen one."""
        return bool(self._total) and y // self.rows == self.cursor and y % self.rows < self.rows - 1

    def _set(self, index: int) -> tuple[Line, ...]:
        hit = self.hit(index)
        room = self.columns - 2
        if hit is None:
            self._want(index // PAGE)
            return tuple((Span(f"{index + 1:,} …", "faint"),) if r == 0 else () for r in range(self.rows))
        key = (index, room, self.rows, self._kept(hit.id))
        if key not in self._drawn:
            if len(self._drawn) > 2_000:
                self._drawn.clear()
            self._drawn[key] = set_hit(hit, room, self.rows - 1, key[3])
        return self._drawn[key]

    def _kept(self, id: str) -> Kept:
        desk = cast("Context", self.app).desk
        return Kept(id in self._marked, id in desk.read, id in desk.notes, desk.tags.get(id, ()))

    def _want(self, page: int) -> None:
        if page in self._wanted:
            return
        self._wanted.add(page)
        self.call_after_refresh(self._ask)

    def _ask(self) -> None:
        """Asks for what is on the screen now: what was scrolled past is wanted no longer."""
        if not self._total:
            return
        first = self.scroll_offset.y // self.rows // PAGE
        last = (self.scroll_offset.y + self.size.height) // self.rows // PAGE
        missing = [page for page in range(first, last + 1) if page * PAGE < self._total and not self._whole(page)]
        self._wanted = set(missing)
        if missing:
            self.post_message(PagesWanted(missing[0] * PAGE, (missing[-1] - missing[0] + 1) * PAGE))

    def _whole(self, page: int) -> bool:
        """Whether all of a page is here; of the first one only what is seen comes with the answer."""
        return len(self._pages.get(page, ())) >= min(PAGE, self._total - page * PAGE)

    def watch_cursor(self, old: int, new: int) -> None:
        """The list follows its cursor, and others may."""
        if old != new and self._total:
            top = self.scroll_offset.y
            self._reveal()
            if self.scroll_offset.y == top:  # over a slow line every row that need not be sent counts
                self.refresh_lines(old * self.rows, self.rows)
                self.refresh_lines(new * self.rows, self.rows)
            else:
                self.refresh()
            self.post_message(HitSelected(new))

    def _reveal(self) -> None:
        top, rows, height = self.cursor * self.rows, self.rows, self.size.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif height and top + rows - 1 > self.scroll_offset.y + height:
            self.scroll_to(y=top + rows - 1 - height, animate=False, immediate=True)

    def step(self, by: int) -> None:
        """The cursor moves, and the view follows."""
        self.cursor = max(0, min(self._total - 1, self.cursor + by))

    def action_half(self, by: int) -> None:
        """Half a page of them."""
        self.step(by * max(1, self.size.height // self.rows // 2))

    def action_page(self, by: int) -> None:
        """A page of them."""
        self.step(by * max(1, self.size.height // self.rows))

    def action_edge(self, side: int) -> None:
        """The first or the last."""
        self.step(side * max(1, self._total))

    def action_open(self) -> None:
        """Enter: reads the hit; where there is none, takes what was suggested."""
        self.post_message(HitOpened(self.cursor) if self._total else Asked("suggestion"))

    def on_click(self, event: events.Click) -> None:
        """A click chooses, a click on what is chosen opens."""
        index = (event.y + self.scroll_offset.y) // self.rows
        if not self._total and self.target_at(event.x, event.y):
            self.action_open()
        if index >= self._total:
            return
        if index == self.cursor:
            target = self.target_at(event.x, event.y)
            self.post_message(Asked(target) if target else HitOpened(index))
        self.cursor = index

    def on_resize(self) -> None:
        """Lines fold anew, and the cursor stays in sight."""
        self._drawn.clear()
        if self._said is not None:
            self._message = self._said(max(20, self.columns - 3))
        self.renew()
        self._reveal()
