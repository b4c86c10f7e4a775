"""Reads TEI P5, in which scholars and libraries encode newspapers: each marked article is an item, else the text."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from morgue.core.article import Given, RawItem
from morgue.index.sources.agency import tei_header as header_of
from morgue.index.sources.agency.tei_text import BREAKS, DIVISIONS, paragraphs, told
from morgue.index.sources.agency.tree import first, local, parsed, story
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import Buffered, buffered
from morgue.index.sources.limits import HEAD_BYTES, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.registry.head import Head

FORM = "tei"
_CHUNK = 1 << 20
_EDGE = re.compile(rb"<(/?)(?:[\w.-]{1,40}:)?TEI(?=[\s>])")
#: No edge is longer, in bytes.
_EDGE_BYTES = 64
_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: Values of `type` or `subtype` that mark an article; the second is that of the Deutsches Textarchiv.
_ARTICLES = frozenset(("article", "jarticle"))
_UNDIVIDED = "no articles are marked in it"
_BREAKS_OFF = "the file breaks off within this text"


@dataclass(frozen=True, slots=True)
class _Text:
    """One TEI: its element, its bytes, its name in a corpus, whether it ends, and where it begins in its file."""

    root: Any
    source: bytes
    part: str | None
    ends: bool
    offset: int | None = None


def read_tei(stream: Buffered, place: Place) -> Iterator[Found]:
    """The articles of a document, or of each document of a corpus; a document that marks none is one text."""
    head = Head(stream.peek(HEAD_BYTES)[:HEAD_BYTES], place.name)
    if head.root == b"teicorpus":
        yield from _corpus(stream, place, head)
        return
    root, data = parsed(stream)
    ends = re.search(rb"</(?:[\w.-]{1,40}:)?TEI\s*>", data[-HEAD_BYTES:].replace(b"\0", b"")) is not None
    yield from _articles(_Text(root, data, None, ends), Given(), place)


def _corpus(stream: Buffered, place: Place, head: Head) -> Iterator[Found]:
    """The documents one after another, each under the first tag of the corpus, which may declare its names."""
    opening = head.markup[: head.markup.find(b">") + 1]
    charset = charsets.decode(head.data).charset
    shared, number = Given(), 0
    for offset, source, ends in _cut(stream):
        text = source.decode(charset, "replace").encode()
        if offset < 0:
            shared = header_of.corpus_states(parsed(buffered(io.BytesIO(text)))[0])
            continue
        number += 1
        try:
            root, _ = parsed(buffered(io.BytesIO(opening + text)))
        except Broken as e:
            yield place.reject(e.reason, e.detail, part=f"text {number}", format=FORM)
            continue
        tei = next((child for child in root if local(child) == "tei"), root)
        yield from _articles(_Text(tei, source, tei.get(_ID) or f"text {number}", ends, offset), shared, place)
    if not number:
        raise Broken("no text", "a teiCorpus without a TEI; its texts are in other files")


def _cut(stream: Buffered) -> Iterator[tuple[int, bytes, bool]]:
    """What stands before the first document, with -1, then offset and bytes of each and whether it ends."""
    data, base, at, depth, start, headed = b"", 0, 0, 0, 0, False
    while chunk := stream.read(_CHUNK):
        data += chunk
        for edge in _EDGE.finditer(data, at):
            at = edge.end()
            if not edge.group(1):
                if not headed:
                    yield -1, data[: edge.start()], True
                    headed = True
                start = start if depth else edge.start()
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    yield base + start, data[start:at] + b">", True
        at = max(at, len(data) - _EDGE_BYTES)
        done = start if depth else at if headed else 0
        data, base, at, start = data[done:], base + done, at - done, max(0, start - done)
        if len(data) > ITEM_BYTES:
            raise Broken("too large", f"a text of more than {ITEM_BYTES >> 20} MiB; the rest was not read")
    if depth:
        yield base + start, data[start:], False


def _articles(text: _Text, shared: Given, place: Place) -> Iterator[Found]:
    header, body = first(text.root, "teiheader"), _body(text.root)
    if body is None:
        yield place.reject("no text", "TEI without a text", part=text.part, format=FORM)
        return
    articles = list(_marked(body))
    about = header_of.stated(header, body, shared, divided=bool(articles))
    if not articles:
        yield _whole(text, header, body, about, place)
        return
    for number, article in enumerate(articles, 1):
        name = article.get(_ID) or f"article {number}"
        part = name if text.part is None else f"{text.part}, {name}"
        found = _article(article, about, part, text.offset, place)
        yield found if text.ends or number < len(articles) else _noted(found, _BREAKS_OFF)
    if left := _outside(body, articles):
        kinds = ", ".join(f"{kind} ({count})" for kind, count in left.most_common(12))
        yield place.reject("not an article", f"outside the marked articles: {kinds}"[:300], part=text.part, format=FORM)


def _body(root: Any) -> Any:
    """What is between the front and the back of a text; of a group of texts all of them."""
    text = next((child for child in root if local(child) == "text"), None)
    return None if text is None else next((child for child in text if local(child) in ("body", "group")), None)


def _marked(body: Any) -> Iterator[Any]:
    """The outermost divisions that are marked as articles."""
    from lxml import etree

    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if local(element) in DIVISIONS and _ARTICLES & _kinds(element):
            yield element
            walk.skip_subtree()


def _kinds(division: Any) -> set[str]:
    return {str(division.get(name) or "").strip().casefold() for name in ("type", "subtype")}


def _article(article: Any, about: Given, part: str, offset: int | None, place: Place) -> Found:
    from lxml import etree

    head = next((child for child in article if local(child) == "head"), None)
    authors, bylines = header_of.signed(article)
    own = replace(
        about,
        url=None,  # the address is that of the issue
        title=told(head),
        authors=authors,
        section=header_of.section(article),
        language=header_of.tongue(article) or about.language,
    )
    lines = paragraphs(article, (head, *bylines))
    return _noted(story(place, FORM, part, etree.tostring(article, with_tail=False), own, lines, offset))


def _whole(text: _Text, header: Any, body: Any, about: Given, place: Place) -> Found:
    """The document as one text: an article of its own, or an issue in which nobody marked the articles."""
    lone = _lone_head(body, issue=header_of.names_periodical(header))
    headed, named = told(lone), header_of.headline(header)
    lines = paragraphs(body, (lone,) if not named or (headed or "").casefold() == named.casefold() else ())
    if not lines:
        held = sorted({local(child) for child in body.iter() if local(child).startswith(("list", "entry", "pb"))})
        detail = f"TEI without a running text; it holds: {', '.join(held) or 'nothing'}"
        return place.reject("no text", detail[:300], part=text.part, format=FORM)
    own = replace(about, title=named or headed or header_of.title(header, about.language))
    single = bool(headed) or header_of.of_something(header)
    notes = (() if single else (_UNDIVIDED,)) + (() if text.ends else (_BREAKS_OFF,))
    return _noted(story(place, FORM, text.part, text.source, own, lines, text.offset), *notes)


def _noted(found: Found, *notes: str) -> Found:
    """The item with these notes; its source tells the text apart, so nothing is pruned from it."""
    if not isinstance(found, RawItem):
        return found
    return replace(found, content="body" if found.content == "text" else found.content, notes=(*found.notes, *notes))


def _lone_head(body: Any, *, issue: bool) -> Any:
    """The only head of a body or of its only division, where the text begins with it; of an issue, of its division."""
    above = body
    while body is not None:
        children = [child for child in body if local(child) and local(child) not in BREAKS]
        heads = [child for child in children if local(child) == "head"]
        if heads:
            alone = len(heads) == 1 and children[0] is heads[0]
            return heads[0] if alone and not (issue and body is above) else None
        body = children[0] if len(children) == 1 and local(children[0]) in DIVISIONS else None
    return None


def _outside(body: Any, articles: list[Any]) -> Counter[str]:
    """Divisions that stand beside the articles and have a text of their own, by their kind."""
    from lxml import etree

    marked = set(articles)
    around = {above for article in articles for above in article.iterancestors()}
    left: Counter[str] = Counter()
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if element in around:
            continue
        walk.skip_subtree()
        if element not in marked and local(element) != "head" and paragraphs(element):
            left[element.get("subtype") or element.get("type") or local(element)] += 1
    return left
