"""Checks that the streams of a segment fit together: every count, offset and number.

Checksums find accidents; a segment from a stranger has right checksums over whatever he likes. `check_shapes` compares
the lengths and types of all streams, which reads nothing but the table of contents, so that every reader does it at
opening. `check_values` reads the streams themselves, `check_all` decodes all postings and articles too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

import numpy as np

from morgue.index.codec import store_dictionaries
from morgue.index.codec.layout import AFTER, CHANNELS, COLUMNS, COUNTS, KEYS, LISTS, PLAIN, PRECISIONS, RESERVED
from morgue.index.codec.postings.packing import Array

if TYPE_CHECKING:
    from morgue.core.article import Article
    from morgue.core.errors import ArchiveDamaged
    from morgue.core.loading.arrays import NDArray
    from morgue.index.codec.container import Container
    from morgue.index.codec.postings.postings import Run
    from morgue.index.codec.terms.term_dictionary import Lexicon

LAST_DAY = date.max.toordinal()
#: A character of a body gives at most so many terms (one that stands for a phrase, in its compatible spelling), and
#: one term of a script without spaces for each character.
_TERMS_A_BYTE = 4
_OFFSETS = ("<u4", "<u8")
_COUNTS = ("|u1", "<u2", "<u4")
#: Terms decoded at a time, and documents looked at at a time.
_STEP, _PART = 4096, 1 << 16
_DAMAGE = (ValueError, IndexError, KeyError, TypeError, OverflowError)


def check_shapes(file: Container) -> int:
    """The number of documents; ArchiveDamaged when a stream is missing, of another type or of another length."""
    documents = file.note("documents")
    file.note("tokens")
    for name, kind in PLAIN.items():
        there = AFTER if name == "instant" and AFTER in file else name
        _column(file, there, documents, *([k for k in _COUNTS if k[-1] <= kind[-1]] if name in COUNTS else [kind]))
    for name in COLUMNS:
        _column(file, f"column.{name}", documents, *_COUNTS)
        _strings(file, f"column.{name}", 1)
    _column(file, "bylines.first", documents + 1, "<u4")
    file.length("bylines", "<u4")
    _strings(file, "bylines", 1)
    _exactly(file, "ids.order", documents, "<u4")
    for name in ("ids", "urls"):
        _exactly(file, f"{name}.at", documents + 1, *_OFFSETS)
        _strings(file, name)
    for name in LISTS:
        _column(file, f"list.{name}.first", documents + 1, *_OFFSETS)
        file.length(f"list.{name}", "<u4")
    for channel in CHANNELS:
        _check_shape_of_keys(file, channel)
    _check_terms(file)
    check_store(file)
    return documents


def _check_shape_of_keys(file: Container, channel: str) -> None:
    """Story keys lie in full, each with its document, or in buckets."""
    name = f"keys.{channel}"
    keys = file.length(name, KEYS[channel])
    if f"{name}.first" not in file:
        _exactly(file, f"{name}.docs", keys, "<u4")
        return
    buckets = file.length(f"{name}.first", *_OFFSETS) - 1
    if buckets < 2 or buckets & (buckets - 1) or buckets.bit_length() > int(KEYS[channel][-1]) * 8:
        raise file.damaged(f"has {buckets:,} buckets in its stream {name}.first")


def check_store(file: Container) -> int:
    """Checks only the streams of the stored articles, which are the same in every format; gives the documents."""
    documents = file.note("documents")
    _exactly(file, "sha", 32 * documents, "|u1")
    _exactly(file, "store.lengths", documents, *_COUNTS)
    blocks = file.length("store.first", "<u4")
    for name in ("store.bodies", "store.headers"):
        file.length(name, "|u1")
        _exactly(file, f"{name}.at", blocks, "<u8")
    store_dictionaries.check(file, ("store.bodies", "store.headers"))
    if not blocks:
        raise file.damaged("lacks the first of its blocks")
    return documents


def _check_terms(file: Container) -> None:
    _strings(file, "terms", RESERVED)
    terms = file.length("terms.at", *_OFFSETS) - 1
    _exactly(file, "terms.df", terms, "<u4")
    _exactly(file, "postings.at", terms + 1, *_OFFSETS)
    file.length("postings", "|u1")
    for name in ("folds", "attached"):
        _groups(file, name)
    for name in file.names():
        parts = name.split(".")
        if parts[0] == "stems" and len(parts) == 2:
            _exactly(file, name, terms, "|u1")
            _groups(file, f"{name}.others")


def _groups(file: Container, name: str) -> None:
    _strings(file, name)
    _exactly(file, f"{name}.first", file.length(f"{name}.at", *_OFFSETS), "<u4")
    file.length(f"{name}.ordinals", "<u4")


def _strings(file: Container, name: str, least: int = 0) -> None:
    file.length(f"{name}.text", "|u1")
    if file.length(f"{name}.at", *_OFFSETS) < least + 1:
        raise file.damaged(f"lacks strings of its stream {name}")


def _exactly(file: Container, name: str, wanted: int, *kinds: str) -> None:
    _compare(file, name, wanted, file.length(name, *kinds))


def _column(file: Container, name: str, wanted: int, *kinds: str) -> None:
    """The same of a stream whose equal numbers may be kept as one. `check_store` bounds the documents."""
    _compare(file, name, wanted, file.count(name, *kinds))


def _compare(file: Container, name: str, wanted: int, found: int) -> None:
    if found != wanted:
        raise file.damaged(f"has {found:,} numbers in its stream {name}, not {wanted:,}")


# -- values


def are_offsets(found: Array, last: int) -> bool:
    """Whether they begin at 0, never fall, and end at `last`."""
    return bool(len(found) and found[0] == 0 and found[-1] == last and (found[1:] >= found[:-1]).all())


def below(found: Array, bound: int) -> bool:
    """Whether all are less than `bound`, and none less than 0."""
    return not len(found) or (int(found.max()) < bound and int(found.min()) >= 0)


def check_column(file: Container, name: str) -> None:
    """That each document's number is one of the column's strings."""
    strings = file.length(f"{name}.at", *_OFFSETS) - 1
    file.once(name, lambda: below(file.array(name), strings), "has numbers of strings that are not there")


def check_offsets(file: Container, name: str, of: str, each: int = 1) -> None:
    """ArchiveDamaged where offsets do not fit the stream they lead into, `each` numbers of it a value."""
    last = file.length(of) // each
    file.once(name, lambda: are_offsets(file.array(name), last), "has offsets that do not fit")


def check_days(file: Container) -> None:
    """ArchiveDamaged where days of publication are in no calendar, or the last that can be lies before the first."""
    file.once(
        "first_day", lambda: _are_days(file.array("first_day"), file.array("last_day")), "has days that cannot be"
    )


def _are_days(first: Array, last: Array) -> bool:
    """Whether each document's two are days, or neither is known (0)."""
    return (
        below(last, LAST_DAY + 1)
        and below(first, LAST_DAY + 1)
        and bool(((first <= last) & ((first > 0) == (last > 0))).all())
    )


