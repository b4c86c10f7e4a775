"""A batch of articles to postings: chunk numbers gathered article by article, then everything by array operations."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morgue.core.analyzer import sentences, terms
from morgue.index.codec.layout import (
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
from morgue.index.codec.postings.packing import I64, offsets, spread
from morgue.index.codec.postings.postings import Run
from morgue.index.codec.terms.chunk_terms import BEGINS, ENDS, LINE_END, Tables, Vocabulary

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
        layout = _layout(tables, chunks, body, title, self._boundaries)
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


@dataclass(frozen=True, slots=True)
class _Layout:
    """A batch as one run of tokens (each article's body, then its title) with its borders.

    tokens: term numbers; beside, extra: of each term without a place the token it stands beside, and its number;
    start: first token of each article; title, lead, body: terms in each;
    paragraphs, sentences: (article, position) of each boundary.
    """

    tokens: NDArray[np.int32]
    beside: I64
    extra: NDArray[np.int32]
    start: I64
    title: I64
    lead: I64
    body: I64
    paragraphs: tuple[I64, I64]
    sentences: tuple[I64, I64]
    cut: list[int]


def _layout(
    tables: Tables, chunks: NDArray[np.int32], body_chunks: I64, title_chunks: I64, exact: dict[int, list[int]]
) -> _Layout:
    before = offsets(tables.count[chunks])
    start_chunk = offsets(body_chunks + title_chunks)
    title_chunk = start_chunk[:-1] + body_chunks
    start, title_start = before[start_chunk[:-1]], before[title_chunk]
    titles = spread(title_chunk, title_chunks)
    line_chunk = _line_starts(chunks, start_chunk[:-1], titles)
    owner = np.searchsorted(start_chunk, line_chunk, side="right") - 1
    line_start = before[line_chunk]
    line_end = np.append(line_start[1:], 0)
    last = np.append(owner[1:] != owner[:-1], True)[: len(owner)]
    line_end[last] = title_start[owner[last]]
    lead = _lead(line_end - start[owner], owner, len(start))
    held = line_end > line_start
    begins = _sentence_chunks(tables.marks[chunks], line_chunk, titles)
    article = np.searchsorted(start_chunk, begins, side="right") - 1
    place = before[begins]
    following = np.append(place[1:], before[-1])[: len(place)]
    # a sentence without a term begins where the next one does
    keep = (following > place) & (place < title_start[article])
    sentences = article[keep], (place - start[article])[keep]
    layout = _Layout(
        tables.expand(chunks, before),
        *tables.extras(chunks, before),
        start,
        before[start_chunk[1:]] - title_start,
        lead,
        title_start - start,
        (owner[held], (line_start - start[owner])[held]),
        _replace(sentences, exact),
        [],
    )
    return _cut(layout) if (layout.body > TITLE_BASE).any() or (layout.title > TITLE_TERMS).any() else layout


def _line_starts(chunks: NDArray[np.int32], starts: I64, titles: I64) -> I64:
    """The first chunk of each line of a body that has one."""
    text = chunks != 0
    first = text.copy()
    first[1:] &= ~text[:-1]
    starts = starts[starts < len(chunks)]
    first[starts] = text[starts]
    first[titles] = False
    return np.flatnonzero(first)


def _lead(line_end: I64, owner: I64, articles: int) -> I64:
    """Terms of the first paragraphs, at most LEAD_TERMS. line_end: terms of the article up to each line's end."""
    first = np.searchsorted(owner, np.arange(articles + 1))
    lines = np.diff(first)
    out = np.zeros(articles, dtype=np.int64)
    some = lines > 0
    out[some] = line_end[(first[:-1] + np.minimum(lines, LEAD_PARAGRAPHS) - 1)[some]]
    return np.minimum(out, LEAD_TERMS)


def _sentence_chunks(marks: NDArray[np.uint8], line_chunk: I64, titles: I64) -> I64:
    """The chunks with which a sentence begins: the first of a line, and each that may where the one before may end."""
    begins = np.zeros(len(marks), dtype=np.bool_)
    begins[1:] = (marks[:-1] & ENDS) > (marks[1:] & BEGINS == 0)
    begins[titles] = False
    begins[line_chunk] = True
    return np.flatnonzero(begins)


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


def _cut(layout: _Layout) -> _Layout:
    """Leaves out what lies beyond the longest body and title that can be numbered."""
    body, title = np.minimum(layout.body, TITLE_BASE), np.minimum(layout.title, TITLE_TERMS)
    starts = np.stack([layout.start, layout.start + layout.body], axis=1).reshape(-1)
    counts = np.stack([body, title], axis=1).reshape(-1)
    keep = tuple(p < TITLE_BASE for _, p in (layout.paragraphs, layout.sentences))
    cut = np.flatnonzero((body < layout.body) | (title < layout.title))
    (pa, pp), (sa, sp) = layout.paragraphs, layout.sentences
    tokens = spread(starts, counts)
    beside = np.searchsorted(tokens, layout.beside)
    stays = np.append(tokens, -1)[beside] == layout.beside
    return _Layout(
        layout.tokens[tokens],
        beside[stays],
        layout.extra[stays],
        offsets(body + title)[:-1],
        title,
        layout.lead,
        body,
        (pa[keep[0]], pp[keep[0]]),
        (sa[keep[1]], sp[keep[1]]),
        cut.tolist(),
    )


def _ordinals(layout: _Layout, terms: list[str]) -> tuple[list[int], NDArray[np.int32]]:
    """The numbers of the terms that occur, in the order of the terms; and the ordinal of each term number."""
    held = np.bincount(layout.tokens, minlength=len(terms)) + np.bincount(layout.extra, minlength=len(terms))
    used = np.flatnonzero(held)
    numbers = sorted(used.tolist(), key=terms.__getitem__)
    ordinals = np.zeros(len(terms), dtype=np.int32)
    ordinals[numbers] = np.arange(RESERVED, RESERVED + len(numbers))
    return numbers, ordinals


def _postings(layout: _Layout, ordinals: NDArray[np.int32], count: int) -> Run:
    """Sorts the tokens by term, document and slot (its position; those of titles from a common base) and sums them up.

    One sort of 64-bit numbers that hold all three: the fastest way that numpy has.
    """
    articles = len(layout.body)
    base = int(layout.body.max(initial=0))
    slot_bits = (base + int(layout.title.max(initial=0))).bit_length()
    doc_bits = articles.bit_length()
    assert slot_bits + doc_bits + (count + RESERVED).bit_length() <= 63, "more than one batch can hold"
    lengths = np.stack([layout.body, layout.title], axis=1).reshape(-1)
    first = np.stack([np.zeros_like(layout.body), np.full_like(layout.title, base)], axis=1).reshape(-1)
    first += np.repeat(np.arange(articles) << slot_bits, 2)
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
    key = np.concatenate([*boundaries, key])
    slot = (key & ((1 << slot_bits) - 1)).astype(np.uint32)
    key >>= slot_bits
    new = np.ones(len(key), dtype=np.bool_)
    np.not_equal(key[1:], key[:-1], out=new[1:])
    starts = np.flatnonzero(new)
    key = key[starts]
    docs = key & ((1 << doc_bits) - 1)
    df = np.bincount(key >> doc_bits, minlength=count + RESERVED)
    title, lead = _count_titles_and_leads(layout, slot, starts, docs, base)
    body = np.diff(starts, append=len(slot)) - title
    run = Run(df, docs.astype(np.uint32), title, lead, body, slot)
    return _bounded(run, starts)


def _count_titles_and_leads(
    layout: _Layout, slot: NDArray[np.uint32], starts: I64, docs: I64, base: int
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
