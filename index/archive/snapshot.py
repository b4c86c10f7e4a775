"""Opens one generation of the archive for reading: its segments side by side, and their stories.

A document's global number is its segment's `base` plus its number there. Every file is open before the snapshot exists,
so later commits, merges and removals cannot disturb it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.analyzer import paragraphs
from morgue.core.article import ROLES, Article, Filed, Membership
from morgue.core.dataclass import dataclass, replace
from morgue.core.loading.arrays import NDArray
from morgue.core.removed_spans import without

if TYPE_CHECKING:
    from morgue.index.codec.container import Container
    from morgue.index.codec.reader import SegmentReader
    from morgue.index.stories.clusters.columns import StoryColumns


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment at its place in the archive. `live` is None when no document of it is deleted."""

    reader: SegmentReader
    base: int
    live: NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All segments of one generation, in order, with the story columns over their global document numbers.

    book: the file that the columns are read from, where there is one.
    """

    generation: int
    segments: tuple[SegmentView, ...]
    stories: StoryColumns
    book: Container | None = None

    @property
    def documents(self) -> int:
        """Documents in all segments, deleted ones included: the length of every column."""
        return sum(v.reader.doc_count for v in self.segments)

    @property
    def articles(self) -> int:
        """Documents that are not deleted."""
        return sum(v.reader.doc_count if v.live is None else int(v.live.sum()) for v in self.segments)

    def let_go(self) -> None:
        """Gives back the memory that what was read of the files takes; it is read again where it is asked for."""
        for view in self.segments:
            view.reader.let_go()
        if self.book is not None:
            self.book.let_go()

    def view(self, doc: int) -> SegmentView:
        """The segment that holds a global document number."""
        if len(self.segments) == 1:
            return self.segments[0]
        bases = [v.base for v in self.segments]
        return self.segments[bisect_right(bases, doc) - 1]

    def find(self, id: str) -> int | None:
        """The global number of the live document with this id; None where there is none."""
        for view in self.segments:
            doc = view.reader.find_id(id)
            if doc is not None and (view.live is None or view.live[doc]):
                return view.base + doc
        return None

    def id(self, doc: int) -> str:
        """The article id of a global document number."""
        view = self.view(doc)
        return view.reader.id(doc - view.base)

    def ids(self, docs: NDArray[np.intp]) -> list[str]:
        """The article ids of some global document numbers."""
        if len(self.segments) == 1:
            return self.segments[0].reader.ids.many(docs)
        return [self.id(doc) for doc in docs.tolist()]

    def live(self, doc: int) -> bool:
        """Whether the document is not deleted."""
        view = self.view(doc)
        return view.live is None or bool(view.live[doc - view.base])

    def membership(self, doc: int) -> Membership:
        """The document's place in its story."""
        s = self.stories
        story, of, kept = int(s.story[doc]), int(s.of[doc]), float(s.kept[doc])
        return Membership(
            id=s.id_of(story, self.id),
            role=ROLES[int(s.role[doc])],
            of=self.id(of) if of >= 0 else None,
            kept=None if isnan(kept) else round(kept, 4),
            articles=int(s.articles[story]),
            copies=int(s.copies[story]),
            versions=int(s.versions[story]),
            outlets=int(s.outlets[story]),
            day=self._day(doc, story) if s.articles[story] > 1 else None,
        )

    def memberships(self, docs: Sequence[int], ids: Sequence[str]) -> list[Membership]:
        """`membership` of several documents whose article ids are known: a column at a time."""
        s = self.stories
        at = np.array(docs, np.intp)
        stories = s.story.take(at)
        sizes = s.articles.take(stories).tolist()
        per_story = (c.take(stories).tolist() for c in (s.founder, s.copies, s.versions, s.outlets))
        per_document = (c.take(at).tolist() for c in (s.role, s.of, s.kept))
        rows = zip(docs, ids, stories.tolist(), sizes, *per_document, *per_story, strict=True)
        return [
            Membership(
                own if founder == doc else s.id_of(story, self.id),
                ROLES[role],
                self.id(of) if of >= 0 else None,
                None if isnan(kept) else round(kept, 4),
                articles,
                copies,
                versions,
                outlets,
                self._day(doc, story) if articles > 1 else None,
            )
            for doc, own, story, articles, role, of, kept, founder, copies, versions, outlets in rows
        ]

    def _day(self, doc: int, story: int) -> str | None:
        """The date of a story's first dated article, for one of its articles that has none."""
        view = self.view(doc)
        if view.reader.first_day[doc - view.base] > 0:
            return None
        dated = []
        for member in self.stories.members(story).tolist():
            other = self.view(member)
            if first := int(other.reader.first_day[member - other.base]):
                dated.append((first, member))
        if not dated:
            return None
        earliest = min(dated)[1]
        other = self.view(earliest)
        return other.reader.headers(earliest - other.base).date

    def filed(self, docs: Sequence[int]) -> Iterator[Filed]:
        """The articles with these numbers, in this order, their furniture left out and a note in its place.

        Each stored block is decoded once a run of neighbours.
        """
        for view, run in self._runs(docs):
            local = [d - view.base for d in run]
            for doc, article in zip(run, view.reader.stored_many(local), strict=True):
                bare = unfurnished(article, view.reader.furniture(doc - view.base))
                yield Filed(bare, self.membership(doc), int(view.reader.words[doc - view.base]))

    def _runs(self, docs: Sequence[int]) -> Iterator[tuple[SegmentView, list[int]]]:
        """Neighbours of one segment together, at most 256 at a time so that memory stays constant."""
        run: list[int] = []
        current: SegmentView | None = None
        for doc in docs:
            view = self.view(int(doc))
            if run and (view is not current or len(run) == 256):
                assert current is not None
                yield current, run
                run = []
            current = view
            run.append(int(doc))
        if run and current is not None:
            yield current, run


def unfurnished(article: Article, spans: tuple[tuple[int, int], ...]) -> Article:
    """The article as it is read and searched; the body in its segment stays as it was extracted."""
    if not spans:
        return article
    lines = sum(len(paragraphs(article.body[start:end])) for start, end in spans)
    note = f"{lines} {'line that recurs' if lines == 1 else 'lines that recur'} at this outlet left out"
    source = replace(article.provenance, notes=(*article.provenance.notes, note))
    return replace(article, body=without(article.body, spans), provenance=source)
