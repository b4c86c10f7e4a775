"""Reads HAR, in which a browser's developer tools save a visit, an entry a response: the pages in it are the items."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator, Mapping

from morgue.core.article import Rejected
from morgue.index.sources.capture.responses import PAGE_TYPES, Response, articles
from morgue.index.sources.capture.told_once import told_once
from morgue.index.sources.decoding.json_stream import members
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.limits import HEAD_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.readers.jsons import parse

#: What Chrome says of answers that no window shows.
_PARTS = frozenset(
    "xhr fetch script stylesheet image font media websocket preflight beacon ping manifest other".split()
)


def read_har(stream: Buffered, place: Place) -> Iterator[Found]:
    """The pages and feeds of a HAR; pictures, scripts and such are their parts. One reject where there is no page."""
    yield from told_once(_answers(stream, place), place)


def _answers(stream: Buffered, place: Place) -> Iterator[Found]:
    data = stream.read(HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")
    passed: Counter[str] = Counter()
    any_page = False
    for number, (offset, source) in enumerate(members(stream, data), 1):
        try:
            entry = parse(source)
        except ValueError:
            yield place.reject("malformed JSON", f"entry {number}", part=f"entry {number}", format="har")
            continue
        response = _response(entry, number, offset, place) if isinstance(entry, dict) else None
        if response is None:
            continue
        if response.kind not in PAGE_TYPES and "xml" not in response.kind:
            passed[response.kind or "unknown"] += 1
            continue
        for found in articles(response):
            any_page = any_page or not isinstance(found, Rejected)
            yield found
    if not any_page and passed:
        raise Broken(
            "no text", f"no page among its answers: {', '.join(f'{n} {kind}' for kind, n in passed.most_common(5))}"
        )


def _response(entry: Mapping[str, object], number: int, offset: int, place: Place) -> Response | None:
    """The answer of an entry; None for what is no entry, has no text in the file, or is a part of a page."""
    request, answer = entry.get("request"), entry.get("response")
    if not isinstance(request, dict) or not isinstance(answer, dict) or entry.get("_resourceType") in _PARTS:
        return None
    body = _body(answer.get("content"))
    if body is None:
        return None
    url, status, started = request.get("url"), answer.get("status"), entry.get("startedDateTime")
    stated = url if isinstance(url, str) else None
    code = status if isinstance(status, int) else None
    moment = started if isinstance(started, str) else None
    return Response(place, "har", f"entry {number}", stated, *body, code, moment, offset)


def _body(content: object) -> tuple[str, bytes] | None:
    """The media type and the bytes of an answer; None where the file does not have them."""
    if not isinstance(content, dict):
        return None
    text, media = content.get("text"), str(content.get("mimeType") or "")
    if not isinstance(text, str):
        return None
    if content.get("encoding") != "base64":
        return f"{media.split(';')[0]}; charset=utf-8", text.encode("utf-8", "replace")
    try:
        return media, base64.b64decode(text)
    except (binascii.Error, ValueError):
        return None
