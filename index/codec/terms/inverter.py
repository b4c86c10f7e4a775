"""Inverts a batch of articles to postings: gathers chunk numbers article by article, then sorts whole arrays."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from morgue.core.analyzer import sentences, terms
from morgue.core.loading.arrays import NDArray
from morgue.index.codec.layout import (
    BODY_OCCURRENCES,
    LEAD_TERMS,
    PARAGRAPH,
    RESERVED,
    SENTENCE,
    TITLE_OCCURRENCES,
)
from morgue.index.codec.postings.packing import I64, spread
from morgue.index.codec.postings.postings import Run
from morgue.index.codec.terms.chunk_terms import LINE_END, Vocabulary
from morgue.index.codec.terms.token_layout import TokenLayout, layout_of

#: A sentence may end at these without white space after them, which chunks cannot show.
_FULL_STOPS = ("。", "！", "？")
#: White space this long hides an abbreviation from the analyzer, which looks only so far back; see `sentences`.
_LONG_SPACE = 6
_COMMON_SPACE = " " * 7
_SPACE = re.compile(r"[^\S\n]{7}")
#: What stands for a line feed among the chunks; a NUL in the text becomes another character that is no part of a word.
_LINE_END = f" {LINE_END} "


@dataclass(frozen=True, slots=True)
class Inverted:
    """A batch as postings. terms are sorted, from ordinal RESERVED; lengths count terms of each document."""

    terms: list[str]
    run: Run
    title: I64
    lead: I64
    body: I64
    cut: list[int]


class Batch:
    """Gathers the chunk numbers of articles; `invert` turns them into postings."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._chunks: list[NDArray[np.int32]] = []
        self._body_chunks = array("i")
        self._title_chunks = array("i")
        self._boundaries: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._body_chunks)

    def add(self, title: str | None, body: str, furniture: Iterable[tuple[int, int]] = ()) -> None:
        """The next article. Chunks of the body come first, LINE_END for each line feed; then the title's."""
        body = _without(body, furniture)
        parts = body.replace("\0", "\1").replace("\n", _LINE_END).split()
        one, two, three = _FULL_STOPS
        if one in body or two in body or three in body or _spaced_out(body, parts):
            self._boundaries[len(self)] = _sentence_starts(body)
        self._body_chunks.append(len(parts))
        if title:
            more = title.replace("\0", "\1").split()
            self._title_chunks.append(len(more))
            parts += more
        else:
            self._title_chunks.append(0)
        self._chunks.append(np.fromiter(map(self._vocabulary.chunks.__getitem__, parts), np.int32, len(parts)))

    def invert(self) -> Inverted:
        """Postings of all articles added."""
        tables = self._vocabulary.settle()
        chunks = np.concatenate([np.zeros(0, dtype=np.int32), *self._chunks])
        self._chunks.clear()
        body, title = (np.array(a, dtype=np.int64) for a in (self._body_chunks, self._title_chunks))
        layout = layout_of(tables, chunks, body, title, self._boundaries)
        terms = self._vocabulary.terms
        numbers, ordinals = _ordinals(layout, terms)
        run = _postings(layout, ordinals, len(numbers))
        return Inverted([terms[n] for n in numbers], run, layout.title, layout.lead, layout.body, layout.cut)


def _spaced_out(body: str, parts: list[str]) -> bool:
    """Whether some white space is so long that an abbreviation before it is out of the analyzer's sight."""
    lines = body.count("\n")
    text = len("".join(parts)) - lines  # without the line ends, which stand among the parts
    white = len(body) - text
    if white < len(parts) + _LONG_SPACE - lines - 1:
        return False
    if body.count(" ") + lines == white:
        return _COMMON_SPACE in body
    return _SPACE.search(body) is not None


def _without(body: str, furniture: Iterable[tuple[int, int]]) -> str:
    """The body with each span replaced by a line feed, so that its terms leave no gap."""
    kept: list[str] = []
    at = 0
    for start, end in sorted(furniture):
        if end > max(at, start):
            kept.append(body[at : max(at, start)])
            at = end
    return "\n".join([*kept, body[at:]]) if kept else body


def _sentence_starts(body: str) -> list[int]:
    """Positions of the first term of each sentence, the slow and plain way."""
    out: list[int] = []
    at = 0
    for start, end in sentences(body):
        count = len(terms(body[start:end]))
        if count:
            out.append(at)
        at += count
    return out


