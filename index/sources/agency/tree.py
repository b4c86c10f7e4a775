"""Parses the XML of newsrooms, and finds elements, texts and paragraphs in it by their local names. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from morgue.core.article import Content, Given
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.bare_xml import bare_xml
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.fields.markup import page, plain_or_html
from morgue.index.sources.fields.values import clean_line
from morgue.index.sources.limits import DOCUMENT_BYTES
from morgue.index.sources.location import Broken, Found, Place

#: Elements that stand alone on their lines; whatever else is inside them runs on.
_BLOCKS = frozenset(
    "p hl1 hl2 hl3 h1 h2 h3 h4 h5 h6 li tr dt dd pre blockquote bq block div section table ul ol dl body text"
    " body.content nitf-table inlinexml inlinedata datacontent html".split()
)
#: Elements that part words, though not lines.
_APART = frozenset(("br", "td", "th"))
#: What is no text of the article: pictures with their captions, and what only a machine reads.
_LEFT_OUT = frozenset("media script style head body.head body.end figure object iframe header footer nav".split())
#: A line that ends sooner than this, in characters, was not broken because it was full.
_SHORT = 45
#: Elements within one another of which the text is read, at most.
_DEEPEST = 200
_MIDNIGHT = re.compile(r"(\d{8}|\d{4}-\d\d-\d\d)T00:?00:?00(?:\.0+)?\Z")
_DATELINE_END = re.compile(r"[-–—]\s*\Z")


def parsed(stream: Buffered) -> tuple[Any, bytes]:
    """The root element of a document and its bytes; Broken when it is none, "too large" beyond a document."""
    from lxml import etree

    data = whole(stream, DOCUMENT_BYTES)
    text = bare_xml(charsets.decode(data).text)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise Broken("malformed XML", str(e)[:300]) from None
    if root is None:
        raise Broken("malformed XML")
    return root, data


def local(element: Any) -> str:
    """The name of an element in lower case without its namespace; nothing for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def below(element: Any, *names: str) -> Iterator[Any]:
    """The elements of these names below another, in the order of the document."""
    wanted = frozenset(names)
    return (found for found in element.iter() if local(found) in wanted)


def first(element: Any, *path: str) -> Any:
    """The first element that a path of names leads to, each anywhere below the one before; None when there is none."""
    for found in below(element, path[0]):
        if len(path) == 1:
            return found
        if (deeper := first(found, *path[1:])) is not None:
            return deeper
    return None


def line(element: Any) -> str | None:
    """The text of an element on one line; None for nothing."""
    if element is None:
        return None
    return clean_line(" ".join(str(text) for text in element.itertext()))


def value(element: Any, *path: str, attribute: str = "") -> str | None:
    """The line of text, or the attribute, of the first element at a path."""
    found = first(element, *path)
    if found is None:
        return None
    return clean_line(str(found.get(attribute) or "")) if attribute else line(found)


def day(stated: str | None) -> str | None:
    """A moment as stated; a midnight without a zone is how these formats write a day alone."""
    if stated is None:
        return None
    m = _MIDNIGHT.match(stated)
    return m.group(1) if m else stated


def paragraphs(element: Any) -> list[str]:
    """The text below an element, a paragraph a block; what is no text is left out."""
    blocks = Blocks()
    _gather(element, blocks, 0)
    blocks.end()
    return blocks.lines


class Blocks:
    """Gathers pieces of text that run on into lines, one a block."""

    def __init__(self, joined: Callable[[str], str] = str) -> None:
        """joined: what a run is made into before its white space is."""
        self.lines: list[str] = []
        self._joined = joined
        self._run: list[str] = []

    def add(self, text: str) -> None:
        """A piece that stands directly behind the one before."""
        self._run.append(text)

    def end(self) -> None:
        """Ends the block; one without text is none."""
        if line := clean_line(self._joined(self.run)):
            self.lines.append(line)
        self._run.clear()

    @property
    def run(self) -> str:
        """The text of the block so far."""
        return "".join(self._run)


def _gather(node: Any, blocks: Blocks, depth: int) -> None:
    """Adds the text of an element and of those in it."""
    if depth > _DEEPEST:
        return
    name = local(node)
    is_block = name in _BLOCKS or (name == "br" and _ends(blocks.run))
    if name in _APART:
        blocks.add(" ")
    if is_block:
        blocks.end()
    if name and name not in _LEFT_OUT:
        blocks.add(node.text or "")
        for child in node:
            _gather(child, blocks, depth + 1)
            blocks.add(child.tail or "")
    if is_block:
        blocks.end()


def _ends(run: str) -> bool:
    """Whether a line break after these words ends a paragraph: agencies also break lines at a fixed width."""
    told = run.rstrip()
    return len(told) < _SHORT or told.endswith((".", "!", "?", ":", ";", '"', "”", "»"))


def dated(lines: list[str], dateline: str | None) -> list[str]:
    """The paragraphs behind their dateline, where it stands apart, ends in a dash, and the text does not repeat it."""
    if not lines or not dateline or not _DATELINE_END.search(dateline):
        return lines
    if lines[0].casefold().startswith(dateline.split(",")[0].casefold()):
        return lines
    return [f"{dateline} {lines[0]}", *lines[1:]]


def story(
    place: Place, form: str, part: str | None, source: bytes, stated: Given, lines: list[str], offset: int | None = None
) -> Found:
    """The item of a document that states its headline and holds its text in paragraphs."""
    if not lines and stated.title is None:
        return place.reject("no text", part=part, format=form)
    text, marked = plain_or_html("\n\n".join(lines))
    data = page(text) if marked else text
    content: Content = "none" if not lines else "page" if marked else "text"
    notes = () if lines else ("title only",)
    return place.item(form, content, data, source=source, part=part, offset=offset, given=stated, notes=notes)
