"""Reads news sitemaps, which state address, title and day of articles but not their texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from morgue.core.article import Given
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.bare_xml import bare_xml
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.fields.values import clean_line
from morgue.index.sources.limits import DOCUMENT_BYTES
from morgue.index.sources.location import Broken, Found, Place


def read_sitemap(stream: Buffered, place: Place) -> Iterator[Found]:
    """An item for each address with a title; an address alone is rejected."""
    from lxml import etree

    text = bare_xml(charsets.decode(whole(stream, DOCUMENT_BYTES)).text)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise Broken("malformed XML")
    if etree.QName(root).localname == "sitemapindex":
        raise Broken("no text", "an index of sitemaps")
    for number, url in enumerate(root.iterchildren("{*}url"), 1):
        yield _url(url, number, place)


def _url(url: Any, number: int, place: Place) -> Found:
    address = _text(url, "{*}loc")
    title = _text(url, "{*}news/{*}title")
    part = address or f"item {number}"
    if title is None:
        return place.reject("no text", "an address without a title", part=part, format="sitemap")
    outlet = _text(url, "{*}news/{*}publication/{*}name")
    date = _text(url, "{*}news/{*}publication_date")
    language = _text(url, "{*}news/{*}publication/{*}language")
    identity = "\0".join(v or "" for v in (address, outlet, title, date, language))
    stated = Given(url=address, outlet=outlet, title=title, date=date, language=language)
    return place.item("sitemap", "none", "", source=identity, part=part, given=stated, notes=("title only",))


def _text(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else clean_line("".join(str(t) for t in found.itertext()))
