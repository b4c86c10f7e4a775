"""Reads test collections in SGML, many articles a file: Reuters-21578, and TREC's newspapers and newswires."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from morgue.core.article import Given
from morgue.index.sources.agency.tree import dated, story
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.fields.values import clean_line
from morgue.index.sources.limits import HEAD_BYTES, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

_CHUNK = 1 << 20
_TAG = re.compile(r"<[^<>]{0,300}>")
_CONTROL = re.compile(r"&#(?:\d|1\d|2\d|3[01]|127);|[\x00-\x08\x0b-\x1f\x7f]")
#: A new paragraph begins with an empty or an indented line.
_BREAK = re.compile(r"\n\s*\n|\n(?=[ \t]{2,}\S)|</?[pP]\s*>")
_LAST_WORD = re.compile(r"(?:\s|^)(?:reuter|reuters)\W{0,3}\Z", re.IGNORECASE)
#: What stands in place of a text that was never sent.
_FILLER = re.compile(r"\*+\s*Blah blah blah\W*\Z")
#: Days that a document's number names: `AP880212-0001`, `WSJ870324-0001`, `APW19980213.1380`, `AFP_ENG_19940512.0001`.
_NUMBERED = re.compile(
    r"(?:AP|WSJ|SJMN\d\d-|ZF)(\d\d)(\d\d)(\d\d)-|[A-Z]{3}(?:_[A-Z]{3}_)?((?:19|20)\d\d)(\d\d)(\d\d)\."
)
_SHORT_DAY = re.compile(r"=?\s*(\d\d)(\d\d)(\d\d)\Z")
_AMERICAN_DAY = re.compile(r"(\d\d)/(\d\d)/(\d\d)\Z")
#: Who is behind a number, where the document does not say: TREC's disks and LDC's newswires.
_OUTLETS = {
    "AP": "Associated Press", "APW": "Associated Press", "WSJ": "Wall Street Journal", "LA": "Los Angeles Times",
    "FT": "Financial Times", "SJMN": "San Jose Mercury News", "XIE": "Xinhua", "XIN": "Xinhua", "NYT": "New York Times",
    "AFP": "Agence France-Presse", "LTW": "Los Angeles Times/Washington Post", "CNA": "Central News Agency",
}  # fmt: skip
_TITLES = ("HEADLINE", "HEAD", "HL", "TITLE", "TI", "H3")
_TEXTS = ("LEADPARA", "LP", "TEXT", "BODY")


def read_reuters(stream: Buffered, place: Place) -> Iterator[Found]:
    """The articles of a file of Reuters-21578."""
    for number, (offset, source, text) in enumerate(_documents(stream, "REUTERS"), 1):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', text[: text.find(">")]))
        part = f"article {attributes.get('NEWID') or number}"
        stated = Given(
            id=attributes.get("NEWID"),
            outlet="Reuters",
            title=_line(text, "TITLE"),
            date=_day(_line(text, "DATE")),
            authors=tuple(filter(None, [_line(text, "AUTHOR")])),
        )
        lines = dated(_told_by_reuters(text), _line(text, "DATELINE"))
        yield story(place, "reuters-21578", part, source, stated, lines, offset)


def _told_by_reuters(text: str) -> list[str]:
    """The paragraphs of an article, without what fills the form up and the word that ends it."""
    body = _field(text, "BODY")
    if body is None:  # unprocessed: the text stands between the tags of TEXT, with no parts in it
        body = re.sub(r"<TITLE>.*?</TITLE>", "", _raw(text, "TEXT") or "", flags=re.DOTALL)
    lines = [told for told in _paragraphs(body) if not _FILLER.match(told)]
    if lines and _LAST_WORD.search(lines[-1]):
        lines[-1] = _LAST_WORD.sub("", lines[-1])
    return [told for told in lines if told]


def read_trec(stream: Buffered, place: Place) -> Iterator[Found]:
    """The articles of a file of TREC or of an LDC newswire."""
    for number, (offset, source, text) in enumerate(_documents(stream, "DOC"), 1):
        m = re.match(r"<DOC\s[^>]*\bid\s*=\s*[\"']([^\"']+)", text, re.IGNORECASE)
        name = m.group(1) if m else _line(text, "DOCNO") or _line(text, "DOCID")
        texts = [told for tag in _TEXTS if (told := _raw(text, tag))]
        by = _line(text, "BYLINE") or _line(text, "AUTHOR")
        stated = Given(
            id=name,
            outlet=_outlet(text, name),
            title=next((told for tag in _TITLES if (told := _line(text, tag))), None),
            date=_published(text, name),
            authors=(by,) if by else (),
            section=_line(text, "SECTION"),
        )
        lines = [told for part in texts for told in _paragraphs(part)]
        yield story(place, "trec", name or f"document {number}", source, stated, lines, offset)


def _outlet(text: str, name: str | None) -> str | None:
    """The paper that the document names, else the one for which the letters of its number stand."""
    prefix = re.match(r"[A-Z]+", name or "")
    stated = _tidy(re.sub(r"\s*\(J\)", "", _raw(text, "SO") or _raw(text, "PUB") or ""))
    return stated or (_OUTLETS.get(prefix.group()) if prefix else None)


def _published(text: str, name: str | None) -> str | None:
    for tag in ("DATE_TIME", "DATETIME", "DD", "DATE", "DATE1", "PUBDATE"):
        if told := _line(text, tag):
            return _day(told)
    m = _NUMBERED.match(name or "")
    if m is None:
        return None
    year, month, day = m.groups()[3:] if m.group(4) else (f"19{m.group(1)}", m.group(2), m.group(3))
    return f"{year}-{month}-{day}"


def _day(told: str | None) -> str | None:
    """A day as these files write it, in an order of its own; any other as it stands. Their years are of the 1900s."""
    if told is None:
        return None
    if m := _SHORT_DAY.match(told):
        return f"19{m.group(1)}-{m.group(2)}-{m.group(3)}"
    if m := _AMERICAN_DAY.match(told):
        return f"19{m.group(3)}-{m.group(1)}-{m.group(2)}"
    return re.sub(r"(\d\d:\d\d:\d\d)\.\d+", r"\1", told)


def _documents(stream: Buffered, tag: str) -> Iterator[tuple[int, bytes, str]]:
    """Offset, bytes and text of each document, with only one of them and a little more in memory."""
    begin, end = re.compile(rb"<%b[\s>]" % tag.encode(), re.IGNORECASE), re.compile(rb"</%b\s*>" % tag.encode(), re.I)
    charset = charsets.decode(stream.peek(HEAD_BYTES)[:HEAD_BYTES]).charset
    data, base, found = b"", 0, False
    while chunk := stream.read(_CHUNK):
        data += chunk
        at = 0
        while (start := begin.search(data, at)) and (stop := end.search(data, start.end())):
            source = data[start.start() : stop.end()]
            yield base + start.start(), source, source.decode(charset, "replace").replace("\r\n", "\n")
            at, found = stop.end(), True
        data, base = data[at:], base + at
        if len(data) > ITEM_BYTES:
            raise Broken("too large", f"a document of more than {ITEM_BYTES >> 20} MiB; the rest was not read")
    if begin.search(data):
        raise Broken("truncated", f"the last <{tag}> does not end")
    if not found:
        raise Broken("no text", f"no <{tag}> in it")


def _all(text: str, tag: str) -> list[str]:
    return re.findall(rf"<{tag}(?:\s[^>]*)?>(.*?)</{tag}\s*>", text, re.DOTALL | re.IGNORECASE)


def _raw(text: str, tag: str) -> str | None:
    found = _all(text, tag)
    return "\n\n".join(found) if found else None


def _field(text: str, tag: str) -> str | None:
    return _raw(text, tag)


def _line(text: str, tag: str) -> str | None:
    found = _all(text, tag)
    return _tidy(found[0]) if found else None


def _tidy(told: str) -> str | None:
    return clean_line(html.unescape(_TAG.sub(" ", _CONTROL.sub(" ", told))))


def _paragraphs(body: str) -> list[str]:
    return [told for part in _BREAK.split(_CONTROL.sub(" ", body)) if part and (told := _tidy(part))]
