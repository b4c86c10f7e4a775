"""Works out the stories that a change touches, by the program's own story book over the articles near it.

The book is a function of what is held. It gets only what the change's keys touch, with numbers of its own, and works
the change out again with more whenever it asks for an article, a text's other holders or a story-mate that it was not
given. What comes out is what one book over the whole archive would say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from morgue.core.article import Article
from morgue.core.loading.arrays import NDArray
from morgue.core.removed_spans import without
from morgue.index.cluster.document import Written, furniture, restored, signed
from morgue.index.cluster.filing.batch import Batch, among, positions, signed_of, unsigned_of
from morgue.index.cluster.filing.rows import Row, Rows, story_keys
from morgue.index.stories.clusters.comparison_cache import Comparisons
from morgue.index.stories.clusters.lookup import Channel
from morgue.index.stories.similarity.align import Relation
from morgue.index.stories.similarity.candidates import LEADERS
from morgue.index.stories.similarity.signature import StoryKeys

#: A tie in a state document: two texts and how it was found.
Tie = tuple[int, int, bool]
#: An article, and whether as it arrives: the one that it takes the place of may have another text.
Named = tuple[str, bool]
_SHARES = ("kept_ab", "kept_ba", "start", "end", "version")
_SPLIT = ("band", "sample")


class Missing(Exception):
    """Articles that the book asks for and was not given; reached: they are filed anew, and not only looked at."""

    def __init__(self, ids: Iterable[str], *, reached: bool = False) -> None:
        super().__init__()
        self.ids = frozenset(ids)
        self.reached = reached


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article to be filed, at its place in the archive's order; `again` when it is there with other furniture."""

    prepared: Written
    seq: int
    again: bool = False

    @property
    def id(self) -> str:
        """The article's id."""
        return self.prepared.article.id

    @property
    def words(self) -> int:
        """How many terms its body has."""
        return self.prepared.words


