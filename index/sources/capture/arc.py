"""Reads ARC, the Internet Archive's container before WARC, in which a line of fields precedes each HTTP response."""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.index.sources.capture.responses import Response, articles, decoded
from morgue.index.sources.capture.told_once import told_once
from morgue.index.sources.decoding.streams import Buffered, pass_over
from morgue.index.sources.limits import ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

_LINE = 16 << 10
#: Fields of a line: `URL IP-address Archive-date Content-type Archive-length`; version 2 has five more before the last.
_SHORT, _LONG = 5, 10
_BAD = 100
_RESPONSE = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"


def read_arc(stream: Buffered, place: Place) -> Iterator[Found]:
    """The pages and feed entries of an ARC, in order; then what the other captures are, a reject for each reason."""
    yield from told_once(_captures(stream, place), place)


def _captures(stream: Buffered, place: Place) -> Iterator[Found]:
    offset, number, bad = 0, 0, 0
    while line := stream.readline(_LINE):
        start, offset = offset, offset + len(line)
        if not line.strip():
            continue
        fields = _fields(line)
        if fields is None:
            bad += 1
            if bad == 1:
                yield place.reject("malformed record", f"no ARC header at byte {start}", format="arc")
            if bad > _BAD:
                raise Broken("malformed record", f"more than {_BAD} lines that are no ARC header")
            continue
        url, date, media, length = fields
        number += 1
        offset += length
        if length > ITEM_BYTES:
            yield place.reject("too large", f"{length} bytes", part=f"record {number}", format="arc")
            pass_over(stream, length)
            continue
        block = stream.read(length)
        if len(block) < length:
            raise Broken("truncated", f"record {number} ends after {len(block)} of {length} bytes")
        if not url.startswith("filedesc:"):
            yield from _record(place, f"record {number}", url, _moment(date), media, block, start)


def _record(
    place: Place, name: str, url: str, captured: str | None, media: str, block: bytes, offset: int
) -> Iterator[Found]:
    head = _RESPONSE + f"Content-Length: {len(block)}\r\n\r\n"
    try:
        answer = decoded(head.encode(), block)
    except Broken as e:
        yield place.reject(e.reason, e.detail, part=name, format="arc")
        return
    if answer is None or answer[0] is None:
        yield place.reject("not HTML", media[:200], part=name, format="arc")
        return
    status, sent, body = answer
    yield from articles(Response(place, "arc", name, url, sent or media, body, status, captured, offset))


def _fields(line: bytes) -> tuple[str, str, str, int] | None:
    """Address, date, media type and length; an address may hold spaces, so fields are counted from the end."""
    text = line.decode("utf-8", "replace").strip()
    for count in (_LONG, _SHORT):
        parts = text.rsplit(" ", count - 1)
        if len(parts) == count and re.fullmatch(r"\d{1,15}", parts[-1]) and re.fullmatch(r"\d{12,18}", parts[2]):
            return parts[0], parts[2], parts[3], int(parts[-1])
    return None


def _moment(date: str) -> str | None:
    m = re.match(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?", date)
    return "{}-{}-{}T{}:{}:{}Z".format(*(part or "00" for part in m.groups())) if m else None
