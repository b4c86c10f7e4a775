"""CSV and TSV with a header of known names: a row at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from morgue.index.sources import records
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.limits import CELL_CHARACTERS, HEAD_BYTES, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

_DELIMITERS = ",\t;|"
_ENDINGS = ("csv", "tsv", "tab")
_BOM = b"\xef\xbb\xbf"


def looks_tabular(text: bytes, name: str) -> bool:
    """The first line is a header: two names or more, most of them known, one of them for a text or title."""
    first = text.lstrip(b"\r\n").split(b"\n", 1)[0][:4096].decode("utf-8", "replace")
    names = _header(first, _delimiter(first))
    known = [n for n in names if n in records.KNOWN]
    named = name.lower().rsplit(".", 1)[-1] in _ENDINGS
    return named or (len(known) >= 2 and 2 * len(known) >= len(names) and not records.TEXTUAL.isdisjoint(names))


def read_table(stream: Buffered, place: Place) -> Iterator[Found]:
    """An item a row below the header; rejects the whole when no column holds a text or a title."""
    codec = charsets.decode(_whole_lines(stream.peek(HEAD_BYTES)[:HEAD_BYTES])).charset
    lines = _Lines(stream, "utf-8" if codec == "ascii" else codec)
    first = next(lines, "")
    while first and not first.strip():
        first = next(lines, "")
    delimiter = _delimiter(first)
    names = _header(first, delimiter)
    if records.TEXTUAL.isdisjoint(names):
        columns = ", ".join(names[:12])
        yield place.reject("no text column", f"the columns are: {columns[:300]}", format="csv")
        return
    lines.taken()
    csv.field_size_limit(CELL_CHARACTERS)
    yield from _rows(lines, delimiter, names, place)


def _rows(lines: _Lines, delimiter: str, names: list[str], place: Place) -> Iterator[Found]:
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        number, offset = lines.number + 1, lines.offset
        part = f"line {number}"
        try:
            row = next(rows, None)
        except csv.Error as e:
            lines.taken()
            yield place.reject("malformed row", str(e), part=part, format="csv")
            continue
        source = lines.taken()
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            yield place.reject("malformed row", f"{len(row)} cells for {len(names)} columns", part=part, format="csv")
            continue
        yield records.item(dict(zip(names, row, strict=False)), source.strip(b"\r\n"), place, part, offset, "csv")


class _Lines:
    """Decoded lines for the csv module, remembering the bytes, number and offset of those that make up a row."""

    def __init__(self, stream: Buffered, codec: str) -> None:
        self._stream = stream
        self._codec = codec
        self._kept = bytearray()
        self.number = 0
        self.offset = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(ITEM_BYTES + 1)
        if not line:
            raise StopIteration
        if len(line) > ITEM_BYTES:
            raise Broken("too large", f"line {self.number + 1} is longer than {ITEM_BYTES >> 20} MiB")
        self.number += 1
        self._kept += line
        bare = line.removeprefix(_BOM) if self.number == 1 else line
        text = _decoded(bare, self._codec)
        return text.replace("\0", "")

    def taken(self) -> bytes:
        """The bytes of the lines since last asked."""
        kept = bytes(self._kept)
        self.offset += len(kept)
        self._kept = bytearray()
        return kept


def _decoded(line: bytes, codec: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(codec, "replace")


def _whole_lines(head: bytes) -> bytes:
    return head[: head.rfind(b"\n") + 1] or head


def _delimiter(line: str) -> str:
    """The one that parts the header into most known names, else into most names."""

    def worth(delimiter: str) -> tuple[int, int]:
        names = _header(line, delimiter)
        return sum(n in records.KNOWN for n in names), len(names)

    return max(_DELIMITERS, key=worth)


def _header(line: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [re.sub(r"\s+", "_", n.strip().lstrip("\ufeff").lower()) for n in names]
