"""Pages saved as MHTML, and single mails such as newsletters: the page or text inside is the item."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from hashlib import sha256

from morgue.core.article import Given, RawItem
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.limits import DOCUMENT_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.records import clean_line


def read_mhtml(stream: Buffered, place: Place) -> Iterator[Found]:
    """The page that a browser saved as one file."""
    message, data = _parsed(stream)
    part = _part(message, "text/html")
    if part is None:
        raise Broken("no text", "MHTML without a page")
    url = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    stated = Given(url=url if url and url.startswith("http") else None)
    yield _item(part, "page", data, place, "mhtml", stated, _moment(message))


def read_mail(stream: Buffered, place: Place) -> Iterator[Found]:
    """A mail's text, as a page if it has one."""
    message, data = _parsed(stream)
    page = _part(message, "text/html")
    part = page if page is not None else _part(message, "text/plain")
    if part is None:
        raise Broken("no text", "a mail without text")
    sender = _header(message, "From")
    stated = Given(
        title=_header(message, "Subject"), date=_header(message, "Date"), authors=(sender,) if sender else ()
    )
    yield _item(part, "text" if page is None else "page", data, place, "mail", stated, None)


def _parsed(stream: Buffered) -> tuple[Message, bytes]:
    data = whole(stream, DOCUMENT_BYTES)
    return BytesParser(policy=policy.compat32).parsebytes(data), data


def _part(message: Message, kind: str) -> Message | None:
    return next((p for p in message.walk() if p.get_content_type() == kind and not p.is_multipart()), None)


def _item(
    part: Message, content: str, data: bytes, place: Place, form: str, stated: Given, captured: str | None
) -> Found:
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        return place.reject("no text", format=form)
    charset = part.get_content_charset()
    return RawItem(
        path=place.path,
        format=form,
        content="page" if content == "page" else "text",
        data=body,
        sha256=sha256(data).hexdigest(),
        member=place.member,
        charset=charset,
        captured=captured or place.captured,
        folder=place.folder,
        given=stated,
    )


def _header(message: Message, name: str) -> str | None:
    value = message.get(name)
    if value is None:
        return None
    try:
        return clean_line(str(make_header(decode_header(str(value)))))
    except (ValueError, LookupError):
        return clean_line(str(value))


def _moment(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date"))).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
