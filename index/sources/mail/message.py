"""Turns one mail into an article: the text of whichever part has it, and what the headers state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from morgue.core.article import Given
from morgue.index.sources import press
from morgue.index.sources.decoding import charsets
from morgue.index.sources.location import Found, Place
from morgue.index.sources.mail import letter, sender
from morgue.index.sources.records import clean_line

#: An HTML part that says less than this share of the words of the text part is a stub.
_STUB = 0.5
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|max-height\s*:\s*0|font-size\s*:\s*0", re.I)
#: Prefixes of a subject that say how the mail came here.
_PREFIX = re.compile(r"\A(?:(?:re|fwd?|aw|wg|tr|rv|rif|sv|vs|antw|vb|doorst)(?:\[\d+\])?\s?:\s*)+", re.I)


def parse(data: bytes) -> Message:
    """The message in these bytes; whatever they are, some message comes of it. Attachments are left empty."""
    light = _ATTACHED.sub(_without_attached, data) if len(data) > _LARGE else data
    return BytesParser(policy=policy.compat32).parsebytes(light)


#: In a mail of more bytes, attachments are taken out before it is parsed, which goes ten times slower.
_LARGE = 32 << 10
_ATTACHED = re.compile(rb"\r?\n\r?\n[A-Za-z0-9+/\r\n]{4000,}={0,2}")
_HEADERS = 2000


def _without_attached(m: re.Match[bytes]) -> bytes:
    """Nothing in place of the base64 of a part that is no text; the match as it is where the part is one."""
    before = m.string[max(0, m.start() - _HEADERS) : m.start()].replace(b"\r\n", b"\n")
    headers = before.rpartition(b"\n\n")[2].lower()
    kind = re.search(rb"content-type:\s*([\w-]+)/", headers)
    return m[0] if kind is None or kind[1] in (b"text", b"message", b"multipart") else b"\n\n"


def read(data: bytes, place: Place, part: str | None = None, offset: int | None = None) -> Iterator[Found]:
    """The article in a mail, or the articles of the press database's export that it brings."""
    message = parse(data)
    pages, texts = parts(message, "text/html"), parts(message, "text/plain")
    if (exported := _exported(pages, place)) is not None:
        yield from exported
        return
    body = _body(pages, texts)
    subject = header(message, "Subject")
    if not body and not subject:
        yield place.reject("no text", "a mail without text", part=part, format="mail")
        return
    own = header(message, "Message-ID")
    yield place.item(
        "mail",
        "body" if body else "none",
        "\n".join(body),
        source=data,
        part=own.strip("<>")[:200] if part is not None and own else part,
        offset=offset,
        given=_given(message, subject),
        notes=(*_left_out(message), *(() if body else ("title only",))),
    )


def _given(message: Message, subject: str | None) -> Given:
    """What the headers state."""
    outlet, author = sender.told_apart(header(message, "From") or "", _bulk(message))
    return Given(
        title=_PREFIX.sub("", subject) if subject else None,
        date=_moment(message),
        outlet=outlet,
        authors=(author,) if author else (),
        url=_archived(message),
    )


def _left_out(message: Message) -> tuple[str, ...]:
    """A note of how many attachments are not read, where there are any."""
    attached = sum(1 for p in message.walk() if p.get_content_disposition() == "attachment")
    return (f"{attached} attachment{'s' if attached > 1 else ''} left out",) if attached else ()


def _exported(pages: list[Message], place: Place) -> Iterator[Found] | None:
    """The articles of the press database's export that a mail brings; None where it brings none."""
    for page in pages:
        raw, charset = content(page)
        if press.looks_exported(raw) and (found := press.read_page(raw, place, charset)) is not None:
            return found
    return None


def _body(pages: list[Message], texts: list[Message]) -> list[str]:
    """The lines of the page that says most, or of the plain text where the page is a stub beside it."""
    told = max((letter.body(_page_lines(p)) for p in pages), key=_words, default=[])
    bare = max((letter.body(_decoded(p).splitlines()) for p in texts), key=_words, default=[])
    return told if told and _words(told) >= _STUB * _words(bare) else bare


def parts(message: Message, kind: str) -> list[Message]:
    """The parts of a type that are the mail's own text and not attached to it."""
    return [
        p
        for p in message.walk()
        if p.get_content_type() == kind and not p.is_multipart() and p.get_content_disposition() != "attachment"
    ]


def content(part: Message) -> tuple[bytes, str | None]:
    """The bytes of a part and the encoding that it declares."""
    body = part.get_payload(decode=True)
    return (body if isinstance(body, bytes) else b""), part.get_content_charset()


def header(message: Message, name: str) -> str | None:
    """A header as text, on one line; None when there is none."""
    value = message.get(name)
    if value is None:
        return None
    try:
        return clean_line(str(make_header(decode_header(str(value)))))
    except (ValueError, LookupError):
        return clean_line(str(value))


def _decoded(part: Message) -> str:
    raw, charset = content(part)
    text = charsets.decode(raw, charset).text
    if part.get_param("format") == "flowed":
        text = re.sub(r" \r?\n(?=\S)", " ", text)
    return _joined(text)


def _joined(text: str) -> str:
    """The paragraphs of a letter: lines broken at a margin are one again."""
    from morgue.index.sources.press.lines import of_text

    return "\n".join(line.text for line in of_text(text))


def _page_lines(part: Message) -> list[str]:
    raw, charset = content(part)
    if not raw.strip():
        return []
    from lxml import html

    from morgue.index.sources.press.markup import Markup, lines_of

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(charsets.decode(raw, charset).text.lstrip("\ufeff"), parser=parser)
    except ValueError:  # an encoding declared in a text already decoded
        root = html.document_fromstring(raw, parser=parser)
    except Exception:  # noqa: BLE001  # lxml has no common class for what an empty document raises
        return []
    for element in root.xpath("//*[@style]"):
        if _HIDDEN.search(element.get("style") or "") and element.getparent() is not None:
            element.drop_tree()
    return [row for line in lines_of(root, Markup(re.compile(r"(?!)"), {})) for row in line.text.split("\n")]


def _words(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _bulk(message: Message) -> bool:
    return any(message.get(name) is not None for name in ("List-Id", "List-Unsubscribe", "Feedback-ID")) or (
        str(message.get("Precedence", "")).strip().lower() in ("bulk", "list")
    )


def _archived(message: Message) -> str | None:
    url = (header(message, "Archived-At") or "").strip("<> ")
    return url if url.startswith(("http://", "https://")) else None


def _moment(message: Message) -> str | None:
    """The day of the mail in its own zone: its Date, else when it was last received."""
    stated = [str(message.get("Date") or ""), *(str(r).rpartition(";")[2] for r in message.get_all("Received", [])[:1])]
    for text in stated:
        try:
            return parsedate_to_datetime(" ".join(text.split())).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return clean_line(stated[0])
