"""Finds every occurrence in an article of a query's words, phrases and proximities. Pure.

The same occurrences that an engine matches by, told from the text: places count the terms of the body from 0, those of
the headline from `TITLE`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from morgue.core.analyzer import joints, surface_tokens
from morgue.search.desk.text.article_reading import TITLE, Reading, Seen, Span, inside, unit_of
from morgue.search.desk.text.spotting import Spotter
from morgue.search.desk.texts import HasText
from morgue.search.query import Boost, Exact, Fuzzy, Near, Or, Phrase, Prefix, Query, Text, Wildcard, Word
from morgue.search.text_leaves import text_leaves

#: Pairs of a proximity inside another that are looked at in one article.
MOST_PAIRS = 100_000
#: Words of the texts that are remembered, with whether they can be part of an occurrence.
KNOWN = 200_000

#: The forms that a word stands for, among articles of a language where one is named.
FormsOf = Callable[[Text, str | None], frozenset[str]]


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """Places first to last, which are the characters start to end (half-open) of the headline or the body."""

    first: int
    last: int
    start: int
    end: int

    @property
    def field(self) -> Literal["title", "body"]:
        """Where it stands."""
        return "title" if self.first >= TITLE else "body"


class Spot(NamedTuple):
    """An occurrence by its characters alone: half-open, in the headline or the body."""

    field: Literal["title", "body"]
    start: int
    end: int


def part_of(article: HasText, spot: Spot) -> str:
    """The headline or the body, whichever an occurrence stands in."""
    return (article.title or "") if spot.field == "title" else article.body


class Occurrences:
    """A query's words and phrases with their forms, ready to be looked for in many articles."""

    def __init__(self, query: Query, forms: FormsOf) -> None:
        self._forms_of = forms
        self._leaves = list(text_leaves(query))
        self._sets: dict[tuple[Text, str | None], frozenset[str]] = {}
        for leaf, language in self._leaves:
            self._prepare(leaf, language)
        self._terms = frozenset().union(*self._sets.values())
        self._known: dict[str, Seen] = {}
        plain = all(
            isinstance(leaf, Word | Exact | Prefix | Wildcard | Fuzzy) and leaf.field is None
            for leaf, _ in self._leaves
        )
        self._spotter = Spotter(self._terms) if plain and Spotter.possible(self._terms) else None

    @property
    def terms(self) -> frozenset[str]:
        """Every form that may be part of an occurrence."""
        return self._terms

    @property
    def plain(self) -> bool:
        """Whether they are plain words, which are found without going through all of a text."""
        return self._spotter is not None

    def of(self, article: HasText) -> tuple[Occurrence, ...]:
        """The occurrences in an article, each once: those of the headline first, then those of the body, in order."""
        if not self._terms:
            return ()
        reading = Reading(article)
        if len(self._known) > KNOWN:
            self._known.clear()
        reading.read(article.title or "", TITLE, self._known, self._look)
        reading.read(article.body, 0, self._known, self._look)
        found: set[Span] = set()
        for leaf, language in self._leaves:
            if isinstance(leaf, Near):
                found.update(self._joined(leaf, language, reading))
            else:
                spans = self._spans(leaf, language, reading)
                found.update(_longest(spans) if isinstance(leaf, Word) else spans)
        ordered = sorted(found, key=lambda s: (s[0] < TITLE, s))
        return tuple(Occurrence(a, b, reading.starts[a], reading.ends[b]) for a, b in ordered)

    def spots(self, article: HasText) -> list[Spot]:
        """Where the occurrences of an article stand, in the order of `of`; of plain words without reading all of it."""
        if self._spotter is not None:
            title, body = self._spotter.spots(article.title or ""), self._spotter.spots(article.body)
            if title is not None and body is not None:
                return [*(Spot("title", *span) for span in title), *(Spot("body", *span) for span in body)]
        return [Spot(one.field, one.start, one.end) for one in self.of(article)]

    def _look(self, surface: str) -> Seen:
        tokens = surface_tokens(surface)
        wanted = tuple(token for token in tokens if token.term in self._terms)
        seen = self._known[surface] = sum(not t.extra for t in tokens), wanted or None
        return seen

    # -- forms

    def _prepare(self, query: Query, language: str | None) -> None:
        match query:
            case Phrase():
                for word in query.words:
                    self._forms(Exact(word, strict=query.strict), None)
            case Near(left, right):
                self._prepare(left, language)
                self._prepare(right, language)
            case Or(parts):
                for part in parts:
                    self._prepare(part, language)
            case Boost(part):
                self._prepare(part, language)
            case Word(text) if len(pieces := joints(text)) > 1:
                self._forms(query, language)
                for head in pieces[:-1]:
                    self._forms(Exact(head, strict=False), None)
                self._forms(Word(pieces[-1]), language)
            case Word() | Exact() | Prefix() | Wildcard() | Fuzzy():
                self._forms(query, language)
            case _:
                pass

    def _forms(self, leaf: Text, language: str | None) -> frozenset[str]:
        known = self._sets.get((leaf, language))
        if known is None:
            known = self._sets[leaf, language] = self._forms_of(leaf, language)
        return known

    # -- spans, ascending

    def _spans(self, query: Query, language: str | None, reading: Reading) -> list[Span]:
        match query:
            case Phrase(words, name, slop):
                wanted = [self._places(Exact(w, strict=query.strict), None, reading) for w in words]
                return inside(_in_a_row(wanted, slop), name, reading)
            case Or(parts):
                return sorted({s for p in parts for s in self._spans(p, language, reading)})
            case Boost(part):
                return self._spans(part, language, reading)
            case Near():
                return self._pairs(query, language, reading)
            case Word(text) if len(pieces := joints(text)) > 1:
                row = [self._places(Exact(h, strict=False), None, reading) for h in pieces[:-1]]
                together = _in_a_row([*row, self._places(Word(pieces[-1]), language, reading)], 0)
                alone = [(p, p) for p in self._places(query, language, reading)]
                return inside(sorted({*together, *alone}), query.field, reading)
            case Word() | Exact() | Prefix() | Wildcard() | Fuzzy():
                return inside([(p, p) for p in self._places(query, language, reading)], query.field, reading)
            case _:
                return []

    def _places(self, leaf: Text, language: str | None, reading: Reading) -> list[int]:
        forms = self._forms(leaf, language)
        if len(reading.places) < len(forms):
            held = [places for term, places in reading.places.items() if term in forms]
        else:
            held = [reading.places[term] for term in forms if term in reading.places]
        return sorted({p for places in held for p in places})

    # -- proximity

    def _joined(self, near: Near, language: str | None, reading: Reading) -> list[Span]:
        """Each left span that has a partner, joined with the nearest: the one after it where two are as near."""
        left, right = self._sides(near, language, reading)
        starts = [b[0] for b in right]
        by_end = sorted(right, key=lambda b: (b[1], b[0]))
        ends = [b[1] for b in by_end]
        found = []
        for a in left:
            after = bisect_right(starts, a[1])
            before = bisect_left(ends, a[0]) - 1
            choices = []
            if after < len(right) and self._near(near, a, right[after], reading):
                choices.append((right[after][0] - a[1], right[after]))
            if not near.ordered and before >= 0 and self._near(near, a, by_end[before], reading):
                choices.append((a[0] - by_end[before][1], by_end[before]))
            if choices:
                b = min(choices, key=lambda c: c[0])[1]
                found.append((min(a[0], b[0]), max(a[1], b[1])))
        return found

    def _pairs(self, near: Near, language: str | None, reading: Reading) -> list[Span]:
        """Every pair, since another proximity outside may need any of them."""
        left, right = self._sides(near, language, reading)
        found: set[Span] = set()
        looked_at = 0
        for a in left:
            for b in right:
                looked_at += 1
                if looked_at > MOST_PAIRS:
                    return sorted(found)
                if self._near(near, a, b, reading):
                    found.add((min(a[0], b[0]), max(a[1], b[1])))
        return sorted(found)

    def _sides(self, near: Near, language: str | None, reading: Reading) -> tuple[list[Span], list[Span]]:
        sides = self._spans(near.left, language, reading), self._spans(near.right, language, reading)
        if near.unit == "word":
            return sides
        left, right = ([s for s in side if len({unit_of(near.unit, p, reading) for p in s}) == 1] for side in sides)
        return left, right

    @staticmethod
    def _near(near: Near, a: Span, b: Span, reading: Reading) -> bool:
        gap = b[0] - a[1] if b[0] > a[1] else a[0] - b[1]
        if gap <= 0 or (near.ordered and b[0] <= a[1]):
            return False
        if near.unit == "word":
            return gap <= near.distance
        return unit_of(near.unit, a[0], reading) == unit_of(near.unit, b[0], reading)


def _longest(spans: list[Span]) -> Iterable[Span]:
    """Of those that begin at the same place the longest: a compound stands there as a whole and by its parts."""
    return dict(sorted(spans)).items()


def _in_a_row(places: list[list[int]], slop: int) -> list[Span]:
    """Words in this order with at most `slop` others between them: each first word gives the span that ends first."""
    if any(not p for p in places):
        return []
    found: list[Span] = []
    for first in places[0]:
        last = first
        for each in places[1:]:
            at = bisect_right(each, last)
            if at == len(each):
                return found
            last = each[at]
        if last - first <= slop + len(places) - 1:
            found.append((first, last))
    return found
