"""Reads NewsML-G2 and NewsML 1.x, the agencies' envelopes, whose items hold their text as NITF, HTML or plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from morgue.core.article import Given
from morgue.index.sources.agency import nitf
from morgue.index.sources.agency.tree import below, dated, day, first, line, local, paragraphs, parsed, story, value
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.location import Broken, Found, Place

G2, ONE = "newsml-g2", "newsml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OTHER_ITEMS = ("packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem")


def read_g2(stream: Buffered, place: Place) -> Iterator[Found]:
    """The texts of a message or of a single item. A message without one says what it holds instead."""
    from lxml import etree

    root, _ = parsed(stream)
    items = list(below(root, "newsitem"))
    texts = [item for item in items if _is_text(item)]
    for number, item in enumerate(texts, 1):
        part = None if local(root) == "newsitem" else item.get("guid") or f"item {number}"
        yield story(place, G2, part, etree.tostring(item, with_tail=False), *_g2(item))
    if not texts:
        held = sorted({_kind(item) for item in items} | {local(e) for e in below(root, *_OTHER_ITEMS)})
        raise Broken("not a text", f"NewsML-G2 without a text; it holds: {', '.join(held) or 'nothing'}"[:300])


def _kind(item: Any) -> str:
    return (value(item, "itemclass", attribute="qcode") or "an item of no class").rpartition(":")[2]


def _is_text(item: Any) -> bool:
    return _kind(item) not in ("picture", "video", "audio", "graphic", "animation")


def _g2(item: Any) -> tuple[Given, list[str]]:
    lines, inner = _content(first(item, "contentset"))
    created, version = value(item, "firstcreated"), value(item, "versioncreated")
    published = created or version or value(item, "contentcreated")
    stated = Given(
        id=item.get("guid"),
        outlet=_named(first(item, "itemmeta", "provider")) or _named(first(item, "copyrightholder")),
        title=value(item, "contentmeta", "headline") or inner.title or value(item, "itemmeta", "title"),
        date=day(published),
        modified=day(version) if version != published else None,
        authors=_by(item) or inner.authors,
        section=_department(item),
        language=value(item, "contentmeta", "language", attribute="tag") or item.get(_LANG),
    )
    dateline = value(item, "contentmeta", "dateline")
    return stated, dated(lines, dateline)


def _content(content: Any) -> tuple[list[str], Given]:
    """The paragraphs of the first part that has any, and what NITF in it states."""
    if content is None:
        return [], Given()
    for part in below(content, "inlinexml", "inlinedata"):
        document = first(part, "nitf")
        if document is not None and (lines := nitf.body(document)):
            return lines, nitf.given(document)
        body = first(part, "body")
        if (
            lines := _plain(part)
            if local(part) == "inlinedata" and not len(part)
            else paragraphs(body if body is not None else part)
        ):
            return lines, Given()
    return [], Given()


def _plain(part: Any) -> list[str]:
    """Plain text, parted by empty lines or, as agencies do, by indented ones."""
    text = str(part.text or "")
    rows = text.split("\n")
    lines: list[str] = []
    for row in rows:
        bare = row.strip()
        if bare and lines and lines[-1] and not row.startswith(("  ", "\t")):
            lines[-1] += f" {bare}"
        else:
            lines.append(bare)
    return [told for told in lines if told]


def _named(party: Any) -> str | None:
    """A party's name, else its literal, else the code of its qcode."""
    if party is None:
        return None
    name = value(party, "name")
    code = str(party.get("qcode") or "").rpartition(":")[2]
    return name or party.get("literal") or code or None


def _by(item: Any) -> tuple[str, ...]:
    by = value(item, "contentmeta", "by")
    if by:
        return (by,)
    names = (value(creator, "name") for creator in below(item, "creator"))
    return tuple(name for name in names if name and " " in name)  # one word is a sign or a login


def _department(item: Any) -> str | None:
    for subject in below(item, "subject"):
        if "department" in str(subject.get("qcode") or "") and (name := value(subject, "name")):
            return name
    return None


def read_one(stream: Buffered, place: Place) -> Iterator[Found]:
    """The texts of NewsML 1.x: one for each item of the envelope."""
    from lxml import etree

    root, _ = parsed(stream)
    items = list(below(root, "newsitem"))
    texts = [(item, lines) for item in items if (lines := _text_of(item))]
    for number, (item, lines) in enumerate(texts, 1):
        part = None if len(items) == 1 else value(item, "publicidentifier") or f"item {number}"
        yield story(place, ONE, part, etree.tostring(item, with_tail=False), _one(item), lines)
    if not texts:
        kinds = {str(media.get("FormalName")) for media in below(root, "mediatype")}
        raise Broken("not a text", f"NewsML without a text; it holds: {', '.join(sorted(kinds)) or 'nothing'}"[:300])


def _text_of(item: Any) -> list[str]:
    for content in below(item, "datacontent"):
        document = first(content, "nitf")
        body = nitf.body(document) if document is not None else []
        if lines := body or paragraphs(content):
            return dated(lines, value(item, "dateline"))
    return []


def _one(item: Any) -> Given:
    created, version = value(item, "firstcreated"), value(item, "thisrevisioncreated")
    byline = first(item, "byline")
    by = line(byline)
    return Given(
        id=value(item, "publicidentifier"),
        outlet=value(item, "provider", "party", attribute="FormalName") or value(item, "providerid"),
        title=value(item, "headline"),
        date=day(created or value(item, "dateid")),
        modified=day(version) if version != created else None,
        authors=(by,) if by else (),
        language=item.get(_LANG) or value(item, "language", attribute="FormalName"),
    )
