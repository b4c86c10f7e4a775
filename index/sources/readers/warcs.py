"""WARC: the pages among the captured HTTP responses, each with its address and the moment of capture.

Records are cut out here, by their stated length and within fixed bounds, and only then given to fastwarc, which undoes
HTTP's chunks and compressions: on a stream that it reads itself, an error in the file can end the process.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from morgue.core.article import Given, RawItem
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.limits import ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

_HEADER_BYTES = 64 << 10
_LINE = 16 << 10
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
#: Records that describe the crawl and are no captures.
_ENVELOPE = frozenset(("warcinfo", "request", "metadata", "continuation"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]{1,40})", re.IGNORECASE)


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
    """The pages of a WARC, in order; every other capture is rejected by what it is."""
    for record in _records(stream, place):
        if not isinstance(record, _Record):
            yield record
            continue
        found = _record(record, place)
        if found is not None:
            yield found


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
            _pass(stream, length)
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


def _pass(stream: Buffered, length: int) -> None:
    while length > 0:
        chunk = stream.read(min(length, 1 << 20))
        if not chunk:
            raise Broken("truncated", "the last record is not whole")
        length -= len(chunk)


def _record(record: _Record, place: Place) -> Found | None:
    kind = record.fields.get("warc-type", "").lower()
    media = record.fields.get("content-type", "").split(";")[0].strip().lower()
    if kind in _ENVELOPE:
        return None
    if kind == "response" and (media == "application/http" or not media):
        return _response(record, place)
    if kind == "conversion" and media == "text/plain":
        return _item(record, place, record.block, "text", record.fields.get("content-type", ""))
    if kind in ("resource", "response", "conversion") and media in _PAGE_TYPES:
        return _item(record, place, record.block, "page", record.fields.get("content-type", ""))
    reason = "revisit" if kind == "revisit" else "not HTML"
    return place.reject(reason, f"{kind} {media}".strip()[:200], part=record.name, format="warc")


def _response(record: _Record, place: Place) -> Found:
    try:
        # A body that is not encoded as its header says was mostly decoded by the crawler already.
        answer = _http(record, "all") or _http(record, "none")
    except Broken as e:
        return place.reject(e.reason, e.detail, part=record.name, format="warc")
    if answer is None:
        return place.reject("malformed record", "no HTTP response in it", part=record.name, format="warc")
    status, media, body = answer
    if media.split(";")[0].strip().lower() not in _PAGE_TYPES:
        return place.reject("not HTML", media[:200], part=record.name, format="warc")
    if status is not None and not 200 <= status < 300:
        return place.reject("HTTP error", f"status {status}", part=record.name, format="warc")
    if not body.strip():
        return place.reject("empty file", "a response without a body", part=record.name, format="warc")
    return _item(record, place, body, "page", media)


def _http(source: _Record, decode: Literal["all", "none"]) -> tuple[int | None, str, bytes] | None:
    """Status, media type and body of an HTTP response; None when its body is not encoded as its header says."""
    from fastwarc.warc import ArchiveIterator

    try:
        for record in ArchiveIterator(io.BytesIO(source.head + source.block), auto_decode=decode, stream_detect=False):
            headers = record.http_headers
            body = record.reader.read(ITEM_BYTES + 1)
            if len(body) > ITEM_BYTES:
                raise Broken("too large", f"more than {ITEM_BYTES >> 20} MiB")
            media = (headers.get("Content-Type") if headers else None) or ""
            return (headers.status_code if headers else None), media, body
    except (Broken, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # noqa: BLE001  # a fault in the Rust code behind it comes up as a BaseException
        return None
    return None


def _item(record: _Record, place: Place, body: bytes, content: str, media: str) -> Found:
    charset = _CHARSET.search(media)
    return RawItem(
        path=place.path,
        format="warc",
        content="page" if content == "page" else "text",
        data=body,
        sha256=sha256(body).hexdigest(),
        member=place.label(record.name),
        offset=record.offset,
        charset=charset.group(1) if charset else None,
        captured=record.fields.get("warc-date") or place.captured,
        folder=place.folder,
        given=Given(url=record.fields.get("warc-target-uri", "").strip("<>") or None),
    )
