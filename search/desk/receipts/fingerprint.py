"""Identifies a set of articles by two digests that depend on the articles alone, not on how they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from morgue.core.json import Document

#: So many ids at most are kept with a fingerprint.
MOST_IDS = 2_000


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a set of articles can be known by again.

    ids      SHA-256 of their ids in the order of their bytes (UTF-8), a newline after each: `sort | sha256sum`
    sources  the same of lines of an id, a space and the SHA-256 of what the article was made from
    listed   the ids themselves, in that order, where they are few; None where they are many
    """

    articles: int
    stories: int
    ids: str
    sources: str
    listed: tuple[str, ...] | None
    partial: str | None = None

    def as_dict(self) -> Document:
        """Counts, digests and ids."""
        listed: Document = {} if self.listed is None else {"listed": list(self.listed)}
        return {
            "articles": self.articles,
            "stories": self.stories,
            "ids": self.ids,
            "sources": self.sources,
            **listed,
        }


def fingerprint_of(
    articles: Iterable[tuple[bytes, str]], stories: int, partial: str | None, most: int = MOST_IDS
) -> Fingerprint:
    """The fingerprint of articles, each its id's bytes and its source's digest as hex, in any order."""
    ids, sources = sha256(), sha256()
    rows = sorted(articles)
    for name, source in rows:
        ids.update(name + b"\n")
        sources.update(name + b" " + source.encode("utf-8", "surrogatepass") + b"\n")
    listed = tuple(name.decode("utf-8", "surrogatepass") for name, _ in rows) if len(rows) <= most else None
    return Fingerprint(len(rows), stories, ids.hexdigest(), sources.hexdigest(), listed, partial)
