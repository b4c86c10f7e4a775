"""What snippets mark for a query: the forms its words stood for, and its phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.local.evaluate import narrowed
from search.local.leaves import TEXT
from search.query import And, AtLeast, Boost, Exact, Near, Or, Phrase
from search.request import Marking

if TYPE_CHECKING:
    from search.local.leaves import Leaves
    from search.query import Query


def marking(leaves: Leaves, query: Query) -> Marking:
    """Forms and phrases of all parts that must or may match; exclusions mark nothing."""
    terms: set[str] = set()
    phrases: list[tuple[frozenset[str], ...]] = []
    _collect(leaves, query, None, terms, phrases)
    return Marking(frozenset(terms), tuple(phrases))


def _collect(
    leaves: Leaves,
    query: Query,
    language: str | None,
    terms: set[str],
    phrases: list[tuple[frozenset[str], ...]],
) -> None:
    match query:
        case And(parts):
            for part in parts:
                _collect(leaves, part, narrowed(parts, language), terms, phrases)
        case Or(parts):
            for part in parts:
                _collect(leaves, part, language, terms, phrases)
        case Boost(part) | AtLeast(_, part):
            _collect(leaves, part, language, terms, phrases)
        case Near(left, right):
            _collect(leaves, left, language, terms, phrases)
            _collect(leaves, right, language, terms, phrases)
        case Phrase(words, _, slop):
            if slop:
                terms.update(words)
            else:
                phrases.append(tuple(frozenset((w,)) for w in words))
        case Exact(text):
            terms.add(text)
        case _ if isinstance(query, TEXT):
            terms.update(leaves.term(query, language).forms.texts)
        case _:
            pass
