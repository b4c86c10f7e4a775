"""Opens the workspace of one archive: everything a person keeps beside it, made from one store."""

from __future__ import annotations

from morgue.workspace.named_sets import WorkspaceSets
from morgue.workspace.notes import Notes
from morgue.workspace.query_history import QueryHistory
from morgue.workspace.read_state import ReadState
from morgue.workspace.reading_lists import Lists
from morgue.workspace.reading_places import ReadingPlaces
from morgue.workspace.saved_searches import SavedSearches
from morgue.workspace.store import Store
from morgue.workspace.tags import Tags


class Workspace:
    """Saved searches, tags (which are the reading lists), notes, what was read and asked, over one store.

    Nothing is read before it is asked for.
    """

    def __init__(self, store: Store) -> None:
        self.saved = SavedSearches(store)
        self.lists = Lists(store)
        self.tags = Tags(self.lists)
        self.notes = Notes(store)
        self.read = ReadState(store)
        self.places = ReadingPlaces(store)
        self.asked = QueryHistory(store)
        self.sets = WorkspaceSets(self.tags, self.notes, self.read)
