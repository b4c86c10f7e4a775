"""Answers what stock Whoosh asks of single documents: columns, lengths, deletions, stored fields."""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh import columns
from whoosh.codec import base

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.whoosh.whoosh_fields import numbers
from morgue.index.codec.whoosh.whoosh_schema import NUMBER_FIELDS, TEXT_FIELDS, VALUE_FIELDS


class ArrayColumn(columns.ColumnReader):
    """A column over a list of its values."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self._doccount = len(values)
        self._reversed = False

    def __getitem__(self, docnum: int) -> Any:
        return self._values[docnum]

    def sort_key(self, docnum: int) -> Any:
        """The value to sort by; numbers are negated for a reversed order."""
        value = self._values[docnum]
        return -value if self._reversed else value

    def set_reverse(self) -> None:
        """Reverses the order, which only numbers allow."""
        if self._values and isinstance(self._values[0], bytes):
            raise NotImplementedError  # what Whoosh documents for a column that is not reversible
        self._reversed = True


class MorgueDocuments(base.PerDocumentReader):
    """What Whoosh asks of single documents."""

    def __init__(self, reader: SegmentReader, segment: base.Segment) -> None:
        self._reader = reader
        self._segment = segment

    def doc_count(self) -> int:
        """Live documents."""
        return int(self._segment.doc_count_all() - self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """All documents."""
        return self._reader.doc_count

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return bool(self._segment.deleted_count() > 0)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> list[int]:
        """Deleted documents."""
        return list(self._segment.deleted_docs())

    def supports_columns(self) -> bool:
        """Yes: Whoosh may read values by document."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Values and numbers have one."""
        return fieldname in VALUE_FIELDS or fieldname in NUMBER_FIELDS

    def list_columns(self) -> list[str]:
        """The fields with a column."""
        return [*VALUE_FIELDS, *NUMBER_FIELDS]

    def column_reader(self, fieldname: str, column: Any) -> ArrayColumn:
        """The sortable values of a field; what is unknown has the column's default."""
        if fieldname in VALUE_FIELDS:
            held = self._reader.column(fieldname)
            return ArrayColumn([held.strings[v].encode() for v in held.values.tolist()])
        values, missing, bits, signed = numbers(self._reader, fieldname)
        shift = 1 << (bits - 1) if signed else 0
        default = column.default_value()
        return ArrayColumn([default if v == missing else v + shift for v in values.tolist()])

    def _lengths(self, fieldname: str) -> NDArray[Any] | None:
        return getattr(self._reader.lengths, fieldname) if fieldname in TEXT_FIELDS else None

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Terms of a document's field."""
        lengths = self._lengths(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        """Terms of a field over all documents."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """How many terms the shortest field of a document has."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        """How many terms the longest field of a document has."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The article as a dictionary of the schema's stored fields; unknown ones are left out."""
        article = self._reader.stored(docnum)
        names = ("id", "url", "title", "body", *VALUE_FIELDS)
        found: dict[str, Any] = {n: v for n in names if (v := getattr(article, n))}
        if article.authors:
            found["authors"] = ", ".join(article.authors)
        return found
