"""Takes a query apart into the clauses that must hold, so that a failing one can be named. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from morgue.core.dataclass import dataclass
from morgue.search.query import (
    And,
    AtLeast,
    Boost,
    Exact,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Text,
    Wildcard,
    Word,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a query that must hold by itself, as typed: query.text[start:end] is `text`."""

    query: Query
    text: str
    start: int
    end: int


def clauses_of(query: Query) -> tuple[Query, ...]:
    """The parts that must all hold; the query itself when it is not an AND. Weights around groups are left off."""
    if isinstance(query, Boost) and isinstance(query.part, And):
        return clauses_of(query.part)
    return query.parts if isinstance(query, And) else (query,)


def asks_for_text(query: Query) -> bool:
    """Whether a clause asks for words, and does not only filter or exclude."""
    return next(positive_leaves(query), None) is not None


def typed_words(query: Query) -> tuple[str, ...]:
    """The bare and fuzzy words outside NOT, each once: those whose spelling may be at fault."""
    leaves = (leaf for leaf in positive_leaves(query) if isinstance(leaf, Word | Fuzzy))
    return tuple(dict.fromkeys(leaf.text for leaf in leaves))


def respelled(query: Query, spelling: Mapping[str, str]) -> Query:
    """The query with bare and fuzzy words replaced, outside NOT."""
    if isinstance(query, Word | Fuzzy) and query.text in spelling:
        return Word(spelling[query.text], query.field)
    if isinstance(query, And):
        return And(tuple(respelled(part, spelling) for part in query.parts))
    if isinstance(query, Or):
        return Or(tuple(respelled(part, spelling) for part in query.parts))
    if isinstance(query, Near):
        left, right = respelled(query.left, spelling), respelled(query.right, spelling)
        return Near(left, right, query.distance, query.ordered, query.unit)
    if isinstance(query, AtLeast):
        return AtLeast(query.count, respelled(query.part, spelling))
    if isinstance(query, Boost):
        return Boost(respelled(query.part, spelling), query.factor)
    return query


def alternatives(query: Query) -> Query | None:
    """The query with any of its wording clauses instead of all, filters and exclusions kept; None when it has one."""
    clauses = clauses_of(query)
    wording = tuple(c for c in clauses if asks_for_text(c) and not isinstance(c, Not))
    if len(wording) < 2:
        return None
    flat = tuple(inner for c in wording for inner in (c.parts if isinstance(c, Or) else (c,)))
    rest = tuple(c for c in clauses if c not in wording)
    return And((Or(flat), *rest)) if rest else Or(flat)


def positive_leaves(query: Query) -> Iterator[Text]:
    """The words and phrases of a query that an article matches by having them, from left to right."""
    stack = [query]
    while stack:
        part = stack.pop()
        if isinstance(part, Word | Exact | Phrase | Prefix | Wildcard | Fuzzy):
            yield part
        elif isinstance(part, And | Or):
            stack.extend(reversed(part.parts))
        elif isinstance(part, Near):
            stack += [part.right, part.left]
        elif isinstance(part, Boost | AtLeast):
            stack.append(part.part)
