"""The workspace of one archive: everything a person keeps beside it, made from one store."""

from __future__ import annotations

from morgue.workspace.reading_lists import Lists
from morgue.workspace.saved_searches import SavedSearches
from morgue.workspace.store import Store


class Workspace:
    """Saved searches and reading lists over one store; nothing is read before it is asked for."""

    def __init__(self, store: Store) -> None:
        self.saved = SavedSearches(store)
        self.lists = Lists(store)
