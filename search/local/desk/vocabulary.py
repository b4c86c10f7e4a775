"""Counts the words of the matches from the postings of the index: each list once, no text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.analyzer import in_capitals, joints
from morgue.index.codec.layout import RESERVED
from morgue.search.desk.vocabulary import Sizes, TermCount, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from morgue.search.deadline import Deadline
    from morgue.search.local.aggregation.facets import Matches
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, Ints, Mask

#: Postings decoded in one go.
_AT_ONCE = 1 << 21
#: Figures of a term: articles, weight and tokens in the matches, and the same in the rest.
_ARTICLES, _WEIGHT, _TOKENS, _REST_ARTICLES, _REST_WEIGHT, _REST_TOKENS = range(6)
_FIGURES = 6


@dataclass(frozen=True, slots=True)
class _Part:
    """One segment: masks of the matching and of the deleted documents (None for none), and two weights of each.

    weight is that of a matching document; deficit is what one of the rest weighs less than 1.
    """

    segment: Segment
    inside: Mask
    deleted: Mask | None
    weight: Ints
    deficit: Ints


def vocabulary(matches: Matches, least: int, deadline: Deadline) -> Vocabulary:
    """The forms in at least so many matches."""
    collection = matches.collection
    inside = [found.docs for found in matches.found]
    outside = [(s.all - found).docs for s, found in zip(collection.segments, matches.found, strict=True)]
    least_here = least if len(collection.segments) == 1 else 1
    numbers: dict[str, int] = {}
    tables = []
    for part in _parts(collection, inside, outside):
        names, table = _counted(part, least_here, deadline)
        places = np.fromiter((numbers.setdefault(name, len(numbers)) for name in names), np.intp, len(names))
        tables.append((places, table))
    total = np.zeros((_FIGURES, len(numbers)))
    for places, table in tables:
        total[:, places] += table
    kept = np.flatnonzero(total[_ARTICLES] >= least)
    every = list(numbers)
    told = sorted((every[at], at) for at in kept.tolist() if _stands(every[at]))
    rows = total[:, [at for _, at in told]].T.tolist()
    counts = (_term_count(term, row) for (term, _), row in zip(told, rows, strict=True))
    return Vocabulary(_sizes(collection, inside), _sizes(collection, outside), tuple(counts), deadline.partial)


def _term_count(term: str, row: list[float]) -> TermCount:
    """The counts of a term; floats hold whole numbers up to 2^53."""
    articles, weight, tokens, rest_articles, rest_weight, rest_tokens = row
    return TermCount(term, int(articles), weight, int(tokens), int(rest_articles), rest_weight, int(rest_tokens))


def _sizes(collection: Collection, docs: list[Docs]) -> Sizes:
    stories = collection.stories.story[_global(collection, docs)]
    held = np.count_nonzero(np.bincount(stories)) if len(stories) else 0
    return Sizes(sum(map(len, docs)), int(held), _tokens(collection, docs))


def _stands(term: str) -> bool:
    """Whether a form takes a place of its own."""
    return not in_capitals(term) and len(joints(term)) == 1


def _global(collection: Collection, docs: list[Docs]) -> Docs:
    parts = [d + s.base for d, s in zip(docs, collection.segments, strict=True)]
    return np.concatenate(parts) if parts else np.empty(0, np.intp)


def _parts(collection: Collection, inside: list[Docs], outside: list[Docs]) -> Iterator[_Part]:
    """The segments with what their documents weigh."""
    weights, rest = _weights(collection, inside), _weights(collection, outside)
    for segment, mine, weight, others, other in zip(collection.segments, inside, weights, outside, rest, strict=True):
        mask = np.zeros(segment.size, np.bool_)
        mask[mine] = True
        deficit = np.zeros(segment.size)
        deficit[others] = 1 - other[others]
        yield _Part(segment, mask, None if segment.live is None else ~segment.live, weight, deficit)


def _weights(collection: Collection, docs: list[Docs]) -> list[Ints]:
    """For each segment the weight of each document: 1/n in a story of which n are among `docs`, 0 outside them."""
    stories = collection.stories.story[_global(collection, docs)]
    members = (
        np.bincount(stories, minlength=len(collection.stories.articles)) if len(stories) else np.zeros(1, np.int64)
    )
    out = []
    for segment, held in zip(collection.segments, docs, strict=True):
        weight = np.zeros(segment.size)
        weight[held] = 1 / members[collection.stories.story[held + segment.base]]
        out.append(weight)
    return out


def _tokens(collection: Collection, docs: list[Docs]) -> int:
    total = 0
    for segment, held in zip(collection.segments, docs, strict=True):
        title, _, body = segment.lengths
        total += int(title[held].sum(dtype=np.int64)) + int(body[held].sum(dtype=np.int64))
    return total


def _counted(part: _Part, least: int, deadline: Deadline) -> tuple[list[str], Ints]:
    """The forms that so many documents of a segment have at least, and a table of their figures: float64[6, forms]."""
    lexicon = part.segment.reader.lexicon
    wanted = np.flatnonzero(lexicon.doc_freq[RESERVED:] >= max(1, least)) + RESERVED
    table = np.zeros((_FIGURES, len(lexicon)))
    for some in _lots(lexicon.doc_freq, wanted):
        if deadline.passed():
            deadline.cut("not every word was counted")
            break
        _add(part, some, table)
    names = lexicon.all()
    if len(wanted) < len(names):
        names = [names[at] for at in (wanted - RESERVED).tolist()]
    return names, table[:, wanted]


def _lots(frequency: Ints, ordinals: Docs) -> Iterator[Docs]:
    """Some forms in lots of so many postings."""
    if len(ordinals):
        lots = np.cumsum(frequency[ordinals].astype(np.int64)) // _AT_ONCE
        yield from np.split(ordinals, np.flatnonzero(np.diff(lots)) + 1)


def _add(part: _Part, ordinals: Docs, table: Ints) -> None:
    """Fills in the figures of some forms."""
    reader = part.segment.reader
    frequency = reader.lexicon.doc_freq[ordinals].astype(np.int64)
    order = _decoded_order(part.segment, ordinals, frequency)
    ordinals, frequency = ordinals[order], frequency[order]
    docs, symbols = reader.joined_postings(ordinals)
    starts = np.cumsum(frequency) - frequency
    tokens = symbols.occurrences()
    every = np.add.reduceat(tokens, starts, dtype=np.int64)
    if part.deleted is not None:
        gone = part.deleted.take(docs)
        frequency -= np.add.reduceat(gone, starts, dtype=np.int64)
        every -= np.add.reduceat(np.where(gone, tokens, 0), starts, dtype=np.int64)
    here = part.inside.take(docs)
    articles = np.add.reduceat(here, starts, dtype=np.int64)
    at = np.flatnonzero(here)
    owner = np.repeat(np.arange(len(ordinals)), articles)
    inside = np.bincount(owner, weights=tokens.take(at), minlength=len(ordinals))
    table[_ARTICLES, ordinals] = articles
    table[_WEIGHT, ordinals] = np.bincount(owner, weights=part.weight.take(docs.take(at)), minlength=len(ordinals))
    table[_TOKENS, ordinals] = inside
    table[_REST_ARTICLES, ordinals] = frequency - articles
    table[_REST_WEIGHT, ordinals] = frequency - articles - np.add.reduceat(part.deficit.take(docs), starts)
    table[_REST_TOKENS, ordinals] = every - inside


def _decoded_order(segment: Segment, ordinals: Docs, frequency: Ints) -> Docs:
    """The forms in the order in which `joined_postings` gives postings: long lists one by one, then the short ones."""
    alone = segment.reader.long_lists(ordinals, frequency)
    return np.concatenate((np.flatnonzero(alone), np.flatnonzero(~alone)))
