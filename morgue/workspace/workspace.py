"""Opens the workspace of one archive: everything a person keeps beside it, made from one store."""

from __future__ import annotations

from morgue.workspace import notes, query_history, read_state, reading_places
from morgue.workspace.named_sets import WorkspaceSets
from morgue.workspace.notes import Notes
from morgue.workspace.query_history import QueryHistory
from morgue.workspace.read_state import ReadState
from morgue.workspace.reading_lists import GROUP, Lists
from morgue.workspace.reading_places import ReadingPlaces
from morgue.workspace.saved_searches import SavedSearches, files_of
from morgue.workspace.store import Store
from morgue.workspace.tags import Tags


class Workspace:
    """Saved searches, tags (which are the reading lists), notes, what was read and asked, over one store.

    Nothing is read before it is asked for.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.saved = SavedSearches(store)
        self.lists = Lists(store)
        self.tags = Tags(self.lists)
        self.notes = Notes(store)
        self.read = ReadState(store)
        self.places = ReadingPlaces(store)
        self.asked = QueryHistory(store)
        self.sets = WorkspaceSets(self.tags, self.notes, self.read)

    def files(self) -> tuple[str, ...]:
        """The names of all files that it keeps; not each need be there. MorgueError where it cannot be used."""
        named = (each.FILE for each in (notes, read_state, reading_places, query_history))
        listed = (f"{GROUP}/{each}" for each in self._store.names(GROUP))
        return (*files_of(self.saved.usable()[0]), *named, *listed)
