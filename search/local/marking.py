"""What is marked for a query: the forms of its words, and its phrases, in the fields where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from morgue.core.analyzer import joints
from morgue.search.local.matching.evaluate import narrowed
from morgue.search.query import (
    And,
    AtLeast,
    Boost,
    Exact,
    Fuzzy,
    Near,
    Or,
    Phrase,
    Prefix,
    Text,
    TextField,
    Wildcard,
    Word,
)
from morgue.search.request import Marking

if TYPE_CHECKING:
    from morgue.search.query import Query

    Place = frozenset[str]
    Places = tuple[Place, ...]

#: The forms that a word stands for, among documents of a language where one is named.
FormsOf = Callable[[Text, str | None], frozenset[str]]

_BODY: tuple[TextField | None, ...] = (None, "body", "lead", "hlead")
_TITLE: tuple[TextField | None, ...] = (None, "title", "hlead")


def marking(query: Query, forms: FormsOf) -> Marking:
    """Words and phrases of all parts that must or may match; exclusions mark nothing.

    A phrase with a distance, and a proximity, mark their words singly.
    """
    found = [
        (leaf.field, places) for leaf, language in _leaves(query, None) for places in _places(leaf, language, forms)
    ]
    body, title = (_marking(p for field, p in found if field in fields) for fields in (_BODY, _TITLE))
    return body if body == title else Marking(body.terms, body.phrases, title)


def _marking(found: Iterator[Places]) -> Marking:
    kept = tuple(dict.fromkeys(places for places in found if all(places)))
    return Marking(frozenset(term for places in kept if len(places) == 1 for term in places[0]), kept)


def _places(leaf: Text, language: str | None, forms: FormsOf) -> list[Places]:
    if isinstance(leaf, Word) and len(parts := joints(leaf.text)) > 1:
        heads = [forms(Exact(part, leaf.field, False), language) | {part} for part in parts[:-1]]
        return [(forms(leaf, language),), (*heads, forms(Word(parts[-1], leaf.field), language) | {parts[-1]})]
    if not isinstance(leaf, Phrase):
        return [(forms(leaf, language),)]
    words = [forms(Exact(word, leaf.field, leaf.strict), language) | {word} for word in leaf.words]
    return [(word,) for word in words] if leaf.slop else [tuple(words)]


def _leaves(query: Query, language: str | None) -> Iterator[tuple[Text, str | None]]:
    """The words and phrases that an article matches by having them, each with the language it is stemmed in."""
    match query:
        case And(parts):
            for part in parts:
                yield from _leaves(part, narrowed(parts, language))
        case Or(parts):
            for part in parts:
                yield from _leaves(part, language)
        case Boost(part) | AtLeast(_, part):
            yield from _leaves(part, language)
        case Near(left, right):
            yield from _leaves(left, language)
            yield from _leaves(right, language)
        case Word() | Exact() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            yield query, language
        case _:
            pass
