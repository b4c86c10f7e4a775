"""The stories that a change touches, worked out by the program's own story book over what the cluster holds near it.

The book is a function of what is held. It gets only what the change's keys touch, with numbers of its own, and works
the change out again with more whenever it asks for an article, a text's other holders or a story-mate that it was not
given. What comes out is what one book over the whole archive would say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morgue.core.article import Article
from morgue.core.removed_spans import without
from morgue.index.cluster.document import Document, furniture, restored, signed, unsigned
from morgue.index.cluster.rows import Row, Rows, story_keys
from morgue.index.pipeline.prepared import Prepared
from morgue.index.stories.clusters.columns import StoryColumns
from morgue.index.stories.clusters.edges import Edges
from morgue.index.stories.clusters.lookup import Channel
from morgue.index.stories.clusters.matching import Texts
from morgue.index.stories.clusters.story_index import Added, StoryBook
from morgue.index.stories.similarity.candidates import LEADERS
from morgue.index.stories.similarity.signature import StoryKeys

#: A tie in a state document: two texts and how it was found.
Tie = tuple[int, int, bool]
_SHARES = ("kept_ab", "kept_ba", "start", "end", "version")
_SPLIT = ("band", "sample")


class Missing(Exception):
    """Articles that the book asks for and that it was not given."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__()
        self.ids = frozenset(ids)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article to be filed, at its place in the archive's order; `again` when it is there with other furniture.

    document is what of its document comes from the article alone.
    """

    prepared: Prepared
    seq: int
    words: int
    again: bool = False
    document: Document = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """Its each."""
        return self.prepared.article.id


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
        self.asking = {_name(a) for a in arrivals}
        self._own: dict[Channel, dict[int, list[int]]] = {}

    def __len__(self) -> int:
        return len(self.old) + len(self.arrivals)

    def id(self, doc: int) -> str:
        """The article's each."""
        return self.old[doc] if doc < len(self.old) else self.arrivals[doc - len(self.old)].id

    def name(self, doc: int) -> int:
        """The name of its text, signed."""
        return self.known.rows[self.old[doc]].name if doc < len(self.old) else _name(self.arrivals[doc - len(self.old)])

    def matches(self, channel: Channel, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every live document that holds one of the keys: index into `keys`, and document."""
        wanted = signed(keys)
        own = self._batch(channel)
        held = self.known.holders(channel, wanted)
        unled = self._unled(channel, wanted, held, own) if channel in _SPLIT else {}
        index: list[int] = []
        docs: list[int] = []
        unknown: set[str] = set()
        for i, key in enumerate(wanted):
            for each in (*held.get(key, ()), *unled.get(key, ())):
                if each in self.removed:
                    continue
                doc = self.place.get(each)
                if doc is None:
                    unknown.add(each)
                else:
                    index.append(i)
                    docs.append(doc)
            for doc in own.get(key, ()):
                index.append(i)
                docs.append(doc)
        if unknown:
            raise Missing(unknown)
        return np.array(index, np.int64), np.array(docs, np.int64)

    def _unled(
        self, channel: str, wanted: Sequence[int], held: dict[int, list[str]], own: dict[int, list[int]]
    ) -> dict[int, list[str]]:
        """The further holders of the keys that a text in question leads, or that something removed may have led."""
        rest = f"{channel}_rest"
        if self.removed:
            return self.known.holders(rest, wanted)
        led = [key for key in wanted if self._leads(key, held, own)]
        found = self.known.holders(rest, led)
        return {key: found[key] for key in led if key in found}

    def _leads(self, key: int, held: dict[int, list[str]], own: dict[int, list[int]]) -> bool:
        there = held.get(key, ())
        if len(there) < LEADERS:
            return False  # then there are no others
        names = {_unsigned(self.known.rows[each].name) for each in there}
        names.update(_unsigned(self.name(doc)) for doc in own.get(key, ()))
        return any(_signed(n) in self.asking for n in sorted(names)[:LEADERS])

    def _batch(self, channel: Channel) -> dict[int, list[int]]:
        """The arrivals by their keys of a channel."""
        found = self._own.get(channel)
        if found is None:
            found = self._own[channel] = {}
            for i, arrival in enumerate(self.arrivals, len(self.old)):
                for key in signed(getattr(arrival.prepared.keys, channel)):
                    found.setdefault(key, []).append(i)
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
        """Their keys. Whoever's keys are asked for is looked up next, and may lead some."""
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


def _unsigned(number: int) -> int:
    return number & (1 << 64) - 1


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number


class Worked:
    """One book over a neighbourhood, the change worked out: what it says of every article in it."""

    def __init__(self, numbered: Numbered, aliases: dict[str, str]) -> None:
        self.numbered = numbered
        self.aliases = aliases
        known, old = numbered.known, numbered.old
        rows = [known.rows[each] for each in old]
        self.stories = list(dict.fromkeys(r.story for r in sorted(rows, key=lambda r: r.born)))
        self.book = StoryBook.of(_texts(rows), _edges(known, rows), _columns(numbered, rows, self.stories, aliases))

    def run(self) -> None:
        """Takes the change in; Missing when more is needed."""
        numbered = self.numbered
        added = [Added(numbered.new[a.id], a.id, a.prepared.keys, a.words) for a in numbered.arrivals]
        removed = [numbered.place[each] for each in numbered.removed if each in numbered.place]
        self.book.update(numbered, added, removed, len(numbered))


def _texts(rows: Sequence[Row]) -> Texts:
    return Texts(
        unsigned([r.name for r in rows]),
        unsigned([r.tie for r in rows]),
        unsigned([r.marks for r in rows]),
        np.array([r.words for r in rows], np.int32),
    )


def _edges(known: Known, rows: Sequence[Row]) -> Edges:
    names = {r.name for r in rows}
    found = [
        (_unsigned(a), _unsigned(b), *shares, linked)
        for (a, b, linked), shares in known.ties.items()
        if a in names or b in names
    ]
    found.sort(key=lambda t: (t[0], t[1], t[-1]))
    columns: list[list[Any]] = [list(c) for c in zip(*found, strict=True)] if found else [[] for _ in range(8)]
    kinds = (np.uint64, np.uint64, np.float32, np.float32, np.float32, np.float32, np.bool_, np.bool_)
    return Edges(*(np.array(c, kind) for c, kind in zip(columns, kinds, strict=True)))


def _columns(numbered: Numbered, rows: Sequence[Row], stories: Sequence[str], aliases: dict[str, str]) -> StoryColumns:
    number = {s: i for i, s in enumerate(stories)}
    story = np.array([number[r.story] for r in rows], np.int32)
    of = [-1 if r.of is None else numbered.place.get(r.of, -2) for r in rows]
    if -2 in of:
        raise Missing(r.of for r in rows if r.of is not None and r.of not in numbered.place)
    mates = [numbered.place.get(s) for s in stories]
    founder = [-1 if m is None or rows[m].story != s else m for m, s in zip(mates, stories, strict=True)]
    none = np.zeros(len(stories), np.int32)
    return StoryColumns(
        story,
        np.array([r.role for r in rows], np.uint8),
        np.array(of, np.int32),
        np.array([np.nan if r.kept is None else r.kept for r in rows], np.float32),
        np.array(founder, np.int32),
        np.bincount(story, minlength=len(stories)).astype(np.int32),
        none,
        none,
        np.ones(len(stories), np.int32),
        {i: s for i, s in enumerate(stories) if founder[i] < 0},
        {alias: number[s] for alias, s in aliases.items() if s in number},
    )


def kept_of(value: float) -> float | None:
    """The share that survives, None for an original."""
    return None if isnan(value) else float(value)
