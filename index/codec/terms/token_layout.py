"""Lays a batch of articles out as one run of tokens, with the borders of lines, sentences and articles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.layout import LEAD_PARAGRAPHS, LEAD_TERMS, TITLE_BASE, TITLE_TERMS
from morgue.index.codec.postings.packing import I64, offsets, spread
from morgue.index.codec.terms.chunk_terms import BEGINS, ENDS, Tables


@dataclass(frozen=True, slots=True)
class TokenLayout:
    """A batch as one run of tokens (each article's body, then its title) with its borders.

    tokens                 term numbers
    beside, extra          for each term without a place of its own the token it stands beside, and its number
    start                  the first token of each article
    title, lead, body      terms in each, by article
    paragraphs, sentences  (article, position) of each boundary
    cut                    articles longer than can be numbered, of which the end was left out
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


def layout_of(
    tables: Tables, chunks: NDArray[np.int32], body_chunks: I64, title_chunks: I64, exact: dict[int, list[int]]
) -> TokenLayout:
    """The layout of a batch from its chunk numbers, bodies and titles in turn.

    exact: the starts of sentences of articles whose white space hides them from chunks, by article.
    """
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
    layout = TokenLayout(
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


def _cut(layout: TokenLayout) -> TokenLayout:
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
    return TokenLayout(
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
