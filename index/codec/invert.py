"""A batch of articles to postings: chunk numbers gathered article by article, then everything by array operations."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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
        self._line_length = array("i")
        self._boundaries: dict[int, list[int]] = {}
        self._slow: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, title: str | None, body: str, furniture: Iterable[tuple[int, int]] = ()) -> None:
        """The next article. Chunks of the body come first, line by line, then those of the title."""
        body = _without(body, furniture)
        number = self._vocabulary.chunks.__getitem__
        lines = 0
        for line in body.split("\n"):
            parts = line.split()
            if parts:
                self._chunks.extend(map(number, parts))
                self._line_chunks.append(len(parts))
                self._line_length.append(len(line))
                lines += 1
        if any(stop in body for stop in _FULL_STOPS):
            self._boundaries[len(self._lines)] = _sentence_starts(body)
        elif "      " in body or "\t" in body:
            self._slow[len(self._lines)] = body
        self._lines.append(lines)
        parts = (title or "").split()
        self._chunks.extend(map(number, parts))
        self._title_chunks.append(len(parts))

    def invert(self) -> Inverted:
        """Postings of all articles added."""
        tables = self._vocabulary.settle()
        layout = _Layout(self, tables)
        return _invert(layout, self._vocabulary.terms)


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