def check_values(file: Container, documents: int) -> None:
    """Checks every number of the streams that is a place or a count."""
    check_days(file)
    _all(file, "precision", lambda v: below(v, len(PRECISIONS)))
    for name in (*(f"column.{c}" for c in COLUMNS), "bylines"):
        check_column(file, name)
        _check_strings(file, name)
    check_offsets(file, "bylines.first", "bylines")
    for name in LISTS:
        check_offsets(file, f"list.{name}.first", f"list.{name}")
    _all(file, "list.furniture.first", lambda v: not (v % 2).any())
    _all(file, "ids.order", lambda v: bool((np.sort(v) == np.arange(documents)).all()))
    for channel in CHANNELS:
        if f"keys.{channel}.first" in file:
            check_offsets(file, f"keys.{channel}.first", f"keys.{channel}")
        else:
            _all(file, f"keys.{channel}.docs", lambda v: below(v, documents))
    _check_values_of_terms(file, documents)
    _all(file, "store.first", lambda v: are_offsets(v, documents) and bool((v[1:] > v[:-1]).all()))
    for name in ("store.bodies", "store.headers"):
        check_offsets(file, f"{name}.at", name)
    tokens_at_most(file)


def _check_values_of_terms(file: Container, documents: int) -> None:
    """The same of the dictionary, and of all strings that have no column."""
    terms = file.length("terms.df")
    _all(file, "terms.df", lambda v: below(v, documents + 1))
    check_offsets(file, "postings.at", "postings")
    for name in ("ids", "urls", "terms"):
        _check_strings(file, name)
    for name in [n.removesuffix(".ordinals") for n in file.names() if n.endswith(".ordinals")]:
        _check_strings(file, name)
        check_offsets(file, f"{name}.first", f"{name}.ordinals")
        _all(file, f"{name}.ordinals", lambda v: below(v, terms))


