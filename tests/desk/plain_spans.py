"""Occurrences the plain way: every pair of words of every article compared."""

from __future__ import annotations

from morgue.search.query import And, AtLeast, Boost, Keyword, Near, Not, Or, Query, Word
from tests.oracle.reference import Reference
from tests.oracle.texts import TITLE, Text

Span = tuple[int, int]


def spans_of(reference: Reference, query: Query, text: Text, language: str | None = None) -> set[Span]:
    """The distinct occurrences of all words, phrases and proximities outside exclusions."""
    match query:
        case And(parts):
            named = {p.value for p in parts if isinstance(p, Keyword) and p.field == "lang"}
            inner = named.pop() if len(named) == 1 else language
            return {s for p in parts for s in spans_of(reference, p, text, inner)}
        case Or(parts):
            return {s for p in parts for s in spans_of(reference, p, text, language)}
        case Boost(part) | AtLeast(_, part):
            return spans_of(reference, part, text, language)
        case Near():
            return _joined(reference, query, text, language)
        case Not():
            return set()
        case _ if hasattr(query, "field") and not isinstance(query, Keyword):
            try:
                spans = reference.occurrences.spans(query, text, language)
            except TypeError:
                return set()
            if isinstance(query, Word):  # a compound, found as a whole and by its parts, stands there once
                return {(a, b) for a, b in spans if not any(c == a and d > b for c, d in spans)}
            return spans
        case _:
            return set()


def _joined(reference: Reference, near: Near, text: Text, language: str | None) -> set[Span]:
    """Each left span with the partner that stands nearest to it, one after it first."""
    right = reference.occurrences.spans(near.right, text, language)
    found = set()
    for a in reference.occurrences.spans(near.left, text, language):
        near_by = [b for b in right if reference.occurrences.near(near, text, a, b)]
        if near.unit != "word":
            near_by = [b for b in near_by if b != a]
        if near_by:
            b = min(near_by, key=lambda b: _distance(a, b))
            found.add((min(a[0], b[0]), max(a[1], b[1])))
    return found


def _distance(a: Span, b: Span) -> tuple[int, bool, int]:
    """How far b stands from a; of two as far away the one after it, then the shorter."""
    after = b[0] > a[1]
    return (b[0] - a[1] if after else a[0] - b[1]), not after, b[1] if after else -b[0]


def place(span: Span) -> tuple[str, int, int]:
    """The field, and the first and last place within it."""
    field = "title" if span[0] >= TITLE else "body"
    return field, span[0] % TITLE, span[1] % TITLE
