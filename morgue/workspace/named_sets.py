"""Gives the sets that a query names and only the workspace knows: tags, noted articles, read ones."""

from __future__ import annotations

from fnmatch import translate
from re import compile as pattern

from morgue.search.query import IdSet
from morgue.workspace.notes import Notes
from morgue.workspace.read_state import ReadState
from morgue.workspace.tags import Tags


class WorkspaceSets:
    """Satisfies `morgue.search.language.named_sets.Sets`; each file is read when a query first asks for it."""

    def __init__(self, tags: Tags, notes: Notes, read: ReadState) -> None:
        self._tags = tags
        self._notes = notes
        self._read = read

    def members(self, kind: str, name: str) -> frozenset[str] | None:
        """The ids of the articles in a set; None for one that there is not. `*` stands for any letters of a tag."""
        if kind == "tag" and "*" in name:
            fits = pattern(translate(name.casefold()))
            return frozenset().union(*(self._tags.ids(n) for n in self.names("tag") if fits.match(n.casefold())))
        if kind == "tag":
            return None if self._tags.known(name) is None else self._tags.ids(name)
        if (kind, name) == ("is", "noted"):
            return frozenset(self._notes.all())
        return self._read.ids() if (kind, name) == ("is", "read") else None

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of all sets of a kind, in order."""
        return tuple(self._tags.names()) if kind == "tag" else ("noted", "read")

    def tags(self) -> tuple[IdSet, ...]:
        """Every tag as a clause of a query, to be counted."""
        return tuple(IdSet("tag", name, self._tags.ids(name)) for name in self._tags.names())