def _ordinals(layout: TokenLayout, terms: list[str]) -> tuple[list[int], NDArray[np.int32]]:
    """The numbers of the terms that occur, in the order of the terms; and the ordinal of each term number."""
    held = np.bincount(layout.tokens, minlength=len(terms)) + np.bincount(layout.extra, minlength=len(terms))
    used = np.flatnonzero(held)
    numbers = sorted(used.tolist(), key=terms.__getitem__)
    ordinals = np.zeros(len(terms), dtype=np.int32)
    ordinals[numbers] = np.arange(RESERVED, RESERVED + len(numbers))
    return numbers, ordinals


def _postings(layout: TokenLayout, ordinals: NDArray[np.int32], count: int) -> Run:
    """Sorts the tokens by term, document and slot (its position; those of titles from a common base) and sums them up.

    One sort of 64-bit numbers that hold all three: the fastest way that numpy has.
    """
    base = int(layout.body.max(initial=0))
    slot_bits = (base + int(layout.title.max(initial=0))).bit_length()
    doc_bits = len(layout.body).bit_length()
    assert slot_bits + doc_bits + (count + RESERVED).bit_length() <= 63, "more than one batch can hold"
    key = _sorted_keys(layout, ordinals, base, slot_bits, doc_bits)
    slot = (key & ((1 << slot_bits) - 1)).astype(np.uint32)
    key >>= slot_bits
    return _summed_up(layout, key, slot, base, doc_bits, count + RESERVED)


def _sorted_keys(
    layout: TokenLayout, ordinals: NDArray[np.int32], base: int, slot_bits: int, doc_bits: int
) -> NDArray[np.int64]:
    """A number for each boundary and each token, ascending: from the highest bits its term, its document, its slot."""
    lengths = np.stack([layout.body, layout.title], axis=1).reshape(-1)
    first = np.stack([np.zeros_like(layout.body), np.full_like(layout.title, base)], axis=1).reshape(-1)
    first += np.repeat(np.arange(len(layout.body)) << slot_bits, 2)
    key = spread(first, lengths)
    shifted = ordinals.astype(np.int64) << (slot_bits + doc_bits)
    extra = key[layout.beside] + shifted[layout.extra]
    key += shifted[layout.tokens]
    key = np.concatenate([key, extra])
    key.sort()
    boundaries = [
        (places[0] << slot_bits) + places[1] + (ordinal << (slot_bits + doc_bits))
        for ordinal, places in ((PARAGRAPH, layout.paragraphs), (SENTENCE, layout.sentences))
    ]
    return np.concatenate([*boundaries, key])


def _summed_up(
    layout: TokenLayout, key: NDArray[np.int64], slot: NDArray[np.uint32], base: int, doc_bits: int, terms: int
) -> Run:
    """The postings of the terms from the term and the document of each token, in their order, and its slot."""
    new = np.ones(len(key), dtype=np.bool_)
    np.not_equal(key[1:], key[:-1], out=new[1:])
    starts = np.flatnonzero(new)
    key = key[starts]
    docs = key & ((1 << doc_bits) - 1)
    df = np.bincount(key >> doc_bits, minlength=terms)
    title, lead = _count_titles_and_leads(layout, slot, starts, docs, base)
    body = np.diff(starts, append=len(slot)) - title
    run = Run(df, docs.astype(np.uint32), title, lead, body, slot)
    return _bounded(run, starts)


def _count_titles_and_leads(
    layout: TokenLayout, slot: NDArray[np.uint32], starts: I64, docs: I64, base: int
) -> tuple[I64, I64]:
    """Occurrences in title and lead by posting; makes title slots positions. Few tokens are either."""
    titles = np.flatnonzero(slot >= base) if base else np.arange(len(slot))
    # a body of the longest length has no slot as great as its length, so these are all titles
    slot[titles] -= np.uint32(base)
    in_title = np.searchsorted(starts, titles, side="right") - 1
    early = slot < LEAD_TERMS
    early[titles] = False
    leads = np.flatnonzero(early)
    in_lead = np.searchsorted(starts, leads, side="right") - 1
    in_lead = in_lead[slot[leads] < layout.lead[docs[in_lead]]]
    return np.bincount(in_title, minlength=len(starts)), np.bincount(in_lead, minlength=len(starts))


def _bounded(run: Run, starts: I64) -> Run:
    """Without the occurrences of a term in one text beyond what a posting counts."""
    if run.body.max(initial=0) <= BODY_OCCURRENCES and run.title.max(initial=0) <= TITLE_OCCURRENCES:
        return run
    body, title = np.minimum(run.body, BODY_OCCURRENCES), np.minimum(run.title, TITLE_OCCURRENCES)
    at = np.stack([starts, starts + run.body], axis=1).reshape(-1)
    flat = run.flat[spread(at, np.stack([body, title], axis=1).reshape(-1))]
    return Run(run.df, run.docs, title, run.lead, body, flat)
