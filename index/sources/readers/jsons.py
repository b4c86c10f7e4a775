"""Reads JSON Lines, arrays and single objects, a record at a time, however long the file is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace

import orjson

from morgue.core.article import Rejected
from morgue.index.sources import records
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.json_stream import Elements, members
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.fields.lists import Element, articles
from morgue.index.sources.fields.lookup import Record
from morgue.index.sources.limits import BAD_ELEMENTS, DOCUMENT_BYTES, ITEM_BYTES, RUNAWAY_LINE
from morgue.index.sources.location import NOTHING_STATED, Broken, Found, Place

_BOM = b"\xef\xbb\xbf"


def read_lines(stream: Buffered, place: Place) -> Iterator[Found]:
    """A record a line, or a list of them. A bad line is rejected by its number and the next one is read."""
    offset = 0
    number = 0
    while line := stream.readline(ITEM_BYTES + 1):
        number += 1
        part = f"line {number}"
        bare = line.removeprefix(_BOM).strip() if number == 1 else line.strip()
        if len(line) > ITEM_BYTES:
            if number == 1 and bare.startswith(b"{"):
                yield from _large(stream, line, place)
                return
            offset += len(line) + _skip_line(stream, len(line))
            yield place.reject("too large", f"a line of more than {ITEM_BYTES >> 20} MiB", part=part, format="jsonl")
            continue
        if bare:
            only = number == 1 and not stream.peek(1)
            yield from _line(bare, place, part, offset, only)
        offset += len(line)


def _line(bare: bytes, place: Place, part: str, offset: int, only: bool) -> Iterator[Found]:
    """What a line holds. A file of one line is read like the same object on many lines."""
    try:
        value = parse(bare)
    except ValueError as e:
        yield place.reject("malformed JSON", f"{part}: {e}", part=part, format="jsonl")
        return
    form = "json" if only else "jsonl"
    for element in articles(value, place.columns):
        if element.number is None:
            yield _item(element, bare, place, part, offset, "jsonl")
        else:
            within = f"item {element.number}" if only else f"{part}, item {element.number}"
            yield _item(element, _source(element.value), place, within, None, form)


def _beginning(stream: Buffered) -> tuple[bytes, int]:
    """The first bytes that are no white space, and how many were before them."""
    skipped = 0
    while chunk := stream.read(4096):
        data = chunk.removeprefix(_BOM).lstrip()
        skipped += len(chunk) - len(data)
        if data:
            return data, skipped
    raise Broken("no text", "only white space")


def read_document(stream: Buffered, place: Place) -> Iterator[Found]:
    """An array, element by element; or one object, which is an article or holds lists of them."""
    data, skipped = _beginning(stream)
    if data.startswith(b"["):
        yield from _array(Elements(stream, data, skipped), place)
        return
    data += stream.read(DOCUMENT_BYTES)
    if len(data) > DOCUMENT_BYTES:
        yield from _large(stream, data, place)
    else:
        yield from _object(data, place)


def _large(stream: Buffered, data: bytes, place: Place) -> Iterator[Found]:
    """An object that is too large for an article: the elements of its lists, with only one of them in memory."""
    number = 0
    for offset, source in members(stream, data):
        for element in articles(_parsed(source), place.columns):
            number += 1
            yield _item(element, source, place, f"item {number}", offset, "json")
    if not number:
        raise Broken("too large", f"an object of more than {DOCUMENT_BYTES >> 20} MiB without a list of articles")


def _parsed(source: bytes) -> object:
    try:
        return parse(source)
    except ValueError:
        return None


def _skip_line(stream: Buffered, taken: int) -> int:
    skipped = 0
    while line := stream.readline(1 << 20):
        skipped += len(line)
        if line.endswith(b"\n"):
            break
        if taken + skipped > RUNAWAY_LINE:
            raise Broken("too large", f"a line of more than {RUNAWAY_LINE >> 20} MiB; the rest was not read")
    return skipped


def _item(element: Element, source: bytes, place: Place, part: str | None, offset: int | None, form: str) -> Found:
    """The item of a record, with what its envelope states where it says nothing itself."""
    value, around = element.value, element.stated
    if not isinstance(value, dict):
        return place.reject("not an object", f"a JSON {type(value).__name__}", part=part, format=form)
    found = records.item_of(element.read or Record(value, place.columns), source, place, part, offset, form)
    if isinstance(found, Rejected) or around == NOTHING_STATED:
        return found
    own = found.given
    if own.outlet is None and own.url is not None and around.outlet is None:
        return found
    missing = {f.name: told for f in fields(own) if not getattr(own, f.name) and (told := getattr(around, f.name))}
    return replace(found, given=replace(own, **missing))


def parse(source: bytes) -> object:
    """A JSON value; ValueError when it is none. NaN, lone surrogates and bytes that are not UTF-8 are accepted."""
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
    for element in articles(value, place.columns):
        if element.number is None:
            yield _item(element, data.strip(), place, None, None, "json")
        else:
            part = f"item {element.number}"
            yield _item(element, _source(element.value), place, part, None, "json")


def _source(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _array(elements: Elements, place: Place) -> Iterator[Found]:
    """The elements of an array; one that is itself the page of an answer gives all that it holds."""
    bad = 0
    for number, (offset, source) in enumerate(elements, 1):
        if not source and number == 1:
            continue  # an empty array
        for found in _element(source, place, number, offset):
            yield found
            bad += isinstance(found, Rejected)
        if bad > BAD_ELEMENTS and 2 * bad > number:
            raise Broken("malformed JSON", f"more than {BAD_ELEMENTS} bad elements; the rest was not read")


def _element(source: bytes, place: Place, number: int, offset: int) -> Iterator[Found]:
    part = f"item {number}"
    try:
        value = parse(source)
    except ValueError as e:
        yield place.reject("malformed JSON", f"{part}: {e}", part=part, format="json")
        return
    for element in articles(value, place.columns):
        if element.number is None:
            yield _item(element, source, place, part, offset, "json")
        else:
            within = f"{part}.{element.number}"
            yield _item(element, _source(element.value), place, within, None, "json")
