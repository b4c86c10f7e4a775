"""Knows what an archive in a cluster holds under an id, and asks the cluster as seldom as can be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from morgue.core.article import Article
from morgue.index.archive.segments import number, unnumbered
from morgue.index.cluster.document import restored
from morgue.index.cluster.filing.rows import Rows

#: Ids that a writer remembers; ids that it asks for one by one before it reads all; and so many of them in a request.
_REMEMBERED, _ONE_BY_ONE, _PAGE = 1_000_000, 100, 10_000
_EVERY: dict[str, Any] = {"match_all": {}}


class Filed:
    """What the cluster holds under an id; satisfies the register's `Filed`.

    An archive all of whose ids are known here needs not be asked for others; what others file meanwhile is looked at by
    each commit. The ids are known where it was empty, and where it is not too large they are read once many were asked
    for. Of another one, an id that was not there is not asked for again before the next commit.
    """

    def __init__(self, rows: Rows, articles: int) -> None:
        self._rows = rows
        self._own: set[str] | None = set() if articles == 0 else None
        self._absent: set[str] = set()
        self._left = _ONE_BY_ONE if articles <= _REMEMBERED else -1

    def came(self, names: Iterable[str]) -> None:
        """Articles with these names were filed."""
        self._absent.clear()
        if self._own is not None:
            self._own.update(map(unnumbered, names))
            if len(self._own) > _REMEMBERED:
                self._own, self._left = None, -1

    def named(self, id: str) -> list[tuple[str, str]]:
        """The articles filed as ID, ID~2, …: their ids and SHA-256."""
        if self._left == 0 and self._own is None:
            self._own = {unnumbered(hit["fields"]["id"][0]) for hit in self._rows.hits(_EVERY, ("id",), _PAGE)}
        if id in self._absent or (self._own is not None and unnumbered(id) not in self._own):
            return []
        self._left -= 1
        found = self._asked(id)
        if not found and len(self._absent) < _REMEMBERED:
            self._absent.add(id)
        return found

    def _asked(self, id: str) -> list[tuple[str, str]]:
        either = [{"term": {"id": id}}, {"prefix": {"id": f"{id}~"}}]
        query = {"bool": {"should": either, "minimum_should_match": 1}}
        kept = {"includes": ["a.provenance.sha256"]}
        found = []
        for hit in self._rows.hits(query, ("id",), _source=kept):
            name = hit["fields"]["id"][0]
            if number(name, id):
                found.append((name, hit["_source"]["a"]["provenance"]["sha256"]))
        return found

    def stored(self, id: str) -> Article:
        """The article with an id, which must be there."""
        return restored(self._rows.sources([id])[id])
