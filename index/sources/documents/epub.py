"""Reads the documents of an EPUB in the order of its spine: a book is one text, an issue of a paper its articles."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import unquote

from morgue.index.sources.documents.meta import Meta
from morgue.index.sources.documents.packages import Parts, parsed
from morgue.index.sources.location import Broken
from morgue.index.sources.press.lines import Line
from morgue.index.sources.press.markup import Markup, lines_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKUP = Markup(re.compile(r"(?!)"), {})
_HEADINGS = ("h1", "h2", "h3")
#: An article in an issue has so many words; a book's chapters have more, a list of contents fewer.
_ARTICLE_WORDS, _CHAPTER_WORDS = 40, 4000
#: An issue has so many articles at least.
_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class Chapter:
    """One document of the spine: its file, its heading, its paragraphs (without the heading), its words."""

    name: str
    heading: str
    lines: tuple[Line, ...]
    words: int


def chapters(package: Parts) -> tuple[list[Chapter], Meta, bool]:
    """The documents with text, what the package states, and whether it says that it is an issue of a periodical."""
    name = _opf(package)
    root = package.xml(name)
    if root is None:
        raise Broken("unreadable", "an EPUB without its package document")
    base = posixpath.dirname(name)
    items = {e.get("id"): e.get("href") or "" for e in root.iter("{*}item")}
    held: list[Chapter] = []
    for ref in root.iter("{*}itemref"):
        href = unquote(items.get(ref.get("idref"), "").partition("#")[0])
        path = posixpath.normpath(posixpath.join(base, href)).lstrip("/")
        data = package.read(path) if href and not path.startswith("..") else None
        if data is not None and (chapter := _chapter(path, data)) is not None:
            held.append(chapter)
    metadata = root.find("{*}metadata")
    stated = Meta.of_dublin_core(metadata if metadata is not None else root)
    return held, stated, _periodical(root)


def is_issue(held: list[Chapter], periodical: bool) -> bool:
    """Whether the chapters are articles and not those of a book; three at least have an article's length.

    Besides, the package says that it is a periodical and half of them have a heading; or all of them have one, eight at
    least, and half of them are under 1,000 words.
    """
    texts = [c for c in held if c.words >= _ARTICLE_WORDS]
    if len(texts) < _ARTICLES:
        return False
    headed = sum(bool(c.heading) for c in texts)
    return (periodical and 2 * headed >= len(texts)) or (
        headed == len(texts) >= 8 and median(c.words for c in texts) < _CHAPTER_WORDS / 4
    )


def articles(held: list[Chapter]) -> Iterator[Chapter]:
    """The chapters of an issue that are articles and no lists of them."""
    return (c for c in held if c.words >= _ARTICLE_WORDS and c.heading)


def _opf(package: Parts) -> str:
    root = package.xml("META-INF/container.xml")
    found = root.find(".//{*}rootfile") if root is not None else None
    return (found.get("full-path") or "") if found is not None else ""


def _periodical(root: _Element) -> bool:
    for e in root.iter("{*}meta", "{*}type"):
        stated = f"{e.get('name') or e.get('property') or ''} {e.get('content') or ''} {e.text or ''}".lower()
        if re.search(r"periodical|newspaper|magazine|newsfeed", stated):
            return True
    return False


def _chapter(name: str, data: bytes) -> Chapter | None:
    from lxml import html

    try:
        root = html.document_fromstring(
            data, parser=html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        )
    except Exception:  # noqa: BLE001  # lxml has no common class for what an empty document raises
        root = html.document_fromstring(parsed(data, name).xpath("string()") or "<p></p>")
    found = next((e for tag in _HEADINGS for e in root.iter(tag) if e.text_content().strip()), None)
    heading = " ".join(found.text_content().split()) if found is not None else ""
    if found is not None:
        found.drop_tree()
    lines = tuple(lines_of(root, _MARKUP))
    words = sum(len(line.text.split()) for line in lines)
    return Chapter(name, heading, lines, words) if words or heading else None