def _all(file: Container, name: str, test: Callable[[Array], bool]) -> None:
    if not test(file.array(name)):
        raise file.damaged(f"has numbers in its stream {name} that cannot be")


def _check_strings(file: Container, name: str) -> None:
    check_offsets(file, f"{name}.at", f"{name}.text")
    if (np.diff(file.array(f"{name}.at").astype(np.int64)) < 1).any():
        raise file.damaged(f"has strings without an end in its stream {name}")
    try:
        bytes(file.view(f"{name}.text")).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise file.damaged(f"has strings in its stream {name} that are no text") from None


def tokens_at_most(file: Container) -> int:
    """The terms of all titles and bodies, as many as the stored texts can hold: no term has more positions."""
    told = file.note("tokens")
    title, body = (file.array(f"length.{f}") for f in ("title", "body"))
    stored = file.array("store.lengths")
    fits = told == int(title.sum(dtype=np.int64)) + int(body.sum(dtype=np.int64))
    parts = (slice(start, start + _PART) for start in range(0, len(body), _PART))
    if not fits or any((body[part] > _TERMS_A_BYTE * stored[part].astype(np.int64)).any() for part in parts):
        raise file.damaged("has more terms than its texts can hold")
    return told


# -- what is packed


class WholeSegment(Protocol):
    """What decoding all of a segment asks of its reader."""

    doc_count: int

    @property
    def lexicon(self) -> Lexicon:
        """The dictionary of surface forms."""

    def damaged(self, what: str) -> ArchiveDamaged:
        """The error that names the file."""

    def posting_sizes(self) -> NDArray[np.int64]:
        """Bytes of each term's postings."""

    def run(self, start: int, stop: int) -> Run:
        """The postings of a range of terms."""

    def stored(self, doc: int) -> Article:
        """The stored article of a document."""

    def furniture(self, doc: int) -> tuple[tuple[int, int], ...]:
        """The spans (half-open, in characters) left out of a document's body."""

    def id(self, doc: int) -> str:
        """The id of a document's article."""


def check_all(reader: WholeSegment) -> None:
    """Every posting list decodes to documents that are there, every block to as many articles as it should hold."""
    _decode_postings(reader)
    for doc in range(reader.doc_count):
        try:
            article = reader.stored(doc)
            reader.furniture(doc)
        except _DAMAGE:
            raise reader.damaged(f"has no readable article {doc}") from None
        if article.id != reader.id(doc):
            raise reader.damaged(f"has another id for its article {doc}")


def _decode_postings(reader: WholeSegment) -> None:
    """ArchiveDamaged for a list without bytes, or of documents that are not there or do not ascend."""
    terms = len(reader.lexicon)
    at, df = reader.posting_sizes(), reader.lexicon.doc_freq
    if (at < (df > 0)).any():
        raise reader.damaged("has posting lists without bytes")
    for start in range(0, terms, _STEP):
        run = reader.run(start, min(start + _STEP, terms))
        first = np.cumsum(run.df) - run.df
        steps = np.diff(run.docs.astype(np.int64))
        steps[first[(first > 0) & (first < len(run.docs))] - 1] = 1
        if not below(run.docs, reader.doc_count) or (steps < 1).any():
            raise reader.damaged("has damaged postings")
