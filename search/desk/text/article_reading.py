"""Looks through one article: where the forms that a query wants stand, and in which parts of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from morgue.core.analyzer import Token, paragraphs, sentences, surface_pattern, surface_tokens
from morgue.search.desk.texts import HasText
from morgue.search.query import TextField

Span = tuple[int, int]
#: The place of the first term of a headline, beyond any of a body.
TITLE = 1 << 24
#: The lead is the terms of so many paragraphs, at most so many.
LEAD_PARAGRAPHS, LEAD_TERMS = 2, 60
#: How many places a surface takes, and those of its terms that are wanted.
Seen = tuple[int, tuple[Token, ...] | None]


@dataclass(slots=True)
class Reading:
    """One article being looked through: where each wanted form stands, and the characters of those places."""

    article: HasText
    places: dict[str, list[int]] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    units: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    lead: int = -1

    def read(self, text: str, base: int, known: dict[str, Seen], look: Callable[[str], Seen]) -> None:
        """Finds the wanted forms of a headline or a body."""
        places, starts, ends = self.places, self.starts, self.ends
        before = base
        for m in surface_pattern(text).finditer(text):
            surface = m.group()
            count, tokens = known.get(surface) or look(surface)
            if tokens is not None:
                at = m.start()
                for t in tokens:
                    place = before + t.place
                    places.setdefault(t.term, []).append(place)
                    starts[place] = at + t.start
                    ends[place] = max(ends.get(place, 0), at + t.end)
            before += count


def inside(spans: list[Span], name: TextField | None, reading: Reading) -> list[Span]:
    """The spans that lie in a field from end to end."""
    if name is None:
        return spans
    lead = lead_of(reading) if name in ("lead", "hlead") else 0
    of = {
        "title": lambda s: s[0] >= TITLE,
        "body": lambda s: s[0] < TITLE,
        "lead": lambda s: s[1] < lead,
        "hlead": lambda s: s[0] >= TITLE or s[1] < lead,
    }
    return [s for s in spans if of[name](s)]


def lead_of(reading: Reading) -> int:
    """How many places the lead has."""
    if reading.lead < 0:
        body = reading.article.body
        parts = paragraphs(body)
        end = parts[LEAD_PARAGRAPHS - 1][1] if len(parts) >= LEAD_PARAGRAPHS else len(body)
        count = 0
        for m in surface_pattern(body, 0, end).finditer(body, 0, end):
            count += sum(not t.extra for t in surface_tokens(m.group()))
            if count >= LEAD_TERMS:
                break
        reading.lead = min(LEAD_TERMS, count)
    return reading.lead


def unit_of(unit: str, place: int, reading: Reading) -> int:
    """The number of the sentence or paragraph a place lies in; the headline is one of its own."""
    if place >= TITLE:
        return -1
    held = reading.units.get(unit)
    if held is None:
        body = reading.article.body
        starts = [s for s, _ in (sentences(body) if unit == "sentence" else paragraphs(body))]
        held = reading.units[unit] = (starts, [])
    return max(0, bisect_right(held[0], reading.starts[place]) - 1)
