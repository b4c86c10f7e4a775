"""Collects what is marked for a query: the forms of its words, and its phrases, by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from morgue.core.analyzer import joints
from morgue.search.query import Exact, Near, Phrase, Text, TextField, Word
from morgue.search.request import Marking
from morgue.search.text_leaves import text_leaves

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
    found = [(leaf.field, places) for leaf, language in _leaves(query) for places in _places(leaf, language, forms)]
    if not any(field for field, _ in found):  # as in most questions
        return _marking(places for _, places in found)
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


def _leaves(query: Query) -> Iterator[tuple[Text, str | None]]:
    """The words and phrases of a query, those inside proximities too."""
    for leaf, language in text_leaves(query):
        if isinstance(leaf, Near):
            for side in (leaf.left, leaf.right):
                yield from ((inner, language) for inner, _ in _leaves(side))
        else:
            yield leaf, language
