"""Holds in memory what a person keeps: shows it at once, and has the worker write it down.

A store may be far away: nothing here waits for it. What could not be read or written is told once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from morgue.core.errors import MorgueError
from morgue.tui.messages import DeskRead
from morgue.workspace.query_history import later

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from morgue.search.searcher import Searcher
    from morgue.tui.worker import Worker
    from morgue.workspace.notes import Note
    from morgue.workspace.reading_lists import Kept
    from morgue.workspace.workspace import Workspace

Held = TypeVar("Held")
#: Something to be written down.
Deed = Callable[[], object]


class Desk:
    """asked: earlier queries, newest last · read: ids · tags, notes, places: by id. All empty before they are read.

    `to` gets DeskRead, of what was read and of what was written.
    """

    def __init__(self, workspace: Workspace, worker: Worker, to: MessagePump) -> None:
        self._workspace = workspace
        self._worker = worker
        self._to = to
        self._deeds: deque[Deed] = deque()
        self._told: set[str] = set()
        self._retagged = False
        self.asked: tuple[str, ...] = ()
        self.read: set[str] = set()
        self.tags: dict[str, tuple[str, ...]] = {}
        self.notes: dict[str, str] = {}
        self.places: dict[str, float] = {}

    def load(self) -> None:
        """Has everything read."""
        self._worker.submit("desk", self._load, self._to)

    def _load(self, searcher: Searcher, number: int) -> DeskRead:
        wrong: list[MorgueError] = []
        self.asked = later(_read(self._workspace.asked.all, (), wrong), self.asked)
        self.read |= _read(self._workspace.read.ids, frozenset(), wrong)
        untagged: Mapping[str, tuple[str, ...]] = {}
        self.tags = dict(_read(self._workspace.tags.by_article, untagged, wrong)) | self.tags
        none: Mapping[str, Note] = {}
        notes = _read(self._workspace.notes.all, none, wrong)
        self.notes = {one: note.text for one, note in notes.items()} | self.notes
        unplaced: Mapping[str, float] = {}
        self.places = dict(_read(self._workspace.places.all, unplaced, wrong)) | self.places
        return DeskRead(number, tuple(wrong), retagged=bool(self.tags))

    # Each is true at once, and written down soon

    def ask(self, query: str) -> None:
        """A query was asked."""
        if query.strip() and (not self.asked or self.asked[-1] != query):
            self.asked = later(self.asked, (query,))
            self._do(partial(self._workspace.asked.add, (query,)))

    def mark_read(self, id: str, read: bool) -> None:
        """An article was read, or is to count as unread."""
        if (id in self.read) != read:
            (self.read.add if read else self.read.discard)(id)
            self._do(partial(self._workspace.read.mark, (id,), read))

    def leave_at(self, id: str, share: float) -> None:
        """An article was left at a place."""
        if self.places.get(id, 0.0) != share:
            self.places[id] = share
            self._do(partial(self._workspace.places.put, {id: share}))

    def tag(self, name: str, articles: tuple[Kept, ...]) -> None:
        """Articles are given a tag."""
        for one in articles:
            if name not in self.tags.get(one.id, ()):
                self.tags[one.id] = (*self.tags.get(one.id, ()), name)
        self._retagged = True
        self._do(partial(self._workspace.tags.add, name, articles))

    def untag(self, name: str, ids: tuple[str, ...]) -> None:
        """A tag is taken off articles."""
        for one in ids:
            self.tags[one] = tuple(held for held in self.tags.get(one, ()) if held != name)
        self._retagged = True
        self._do(partial(self._workspace.tags.remove, name, ids))

    def note(self, id: str, text: str) -> None:
        """A note takes the place of whatever there was; an empty one takes it away."""
        if text.strip():
            self.notes[id] = text
        else:
            self.notes.pop(id, None)
        self._do(partial(self._workspace.notes.write, id, text))

    def names(self) -> list[str]:
        """All tags that an article has, in order."""
        return sorted({name for names in self.tags.values() for name in names})

    def _do(self, deed: Deed) -> None:
        self._deeds.append(deed)
        self._worker.submit("keep", self._write, self._to)

    def _write(self, searcher: Searcher, number: int) -> DeskRead:
        """Everything that waits; a newer job takes along what an older one had not begun."""
        retagged, self._retagged = self._retagged, False
        return DeskRead(number, self.finish(), fresh=False, retagged=retagged)

    def finish(self) -> tuple[MorgueError, ...]:
        """Writes what still waits; what went wrong. Called by the worker, and when that has ended."""
        wrong: list[MorgueError] = []
        while self._deeds:
            try:
                self._deeds.popleft()()
            except MorgueError as error:
                wrong.append(error)
        return tuple(wrong)

    def untold(self, wrong: Iterable[MorgueError]) -> list[str]:
        """What went wrong, as far as it was not told before."""
        new = [text for text in dict.fromkeys(map(str, wrong)) if text not in self._told]
        self._told.update(new)
        return new


def _read(read: Callable[[], Held], none: Held, wrong: list[MorgueError]) -> Held:
    try:
        return read()
    except MorgueError as error:
        wrong.append(error)
        return none
