"""Inverts a batch of articles to postings: gathers chunk numbers article by article, then sorts whole arrays."""

from __future__ import annotations

import re
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
from morgue.index.pieces.cutting import PADDING, Pieces, pieces_of

#: A sentence may end at these without white space after them, which chunks cannot show.
_FULL_STOPS = ("。", "！", "？")
#: White space this long hides an abbreviation from the analyzer, which looks only so far back; see `sentences`.
_LONG_SPACE = re.compile(r"[^\S\n]{7}")
_LONG_SPACE_BYTES = 7
#: What stands for a line feed among the chunks; a NUL in the text becomes another character that is no part of a word.
_LINE_END = f" {LINE_END} ".encode()
#: Characters of texts that are cut together.
_TOGETHER = 1 << 18


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
    """Gathers articles and looks their chunks up, some hundred at a time; `invert` turns these into postings."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._bodies: list[str] = []
        self._titles: list[str] = []
        self._waiting = 0
        self._chunks: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
        self._counts: list[I64] = [np.zeros(0, np.int64)]
        self._boundaries: dict[int, list[int]] = {}
        self._count = 0

    def add(self, title: str | None, body: str, furniture: Iterable[tuple[int, int]] = ()) -> None:
        """The next article. Chunks of the body come first, LINE_END for each line feed; then the title's."""
        self._bodies.append(_without(body, furniture))
        self._titles.append(title or "")
        self._count += 1
        self._waiting += len(body) + len(title or "")
        if self._waiting > _TOGETHER:
            self._look_up()

    def _look_up(self) -> None:
        """Cuts the texts that wait and numbers their chunks."""
        encoded: list[bytes] = []
        for body, title in zip(self._bodies, self._titles, strict=True):
            encoded += _encoded(body).replace(b"\n", _LINE_END), _encoded(title)
        cut = pieces_of(encoded)
        self._chunks.append(self._vocabulary.numbers_of(cut))
        self._counts.append(np.diff(cut.first))
        spaced = _spaced_out(cut)
        for i, body in enumerate(self._bodies):
            if any(map(body.__contains__, _FULL_STOPS)) or (2 * i in spaced and _LONG_SPACE.search(body)):
                self._boundaries[self._count - len(self._bodies) + i] = _sentence_starts(body)
        self._bodies.clear()
        self._titles.clear()
        self._waiting = 0

    def invert(self) -> Inverted:
        """Postings of all articles added."""
        self._look_up()
        tables = self._vocabulary.settle()
        chunks, counts = np.concatenate(self._chunks), np.concatenate(self._counts)
        self._chunks.clear()
        layout = layout_of(tables, chunks, counts[::2], counts[1::2], self._boundaries)
        terms = self._vocabulary.terms
        numbers, ordinals = _ordinals(layout, terms)
        run = _postings(layout, ordinals, len(numbers))
        return Inverted([terms[n] for n in numbers], run, layout.title, layout.lead, layout.body, layout.cut)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").replace(b"\0", b"\1")


def _spaced_out(cut: Pieces) -> set[int]:
    """The texts, by number, beside whose pieces there may be white space of seven characters: so many bytes, if not."""
    ends = np.concatenate([[0], cut.ends])
    starts = np.append(cut.starts, len(cut.text) - len(PADDING))
    wide = np.flatnonzero(starts - ends >= _LONG_SPACE_BYTES)
    pieces = np.clip(np.concatenate([wide - 1, wide]), 0, len(cut.starts) - 1)
    return set((np.searchsorted(cut.first, pieces, side="right") - 1).tolist()) if len(cut.starts) else set()


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
