"""A batch of articles to postings: chunk numbers gathered article by article, then everything by array operations."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis import sentences, terms
from index.codec.entry import (
    BODY_OCCURRENCES,
    LEAD_PARAGRAPHS,
    LEAD_TERMS,
    PARAGRAPH,
    RESERVED,
    SENTENCE,
    TITLE_BASE,
    TITLE_OCCURRENCES,
    TITLE_TERMS,
)
from index.codec.packing import I64, Array, offsets, spread
from index.codec.postings import Run
from index.codec.vocabulary import BEGINS, ENDS, Tables, Vocabulary

#: A sentence may end at these without white space after them, which chunks cannot show.
_FULL_STOPS = ("。", "！", "？")
#: White space this long hides an abbreviation from the analyzer, which looks only so far back; see `sentences`.
_LONG_SPACE = 6


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
        self._chunks = array("i")
        self._title_chunks = array("i")
        self._lines = array("i")
        self._line_chunks = array("i")
        self._boundaries: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, title: str | None, body: str, furniture: Iterable[tuple[int, int]] = ()) -> None:
        """The next article. Chunks of the body come first, line by line, then those of the title."""
        body = _without(body, furniture)
        number = self._vocabulary.chunks.__getitem__
        lines = 0
        plain = not any(stop in body for stop in _FULL_STOPS)
        for line in body.split("\n"):
            parts = line.split()
            if parts:
                self._chunks.extend(map(number, parts))
                self._line_chunks.append(len(parts))
                lines += 1
                if len(line) >= len(" ".join(parts)) + _LONG_SPACE:
                    plain = False
        if not plain:
            self._boundaries[len(self._lines)] = _sentence_starts(body)
        self._lines.append(lines)
        parts = (title or "").split()
        self._chunks.extend(map(number, parts))
        self._title_chunks.append(len(parts))

    def invert(self) -> Inverted:
        """Postings of all articles added."""
        layout = _layout(self, self._vocabulary.settle())
        numbers, ordinals = _ordinals(layout.tokens, self._vocabulary.terms)
        run = _postings(layout, ordinals[layout.tokens], len(numbers))
        terms = [self._vocabulary.terms[int(n)] for n in numbers]
        return Inverted(terms, run, layout.title, layout.lead, layout.body, layout.cut)

    def line_arrays(self) -> tuple[Array, Array, Array, Array]:
        """Chunks; chunks of each line, lines of each article, chunks of each title."""
        return (
            np.array(self._chunks, dtype=np.int32),
            np.array(self._line_chunks, dtype=np.int64),
            np.array(self._lines, dtype=np.int64),
            np.array(self._title_chunks, dtype=np.int64),
        )

    @property
    def boundaries(self) -> dict[int, list[int]]:
        """Sentence starts of the articles whose chunks do not show them."""
        return self._boundaries


def _without(body: str, furniture: Iterable[tuple[int, int]]) -> str:
    """The body with each span replaced by a line feed, so that its terms leave no gap."""
    kept: list[str] = []
    at = 0
    for start, end in sorted(furniture):
        if end > at:
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


@dataclass(frozen=True, slots=True)
class _Layout:
    """A batch as one run of tokens (each article's body, then its title) with its borders.

    tokens: term numbers; start: first token of each article; title, lead, body: terms in each;
    paragraphs, sentences: (article, position) of each boundary.
    """

    tokens: NDArray[np.int32]
    start: I64
    title: I64
    lead: I64
    body: I64
    paragraphs: tuple[I64, I64]
    sentences: tuple[I64, I64]
    cut: list[int]


def _layout(batch: Batch, tables: Tables) -> _Layout:
    chunks, line_chunks, lines, title_chunks = batch.line_arrays()
    before = offsets(tables.count[chunks])
    # chunks of each article's body, by way of its lines
    line_ends = offsets(line_chunks)
    article_lines = offsets(lines)
    body_chunks = line_ends[article_lines[1:]] - line_ends[article_lines[:-1]]
    start_chunk = offsets(body_chunks + title_chunks)
    title_chunk = start_chunk[:-1] + body_chunks
    start, title_start, end = before[start_chunk[:-1]], before[title_chunk], before[start_chunk[1:]]
    owner = np.repeat(np.arange(len(lines)), lines)
    line_chunk = line_ends[:-1] + offsets(title_chunks)[:-1][owner]
    line_start = before[line_chunk] - start[owner]
    line_terms = before[line_chunk + line_chunks] - before[line_chunk]
    body = title_start - start
    lead = _lead(line_start + line_terms, article_lines, lines, body)
    held = line_terms > 0
    sentences = _sentences(tables, chunks, before, line_chunk, line_chunks, owner, start)
    sentences = _replace(sentences, batch.boundaries)
    layout = _Layout(
        tables.expand(chunks, before),
        start,
        end - title_start,
        lead,
        body,
        (owner[held], line_start[held]),
        sentences,
        [],
    )
    return _cut(layout, start_chunk) if (body > TITLE_BASE).any() or (layout.title > TITLE_TERMS).any() else layout


def _lead(line_end: I64, article_lines: I64, lines: I64, body: I64) -> I64:
    """Terms of the first paragraphs, at most LEAD_TERMS."""
    last = article_lines[:-1] + np.minimum(lines, LEAD_PARAGRAPHS) - 1
    out = np.zeros(len(lines), dtype=np.int64)
    some = lines > 0
    out[some] = np.minimum(line_end[last[some]], LEAD_TERMS)
    return np.minimum(out, body)


def _sentences(
    tables: Tables, chunks: Array, before: I64, line_chunk: I64, line_chunks: I64, owner: I64, start: I64
) -> tuple[I64, I64]:
    """Boundaries from the marks of chunks: the first of a line, and each that begins where the one before ends."""
    marks = tables.marks[chunks]
    begins = np.zeros(len(chunks), dtype=np.bool_)
    begins[1:] = (marks[:-1] & ENDS != 0) & (marks[1:] & BEGINS != 0)
    body = np.zeros(len(chunks), dtype=np.bool_)
    body[spread(line_chunk, line_chunks)] = True
    begins &= body
    begins[line_chunk] = True
    at = np.flatnonzero(begins)
    article = owner[np.searchsorted(line_chunk, at, side="right") - 1]
    position = before[at] - start[article]
    # a sentence without a term begins where the next one does
    size = np.diff(before[at], append=before[-1:]) if len(at) else position
    nexts = np.flatnonzero(size > 0)
    last = np.zeros(len(at), dtype=np.bool_)
    last[nexts] = True
    within = position < _body_terms(before, line_chunk, line_chunks, owner, start)[article] if len(at) else last
    keep = last & within
    return article[keep], position[keep]


def _body_terms(before: I64, line_chunk: I64, line_chunks: I64, owner: I64, start: I64) -> I64:
    out = np.zeros(len(start), dtype=np.int64)
    np.maximum.at(out, owner, before[line_chunk + line_chunks] - start[owner])
    return out


def _replace(found: tuple[I64, I64], exact: dict[int, list[int]]) -> tuple[I64, I64]:
    """The boundaries with those of some articles put in from elsewhere."""
    if not exact:
        return found
    article, position = found
    keep = ~np.isin(article, np.array(list(exact), dtype=np.int64))
    more = np.array([a for a, starts in exact.items() for _ in starts], dtype=np.int64)
    places = np.array([p for starts in exact.values() for p in starts], dtype=np.int64)
    article, position = np.concatenate([article[keep], more]), np.concatenate([position[keep], places])
    order = np.lexsort((position, article))
    return article[order], position[order]


def _cut(layout: _Layout, start_chunk: I64) -> _Layout:
    """Leaves out what lies beyond the longest body and title that can be numbered."""
    body, title = np.minimum(layout.body, TITLE_BASE), np.minimum(layout.title, TITLE_TERMS)
    starts = np.stack([layout.start, layout.start + layout.body], axis=1).reshape(-1)
    counts = np.stack([body, title], axis=1).reshape(-1)
    keep = tuple(p < TITLE_BASE for _, p in (layout.paragraphs, layout.sentences))
    cut = np.flatnonzero((body < layout.body) | (title < layout.title))
    (pa, pp), (sa, sp) = layout.paragraphs, layout.sentences
    return _Layout(
        layout.tokens[spread(starts, counts)],
        offsets(body + title)[:-1],
        title,
        layout.lead,
        body,
        (pa[keep[0]], pp[keep[0]]),
        (sa[keep[1]], sp[keep[1]]),
        cut.tolist(),
    )


def _ordinals(tokens: NDArray[np.int32], terms: list[str]) -> tuple[list[int], NDArray[np.int32]]:
    """The numbers of the terms that occur, in the order of the terms; and the ordinal of each term number."""
    used = np.flatnonzero(np.bincount(tokens, minlength=len(terms)))
    numbers = sorted(used.tolist(), key=terms.__getitem__)
    ordinals = np.zeros(len(terms), dtype=np.int32)
    ordinals[numbers] = np.arange(RESERVED, RESERVED + len(numbers))
    return numbers, ordinals


def _postings(layout: _Layout, ordinals: NDArray[np.int32], count: int) -> Run:
    """Sorts the tokens by term, keeping their order within it, and sums them up by document."""
    lengths = layout.body + layout.title
    articles = len(lengths)
    doc = np.repeat(np.arange(articles, dtype=np.uint64), lengths)
    slot = np.arange(len(ordinals), dtype=np.int64)
    slot -= np.repeat(offsets(lengths)[:-1], lengths)
    slot_bits = np.uint64(int(lengths.max(initial=0)).bit_length())
    doc_bits = np.uint64(articles.bit_length())
    assert slot_bits + doc_bits + np.uint64(count.bit_length() + 1) <= 64, "a batch this large is not one batch"
    doc <<= slot_bits
    doc |= slot.view(np.uint64)
    key = ordinals.astype(np.uint64) << (slot_bits + doc_bits)
    key |= doc
    del doc, slot
    key.sort()
    slot = (key & ((np.uint64(1) << slot_bits) - np.uint64(1))).view(np.int64)
    key >>= slot_bits
    docs = (key & ((np.uint64(1) << doc_bits) - np.uint64(1))).view(np.int64)
    terms = (key >> doc_bits).view(np.int64)
    parts = [
        _summed(layout, np.full(len(a), ordinal), a, p)
        for ordinal, (a, p) in ((PARAGRAPH, layout.paragraphs), (SENTENCE, layout.sentences))
    ]
    parts.append(_summed(layout, terms, docs, slot))
    df = np.concatenate([np.bincount(t, minlength=count + RESERVED)[None] for t, *_ in parts]).sum(axis=0)
    columns = [np.concatenate(c) for c in zip(*(p[1:] for p in parts), strict=True)]
    return Run(df, *columns)


def _summed(layout: _Layout, terms: I64, docs: I64, slot: I64) -> tuple[I64, I64, I64, I64, I64, I64]:
    """Tokens sorted by term, document and slot, as postings: their terms, docs, title, lead, body; and positions.

    Occurrences of a term beyond what a posting counts are left out.
    """
    size = len(terms)
    new = np.ones(size, dtype=np.bool_)
    new[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    starts = np.flatnonzero(new)
    docs_of = docs[starts]
    counts = np.diff(starts, append=size)
    owner_body = np.repeat(layout.body[docs_of], counts)
    titles = slot >= owner_body
    leads = slot < np.repeat(layout.lead[docs_of], counts)
    flat = slot - owner_body * titles
    if not size:
        return terms, docs, terms, terms, terms, slot
    title = np.add.reduceat(titles, starts, dtype=np.int64)
    lead = np.add.reduceat(leads, starts, dtype=np.int64)
    body = counts - title
    if (body > BODY_OCCURRENCES).any() or (title > TITLE_OCCURRENCES).any():
        few_body, few_title = np.minimum(body, BODY_OCCURRENCES), np.minimum(title, TITLE_OCCURRENCES)
        at = np.stack([starts, starts + body], axis=1).reshape(-1)
        flat = flat[spread(at, np.stack([few_body, few_title], axis=1).reshape(-1))]
        title, body = few_title, few_body
    return terms[starts], docs_of, title, lead, body, flat
