"""RSS, Atom and RDF feeds: each entry that carries its full text is an item; one that only teases says so."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from morgue.core.article import Given, RawItem
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.limits import BATCH_BYTES, DOCUMENT_BYTES, ENTRY_BYTES, ENTRY_TAGS, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.records import clean_line

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[(?:[^\]]|\](?!\s*>)){0,200000}\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY[^>]*>?", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENTRY = re.compile(r"<(?:[A-Za-z]\w{0,20}:)?(?:item|entry)[\s>]")
_ROOT = re.compile(r"<((?:[A-Za-z]\w{0,20}:)?(?:rss|feed|RDF))[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
#: A description this long is no teaser: feeds without a field for the full text put it there. In words, without tags.
FULL_WORDS = 150
#: How a teaser says that it goes on elsewhere.
_GOES_ON = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;|&#8230;|\[&#8230;\])\]?|(?:read|continue|full|more)\s+(?:more|reading|story|article)\W*"
    r"|weiterlesen\W*|lire la suite\W*|leer más\W*)\s*\Z",
    re.IGNORECASE,
)
_NOTE = "teaser only"


def read_feed(stream: Buffered, place: Place) -> Iterator[Found]:
    """The entries of a feed in its order."""
    text = bare_xml(charsets.decode(whole(stream, DOCUMENT_BYTES)).text)
    number = 0
    for part in _batches(text):
        if isinstance(part, str):
            feed = parse(part)
            entries, channel = feed.get("entries"), feed.get("feed")
            about: Mapping[str, object] = channel if isinstance(channel, dict) else {}
            for entry in entries if isinstance(entries, list) else ():
                number += 1
                yield _entry(entry, about, number, place)
        else:
            number += 1
            yield place.reject(part.reason, part.detail, part=f"item {number}", format="feed")
    if not number:
        raise Broken("no text", "a feed without entries")


def bare_xml(text: str) -> str:
    """XML without its declaration, document type and entities, so that nothing in it expands or is fetched."""
    return _ENTITY.sub("", _DOCTYPE.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)))


def parse(text: str) -> Mapping[str, object]:
    """feedparser's view of a feed that went through `bare_xml`."""
    import feedparser

    # A file object, since feedparser takes a string for an address when it looks like one.
    result: Mapping[str, object] = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return result


def _batches(text: str) -> Iterator[str | Broken]:
    """A large feed as several small ones under the same head: time and memory go with the entry, not the feed."""
    starts = [m.start() for m in _ENTRY.finditer(text)]
    if not starts:
        yield text[:BATCH_BYTES]
        return
    head, foot = text[: min(starts[0], BATCH_BYTES)], _foot(text)
    batch: list[str] = []
    size = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        entry = text[start:end]
        if len(entry) > ENTRY_BYTES or entry.count("<") > ENTRY_TAGS:
            yield from _joined(head, batch, foot)
            batch, size = [], 0
            yield Broken("too large", f"an entry of {len(entry)} characters")
            continue
        if batch and size + len(entry) > BATCH_BYTES:
            yield from _joined(head, batch, foot)
            batch, size = [], 0
        batch.append(entry)
        size += len(entry)
    yield from _joined(head, batch, "")  # the last one has the feed's own end


def _joined(head: str, batch: list[str], foot: str) -> Iterator[str]:
    if batch:
        yield head + "".join(batch) + foot


def _foot(text: str) -> str:
    """What closes the elements that are open around an entry."""
    m = _ROOT.search(text)
    if m is None:
        return ""
    root = m.group(1)
    return f"</channel></{root}>" if root.lower() == "rss" else f"</{root}>"


def _entry(entry: Mapping[str, object], channel: Mapping[str, object], number: int, place: Place) -> Found:
    name = _line(entry.get("id")) or _line(entry.get("link")) or f"item {number}"
    page, notes = _content(entry)
    stated = _given(entry, channel)
    if not page and not stated.title:
        return place.reject("no text", part=name, format="feed")
    data = page.encode("utf-8", "replace")
    if len(data) > ITEM_BYTES:
        return place.reject("too large", part=name, format="feed")
    # The same entry in tomorrow's copy of the feed is the same item: its identity is what it says, not where it stands.
    identity = json.dumps([name, stated.url, stated.title, stated.date, stated.modified, stated.authors, page])
    return RawItem(
        path=place.path,
        format="feed",
        content="page" if page else "none",
        data=data,
        charset="utf-8",
        sha256=sha256(identity.encode("utf-8", "replace")).hexdigest(),
        member=place.label(name),
        captured=place.captured,
        folder=place.folder,
        given=stated,
        notes=notes,
    )


def _content(entry: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    """The fullest text as a page, and whether it is only a teaser."""
    contents = entry.get("content")
    full = [_html(part) for part in contents if isinstance(part, dict)] if isinstance(contents, list) else []
    best = max(full, key=len, default="")
    detail = entry.get("summary_detail")
    teaser = _html(detail) if isinstance(detail, dict) else str(entry.get("summary") or "")
    words = len(_TAG.sub(" ", best or teaser).split())
    if best and words > len(_TAG.sub(" ", teaser).split()) and not (words < FULL_WORDS and _cut_off(best)):
        return _page(best), ()
    if words == 0:
        return "", ("title only",)
    text = best if len(best) >= len(teaser) else teaser
    is_full = words >= FULL_WORDS and not _cut_off(text)
    return _page(text), () if is_full else (_NOTE,)


def _cut_off(text: str) -> bool:
    return bool(_GOES_ON.search(_TAG.sub(" ", text[-400:]).strip()))


def _html(part: Mapping[str, object]) -> str:
    value = str(part.get("value") or "")
    if str(part.get("type", "")).lower() in ("text/plain", "text"):
        value = value.replace("&", "&amp;").replace("<", "&lt;")
        return "".join(f"<p>{p}</p>" for p in re.split(r"\n\s*\n", value) if p.strip())
    return value if _TAG.sub("", value).strip() else ""


def _page(fragment: str) -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><article>{fragment}</article></body></html>'


def _given(entry: Mapping[str, object], channel: Mapping[str, object]) -> Given:
    source = entry.get("source")
    outlet = _line(source.get("title")) if isinstance(source, dict) else None
    tags = entry.get("tags")
    terms = [_line(tag.get("term")) for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []
    language = channel.get("language")
    content = entry.get("content")
    if isinstance(content, list) and content and isinstance(content[0], dict):
        language = content[0].get("language") or language
    # Asked for "updated", feedparser's own get() answers with the day of publication where none is stated.
    published, updated = _line(entry.get("published")), _line(dict(entry).get("updated"))
    return Given(
        url=_line(entry.get("link")),
        outlet=outlet or _line(channel.get("title")),
        title=_title(entry),
        date=published or updated,
        modified=updated if published and updated != published else None,
        authors=_authors(entry),
        section=next((t for t in terms if t), None),
        language=_line(language),
    )


def _title(entry: Mapping[str, object]) -> str | None:
    import html

    title = _line(entry.get("title"))
    return clean_line(html.unescape(_TAG.sub(" ", title))) if title else None


def _authors(entry: Mapping[str, object]) -> tuple[str, ...]:
    listed = entry.get("authors")
    names = [_line(a.get("name")) for a in listed if isinstance(a, dict)] if isinstance(listed, list) else []
    found = [n for n in names if n] or [n for n in (_line(entry.get("author")),) if n]
    return tuple(dict.fromkeys(found))


def _line(value: object) -> str | None:
    return clean_line(value) if isinstance(value, str) else None
