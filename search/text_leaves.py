"""Collects the words and phrases by which an article matches a query, to be marked, lined up and counted. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morgue.search.query import (
    And,
    AtLeast,
    Boost,
    Exact,
    Fuzzy,
    Keyword,
    Near,
    Or,
    Phrase,
    Prefix,
    Query,
    Wildcard,
    Word,
)

Leaf = Word | Exact | Phrase | Prefix | Wildcard | Fuzzy | Near


def text_leaves(query: Query, language: str | None = None) -> Iterator[tuple[Leaf, str | None]]:
    """Every word, phrase and proximity outside exclusions, with the language in whose forms it is looked for."""
    match query:
        case And(parts):
            inner = narrowed(parts, language)
            for part in parts:
                yield from text_leaves(part, inner)
        case Or(parts):
            for part in parts:
                yield from text_leaves(part, language)
        case Boost(part) | AtLeast(_, part):
            yield from text_leaves(part, language)
        case Word() | Exact() | Phrase() | Prefix() | Wildcard() | Fuzzy() | Near():
            yield query, language
        case _:
            pass


def narrowed(parts: Sequence[Query], language: str | None) -> str | None:
    """The language that a `lang:` among the parts of an And names: the words beside it are stemmed in it alone."""
    named = {p.value.casefold() for p in parts if isinstance(p, Keyword) and p.field == "lang"}
    return named.pop() if len(named) == 1 else language
