"""Shows the card of a story above, and below it what one member changed against another."""

from __future__ import annotations

from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from morgue.core.article import Filed
from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.index.stories.card import CardRow
from morgue.index.stories.diff import Diff
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Span
from morgue.search.request import Story
from morgue.tui import jobs, messages
from morgue.tui.exporting import Wanted
from morgue.tui.keymap import bindings
from morgue.tui.screens.base import Page
from morgue.tui.screens.export import ask_and_write
from morgue.tui.view import card
from morgue.tui.view import diff as changes
from morgue.tui.view.page import with_current
from morgue.tui.widgets.foot import Foot
from morgue.tui.widgets.lineview import LineView
from morgue.tui.widgets.panel import Choice, ChoiceList

Base = Literal["original", "before"]


class ChangesView(LineView):
    """The marked text, its changes stepped through."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._diff: Diff | None = None
        self._changes = changes.Changes((), ())
        self._message = ""
        self._beside = False
        self.current = -1

    @property
    def count(self) -> int:
        """How many changes there are."""
        return len(self._changes.places)

    def show(self, diff: Diff) -> None:
        """Shows another pair of texts."""
        self._diff = diff
        self.current = -1
        self._set()
        self.scroll_to(y=0, animate=False, immediate=True)

    def tell(self, text: str) -> None:
        """No texts, but why."""
        self._diff = None
        self._changes = changes.Changes(((Span(text, "faint"),),), ())
        self.current = -1
        self.renew()

    def turn(self) -> None:
        """Changes between one text and two side by side."""
        self._beside = not self._beside
        self._set()

    @property
    def half(self) -> int:
        """Cells of each of the two columns; 0 where there is one text."""
        return changes.half(min(self.columns - 2, 160)) if self._beside else 0

    def _set(self) -> None:
        if self._diff is None:
            return
        room = self.columns - 2
        form = changes.side_by_side if self._beside else changes.as_one
        self._changes = form(self._diff, min(room, 160) if self._beside else min(room, 78))
        self.renew()

    def step_change(self, by: int) -> None:
        """To the next or previous change."""
        if self._changes.places:
            self.current = (self.current + by) % self.count if self.current >= 0 else (0 if by > 0 else self.count - 1)
            y = self._changes.places[self.current]
            if not self.scroll_offset.y <= y < self.scroll_offset.y + self.size.height - 2:
                self.scroll_to(y=max(0, y - self.size.height // 3), animate=False, immediate=True)
            self.refresh()

    def line_count(self) -> int:
        """As many as there are to show."""
        return len(self._changes.lines)

    def line(self, y: int) -> Line:
        """Line y of the marked text."""
        line = self._changes.lines[y]
        here = any(piece.match == self.current >= 0 for piece in line)
        return (Span("▌ " if here else "  ", "key"), *with_current(line, -1))

    def on_resize(self) -> None:
        """Set anew in the new width."""
        self._set()
        self.renew()


class StoryScreen(Page[str | None]):
    """Gives the id of a member to be read, or None."""

    BINDINGS = bindings("story")

    def __init__(self, id: str) -> None:
        super().__init__()
        self._opened = id
        self._story: Story | None = None
        self._card: tuple[CardRow, ...] = ()
        self._number = 0
        self._base: Base = "original"
        self._pair: messages.DiffMade | None = None
        self._cut: frozenset[int] = frozenset()

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        with Vertical(id="card"):
            yield Static(id="story-title")
            yield Static(id="story-head")
            yield Static(id="card-heads")
            yield ChoiceList(id="members")
        yield Static(id="pair")
        yield ChangesView(id="changes")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        """The story comes when it is there."""
        self.set_timer(0.15, self._say_waiting)
        self.browser.worker.submit("side", jobs.story(self._opened), self)

    def _say_waiting(self) -> None:
        if self._story is None:
            self.changes.tell("reading the story …")

    @property
    def members(self) -> ChoiceList:
        """The card's rows."""
        return self.query_one(ChoiceList)

    @property
    def changes(self) -> ChangesView:
        """The marked text."""
        return self.query_one(ChangesView)

    @property
    def member(self) -> Filed | None:
        """The member under the cursor."""
        return self._story.members[self.members.cursor] if self._story else None

    @on(messages.StoryRead)
    def _read(self, event: messages.StoryRead) -> None:
        by_id = {filed.article.id: filed for filed in event.story.members}
        story = Story(event.story.id, tuple(by_id[row.id] for row in event.card))
        self._story, self._card = story, event.card
        title = stand_in.headline(story.members[0].article.title, story.members[0].article.body)
        self.query_one("#story-title", Static).update(Content(safe_line(title)))
        self.query_one("#story-head", Static).update(Content(safe_line(card.head(story))))
        self._draw()
        ids = [filed.article.id for filed in story.members]
        # An original has nothing to be compared with: its first relative is what one came to see.
        place = ids.index(self._opened) if self._opened in ids else 0
        self.members.cursor = 1 if place == 0 and len(ids) > 1 else place
        self.call_later(self._compare)
        self.call_after_refresh(self._to_members)

    def _to_members(self) -> None:
        """The card has the keys, and the member looked at is in sight."""
        self.members.focus()
        self.members.reveal()

    @property
    def _titles(self) -> dict[str, str]:
        members = self._story.members if self._story else ()
        return {f.article.id: stand_in.headline(f.article.title, f.article.body) for f in members}

    def _draw(self) -> None:
        if self._story is None:
            return
        cells = max(30, self.app.size.width - 6)
        heads, rows = card.rows(self._card, self._titles, cells)
        self._cut = frozenset(
            n for n, row in enumerate(rows) if row[-1].text != card.changed(self._card[n], self._titles)
        )
        self.query_one("#card-heads", Static).update(Content(" " + "".join(p.text for p in heads)))
        ids = [filed.article.id for filed in self._story.members]
        self.members.show([Choice(one, (row,)) for one, row in zip(ids, rows, strict=True)])
        self.members.styles.height = min(len(rows), max(3, self.app.size.height // 3))

    def on_resize(self) -> None:
        """The card's columns follow the width."""
        self._draw()
        self.call_after_refresh(self._name_pair)

    def _other(self) -> Filed | None:
        """What the member is compared with: what it derives from, or the member before it."""
        story, member = self._story, self.member
        if story is None or member is None:
            return None
        place = self.members.cursor
        if self._base == "before":
            return story.members[place - 1] if place else None
        derived = [f for f in story.members if f.article.id == member.story.of]
        return (derived or [story.members[0]])[0] if place else None

    def _compare(self) -> None:
        other, member = self._other(), self.member
        if member is None:
            return
        if other is None:
            alone = self._story is not None and len(self._story.members) == 1
            text = "No other outlet ran it, as far as this archive knows." if alone else "This is the original."
            self._pair = None
            self.query_one("#pair", Static).update("")
            self.changes.tell(text)
            self._count()
            return
        job = jobs.diff(other.article.id, member.article.id)
        self._number = self.browser.worker.submit("side", job, self)

    @on(messages.DiffMade)
    def _made(self, event: messages.DiffMade) -> None:
        if event.number != self._number:
            return
        self._pair = event
        self.changes.show(event.diff)
        self._name_pair()
        self._count()

    def _name_pair(self) -> None:
        """Which text is compared with which; side by side each stands above its column."""
        if self._pair is None:
            return
        rows = [card.pair(self._pair.a, self._pair.b, self._pair.diff.kept, self.changes.half, self.app.size.width - 4)]
        if self.members.cursor in self._cut:
            rows.append(safe_line(card.changed(self._card[self.members.cursor], self._titles)))
        self.query_one("#pair", Static).update(Content("\n".join(rows)))

    def _count(self) -> None:
        found = self.changes
        count = quantity(found.count, "change")
        text = f"change {found.current + 1:,} of {found.count:,}" if found.current >= 0 else count
        self.query_one(Foot).say((Span(text, "meta"),) if self._pair else ())

    @on(messages.Failed)
    def _failed(self, event: messages.Failed) -> None:
        self.changes.tell(safe_line(str(event.error)))

    def action_member(self, by: int) -> None:
        """The member above or below."""
        self.members.step(by)

    def action_change(self, by: int) -> None:
        """To the next or previous change."""
        self.changes.step_change(by)
        self._count()

    def action_side(self) -> None:
        """Changes between one text and two."""
        self.changes.turn()
        self._name_pair()
        self._count()

    def action_base(self) -> None:
        """The other thing to compare with."""
        self._base = "before" if self._base == "original" else "original"
        self._compare()

    def action_read(self) -> None:
        """This member goes into the reader."""
        self.dismiss(self.member.article.id if self.member else None)

    def action_export(self) -> None:
        """All members to a file."""
        if self._story is not None:
            ids = tuple(filed.article.id for filed in self._story.members)
            title = self._story.members[0].article.title or "story"
            ask_and_write(self, f"{quantity(len(ids), 'article')} of this story", title, Wanted(ids=ids))

    @on(ChoiceList.Moved)
    def _moved(self) -> None:
        self._compare()

    def action_leave(self) -> None:
        """Back to the search; what is still asked for is wanted no longer."""
        self.browser.worker.cancel("side")
        self.dismiss(None)
