"""Sets of articles that are kept outside the archive, as a query names them: `tag:budget`, `is:noted`. Pure."""

from __future__ import annotations

from typing import Protocol

from morgue.search.query import IdSet

#: Values of `is:` that are sets of ids, and whether the set itself is meant or all that is outside it.
IS = {"noted": ("noted", True), "read": ("read", True), "unread": ("read", False)}


class Sets(Protocol):
    """What knows the sets: the workspace of an archive."""

    def members(self, kind: str, name: str) -> frozenset[str] | None:
        """The ids of the articles in a set; None for one that there is not."""

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of all sets of a kind, in order."""

    def tags(self) -> tuple[IdSet, ...]:
        """Every tag as a clause of a query, to be counted."""
