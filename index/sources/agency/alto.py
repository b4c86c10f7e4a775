"""Reads ALTO, a page of a digitised newspaper with the place of every word: a page is an item, a block a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from morgue.core.article import Given, RawItem
from morgue.index.sources.agency.tree import below, first, line, local, parsed, story
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.registry.listing import Listing, Pick

#: The number at the end of a name: `18210801_1-0001.xml`, `DDD_010724973_002_alto.xml`, `X0000002.xml`.
_NUMBER = re.compile(r"(?<!\d)(\d{1,7})(?:[-_.]alto)?\.xml\Z", re.IGNORECASE)


def read_alto(stream: Buffered, place: Place) -> Iterator[Found]:
    """The text of each page, headed by the newspaper, where the folder's METS names it, and the number of the page."""
    root, data = parsed(stream)
    pages = list(below(root, "page"))
    for number, page in enumerate(pages, 1):
        lines = [told for block in below(page, "textblock") if (told := _block(block))]
        named = (_numbered(place.name) if len(pages) == 1 else None) or page.get("PHYSICAL_IMG_NR") or str(number)
        heading = ", ".join(filter(None, [(place.stated.outlet or "").rstrip(" ."), f"page {named}"]))
        part = None if len(pages) == 1 else f"page {named}"
        stated = Given(title=heading if lines else None, section=f"page {named}")
        found = story(place, "alto", part, data, stated, lines)
        yield replace(found, notes=("the headline is that of the page",)) if isinstance(found, RawItem) else found
    if not pages:
        raise Broken("no text", "ALTO without a page")


def _numbered(name: str) -> str | None:
    """The number of a page by its file's name, which is surer than the number recognised on the page."""
    m = _NUMBER.search(name)
    return str(int(m.group(1))) if m and int(m.group(1)) else None


def _block(block: Any) -> str:
    """A block's words on one line; those that were parted at the ends of lines are whole again."""
    words: list[str] = []
    joins = skips = False
    for row in below(block, "textline"):
        for token in row:
            name, content = local(token), str(token.get("CONTENT") or "")
            if name == "hyp":
                joins = not skips
            elif name == "string":
                kind = str(token.get("SUBS_TYPE") or "").lower()
                if kind == "hyppart2" and skips:
                    skips = False
                    continue
                if kind == "hyppart1" and token.get("SUBS_CONTENT"):
                    content, skips = str(token.get("SUBS_CONTENT")), True
                if joins and words:
                    words[-1] += content
                else:
                    words.append(content)
                joins = False
    return " ".join(filter(None, words))


def read_mets(listing: Listing) -> Iterator[Pick]:
    """The pages of an issue, with the newspaper and the day that its METS states."""
    tables = [name for name in listing.files if is_mets(name)]
    stated = Given()
    for name in tables:
        if data := listing.read(name):
            stated = _issue(data)
            break
    for name in listing.files:
        if name not in tables:
            yield Pick(name, stated)


def is_mets(name: str) -> bool:
    """Whether a file is named as a METS is."""
    return name.lower().endswith(("mets.xml", "mets.xml.gz"))


def _issue(data: bytes) -> Given:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root: Any = etree.fromstring(data, parser)
    if root is None:
        return Given()
    named = first(root, "titleinfo")
    parts = (line(first(named, part)) for part in ("nonsort", "title")) if named is not None else ()
    title = " ".join(filter(None, parts))
    language = line(first(root, "languageterm"))
    return Given(outlet=title.rstrip(" .") if title else None, date=line(first(root, "dateissued")), language=language)


def refuse_mets(stream: Buffered, place: Place) -> Iterator[Found]:
    """METS alone is a list of pages, which hold the text."""
    raise Broken(
        "no text",
        "METS, which lists the pages of an issue; the text is in the ALTO files beside it, where there are any",
    )
