"""RSS, Atom and RDF feeds: each entry that carries its full text is an item; one that only teases says so."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from index.article import Given, RawItem
from index.sources import charsets
from index.sources.limits import DOCUMENT_BYTES, ITEM_BYTES
from index.sources.place import Broken, Found, Place
from index.sources.records import clean_line
from index.sources.streams import Buffered, whole

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[(?:[^\]]|\](?!\s*>)){0,200000}\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY[^>]*>?", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
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
    feed = parse(whole(stream, DOCUMENT_BYTES))
    entries, channel = feed.get("entries"), feed.get("feed")
    if not isinstance(entries, list) or not entries:
        raise Broken("no text", "a feed without entries")
    about: Mapping[str, object] = channel if isinstance(channel, dict) else {}
    for number, entry in enumerate(entries, 1):
        yield _entry(entry, about, number, place)


def parse(data: bytes) -> Mapping[str, object]:
    """feedparser's view of a feed. Document types and entities are taken off first and nothing is ever fetched."""
    import feedparser

    text = charsets.decode(data).text
    text = _ENTITY.sub("", _DOCTYPE.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)))
    # A file object, since feedparser takes a string for an address when it looks like one.
    result: Mapping[str, object] = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return result


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
