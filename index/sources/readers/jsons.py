"""JSON Lines, arrays and single objects: a record at a time, however long the file is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import orjson

from morgue.core.article import Rejected
from morgue.index.sources import records
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.limits import BAD_ELEMENTS, DOCUMENT_BYTES, ITEM_BYTES, JSON_DEPTH, RUNAWAY_LINE
from morgue.index.sources.location import Broken, Found, Place

_BOM = b"\xef\xbb\xbf"
#: Keys under which one object holds a list of articles (JSON Feed, news APIs, exports).
_LISTS = ("articles", "items", "entries", "results", "documents", "docs", "stories", "data", "hits", "records")


def read_lines(stream: Buffered, place: Place) -> Iterator[Found]:
    """A record a line. A bad line is rejected by its number and the next one is read."""
    offset = 0
    number = 0
    while line := stream.readline(ITEM_BYTES + 1):
        number += 1
        part = f"line {number}"
        if len(line) > ITEM_BYTES:
            offset += len(line) + _skip_line(stream, len(line))
            yield place.reject("too large", f"a line of more than {ITEM_BYTES >> 20} MiB", part=part, format="jsonl")
            continue
        bare = line.removeprefix(_BOM).strip() if number == 1 else line.strip()
        if bare:
            yield _record(bare, place, part, offset, "jsonl")
        offset += len(line)


def read_document(stream: Buffered, place: Place) -> Iterator[Found]:
    """An array, element by element; or one object, which is an article or holds a list of them."""
    data, skipped = b"", 0
    while not data:
        chunk = stream.read(4096)
        if not chunk:
            raise Broken("no text", "only white space")
        data = chunk.removeprefix(_BOM).lstrip()
        skipped += len(chunk) - len(data)
    if data.startswith(b"["):
        yield from _array(_Elements(stream, data, skipped), place)
    else:
        yield from _object(data + whole(stream, DOCUMENT_BYTES), place)


def _skip_line(stream: Buffered, taken: int) -> int:
    skipped = 0
    while line := stream.readline(1 << 20):
        skipped += len(line)
        if line.endswith(b"\n"):
            break
        if taken + skipped > RUNAWAY_LINE:
            raise Broken("too large", f"a line of more than {RUNAWAY_LINE >> 20} MiB; the rest was not read")
    return skipped


def _record(source: bytes, place: Place, part: str | None, offset: int | None, form: str) -> Found:
    try:
        value = parse(source)
    except ValueError as e:
        return place.reject("malformed JSON", _line_of(part) + str(e), part=part, format=form)
    if not isinstance(value, dict):
        return place.reject("not an object", f"a JSON {type(value).__name__}", part=part, format=form)
    return records.item(value, source, place, part, offset, form)


def _line_of(part: str | None) -> str:
    return f"{part}: " if part else ""


def parse(source: bytes) -> object:
    """A JSON value; ValueError when it is none. NaN, lone surrogates and bytes that are not UTF-8 are borne with."""
    try:
        return orjson.loads(source)
    except orjson.JSONDecodeError as first:
        try:
            return json.loads(charsets.decode(source, "utf-8").text)
        except RecursionError:
            raise ValueError("nested too deep") from None
        except ValueError:
            raise ValueError(_place_of(first)) from None


def _place_of(error: orjson.JSONDecodeError) -> str:
    return f"{error.msg} (column {error.colno})" if error.lineno == 1 else f"{error.msg} (line {error.lineno})"


def _object(data: bytes, place: Place) -> Iterator[Found]:
    try:
        value = parse(data)
    except ValueError as e:
        yield place.reject("malformed JSON", str(e), format="json")
        return
    inner = _listed(value) if isinstance(value, dict) else None
    if inner is None:
        yield _record(data.strip(), place, None, None, "json")
        return
    for number, element in enumerate(inner, 1):
        source = json.dumps(element, sort_keys=True).encode()
        yield _record(source, place, f"item {number}", None, "json")


def _listed(value: Mapping[str, object]) -> list[object] | None:
    """The list of articles that an object holds, if it is no article itself."""
    lowered = {k.lower(): v for k, v in value.items()}
    if any(isinstance(lowered.get(key), str) for key in (*records.SYNONYMS["body"], *records.SYNONYMS["html"])):
        return None
    for key in _LISTS:
        inner = lowered.get(key)
        if isinstance(inner, dict):
            inner = next((inner[k] for k in _LISTS if isinstance(inner.get(k), list)), None)
        if isinstance(inner, list) and any(isinstance(e, dict) for e in inner):
            return inner
    return None


# What matters for finding the end of an element: whole strings, brackets and commas.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]|"', re.DOTALL)
_CHUNK = 1 << 20


class _Elements:
    """Splits the text between an array's brackets into its elements, without holding more than one of them."""

    def __init__(self, stream: Buffered, data: bytes, base: int) -> None:
        self._stream = stream
        self._data = data
        self._base = base  # offset of _data in the stream
        self._at = data.index(b"[") + 1

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        start, depth = self._at, 0
        while True:
            m = _TOKEN.search(self._data, self._at)
            if m is None or m.group() == b'"':
                self._at = m.start() if m else len(self._data)
                start = self._grow(start)
                continue
            self._at = m.end()
            token = m.group()
            if token in b"{[":
                depth += 1
                if depth > JSON_DEPTH:
                    raise Broken("nested too deep", f"more than {JSON_DEPTH} brackets within one another")
            elif depth and token in b"}]":
                depth -= 1
            elif not depth and token in b",]":
                yield self._base + start, self._data[start : m.start()].strip()
                start = self._at
                if token == b"]":
                    return

    def _grow(self, start: int) -> int:
        """Reads on, dropping what lies before `start`; gives start's new place in the data."""
        more = self._stream.read(max(_CHUNK, len(self._data) - start))
        if not more:
            raise Broken("truncated", "the JSON array does not end")
        if len(self._data) - start > ITEM_BYTES:
            raise Broken("too large", f"an element of more than {ITEM_BYTES >> 20} MiB; the rest was not read")
        self._data = self._data[start:] + more
        self._base += start
        self._at -= start
        return 0


def _array(elements: _Elements, place: Place) -> Iterator[Found]:
    bad = 0
    for number, (offset, source) in enumerate(elements, 1):
        if not source and number == 1:
            continue  # an empty array
        found = _record(source, place, f"item {number}", offset, "json")
        yield found
        bad += isinstance(found, Rejected)
        if bad > BAD_ELEMENTS and 2 * bad > number:
            raise Broken("malformed JSON", f"more than {BAD_ELEMENTS} bad elements; the rest was not read")
