"""Turns document numbers into what is shown: hits with their stories, and stories with their members."""

from __future__ import annotations

from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from morgue.index.codec.layout import NO_INSTANT
from morgue.index.codec.stored_heads import stored_heads
from morgue.search.local.docset import parts_of
from morgue.search.local.ranking.sort_order import instants
from morgue.search.request import Hit, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from morgue.index.codec.stored_heads import Head
    from morgue.index.stories.clusters.columns import StoryColumns
    from morgue.search.local.collection import Collection
    from morgue.search.local.docset import Docs, Ints
    from morgue.search.request import Explanation

    Explain = Callable[[int, float], Explanation | None]

#: Characters of an article without a headline that are shown in its place.
_LEAD = 320
#: Outlets named beside a hit.
ALSO = 12
#: Stories whose members are looked for among all documents before a list of all stories is made.
_FEW = 24
#: Stories of which is remembered who ran them: the next page and the next question show many of them again.
_REMEMBERED = 4_096
#: Undated articles come last.
_LAST = np.iinfo(np.int64).max


class Hits:
    """Reads what hits show; remembers which documents share a story."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._snapshot = collection.snapshot
        self._asked = 0
        self._ran: dict[int, tuple[str, ...]] = {}
        #: The documents (global numbers) of the hits made last, by their ids: their passages are asked for next.
        self.places: dict[str, int] = {}

    def hits(self, placed: Sequence[tuple[int, float]], first: int, explain: Explain | None = None) -> tuple[Hit, ...]:
        """The hits for documents (global numbers) with their scores, in this order; the rank of the first."""
        docs = [doc for doc, _ in placed]
        heads = self._heads(docs)
        stories = self._snapshot.memberships(docs, [head.id for head in heads])
        self.places = {head.id: doc for head, doc in zip(heads, docs, strict=True)}
        found = []
        for rank, (doc, score), head, story in zip(count(first), placed, heads, stories, strict=False):
            name, url, outlet, title, agency, _, date, _, language, _, authors = head
            also = self._also(doc, outlet) if story.outlets > 1 else ()
            why = None if explain is None else explain(doc, score)
            lead = "" if title else self._lead(doc)
            found.append(
                Hit(rank, score, name, title, outlet, agency, date, authors, url, language, story, also, (), why, lead)
            )
        return tuple(found)

    def _heads(self, docs: list[int]) -> list[Head]:
        """What is shown of some documents, read a segment at a time."""
        segments = self._snapshot.segments
        if len(segments) == 1:
            return stored_heads(segments[0].reader, docs)
        found: dict[int, Head] = {}
        for view in segments:
            mine = [d for d in docs if view.base <= d < view.base + view.reader.doc_count]
            local = [d - view.base for d in mine]
            found.update(zip(mine, stored_heads(view.reader, local) if local else (), strict=True))
        return [found[d] for d in docs]

    def _lead(self, doc: int) -> str:
        """The first words of an article, its furniture left out."""
        return next(iter(self._snapshot.filed([doc]))).article.body[:_LEAD]

    def _also(self, doc: int, outlet: str | None) -> tuple[str, ...]:
        """The other outlets that ran the story, the earliest first."""
        story = int(self._collection.stories.story[doc])
        names = self._ran.get(story)
        if names is None:
            if len(self._ran) >= _REMEMBERED:
                self._ran.clear()
            names = self._ran[story] = self._outlets_of(story)
        return tuple(name for name in names if name != outlet)[:ALSO]

    def _outlets_of(self, story: int) -> tuple[str, ...]:
        """The outlets that ran a story, the earliest first, one more than are shown."""
        docs = self._members(story)
        moments = instants(self._collection, docs)
        moments[moments == NO_INSTANT] = _LAST
        rows = sorted(zip(moments.tolist(), docs.tolist(), self._outlets(docs), strict=True))
        names: dict[str, None] = {}
        last = None
        for place, (moment, _, name) in enumerate(rows):
            if moment != last:
                if len(names) > ALSO:
                    break
                last = moment
                if place + 1 < len(rows) and rows[place + 1][0] == moment:
                    self._by_id(rows, place)
                    name = rows[place][2]
            if name:
                names[name] = None
        return tuple(names)[: ALSO + 1]

    def _by_id(self, rows: list[tuple[int, int, str]], start: int) -> None:
        """Puts the rows that have the moment of one of them in the order of their ids, where outlets differ."""
        end = start
        while end < len(rows) and rows[end][0] == rows[start][0]:
            end += 1
        if len({name for _, _, name in rows[start:end]}) > 1:
            rows[start:end] = sorted(rows[start:end], key=lambda row: self._snapshot.id(row[1]))

    def _outlets(self, docs: Docs) -> list[str]:
        """The outlet of each document, empty where it has none."""
        names: list[str] = [""] * len(docs)
        for segment in self._collection.segments:
            column = segment.column("outlet")
            mine = ((docs >= segment.base) & (docs < segment.base + segment.size)).nonzero()[0]
            values = column.values.take(docs.take(mine) - segment.base).tolist()
            for place, value in zip(mine.tolist(), values, strict=True):
                names[place] = column.strings[value]
        return names

    @cached_property
    def _shared(self) -> tuple[Ints, Docs]:
        """Stories of several articles and their documents, in the order of stories."""
        stories = self._collection.stories
        docs = np.concatenate([_sharing(stories, part) for part in parts_of(len(stories.story))])
        owners = stories.story[docs]
        order = np.argsort(owners, kind="stable")
        return owners[order], docs[order]

    def members(self, story: int) -> list[int]:
        """The documents of a story (global numbers), ascending."""
        found: list[int] = self._members(story).tolist()
        return found

    def _members(self, story: int) -> Docs:
        self._asked += 1
        if self._asked > _FEW:
            owners, docs = self._shared
            # needles of another type would have the whole list converted
            first, last = owners.searchsorted(np.array((story, story + 1), owners.dtype)).tolist()
            if first < last:
                return docs[first:last]
        return self._collection.stories.members(story).astype(np.intp)

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
            instant = int(view.reader.instants(np.array([doc - view.base]))[0])
            return instant == NO_INSTANT, instant, view.reader.id(doc - view.base)

        return sorted(docs, key=moment)


def _sharing(columns: StoryColumns, part: slice) -> Docs:
    """The documents of a part of all that share their story."""
    stories = columns.story[part]
    docs: Docs = ((stories >= 0) & (columns.articles[stories] > 1)).nonzero()[0]
    docs += part.start
    return docs
