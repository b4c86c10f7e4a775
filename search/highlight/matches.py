"""Finds the words and phrases of a query in a text: exact spans, in one pass. Pure.

Phrases are found with a set of open beginnings that moves from term to term, so the time is linear in the text (times
the number of phrases that share a word). Terms are those of `morgue.core.analyzer`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cached_property

from morgue.core.analyzer import (
    LONGEST_CAPITALS,
    LONGEST_TERM,
    SHORTEST_CAPITALS,
    plain_surface,
    surface_pattern,
    surface_tokens,
)
from morgue.core.dataclass import dataclass
from morgue.core.patterns import compiled
from morgue.search.request import Marking

#: So many words of the texts read are remembered, with whether they can be part of a match.
_KNOWN = 50_000
#: So many terms at most are looked for at once in a text, each by so many letters or digits of its own at least.
_AT_ONCE, _SHORTEST = 64, 2
#: In a text without these, letters and digits of ASCII that are part of a term stand as such: no other character
#: becomes one of them, and none is left out between two.
_OTHER = compiled(
    "[^\x00-\x7f\u00a0\u00a3\u00a9\u00ab\u00b0\u00b7\u00bb\u00c0-\u00de\u00e0-\u00ff\u2013\u2014\u2018-\u201d\u2022\u2026\u20ac]"
)
_LITERAL, _SPACE = compiled("[0-9a-z]+"), compiled("[ \n]")


@dataclass(frozen=True, slots=True)
class Match:
    """text[start:end] is a match; `part` numbers the word or phrase of the query it belongs to."""

    start: int
    end: int
    part: int


class Finder:
    """The words and phrases of a marking, ready to be looked for in many texts."""

    def __init__(self, marking: Marking) -> None:
        self._places: list[tuple[frozenset[str], ...]] = list(marking.phrases)
        grouped = {term for places in self._places if len(places) == 1 for term in places[0]}
        self._places += [(frozenset({term}),) for term in sorted(marking.terms - grouped)]
        self._telling: dict[str, bool] = {}

    @cached_property
    def _by_term(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """For each term the (part, place) pairs it can fill."""
        found: dict[str, list[tuple[int, int]]] = {}
        for part, places in enumerate(self._places):
            for place, terms in enumerate(places):
                for term in terms:
                    found.setdefault(term, []).append((part, place))
        return {term: tuple(pairs) for term, pairs in found.items()}

    @property
    def parts(self) -> int:
        """How many different words and phrases there are."""
        return len(self._places)

    def matches(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """All matches that lie in text[start:end], by their end; they may overlap."""
        by_term, places = self._by_term, self._places
        if not by_term:
            return
        known = self._telling
        if len(known) > _KNOWN:
            known.clear()
        open_at: dict[tuple[int, int], int] = {}  # (part, next place) → where that phrase began
        for at, surface in self._surfaces(text, start, len(text) if end is None else end):
            telling = known.get(surface)
            if telling is None:
                telling = known[surface] = _telling(surface, by_term)
            if not telling:
                open_at = {} if open_at else open_at
                continue
            here = 0
            now: dict[tuple[int, int], int] = {}
            for token in surface_tokens(surface):
                if token.place > here:
                    here, open_at, now = token.place, now, {}
                for part, place in by_term.get(token.term, ()):
                    began = at + token.start if place == 0 else open_at.get((part, place), -1)
                    if began < 0:
                        continue
                    if place + 1 == len(places[part]):
                        yield Match(began, at + token.end, part)
                    else:
                        now[part, place + 1] = began
            open_at = now

    @cached_property
    def _literals(self) -> tuple[str, ...]:
        """One of these stands in every word that can be part of a match, once in lower case; none where none would."""
        if len(self._by_term) > _AT_ONCE:
            return ()
        longest = {max(_LITERAL.findall(term.lower()), key=len, default="") for term in self._by_term}
        return tuple(each for each in longest if not any(o in each for o in longest - {each}))

    def _surfaces(self, text: str, start: int, stop: int) -> Iterator[tuple[int, str]]:
        """The surfaces of text[start:stop] in order, each with where it begins, without some that are in no match nor
        between words of one.
        """
        literals = self._literals
        if min(map(len, literals), default=0) < _SHORTEST or (not text.isascii() and _OTHER.search(text, start, stop)):
            yield from _read(text, start, stop)
            return
        phrases = any(len(terms) > 1 for terms in self._places)
        done = start
        for at in _places(text[start:stop].lower(), literals):
            at += start
            if at < done:
                continue
            # no surface goes beyond white space, so that what stands between two spaces is read by itself
            begin = max(done, text.rfind(" ", done, at) + 1)
            begin = max(begin, text.rfind("\n", begin, at) + 1)
            if phrases and (between := surface_pattern(text, done, begin).search(text, done, begin)):
                yield between.start(), between.group()
            space = _SPACE.search(text, at, stop)
            done = space.start() if space else stop
            plain = plain_surface(text, begin, done)
            if plain is None:
                yield from _read(text, begin, done)
            else:
                yield plain


def _read(text: str, start: int, stop: int) -> Iterator[tuple[int, str]]:
    """All surfaces of a part of a text, each with where it begins."""
    for m in surface_pattern(text, start, stop).finditer(text, start, stop):
        yield m.start(), m.group()


def _places(text: str, literals: tuple[str, ...]) -> list[int]:
    """Where any of these stand in a text, ascending; places within an earlier one of the same aside."""
    found = []
    for literal in literals:
        at = text.find(literal)
        while at >= 0:
            found.append(at)
            at = text.find(literal, at + len(literal))
    found.sort()
    return found


def _telling(surface: str, by_term: Container[str]) -> bool:
    """Whether one of the terms of a surface is among these; letters of ASCII are their own term, once in lower case."""
    if surface.isascii() and surface.isalpha() and len(surface) <= LONGEST_TERM:
        in_capitals = SHORTEST_CAPITALS <= len(surface) <= LONGEST_CAPITALS and surface.isupper()
        return surface.lower() in by_term or (in_capitals and surface in by_term)
    return any(token.term in by_term for token in surface_tokens(surface))


def merged(matches: Iterator[Match] | list[Match]) -> tuple[tuple[int, int], ...]:
    """The spans of matches in order, overlapping ones as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((m.start, m.end) for m in matches):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)