class Known:
    """What was looked up for one change: rows by id, key, name and story; texts, ties. Nothing is asked twice."""

    def __init__(self, rows: Rows) -> None:
        self.source = rows
        self.rows: dict[str, Row] = {}
        self._keyed: dict[str, dict[int, list[str]]] = defaultdict(dict)
        self._asked: dict[str, set[Any]] = defaultdict(set)
        self._grouped: dict[str, dict[Any, set[str]]] = {"name": defaultdict(set), "story": defaultdict(set)}
        self._headers: dict[str, Article] = {}
        self._articles: dict[str, Article] = {}
        self._keys: dict[str, dict[str, list[int]]] = {}
        self.ties: dict[Tie, tuple[float, float, float, float, bool]] = {}
        self.judged: dict[tuple[Named, Named], Relation | None] = {}
        self.comparisons = Comparisons()

    def _fresh(self, what: str, wanted: Iterable[Any]) -> list[Any]:
        fresh = [w for w in dict.fromkeys(wanted) if w not in self._asked[what]]
        self._asked[what].update(fresh)
        return fresh

    def holders(self, field: str, keys: Sequence[int]) -> dict[int, list[str]]:
        """Who holds each key of a channel (or of the part of it that is not led), by each."""
        held = self._keyed[field]
        for row, found in self.source.holders(field, self._fresh(field, keys)):
            self.rows[row.id] = row
            for key in found:
                held.setdefault(key, []).append(row.id)
        return held

    def grouped(self, field: str, values: Iterable[Any]) -> set[str]:
        """The ids of all articles with one of some names or stories."""
        wanted = list(values)
        by = self._grouped[field]
        for row, _ in self.source.where(field, self._fresh(field, wanted)):
            self.rows[row.id] = row
            by[getattr(row, field)].add(row.id)
        return set().union(*(by[v] for v in wanted if v in by))

    def load(self, ids: Iterable[str]) -> None:
        """The rows of some articles."""
        for row, _ in self.source.where("id", self._fresh("id", (i for i in ids if i not in self.rows))):
            self.rows[row.id] = row

    def mates(self, ids: Iterable[str]) -> set[str]:
        """What stands in stories with some articles, holds their texts or is tied to these."""
        rows = [self.rows[each] for each in ids]
        names = {r.name for r in rows}
        return self.grouped("story", {r.story for r in rows}) | self.grouped("name", names | self.load_ties(names))

    def load_ties(self, names: Iterable[int]) -> set[int]:
        """The ties of some texts, and the texts at their ends."""
        for found in self.source.ties(self._fresh("tie", names)):
            data = found["data"]
            self.ties[found["a"], found["b"], data["linked"]] = tuple(data[s] for s in _SHARES)
        wanted = set(names)
        return {n for a, b, _ in self.ties if a in wanted or b in wanted for n in (a, b)}

    def headers(self, ids: Sequence[str]) -> dict[str, Article]:
        """Some articles, their bodies perhaps left out."""
        lacking = [i for i in dict.fromkeys(ids) if i not in self._headers]
        self._headers.update(self.source.articles(lacking, bodies=False))
        return self._headers

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Some articles without their furniture."""
        lacking = [i for i in dict.fromkeys(ids) if i not in self._articles]
        for each, kept in self.source.sources(lacking).items():
            article = restored(kept)
            self._articles[each] = replace(article, body=without(article.body, furniture(kept)))
        return self._articles

    def keys(self, ids: Sequence[str]) -> dict[str, dict[str, list[int]]]:
        """The keys of some articles."""
        lacking = [i for i in dict.fromkeys(ids) if i not in self._keys]
        self._keys.update(self.source.keys(lacking))
        return self._keys


class Numbered:
    """The articles of a change and around it, under numbers of its own; satisfies `Holdings` for the story book.

    Removed articles come with the others, in the archive's order, the new ones after them.
    """

    def __init__(self, known: Known, old: Sequence[str], arrivals: Sequence[Arrival], removed: frozenset[str]) -> None:
        self.known = known
        self.old = list(old)
        self.arrivals = arrivals
        self.removed = removed
        self.place = {each: i for i, each in enumerate(self.old)}
        self.new = {a.id: len(self.old) + i for i, a in enumerate(arrivals)}
        #: Names of texts whose keys are being looked up: where such a text leads a key, all its holders count.
        self._names = [_name(a) for a in arrivals]
        self.asking = set(self._names)
        self._own: dict[str, Batch] = {}

    def __len__(self) -> int:
        return len(self.old) + len(self.arrivals)

    def id(self, doc: int) -> str:
        """The article's id."""
        return self.old[doc] if doc < len(self.old) else self.arrivals[doc - len(self.old)].id

    def named(self, doc: int) -> Named:
        """The article, whatever its number."""
        return self.id(doc), doc >= len(self.old)

    def name(self, doc: int) -> int:
        """The name of its text, signed."""
        return self.known.rows[self.old[doc]].name if doc < len(self.old) else self._names[doc - len(self.old)]

    def matches(self, channel: Channel, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every live document that holds one of the (distinct, ascending) keys: index into `keys`, and document.

        Most keys are held by an arrival alone: these are looked up as arrays, and only what the cluster has one by one.
        """
        wanted = signed(keys)
        own = self.batch(channel)
        held = self.known.holders(channel, wanted)
        at = positions(keys, own.keys)
        index: list[int] = at[at >= 0].tolist()
        docs: list[int] = own.docs[at >= 0].tolist()
        there = among(keys, held)
        unknown: set[str] = set()
        unled = self._unled(channel, wanted, {key: held[key] for key in there}, own) if channel in _SPLIT else {}
        for part, places in ((held, there), (unled, among(keys, unled))):
            for key, i in places.items():
                for each in part[key]:
                    if each in self.removed:
                        continue
                    doc = self.place.get(each)
                    if doc is None:
                        unknown.add(each)
                    else:
                        index.append(i)
                        docs.append(doc)
        if unknown:
            raise Missing(unknown)
        return np.array(index, np.int64), np.array(docs, np.int64)

    def _unled(
        self, channel: str, wanted: Sequence[int], held: dict[int, list[str]], own: Batch
    ) -> dict[int, list[str]]:
        """The further holders of the keys that a text in question leads, or that something removed may have led."""
        rest = f"{channel}_rest"
        if self.removed:
            return self.known.holders(rest, wanted)
        # Where fewer are listed than may lead, there are no others.
        led = [key for key, there in held.items() if len(there) >= LEADERS and self._leads(key, there, own)]
        found = self.known.holders(rest, led)
        return {key: found[key] for key in led if key in found}

    def _leads(self, key: int, there: Sequence[str], own: Batch) -> bool:
        names = {unsigned_of(self.known.rows[each].name) for each in there}
        names.update(unsigned_of(self.name(doc)) for doc in own.of(key))
        return any(signed_of(n) in self.asking for n in sorted(names)[:LEADERS])

    def batch(self, channel: str) -> Batch:
        """The arrivals by their keys of a channel."""
        found = self._own.get(channel)
        if found is None:
            each = [np.asarray(getattr(a.prepared.keys, channel), np.uint64) for a in self.arrivals]
            keys = np.concatenate([np.empty(0, np.uint64), *each])
            docs = np.repeat(np.arange(len(self.old), len(self)), [len(k) for k in each])
            order = np.argsort(keys, kind="stable")
            found = self._own[channel] = Batch(keys[order], docs[order])
        return found

    def articles(self, docs: Sequence[int]) -> Sequence[Article]:
        """Whole articles, in the order asked."""
        held = self.known.articles([self.old[d] for d in docs if d < len(self.old)])
        return [held[self.old[d]] if d < len(self.old) else self._read(d) for d in docs]

    def _read(self, doc: int) -> Article:
        prepared = self.arrivals[doc - len(self.old)].prepared
        return replace(prepared.article, body=without(prepared.article.body, prepared.furniture))

    def headers(self, docs: Sequence[int]) -> Sequence[Article]:
        """The articles; of those in the cluster without bodies."""
        held = self.known.headers([self.old[d] for d in docs if d < len(self.old)])
        return [
            held[self.old[d]] if d < len(self.old) else self.arrivals[d - len(self.old)].prepared.article for d in docs
        ]

    def keys(self, docs: Sequence[int]) -> Sequence[StoryKeys]:
        """The story keys of some articles. Those are looked up next, for they may lead others."""
        self.asking.update(self.name(d) for d in docs)
        held = self.known.keys([self.old[d] for d in docs if d < len(self.old)])
        return [
            story_keys(held[self.old[d]]) if d < len(self.old) else self.arrivals[d - len(self.old)].prepared.keys
            for d in docs
        ]


def _name(arrival: Arrival) -> int:
    from morgue.index.stories.similarity.pieces import term_hash
    from morgue.index.stories.similarity.words import mix

    text = arrival.prepared.keys.text
    if len(text) and int(text[0]):
        return signed(text[:1])[0]
    return signed(mix(mix(np.array([term_hash(arrival.id)], np.uint64)) | np.uint64(1)))[0]
