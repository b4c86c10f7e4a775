"""Reads saved web pages, a file an item, and keeps the address and the moment that the browser wrote into them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from morgue.core.article import Given
from morgue.index.sources import press
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.limits import DOCUMENT_BYTES, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

_HEAD = 8192
_NO_SCHEME = "the mirror does not say how it was fetched; https is assumed in its address"
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\((\d{1,5})\)(\S{1,2000}?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})\s+saved date:\s*([^\n(]{10,60})", re.IGNORECASE
)
_SCRAPBOOK = re.compile(rb"<html\s[^>]{0,4000}?data-scrapbook-source=\"([^\"\s]{1,2000})\"[^>]{0,4000}>", re.IGNORECASE)
_SCRAPBOOK_MADE = re.compile(rb"data-scrapbook-create=\"(\d{14,17})\"")
_HTTRACK = re.compile(
    rb"<!--\s*Mirrored from (\S{1,2000}) by HTTrack Website Copier[^\[]{0,40}\[[^\]]{0,40}\], ([^>]{10,60}?)\s*-->",
    re.IGNORECASE,
)


def read_page(stream: Buffered, place: Place) -> Iterator[Found]:
    """The whole file as one page, or the articles of an export that is one."""
    data = whole(stream, DOCUMENT_BYTES)
    if press.looks_exported(data) and (found := press.read_page(data, place)) is not None:
        yield from found
        return
    if len(data) > ITEM_BYTES:
        raise Broken("too large", f"more than {ITEM_BYTES >> 20} MiB")
    url, captured = saved_from(data[:_HEAD], data[-_HEAD:])
    notes = (_NO_SCHEME,) if url and _HTTRACK.search(data[:_HEAD] + data[-_HEAD:]) else ()
    yield place.item("html", "page", data, captured=captured, given=Given(url=url), notes=notes)


def saved_from(head: bytes, tail: bytes = b"") -> tuple[str | None, str | None]:
    """The address and the moment that a program wrote into the page when saving it: a browser, SingleFile, WebScrapBook
    or HTTrack, which writes at either end and leaves out how the page was fetched (taken as https).
    """
    if m := _SINGLE_FILE.search(head):
        return _address(m.group(1)), _moment(m.group(2).decode("ascii", "ignore").strip())
    if m := _SCRAPBOOK.search(head):
        made = _SCRAPBOOK_MADE.search(m.group())
        return _address(html.unescape(m.group(1).decode("ascii", "ignore")).encode()), made and _instant(made.group(1))
    if m := _HTTRACK.search(head) or _HTTRACK.search(tail):
        return _address(b"https://" + m.group(1)), _http_date(m.group(2).decode("ascii", "ignore"))
    if m := _SAVED_FROM.search(head):
        return _address(m.group(2)[: int(m.group(1))]), None
    return None, None


def _instant(digits: bytes) -> str:
    """WebScrapBook's moments, in UTC to the thousandth of a second."""
    year, *rest = digits[:4].decode(), *(digits[at : at + 2].decode() for at in range(4, 14, 2))
    return "{}-{}-{}T{}:{}:{}Z".format(year, *rest)


def _http_date(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _address(url: bytes) -> str | None:
    text = url.decode("ascii", "ignore")
    return text if text.startswith(("http://", "https://")) else None


def _moment(text: str) -> str | None:
    """`Tue Mar 02 2021 10:00:00 GMT+0100` as ISO 8601."""
    try:
        return datetime.strptime(text, "%a %b %d %Y %H:%M:%S GMT%z").isoformat()
    except ValueError:
        return None
