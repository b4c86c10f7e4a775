"""Turns document numbers into what is shown: hits with their stories, and stories with their members."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from morgue.index.codec.layout import NO_INSTANT
from morgue.search.local.ranking.sort_order import instants
from morgue.search.request import Hit, Story

if TYPE_CHECKING:
    from morgue.search.local.collection import Collection
    from morgue.search.local.docset import Docs, Ints
    from morgue.search.request import Explanation

#: Characters of an article without a headline that are shown in its place.
_LEAD = 320
#: Outlets named beside a hit.
ALSO = 12
#: Stories whose members are looked for among all documents before a list of all stories is made.
_FEW = 24
#: Undated articles come last.
_LAST = np.iinfo(np.int64).max


class Hits:
    """Reads what hits show; remembers which documents share a story."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._snapshot = collection.snapshot
        self._asked = 0

    def hit(self, doc: int, rank: int, score: float, explanation: Explanation | None = None) -> Hit:
        """The hit for a document (global number)."""
        view = self._snapshot.view(doc)
        article = view.reader.headers(doc - view.base)
        story = self._snapshot.membership(doc)
        return Hit(
            rank=rank,
            score=score,
            id=article.id,
            title=article.title,
            outlet=article.outlet,
            agency=article.agency,
            date=article.date,
            authors=article.authors,
            url=article.url,
            language=article.language,
            story=story,
            also=self._also(doc, article.outlet) if story.outlets > 1 else (),
            explanation=explanation,
            lead="" if article.title else self._lead(doc),
        )

    def _lead(self, doc: int) -> str:
        """The first words of an article, its furniture left out."""
        return next(iter(self._snapshot.filed([doc]))).article.body[:_LEAD]

    def _also(self, doc: int, outlet: str | None) -> tuple[str, ...]:
        """The other outlets that ran the story, the earliest first."""
        names: dict[str, None] = {}
        docs = np.array(self.members(int(self._collection.stories.story[doc])), np.intp)
        moments = instants(self._collection, docs)
        moments[moments == NO_INSTANT] = _LAST
        for at in sorted(set(moments.tolist())):
            same = docs[moments == at].tolist()
            if len(same) > 1 and len({self._outlet(d) for d in same}) > 1:
                same.sort(key=self._snapshot.id)
            for member in same:
                name = self._outlet(member)
                if name and name != outlet:
                    names.setdefault(name)
            if len(names) >= ALSO:
                break
        return tuple(names)[:ALSO]

    def _outlet(self, doc: int) -> str:
        segment = next(s for s in self._collection.segments if s.base <= doc < s.base + s.size)
        column = segment.column("outlet")
        return column.strings[int(column.values[doc - segment.base])]

    @cached_property
    def _shared(self) -> tuple[Ints, Docs]:
        """Stories of several articles and their documents, in the order of stories."""
        stories = self._collection.stories
        docs = np.flatnonzero((stories.story >= 0) & (stories.articles[stories.story] > 1))
        owners = stories.story[docs]
        order = np.argsort(owners, kind="stable")
        return owners[order], docs[order]

    def members(self, story: int) -> list[int]:
        """The documents of a story (global numbers), ascending."""
        self._asked += 1
        if self._asked > _FEW:
            owners, docs = self._shared
            # needles of another type would have the whole list converted
            first, last = owners.searchsorted(np.array((story, story + 1), owners.dtype)).tolist()
            if first < last:
                return list(docs[first:last].tolist())
        return list(self._collection.stories.members(story).tolist())

    def story_id(self, story: int) -> str:
        """The id of a story."""
        return self._collection.stories.id_of(story, self._snapshot.id)

    def story(self, story: int) -> Story:
        """A story with its members: the original first, then by date, then by id; undated ones last."""
        members = self.members(story)
        roles = self._collection.stories.role
        ordered = self._by_time(members)
        ordered.sort(key=lambda d: int(roles[d]) != 0)
        return Story(self.story_id(story), tuple(self._snapshot.filed(ordered)))

    def _by_time(self, docs: list[int]) -> list[int]:
        def moment(doc: int) -> tuple[bool, int, str]:
            view = self._snapshot.view(doc)
            instant = int(view.reader.instant[doc - view.base])
            return instant == NO_INSTANT, instant, view.reader.id(doc - view.base)

        return sorted(docs, key=moment)
