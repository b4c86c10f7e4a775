"""Which words of a hit are to be marked, read off the query. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from search.query import And, AtLeast, Boost, Exact, Fuzzy, Near, Or, Phrase, Prefix, Query, Text, Wildcard, Word
from search.request import Marking

#: The forms in the archive that a leaf stands for.
Expand = Callable[[Text], frozenset[str]]


def marking(query: Query, expanded: Expand) -> Marking:
    """What a query marks: its words and phrases outside NOT, each with every form that `expanded` gives for it.

    A phrase is asked for word by word, as Exact. A phrase with a distance, and a proximity, mark their words singly.
    Every place list of one place in `phrases` holds the forms of one word, so that a passage can be judged by how many
    words of the query, not forms, it has.
    """
    places: dict[tuple[frozenset[str], ...], None] = {}
    for leaf in positive_leaves(query):
        if not isinstance(leaf, Phrase):
            places[(expanded(leaf),)] = None
            continue
        words = tuple(expanded(Exact(word, leaf.field)) | {word} for word in leaf.words)
        if leaf.slop:
            places.update({(word,): None for word in words})
        else:
            places[words] = None
    kept = tuple(p for p in places if all(p))
    terms = frozenset(term for p in kept if len(p) == 1 for term in p[0])
    return Marking(terms, kept)


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
