"""What of a query scores, and what its words are: the query walked part by part."""

from __future__ import annotations

from collections.abc import Iterable

from morgue.search.query import (  # fmt: skip
    All,
    And,
    AtLeast,
    Boost,
    DateRange,
    Exact,
    Fuzzy,
    IdSet,
    Keyword,
    Not,
    NumberRange,
    Or,
    Prefix,
    Query,
    Wildcard,
    Word,
)

Leaf = Word | Exact | Prefix | Wildcard | Fuzzy


def language_within(parts: Iterable[Query], language: str | None) -> str | None:
    """The language in which the parts of an And are asked: the one that a condition beside them names."""
    named = {p.value for p in parts if isinstance(p, Keyword) and p.field == "lang"}
    return named.pop() if len(named) == 1 else language


def words(q: Query, boost: float = 1.0, language: str | None = None) -> list[tuple[Leaf, float, str | None]]:
    """Words that count whatever else matches: not those of an And or AtLeast under an Or."""
    match q:
        case And(parts):
            inner = language_within(parts, language)
            return [w for p in parts for w in words(p, boost, inner)]
        case Or(parts):
            return [w for p in parts if not isinstance(bare(p), And | AtLeast) for w in words(p, boost, language)]
        case Boost(part, factor):
            return words(part, boost * factor, language)
        case AtLeast(_, part):
            return words(part, boost, language)
        case Word() | Exact() | Prefix() | Wildcard() | Fuzzy():
            return [(q, boost, language)]
        case _:
            return []


def scoring(q: Query, boost: float = 1.0, language: str | None = None) -> list[tuple[Query, float, str | None]]:
    """Every leaf that adds to a score."""
    match q:
        case And(parts):
            inner = language_within(parts, language)
            return [w for p in parts for w in scoring(p, boost, inner)]
        case Or(parts):
            return [w for p in parts for w in scoring(p, boost, language)]
        case Boost(part, factor):
            return scoring(part, boost * factor, language)
        case AtLeast(_, part):
            return scoring(part, boost, language)
        case Not() | All() | DateRange() | NumberRange() | IdSet() | Keyword():
            return []
        case _:
            return [(q, boost, language)]


def alternatives(q: Query) -> int:
    """How many words there are any of which may match, with conditions and exclusions beside them."""
    if isinstance(q, And):
        asked = [p for p in q.parts if not isinstance(p, Not | DateRange | NumberRange | IdSet | Keyword)]
        return alternatives(asked[0]) if len(asked) == 1 else 0
    if isinstance(q, Boost):
        return alternatives(q.part)
    every = {bare(p) for p in q.parts} if isinstance(q, Or) else set()
    return len({w.text for w in every if isinstance(w, Word)})


def bare(q: Query) -> Query:
    return bare(q.part) if isinstance(q, Boost) else q
