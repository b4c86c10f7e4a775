"""Declares what is written to a segment, and the fixed numbers of its layout. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from morgue.core.article import Article
from morgue.core.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np

    from morgue.core.loading.arrays import NDArray

    Hashes = Sequence[int] | NDArray[np.uint64]

#: Title positions are this plus their index; a body is cut there, so a phrase never runs from one into the other.
TITLE_BASE = 1 << 24

#: The lead is the terms of the first two paragraphs, at most so many.
LEAD_PARAGRAPHS = 2
LEAD_TERMS = 60

#: Most terms of a title that are indexed, and most occurrences of one term in one body or one title.
TITLE_TERMS = 65_535
BODY_OCCURRENCES = 65_535
TITLE_OCCURRENCES = 127

#: Ordinals that stand for boundaries: their positions are those of the first term of each paragraph and sentence.
PARAGRAPH = 0
SENTENCE = 1
RESERVED = 2

#: A block of stored articles is closed early when its bodies have so many bytes; and the longest body there can be.
BLOCK_BYTES = 1 << 20
LONGEST_BODY = 1 << 30

#: Columns that hold a list of numbers a document: line keys, and furniture spans as start, end, start, end, ...
LISTS = ("lines", "furniture")

#: Plain columns and their types, of which those in COUNTS may be narrower.
PLAIN = {
    "first_day": "<i4",
    "last_day": "<i4",
    "instant": "<i8",
    "precision": "|u1",
    "flags": "|u1",
    "length.title": "<u2",
    "length.lead": "<u2",
    "length.body": "<u4",
    "words": "<u4",
}
COUNTS = ("length.title", "length.lead", "length.body", "words")
#: Stands for `instant` where each document has both a day and an instant or neither: seconds over the day's beginning.
AFTER = "instant.after"
#: Those that mostly say the same as another before them.
LIKE = {"last_day": "first_day", "words": "length.body"}

#: Columns that hold one of a few strings a document, and the channels of story keys.
COLUMNS = ("outlet", "agency", "section", "language", "place", "site")
CHANNELS = ("band", "sample", "text", "link")

#: The type of each channel's keys. Texts must share two samples to be compared, so 32 bits part them well enough.
KEYS = {"band": "<u8", "sample": "<u4", "text": "<u8", "link": "<u8"}

#: `instant` of a document without a date.
NO_INSTANT = -(1 << 63)

#: Bits of the flags column.
TEASER = 1
TITLE_ONLY = 2
SILENT_CHANGE = 4

#: Precisions of a date by their number in the column; 0 is unknown.
PRECISIONS = ("", "year", "month", "day", "moment")


@dataclass(frozen=True, slots=True)
class Channels:
    """Story keys by channel; none unless given."""

    band: Hashes = ()
    sample: Hashes = ()
    text: Hashes = ()
    link: Hashes = ()


class KeyChannels(Protocol):
    """The hashes by which an article finds its story, a channel each."""

    @property
    def band(self) -> Hashes:
        """Hashes that texts share which are much alike."""

    @property
    def sample(self) -> Hashes:
        """Hashes that a text shares with one in which it is contained."""

    @property
    def text(self) -> Hashes:
        """The hash of the whole text."""

    @property
    def link(self) -> Hashes:
        """Hashes of its address, and of its outlet with headline and day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article with what the archive computed about it.

    words      terms of the body; 0 lets the writer count those it indexes
    furniture  spans of the body, half-open, left out of the index; positions count the terms that remain
    lines      32-bit keys of the body's different lines, by which furniture is found
    """

    article: Article
    words: int = 0
    keys: KeyChannels = field(default_factory=Channels)
    furniture: tuple[tuple[int, int], ...] = ()
    flags: int = 0
    lines: Sequence[int] | NDArray[np.uint32] = ()


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A segment as written. `cut` holds the ids of articles too long for a stream; their ends are not indexed."""

    name: str
    doc_count: int
    term_count: int
    token_count: int
    size: int
    files: tuple[str, ...]
    cut: tuple[str, ...] = ()
