"""The words of the matches from the postings of the index: every list once, no text."""

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
    from morgue.search.local.docset import Docs, Ints

#: Postings decoded in one go.
_AT_ONCE = 1 << 21


@dataclass(slots=True)
class _Held:
    """What one form has in the segments seen so far."""

    articles: int = 0
    weight: float = 0.0
    tokens: int = 0
    rest_articles: int = 0
    rest_weight: float = 0.0
    rest_tokens: int = 0


def vocabulary(matches: Matches, least: int, deadline: Deadline) -> Vocabulary:
    """The forms in at least so many matches."""
    collection = matches.collection
    inside = [found.docs for found in matches.found]
    outside = [(s.all - found).docs for s, found in zip(collection.segments, matches.found, strict=True)]
    signed = [a - b for a, b in zip(_weights(collection, inside), _weights(collection, outside), strict=True)]
    found: dict[str, _Held] = {}
    covered: list[set[str]] = []
    least_here = least if len(collection.segments) == 1 else 1
    for segment, here in zip(collection.segments, signed, strict=True):
        covered.append(set())
        for some in _heaps(segment, least_here):
            if deadline.passed():
                deadline.cut("not every word was counted")
                break
            covered[-1].update(_add(segment, some, here, least_here, found))
    for segment, here, known in zip(collection.segments, signed, covered, strict=True):
        wanted = [term for term, held in found.items() if held.articles >= least and term not in known]
        ordinals = sorted(o for term in wanted if (o := segment.reader.lexicon.find(term)) is not None)
        for some in _lots(segment, np.array(ordinals, np.intp)):
            _add(segment, some, here, 0, found)
    told = sorted((term, held) for term, held in found.items() if held.articles >= least and _stands(term))
    counts = (
        TermCount(t, h.articles, h.weight, h.tokens, h.rest_articles, h.rest_weight, h.rest_tokens) for t, h in told
    )
    return Vocabulary(_sizes(collection, inside), _sizes(collection, outside), tuple(counts), deadline.partial)


def _sizes(collection: Collection, docs: list[Docs]) -> Sizes:
    stories = len(np.unique(collection.stories.story[_global(collection, docs)]))
    return Sizes(sum(map(len, docs)), stories, _tokens(collection, docs))


def _stands(term: str) -> bool:
    """Whether a form takes a place of its own."""
    return not in_capitals(term) and len(joints(term)) == 1


def _global(collection: Collection, docs: list[Docs]) -> Docs:
    parts = [d + s.base for d, s in zip(docs, collection.segments, strict=True)]
    return np.concatenate(parts) if parts else np.empty(0, np.intp)


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


def _heaps(segment: Segment, least: int) -> Iterator[Docs]:
    """The forms that so many documents have at least, in lots of so many postings."""
    frequency = segment.reader.lexicon.doc_freq[RESERVED:]
    return _lots(segment, np.flatnonzero(frequency >= max(1, least)) + RESERVED)


def _lots(segment: Segment, ordinals: Docs) -> Iterator[Docs]:
    """Some forms in lots of so many postings."""
    if len(ordinals):
        lots = np.cumsum(segment.reader.lexicon.doc_freq[ordinals].astype(np.int64)) // _AT_ONCE
        yield from np.split(ordinals, np.flatnonzero(np.diff(lots)) + 1)


def _add(segment: Segment, ordinals: Docs, mine: Ints, least: int, found: dict[str, _Held]) -> list[str]:
    """Adds what some forms of a segment have, and gives them; those in fewer matches than `least` are passed over."""
    frequency = segment.reader.lexicon.doc_freq[ordinals].astype(np.int64)
    order = _decoded_order(segment, ordinals, frequency)
    ordinals, frequency = ordinals[order], frequency[order]
    docs, symbols = segment.reader.joined_postings(ordinals)
    starts = np.concatenate(([0], np.cumsum(frequency)[:-1]))
    signed = mine[docs]  # above 0 in the matches, below 0 in the rest, 0 where deleted
    at = np.flatnonzero(signed > 0)
    owner = starts.searchsorted(at, side="right") - 1
    size = len(ordinals)
    articles = np.bincount(owner, minlength=size)
    kept = np.flatnonzero(articles >= least)
    if not len(kept):
        return []
    title, _, body = symbols.frequencies()
    tokens = title.astype(np.int64) + body
    tokens[signed == 0] = 0
    inside = np.bincount(owner, weights=tokens[at], minlength=size).astype(np.int64)
    weight = np.bincount(owner, weights=signed[at], minlength=size)
    rest_articles = np.add.reduceat(signed < 0, starts, dtype=np.int64)
    rest_weight = np.where(rest_articles > 0, weight - np.add.reduceat(signed, starts), 0.0)
    columns = (articles, weight, inside, rest_articles, rest_weight, np.add.reduceat(tokens, starts) - inside)
    names = segment.reader.lexicon.terms(ordinals[kept].tolist())
    for term, *row in zip(names, *(column[kept].tolist() for column in columns), strict=True):
        held = found.setdefault(term, _Held())
        held.articles += row[0]
        held.weight += row[1]
        held.tokens += row[2]
        held.rest_articles += row[3]
        held.rest_weight += row[4]
        held.rest_tokens += row[5]
    return names


def _decoded_order(segment: Segment, ordinals: Docs, frequency: Ints) -> Docs:
    """The forms in the order in which `joined_postings` gives postings: long lists one by one, then the short ones."""
    alone = segment.reader.long_lists(ordinals, frequency)
    return np.concatenate((np.flatnonzero(alone), np.flatnonzero(~alone)))
