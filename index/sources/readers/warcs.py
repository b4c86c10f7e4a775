"""Reads WARC: the pages among the captured HTTP responses, each with its address and the moment of capture.

Records are cut out here, by their stated length and within fixed bounds, and only then given to fastwarc, which undoes
HTTP's chunks and compressions: on a stream that it reads itself, an error in the file can end the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from morgue.index.sources.capture.payloads import Payload, Payloads
from morgue.index.sources.capture.responses import PAGE_TYPES, Response, articles, decoded
from morgue.index.sources.capture.told_once import told_once
from morgue.index.sources.decoding.streams import Buffered, pass_over
from morgue.index.sources.limits import ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

_HEADER_BYTES = 64 << 10
_LINE = 16 << 10
#: Records that describe the crawl and are no captures.
_ENVELOPE = frozenset(("warcinfo", "request", "metadata", "continuation"))


@dataclass(frozen=True, slots=True)
class _Record:
    offset: int
    number: int
    fields: Mapping[str, str]
    head: bytes
    block: bytes

    @property
    def name(self) -> str:
        return self.fields.get("warc-record-id", "").strip("<>") or f"record {self.number}"


def read_warc(stream: Buffered, place: Place) -> Iterator[Found]:
    """The pages and feed entries of a WARC, in order; then what the other captures are, a reject for each reason."""
    yield from told_once(read_among(stream, place, Payloads()), place)


def read_among(stream: Buffered, place: Place, seen: Payloads) -> Iterator[Found]:
    """A WARC of several, each other capture a reject of its own; its revisits may speak of pages in those before it."""
    for record in _records(stream, place):
        if isinstance(record, _Record):
            yield from _record(record, place, seen)
        else:
            yield record


def _records(stream: Buffered, place: Place) -> Iterator[_Record | Found]:
    offset, number, lost = 0, 0, False
    while line := stream.readline(_LINE):
        if not line.strip():
            offset += len(line)
            continue
        if not line.startswith(b"WARC/"):
            if not lost:
                yield place.reject("malformed record", f"no WARC header at byte {offset}", format="warc")
            lost = True
            offset += len(line)
            continue
        number += 1
        lost = False
        head = line + _header(stream)
        fields = _fields(head)
        length = _length(fields)
        if length is None:
            yield place.reject("malformed record", "no Content-Length", part=f"record {number}", format="warc")
            lost = True
            offset += len(head)
            continue
        if length > ITEM_BYTES:
            name = fields.get("warc-record-id", "").strip("<>") or f"record {number}"
            yield place.reject("too large", f"{length} bytes", part=name, format="warc")
            pass_over(stream, length)
        else:
            block = stream.read(length)
            if len(block) < length:
                raise Broken("truncated", f"record {number} ends after {len(block)} of {length} bytes")
            yield _Record(offset, number, fields, head, block)
        offset += len(head) + length


def _header(stream: Buffered) -> bytes:
    lines: list[bytes] = []
    size = 0
    while line := stream.readline(_LINE):
        lines.append(line)
        size += len(line)
        if not line.strip():
            return b"".join(lines)
        if size > _HEADER_BYTES:
            raise Broken("malformed record", "a WARC header without end")
    raise Broken("truncated", "the last WARC header is not whole")


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _length(fields: Mapping[str, str]) -> int | None:
    text = fields.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _record(record: _Record, place: Place, seen: Payloads) -> Iterator[Found]:
    kind = record.fields.get("warc-type", "").lower()
    stated = record.fields.get("content-type", "")
    media = stated.split(";")[0].strip().lower()
    if kind in _ENVELOPE:
        return
    if kind == "revisit":
        yield _revisit(record, place, seen)
    elif kind == "response" and (media == "application/http" or not media):
        yield from _response(record, place, seen)
    elif kind == "conversion" and media == "text/plain":
        yield _answer(record, place, None, stated, record.block).item("text")
    elif kind in ("resource", "response", "conversion") and media in PAGE_TYPES:
        yield _answer(record, place, None, stated, record.block).item()
    elif kind in ("resource", "response"):
        yield from articles(_answer(record, place, None, stated, record.block))
    else:
        yield place.reject("not HTML", f"{kind} {media}".strip()[:200], part=record.name, format="warc")


def _response(record: _Record, place: Place, seen: Payloads) -> Iterator[Found]:
    try:
        answer = decoded(record.head, record.block)
    except Broken as e:
        yield place.reject(e.reason, e.detail, part=record.name, format="warc")
        return
    if answer is None:
        yield place.reject("malformed record", "no HTTP response in it", part=record.name, format="warc")
        return
    status, media, body = answer
    response = _answer(record, place, status, media, body)
    if response.kind in PAGE_TYPES and (status is None or status < 300):
        digest = record.fields.get("warc-payload-digest", "")
        seen.keep(digest, Payload(record.name, response.url or "", media, body))
    yield from articles(response)


def _revisit(record: _Record, place: Place, seen: Payloads) -> Found:
    """The page that a revisit record refers to, at the record's address and moment; a reject where it is here."""
    address = _address(record)
    original = record.fields.get("warc-refers-to-target-uri", "").strip("<>") or address or ""
    found = seen.find(record.fields.get("warc-payload-digest", ""), original)
    if found is None:
        detail = f"its page was captured elsewhere, as {original or 'an unnamed record'}"
        return place.reject("revisit", detail[:300], part=record.name, format="warc")
    if found.url == address:
        return place.reject("revisit", f"the same page as {found.name}"[:300], part=record.name, format="warc")
    return _answer(record, place, None, found.media, found.body).item()


def _answer(record: _Record, place: Place, status: int | None, media: str, body: bytes) -> Response:
    captured = record.fields.get("warc-date")
    return Response(place, "warc", record.name, _address(record), media, body, status, captured, record.offset)


def _address(record: _Record) -> str | None:
    return record.fields.get("warc-target-uri", "").strip("<>") or None
