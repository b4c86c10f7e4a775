"""Turns captured HTTP responses into items: a page into one, a feed into its entries, all else into a reject."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from morgue.core.article import Given, RawItem
from morgue.index.sources import sniff
from morgue.index.sources.decoding.streams import buffered
from morgue.index.sources.limits import HEAD_BYTES, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.readers import feeds
from morgue.index.sources.registry.formats import Format

PAGE_TYPES = ("text/html", "application/xhtml+xml")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml", "application/xml")
_DEFLATE = re.compile(rb"(?im)^content-encoding:[^\r\n]*deflate")
_HEADER_BYTES = 64 << 10
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """A captured answer.

    place     of the capture's file
    form      of the file
    name      of the record, within the place
    media     Content-Type as sent, with its charset
    status    of HTTP; None where it is not known
    captured  ISO 8601 moment
    offset    of the record in its (decompressed) file
    """

    place: Place
    form: str
    name: str
    url: str | None
    media: str
    body: bytes
    status: int | None = None
    captured: str | None = None
    offset: int | None = None

    @property
    def kind(self) -> str:
        """The media type alone, in lower case."""
        return self.media.split(";")[0].strip().lower()

    def reject(self, reason: str, detail: str = "") -> Found:
        """A reject for this capture."""
        return self.place.reject(reason, detail, part=self.name, format=self.form)

    def item(self, content: Literal["page", "text"] = "page") -> RawItem:
        """This capture as an item."""
        charset = _CHARSET.search(self.media)
        return self.place.item(
            self.form,
            content,
            self.body,
            part=self.name,
            offset=self.offset,
            charset=charset.group(1) if charset else None,
            captured=self.captured,
            given=Given(url=self.url),
        )


def articles(response: Response) -> Iterator[Found]:
    """The item of a page, the items of a feed, or a reject that says what it is instead."""
    if response.kind in PAGE_TYPES:
        yield _page(response)
    elif response.kind in _FEED_TYPES and sniff.sniff(response.body[:HEAD_BYTES], "") == Format.FEED:
        yield from _entries(response)
    else:
        yield response.reject("not HTML", response.media[:200])


def _page(response: Response) -> Found:
    if response.status is not None and not 200 <= response.status < 300:
        return response.reject("HTTP error", f"status {response.status}")
    if not response.body.strip():
        return response.reject("empty file", "a response without a body")
    return response.item()


def _entries(response: Response) -> Iterator[Found]:
    """The entries of a captured feed; its address is what their relative links are read against."""
    place = replace(
        response.place,
        member=response.place.label(response.name),
        captured=response.captured or response.place.captured,
        stated=Given(url=response.url),
    )
    try:
        yield from feeds.read_feed(buffered(io.BytesIO(response.body)), place)
    except Broken as e:
        yield response.reject(e.reason, e.detail)


def decoded(head: bytes, block: bytes) -> tuple[int | None, str, bytes] | None:
    """Status, Content-Type and body of an HTTP response in a WARC record, chunks and compressions undone.

    A body that is not encoded as its header says was mostly decoded by the crawler already, and is given as it is.
    None where there is no HTTP response; Broken("too large") for a body beyond an item.
    """
    return _http(head, block, "all") or _bare_deflate(head, block) or _http(head, block, "none")


def _bare_deflate(head: bytes, block: bytes) -> tuple[int | None, str, bytes] | None:
    """A response whose body is deflate without the wrapper that the standard asks for; browsers read it too.

    None when it is not that. Broken("unreadable") for a body that is neither that nor a text.
    """
    if not _DEFLATE.search(block[:_HEADER_BYTES]):
        return None
    answer = _http(head, block, "none")
    if answer is None:
        return None
    status, media, body = answer
    try:
        inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, ITEM_BYTES + 1)
    except zlib.error:
        inflated = b""
    if len(inflated) > ITEM_BYTES:
        raise Broken("too large", f"more than {ITEM_BYTES >> 20} MiB")
    if inflated:
        return status, media, inflated
    if b"<" not in body[:_HEADER_BYTES]:
        raise Broken("unreadable", "a body that is not encoded as its header says")
    return None


def _http(head: bytes, block: bytes, decode: Literal["all", "none"]) -> tuple[int | None, str, bytes] | None:
    from fastwarc.warc import ArchiveIterator

    try:
        for record in ArchiveIterator(io.BytesIO(head + block), auto_decode=decode, stream_detect=False):
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
