"""Reads RSS, Atom and RDF feeds: each entry is an item, and one that holds only a teaser says so."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from morgue.core.article import Content, Given
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.bare_xml import bare_xml
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.fields.markup import page
from morgue.index.sources.fields.values import clean_line
from morgue.index.sources.limits import BATCH_BYTES, DOCUMENT_BYTES, ENTRY_BYTES, ENTRY_TAGS, HEAD_BYTES, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place, as_bytes

_ENTRY = re.compile(r"<(?:[A-Za-z]\w{0,20}:)?(?:item|entry)[\s>]")
#: Where a feed begins, whatever stands before it.
FEED_START = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>\s{0,99}(?:(?:<!--(?:(?!-->).){0,2000}-->|<\?[^>]{0,500}\?>|<!DOCTYPE[^>]{0,500}>)\s{0,99}){0,9})?"
    r"<(?:rss[\s>]|feed\s[^>]{0,500}xmlns|rdf:RDF[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_XML_BASE = re.compile(
    r"<(?:[A-Za-z]\w{0,20}:)?(?:feed|rss|channel)\s[^>]{0,2000}?xml:base\s*=\s*[\"']([^\"'\s]{1,2000})"
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ROOT = re.compile(r"<((?:[A-Za-z]\w{0,20}:)?(?:rss|feed|RDF))[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
#: A zone as mails write it, which is only read beside English names of months.
_ZONE = re.compile(r"(?<=\d)\s*([+-]\d\d)(\d\d)\Z")
#: What WordPress calls the entries of an export that nobody could read as articles.
_UNPUBLISHED = frozenset("draft auto-draft pending private trash future".split())
_NO_ARTICLES = frozenset(
    "attachment nav_menu_item revision custom_css wp_template wp_global_styles wp_navigation".split()
)
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
    text = bare_xml(_from_root(charsets.decode(whole(stream, DOCUMENT_BYTES)).text))
    number = 0
    for part in _batches(text):
        if isinstance(part, str):
            feed = parse(part)
            entries, channel = feed.get("entries"), feed.get("feed")
            about: Mapping[str, object] = channel if isinstance(channel, dict) else {}
            base = _base(part, about, place)
            for entry in entries if isinstance(entries, list) else ():
                number += 1
                yield _entry(entry, about, number, place, base)
        else:
            number += 1
            yield place.reject(part.reason, part.detail, part=f"item {number}", format="feed")
    if not number:
        raise Broken("no text", "a feed without entries")


def _from_root(text: str) -> str:
    """The feed without what a server printed before it, such as warnings."""
    start = FEED_START.search(text, 0, HEAD_BYTES)
    return text[start.start() :] if start else text


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


def _base(text: str, channel: Mapping[str, object], place: Place) -> str | None:
    """The address against which relative links are read: of the feed itself, else of its site."""
    links = channel.get("links")
    own = [link.get("href") for link in links if isinstance(link, dict)] if isinstance(links, list) else []
    stated = _XML_BASE.search(text, 0, HEAD_BYTES)
    candidates = (stated.group(1) if stated else None, place.stated.url, channel.get("link"), *own)
    return next((url for url in candidates if isinstance(url, str) and url.startswith(("http://", "https://"))), None)


def _entry(
    entry: Mapping[str, object], channel: Mapping[str, object], number: int, place: Place, base: str | None
) -> Found:
    name = _line(entry.get("id")) or _line(entry.get("link")) or f"item {number}"
    if entry.get("wp_post_type") in _NO_ARTICLES or entry.get("wp_status") in _UNPUBLISHED:
        state = f"{entry.get('wp_post_type') or 'entry'}, {entry.get('wp_status') or 'no state'}"
        return place.reject("not published", state[:100], part=name, format="feed")
    text, notes = _content(entry)
    stated = _given(entry, channel, base)
    if not text and not stated.title:
        return place.reject("no text", part=name, format="feed")
    data = as_bytes(text)
    if len(data) > ITEM_BYTES:
        return place.reject("too large", part=name, format="feed")
    # The same entry in tomorrow's copy of the feed is the same item: its identity is what it says, not where it stands.
    identity = json.dumps([name, stated.url, stated.title, stated.date, stated.modified, stated.authors, text])
    kind: Content = "page" if text else "none"
    return place.item("feed", kind, data, source=identity, part=name, charset="utf-8", given=stated, notes=notes)


def _content(entry: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    """The fullest text as a page, and whether it is only a teaser."""
    contents = entry.get("content")
    full = [_html(part) for part in contents if isinstance(part, dict)] if isinstance(contents, list) else []
    best = max(full, key=len, default="")
    detail = entry.get("summary_detail")
    teaser = _html(detail) if isinstance(detail, dict) else str(entry.get("summary") or "")
    words = len(_TAG.sub(" ", best or teaser).split())
    if best and words > len(_TAG.sub(" ", teaser).split()) and not (words < FULL_WORDS and _cut_off(best)):
        return page(best), ()
    if words == 0:
        return "", ("title only",)
    text = best if len(best) >= len(teaser) else teaser
    is_full = words >= FULL_WORDS and not _cut_off(text)
    return page(text), () if is_full else (_NOTE,)


def _cut_off(text: str) -> bool:
    return bool(_GOES_ON.search(_TAG.sub(" ", text[-400:]).strip()))


def _html(part: Mapping[str, object]) -> str:
    value = str(part.get("value") or "")
    if str(part.get("type", "")).lower() in ("text/plain", "text"):
        value = value.replace("&", "&amp;").replace("<", "&lt;")
        return "".join(f"<p>{p}</p>" for p in re.split(r"\n\s*\n", value) if p.strip())
    return value if _TAG.sub("", value).strip() else ""


def _given(entry: Mapping[str, object], channel: Mapping[str, object], base: str | None) -> Given:
    source = entry.get("source")
    outlet = _title(source) if isinstance(source, dict) else None
    tags = entry.get("tags")
    terms = [_line(tag.get("term")) for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []
    # Asked for "updated", feedparser's own get() answers with the day of publication where none is stated.
    published, updated = _moment(entry.get("published")), _moment(dict(entry).get("updated"))
    return Given(
        url=_link(entry, base),
        outlet=outlet or _title(channel),
        title=_title(entry),
        date=published or updated,
        modified=updated if published and updated != published else None,
        authors=_authors(entry),
        section=next((t for t in terms if t), None),
        language=_language(entry) or _line(channel.get("language")),
    )


def _language(entry: Mapping[str, object]) -> str | None:
    """The language that the content of an entry states."""
    content = entry.get("content")
    stated = content[0] if isinstance(content, list) and content else None
    return _line(stated.get("language")) if isinstance(stated, dict) else None


def _link(entry: Mapping[str, object], base: str | None) -> str | None:
    link = _line(entry.get("link"))
    if link is None or base is None or _SCHEME.match(link):
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _moment(value: object) -> str | None:
    told = _line(value)
    return _ZONE.sub(r" \1:\2", told) if told else None


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
