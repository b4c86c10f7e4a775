"""Reads CSV and TSV whose header has known names, a row at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from morgue.core.wording.quantities import quantity
from morgue.index.sources import records
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.fields.synonyms import KNOWN, TEXTUAL, norm
from morgue.index.sources.fields.values import clean_line
from morgue.index.sources.limits import CELL_CHARACTERS, HEAD_BYTES, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

_DELIMITERS = ",\t;|"
_ENDINGS = ("csv", "tsv", "tab")
_BOM = b"\xef\xbb\xbf"
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\s*\Z", re.IGNORECASE)
#: A quote that is escaped and followed by neither a delimiter nor the end, which a doubled one never is.
_ESCAPED_QUOTE = re.compile(r"[^\\]\\\"(?![\",;\t|\r\n]|\Z)")
_ESCAPE = re.compile(r"\\(.)")
#: A line break that was written with two letters, at the end of a sentence or doubled.
_WRITTEN_BREAK = re.compile(r"(?:[.!?\"”»)])(?:\\r)?\\n|(?:\\r)?\\n(?:\\r)?\\n")


def looks_tabular(text: bytes, name: str) -> bool:
    """The first line is a header: two names or more, most of them known, one of them for a text or title."""
    lines = text.lstrip(b"\r\n").split(b"\n", 2)
    if _SEP.match(lines[0].decode("utf-8", "replace")) and len(lines) > 1:
        return True
    first = lines[0][:4096].decode("utf-8", "replace")
    names = [norm(n) for n in _header(first, _delimiter(first))]
    known = [n for n in names if n in KNOWN]
    named = name.lower().rsplit(".", 1)[-1] in _ENDINGS
    return named or (len(known) >= 2 and 2 * len(known) >= len(names) and not TEXTUAL.isdisjoint(names))


def read_table(stream: Buffered, place: Place) -> Iterator[Found]:
    """An item a row below the header; rejects the whole when no column holds a text or a title."""
    head = _whole_lines(stream.peek(HEAD_BYTES)[:HEAD_BYTES])
    decoded = charsets.decode(head)
    lines = _Lines(stream, "utf-8" if decoded.charset == "ascii" else decoded.charset, _escapes(decoded.text))
    first = next(lines, "")
    while first and not first.strip():
        first = next(lines, "")
    said = _SEP.match(first)
    if said:
        first = next(lines, "")
    delimiter = said.group(1) if said else _delimiter(first)
    names = _header(first, delimiter)
    lines.taken()
    mapped = {norm(name) for _, name in place.columns}
    if (TEXTUAL | mapped).isdisjoint(map(norm, names)):
        columns = ", ".join(clean_line(name) or "?" for name in names[:12])
        detail = f"the columns are: {columns[:300]} (name the one of the text: --map body=COLUMN)"
        yield place.reject("no text column", detail, format="csv")
        return
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
            yield place.reject(
                "malformed row",
                f"{quantity(len(row), 'cell')} for {quantity(len(names), 'column')}",
                part=part,
                format="csv",
            )
            continue
        cells = map(_broken, row)
        yield records.item(dict(zip(names, cells, strict=False)), source.strip(b"\r\n"), place, part, offset, "csv")


class _Lines:
    """Decoded lines for the csv module, remembering the bytes, number and offset of those that make up a row."""

    def __init__(self, stream: Buffered, codec: str, escapes: bool) -> None:
        self._stream = stream
        self._codec = codec
        self._escapes = escapes
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
        text = _decoded(bare, self._codec).replace("\0", "")
        return _ESCAPE.sub(_undone, text) if self._escapes else text

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


def _escapes(head: str) -> bool:
    """Whether quotes within cells are written \\", as databases do, and not doubled: then \\n is a line break too."""
    return _ESCAPED_QUOTE.search(head) is not None


def _undone(escape: re.Match[str]) -> str:
    return {"n": "\n", "r": "", "t": "\t", '"': '""', "\\": "\\"}.get(escape.group(1), escape.group())


def _broken(cell: str) -> str:
    """A cell whose line breaks were written as \\n, by whatever program, with line breaks."""
    if "\n" not in cell and len(_WRITTEN_BREAK.findall(cell)) >= 1:
        return re.sub(r"(?:\\r)?\\n", "\n", cell)
    return cell


def _delimiter(line: str) -> str:
    """The one that parts the header into most known names, else into most names."""

    def worth(delimiter: str) -> tuple[int, int]:
        names = _header(line, delimiter)
        return sum(norm(n) in KNOWN for n in names), len(names)

    return max(_DELIMITERS, key=worth)


def _header(line: str, delimiter: str) -> list[str]:
    """The names of the columns; one that comes twice keeps its first place."""
    try:
        return [n.strip().lstrip("\ufeff") for n in next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [])]
    except csv.Error:
        return []
