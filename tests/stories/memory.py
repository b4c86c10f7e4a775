"""An archive in memory, as plain as can be: what the story book is tested against."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypedDict, Unpack

import numpy as np

from morgue.core.article import Article, Provenance
from morgue.index.stories.clusters.columns import StoryColumns
from morgue.index.stories.clusters.lookup import Channel, Numbers
from morgue.index.stories.clusters.story_index import Added, StoryBook
from morgue.index.stories.similarity.align import Relation, judge, subject_of
from morgue.index.stories.similarity.signature import StoryKeys, story_keys_many
from morgue.index.stories.similarity.words import Hashes, words_of


class Known(TypedDict, total=False):
    """What may be known of an article beside its text and its day."""

    url: str | None
    outlet: str | None
    title: str | None
    agency: str | None


def relate(a: Article, b: Article) -> Relation | None:
    """What ties two articles; None for two stories."""
    return judge(subject_of(a), subject_of(b)).relation


def article(id: str, body: str, date: str | None = None, **more: Unpack[Known]) -> Article:
    return Article(id=id, body=body, provenance=Provenance("-", "0", "text"), date=date, **more)


#: The ids of a story, the number of the role, the source's id and the share that was kept.
State = tuple[frozenset[str], int, str | None, float | None]


class Memory:
    """Holdings over dicts; commits go straight to a book."""

    def __init__(self, book: StoryBook | None = None) -> None:
        self.book = book or StoryBook()
        self.all: list[Article] = []
        self.live: list[bool] = []
        self.held: list[StoryKeys] = []
        channels: tuple[Channel, ...] = ("band", "sample", "text", "link")
        self.index: dict[Channel, dict[int, list[int]]] = {c: defaultdict(list) for c in channels}

    def matches(self, channel: Channel, keys: Hashes) -> tuple[Numbers, Numbers]:
        rows = [(i, d) for i, k in enumerate(keys.tolist()) for d in self.index[channel].get(k, ()) if self.live[d]]
        found = np.array(rows, np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def articles(self, docs: Sequence[int]) -> list[Article]:
        return [self.all[d] for d in docs]

    headers = articles

    def keys(self, docs: Sequence[int]) -> list[StoryKeys]:
        return [self.held[d] for d in docs]

    def commit(self, articles: Sequence[Article] = (), remove: Sequence[str] = ()) -> StoryColumns:
        gone = [d for d, a in enumerate(self.all) if a.id in set(remove) and self.live[d]]
        for d in gone:
            self.live[d] = False
        added = []
        for a, keys in zip(articles, story_keys_many(articles), strict=True):
            doc = len(self.all)
            self.all.append(a)
            self.live.append(True)
            self.held.append(keys)
            for channel, index in self.index.items():
                for key in getattr(keys, channel).tolist():
                    index[key].append(doc)
            added.append(Added(doc, a.id, keys, len(words_of(a.body).numbers)))
        return self.book.update(self, added, gone, len(self.all))

    def stories(self) -> dict[str, set[str]]:
        """Story ids to article ids."""
        columns = self.book.columns
        found: dict[str, set[str]] = defaultdict(set)
        for doc, story in enumerate(columns.story.tolist()):
            if story >= 0:
                found[columns.id_of(story, lambda d: self.all[d].id)].add(self.all[doc].id)
        return dict(found)

    def state(self) -> dict[str, State]:
        """Of each article what does not depend on history: its mates, its role, its source and share."""
        columns = self.book.columns
        out: dict[str, State] = {}
        mates: dict[int, set[str]] = defaultdict(set)
        for doc, story in enumerate(columns.story.tolist()):
            if story >= 0:
                mates[story].add(self.all[doc].id)
        for doc, story in enumerate(columns.story.tolist()):
            if story >= 0:
                of = int(columns.of[doc])
                source = self.all[of].id if of >= 0 else None
                kept = None if of < 0 else round(float(columns.kept[doc]), 4)
                out[self.all[doc].id] = (frozenset(mates[story]), int(columns.role[doc]), source, kept)
        return out
