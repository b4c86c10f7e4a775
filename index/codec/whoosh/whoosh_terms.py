"""Gives stock Whoosh the terms and postings of a segment: each posting list becomes Python lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.whoosh.whoosh_fields import FieldPostings, FieldView, at_or_after, field_view
from morgue.index.codec.whoosh.whoosh_schema import NUMBER_FIELDS, TEXT_FIELDS, VALUE_FIELDS

FIELDS = (*TEXT_FIELDS, *VALUE_FIELDS, *NUMBER_FIELDS, "authors", "id", "url")


class MorgueTerms(base.TermsReader):
    """The inverted index, a view a field."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._views: dict[str, FieldView] = {}

    def _view(self, name: str) -> FieldView:
        if name not in FIELDS:
            raise TermNotFound(f"Unknown field {name!r}")
        if name not in self._views:
            self._views[name] = field_view(self._reader, name)
        return self._views[name]

    def _postings(self, name: str, text: bytes) -> FieldPostings:
        found = self._view(name).postings(text)
        if found is None:
            raise TermNotFound(f"No term {name}:{text!r}")
        return found

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in FIELDS and self._view(name).postings(text) is not None

    def indexed_field_names(self) -> Iterable[str]:
        """All fields, in order."""
        return sorted(FIELDS)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every term of every field."""
        for name in self.indexed_field_names():
            for text in self._view(name).terms:
                yield name, text

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from `prefix` on."""
        terms = self._view(fieldname).terms
        for i in range(at_or_after(terms, prefix), len(terms)):
            yield fieldname, terms[i]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term with its statistics."""
        for name, text in self.terms():
            yield (name, text), self.term_info(name, text)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The terms of a field from `prefix` on, with their statistics."""
        for name, text in self.terms_from(fieldname, prefix):
            yield (name, text), self.term_info(name, text)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Occurrences of a term in a field."""
        found = self._view(fieldname).postings(text)
        return 0.0 if found is None else float(found.weights.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Documents with a term in a field."""
        found = self._view(fieldname).postings(text)
        return 0 if found is None else len(found.docs)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Statistics of a term in a field; TermNotFound where it does not occur."""
        return _info(self._view(fieldname), self._postings(fieldname, text))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """The postings of a term in a field; TermNotFound where it does not occur."""
        found = self._postings(fieldname, text)
        return ArrayMatcher(found, _info(self._view(fieldname), found), format_, scorer, (fieldname, text))

    def cursor(self, fieldname: str, fieldobj: Any) -> MorgueCursor:
        """A cursor over the terms of a field."""
        return MorgueCursor(self, self._view(fieldname).terms, fieldname, fieldobj)


def _info(view: FieldView, found: FieldPostings) -> TermInfo:
    lengths = view.lengths()
    of = None if lengths is None else lengths[found.docs]
    return TermInfo(
        weight=float(found.weights.sum()),
        df=len(found.docs),
        minlength=0 if of is None else int(of.min()),
        maxlength=0 if of is None else int(of.max()),
        maxweight=float(found.weights.max()),
        minid=int(found.docs[0]),
        maxid=int(found.docs[-1]),
    )


class MorgueCursor(base.FieldCursor):
    """Walks the terms of a field; `text` is None past the end."""

    def __init__(self, reader: MorgueTerms, terms: Any, fieldname: str, fieldobj: Any) -> None:
        self._reader, self._terms, self._name, self._field = reader, terms, fieldname, fieldobj
        self._i = 0

    def first(self) -> Any:
        """Goes to the first term."""
        self._i = 0
        return self.text()

    def find(self, string: Any) -> Any:
        """Goes to the first term not less than this one."""
        text = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._i = at_or_after(self._terms, text)
        return self.text()

    def next(self) -> Any:
        """Goes on by one."""
        self._i += 1
        return self.text()

    def text(self) -> Any:
        """The term as the field's own type."""
        return self._field.from_bytes(self._terms[self._i]) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Statistics of the term."""
        return self._reader.term_info(self._name, self._terms[self._i]) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether it stands on a term."""
        return self._i < len(self._terms)


class ArrayMatcher(LeafMatcher):
    """Postings held in lists. It offers no quality shortcuts, so that every match is seen."""

    def __init__(self, found: FieldPostings, info: TermInfo, format_: Any, scorer: Any, term: Any, at: int = 0) -> None:
        self._found, self._info, self.format, self.scorer, self._term = found, info, format_, scorer, term
        self._ids: list[int] = found.docs.tolist()
        self._at = at

    def copy(self) -> ArrayMatcher:
        """Another matcher at the same place."""
        return ArrayMatcher(self._found, self._info, self.format, self.scorer, self._term, self._at)

    def is_active(self) -> bool:
        """Whether it stands on a posting."""
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Back to the first posting."""
        self._at = 0

    def id(self) -> int:
        """The document."""
        return self._ids[self._at]

    def all_ids(self) -> Iterator[int]:
        """All documents."""
        return iter(self._ids)

    def next(self) -> None:
        """The next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        """The first posting not before a document."""
        if not self.is_active():
            raise ReadTooFar
        self._at = max(self._at, int(np.searchsorted(self._found.docs, id)))

    def weight(self) -> float:
        """The term's frequency here."""
        return float(self._found.weights[self._at])

    def value(self) -> bytes:
        """The posting's value as the field's format writes it."""
        if self._found.positions is None:
            return b""
        encoded: bytes = self.format.encode(self._found.positions[self._at])
        return encoded

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        """All documents' numbers, each with its value as bytes, wherever the matcher stands."""
        there = self.copy()
        there.reset()
        while there.is_active():
            yield there.id(), there.value()
            there.next()

    def supports_block_quality(self) -> bool:
        """No: Whoosh is to look at every posting."""
        return False

    def block_min_length(self) -> int:
        """Words of the shortest document of the list; 0 where that is not known."""
        return self._info.min_length() or 0

    def block_max_length(self) -> int:
        """The longest document of the list."""
        found: int = self._info.max_length()
        return found

    def block_max_weight(self) -> float:
        """The greatest frequency of the list."""
        found: float = self._info.max_weight()
        return found

    def score(self) -> float:
        """The scorer's, or the frequency."""
        found: float = self.scorer.score(self) if self.scorer else self.weight()
        return found
