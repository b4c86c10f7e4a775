"""Finds the words and phrases of a query in a text: exact spans, in one pass. Pure.

Phrases are found with a set of open beginnings that moves from term to term, so the time is linear in the text (times
the number of phrases that share a word). Terms are those of `morgue.core.analyzer`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cached_property

from morgue.core.analyzer import LONGEST_CAPITALS, LONGEST_TERM, SHORTEST_CAPITALS, surface_pattern, surface_tokens
from morgue.core.dataclass import dataclass
from morgue.search.request import Marking

#: So many words of the texts read are remembered, with whether they can be part of a match.
_KNOWN = 50_000


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
        stop = len(text) if end is None else end
        for m in surface_pattern(text, start, stop).finditer(text, start, stop):
            surface = m.group()
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
                    began = m.start() + token.start if place == 0 else open_at.get((part, place), -1)
                    if began < 0:
                        continue
                    if place + 1 == len(places[part]):
                        yield Match(began, m.start() + token.end, part)
                    else:
                        now[part, place + 1] = began
            open_at = now


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
