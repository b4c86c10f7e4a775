"""Declares sets of articles that are kept outside the archive and named in queries: `tag:budget`. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast

from morgue.search.query import IdSet
from morgue.search.request import Facet, FacetName, SearchResult

#: Values of `is:` that are sets of ids, and whether the set itself is meant or all that is outside it.
IS = {"noted": ("noted", True), "read": ("read", True), "unread": ("read", False)}


class Sets(Protocol):
    """Gives the sets that a query names; the workspace of an archive does."""

    def members(self, kind: str, name: str) -> frozenset[str] | None:
        """The ids of the articles in a set; None where there is no such set."""

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of all sets of a kind, in order."""

    def tags(self) -> tuple[IdSet, ...]:
        """Every tag as a clause of a query, to be counted."""


def any_of_sets(sets: Iterable[IdSet]) -> IdSet:
    """The articles of any of some sets."""
    return IdSet("tag", "*", frozenset().union(*(each.ids for each in sets)))


def tag_facet(result: SearchResult, buckets: int) -> Facet:
    """The matches by tag, from the sets of a result of which the last is all tagged articles.

    An article of several tags counts in each; others are articles of none of the tags listed but of another, as far as
    that is known from counts: none where all tags are listed.
    """
    *tags, tagged = result.sets
    held = sorted((b for b in tags if b.articles), key=lambda b: (-b.articles, b.value))
    shown = tuple(held[:buckets])
    others = max(0, tagged.articles - sum(b.articles for b in shown)) if len(held) > buckets else 0
    return Facet(cast("FacetName", "tag"), shown, others, result.articles - tagged.articles)
