"""Reads pages saved as MHTML, single mails, mails as Apple keeps them, and mailboxes."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from morgue.core.article import Given
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.limits import DOCUMENT_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.mail import mbox, message


def read_mhtml(stream: Buffered, place: Place) -> Iterator[Found]:
    """The page that a browser saved as one file."""
    data = whole(stream, DOCUMENT_BYTES)
    mail = message.parse(data)
    part = next(iter(message.parts(mail, "text/html")), None)
    if part is None:
        raise Broken("no text", "MHTML without a page")
    url = message.header(mail, "Snapshot-Content-Location") or message.header(part, "Content-Location")
    body, charset = message.content(part)
    if not body.strip():
        yield place.reject("no text", format="mhtml")
        return
    given = Given(url=url if url and url.startswith("http") else None)
    captured = _moment(str(mail.get("Date")))
    yield place.item("mhtml", "page", body, source=data, charset=charset, captured=captured, given=given)


def read_mail(stream: Buffered, place: Place) -> Iterator[Found]:
    """One mail."""
    yield from message.read(whole(stream, DOCUMENT_BYTES), place)


def read_apple_mail(stream: Buffered, place: Place) -> Iterator[Found]:
    """One mail as Apple Mail keeps it: its number of bytes, the mail, and a property list of the program's own."""
    length = int(stream.readline(64))
    yield from message.read(whole(stream, DOCUMENT_BYTES)[:length], place)


def read_mbox(stream: Buffered, place: Place) -> Iterator[Found]:
    """A mailbox: an article a mail."""
    for number, offset, data in mbox.messages(stream):
        part = f"mail {number}"
        if data is None:
            yield place.reject("too large", f"a mail of more than {DOCUMENT_BYTES >> 20} MiB", part=part, format="mail")
        else:
            yield from message.read(data, place, part, offset)


def _moment(stated: str) -> str | None:
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
