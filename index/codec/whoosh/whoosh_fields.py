"""Shows stock Whoosh a segment field by field: sorted terms as bytes, and a term's postings in one field."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.layout import NO_INSTANT, RESERVED, TITLE_BASE
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.whoosh.whoosh_schema import VALUE_FIELDS

Ints = NDArray[Any]

#: Ordinals whose postings are decoded together when a field's terms are listed.
_STEP = 1 << 14


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """docs ascending; weights beside them; positions of each document, or None for fields without."""

    docs: Ints
    weights: Ints
    positions: list[list[int]] | None = None


class FieldView(Protocol):
    """One indexed field of a segment."""

    @property
    def terms(self) -> Sequence[bytes]:
        """All terms in order."""

    def postings(self, term: bytes) -> FieldPostings | None:
        """Where a term occurs, or None where it does not."""

    def lengths(self) -> Ints | None:
        """Terms of each document, or None for fields that are not scored by length."""


class TextField:
    """title, lead or body: a part of the common postings of the lexicon."""

    def __init__(self, reader: SegmentReader, name: str) -> None:
        self._reader = reader
        self._name = name

    @cached_property
    def terms(self) -> Sequence[bytes]:
        """The terms of the lexicon that occur in the field; all postings are decoded once to find out."""
        reader = self._reader
        held: list[Ints] = []
        for start in range(RESERVED, len(reader.lexicon), _STEP):
            run = reader.run(start, min(start + _STEP, len(reader.lexicon)))
            owner = np.repeat(np.arange(len(run.df)), run.df)
            held.append(np.bincount(owner[getattr(run, self._name) > 0], minlength=len(run.df)) > 0)
        kept = np.concatenate([np.zeros(0, dtype=np.bool_), *held])
        return [t.encode("utf-8") for t, k in zip(reader.lexicon.all(), kept.tolist(), strict=True) if k]

    def postings(self, term: bytes) -> FieldPostings | None:
        """The documents in which the term stands in this field."""
        ordinal = self._reader.lexicon.find(term.decode("utf-8", "replace"))
        if ordinal is None:
            return None
        postings, positions = self._reader.postings(ordinal), self._reader.positions(ordinal)
        weights = getattr(postings, self._name)
        rows = np.flatnonzero(weights)
        if not rows.size:
            return None
        places: list[list[int]] = []
        for row in rows.tolist():
            all_of = positions.flat[int(positions.start[row]) : int(positions.start[row + 1])].tolist()
            body = int(postings.body[row])
            if self._name == "title":
                places.append([p - TITLE_BASE for p in all_of[body:]])
            else:
                places.append(all_of[: int(weights[row])])
        return FieldPostings(postings.docs[rows], weights[rows].astype(np.float64), places)

    def lengths(self) -> Ints | None:
        """Terms of the field by document."""
        found: Ints = getattr(self._reader.lengths, self._name)
        return found


class ValueField:
    """A field of whole values: each distinct value is a term, weighed by how often a document names it."""

    def __init__(self, values: dict[bytes, Counter[int]]) -> None:
        self._values = values
        self.terms: Sequence[bytes] = sorted(values)

    def postings(self, term: bytes) -> FieldPostings | None:
        """The documents with the value."""
        docs = self._values.get(term)
        return None if docs is None else FieldPostings(np.array(list(docs)), np.array(list(docs.values()), np.float64))

    def lengths(self) -> Ints | None:
        """Values have no length."""
        return None


def field_view(reader: SegmentReader, name: str) -> FieldView:
    """The view of one of the schema's fields; KeyError for any other."""
    if name in ("title", "lead", "body"):
        return TextField(reader, name)
    if name in VALUE_FIELDS:
        column = reader.column(name)
        return _values((d, column.strings[v].encode()) for d, v in enumerate(column.values.tolist()) if v)
    if name == "authors":
        many = reader.bylines
        owner = np.repeat(np.arange(reader.doc_count), _steps(many.offsets))
        pairs = zip(owner.tolist(), many.values.tolist(), strict=True)
        return _values((d, many.strings[v].encode()) for d, v in pairs if v)
    if name == "id":
        return _values((d, i.encode()) for d, i in enumerate(reader.ids.all()))
    if name == "url":
        headers = reader.headers_many(range(reader.doc_count))
        return _values((d, a.url.encode("utf-8", "surrogatepass")) for d, a in enumerate(headers) if a.url)
    values, missing, bits, signed = numbers(reader, name)
    return _values((d, sortable_term(v, bits, signed)) for d, v in enumerate(values.tolist()) if v != missing)


def numbers(reader: SegmentReader, name: str) -> tuple[Ints, int | None, int, bool]:
    """A number field's values, the value that means unknown, its bits, and whether it is signed."""
    if name == "day":
        return reader.first_day, 0, 32, True
    if name == "instant":
        return reader.instant, NO_INSTANT, 64, True
    if name == "words":
        return reader.words, None, 32, False
    raise KeyError(name)


def sortable_term(value: int, bits: int, signed: bool) -> bytes:
    """A number as Whoosh's NUMERIC writes it: no shift, then big-endian with the sign bit turned over."""
    return b"\0" + (value + (1 << (bits - 1) if signed else 0)).to_bytes(bits // 8, "big")


def _values(pairs: Iterable[tuple[int, bytes]]) -> ValueField:
    values: defaultdict[bytes, Counter[int]] = defaultdict(Counter)
    for doc, value in pairs:
        values[value][doc] += 1
    return ValueField(values)


def _steps(offsets: Ints) -> Ints:
    wide = offsets.astype(np.int64)
    found: Ints = wide[1:] - wide[:-1]
    return found


def at_or_after(terms: Sequence[bytes], text: bytes) -> int:
    """The index of the first term not less than `text`."""
    return bisect_left(terms, text)
