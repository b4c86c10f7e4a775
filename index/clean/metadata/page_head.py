"""Finds the head of an article on its page: the headline's element, and what stands around and under it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from morgue.index.clean.html.blocks import Block, blocks
from morgue.index.clean.metadata.headline import alike, words
from morgue.index.clean.metadata.masthead import element_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements that begin a line.
_ROW_TAGS = frozenset(["br", "p", "div", "li", "tr", "dt", "dd", "h2", "h3", "h4", "h5", "ul"])
#: Two makers of pages call every part a widget, the article too: Elementor, and Blogger ("widget Blog").
_ELSEWHERE = re.compile(
    r"related|comment|sidebar|footer|teaser|recommend|popular|latest|(?<!elementor-)widget(?! blog\b)|promo|most-?read"
    r"|carousel|nav\b|menu",
    re.I,
)
#: Headings that may be an article's, how many of each are looked at, and words of a headline that is looked for
#: in other elements too.
_HEADINGS, _MOST_HEADINGS, _TITLE_WORDS = ("h1", "h2", "h3"), 40, 3
#: Characters of the longest heading, with the white space of its markup.
_LONGEST = 1_000
#: Elements looked at on each side of the headline.
_AROUND = 160
#: Lines of an article's head, and from what length on a line is of its text.
_HEAD_LINES, LONG_LINE = 8, 140
#: Ancestors whose names are heeded.
_LEVELS = 5


def inside_furniture(element: HtmlElement) -> bool:
    """Whether an element or one around it is named for furniture; what holds the headline is none, however named."""
    for above in (element, *islice(element.iterancestors(), _LEVELS)):
        if above is not element and next(above.iter("h1"), None) is not None:
            return False
        if above.tag not in ("body", "html") and _ELSEWHERE.search(
            f"{above.get('class') or ''} {above.get('id') or ''}"
        ):
            return True
    return False


def shown(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(" ".join(element.itertext()).split())


def short(element: HtmlElement, most: int) -> str:
    """The text of an element on one line, none where it has more characters than this; no further is it read."""
    size, parts = 0, []
    for text in element.itertext():
        size += len(text)
        if size > most:
            return ""
        parts.append(text)
    return " ".join(" ".join(parts).split())


def rows(element: HtmlElement) -> str:
    """The text of an element line by line: an agency stands on a line of its own below a name."""
    from lxml.etree import iterwalk

    out: list[str] = []
    for event, part in iterwalk(element, events=("start", "end")):
        if part.tag in _ROW_TAGS and part is not element:
            out.append("\n")
        out.append(
            ((part.text if event == "start" else part.tail if part is not element else "") or "").replace("\n", " ")
        )
        out.append(" ")
    return "\n".join(row for line in "".join(out).split("\n") if (row := " ".join(line.split())))


@dataclass(frozen=True, slots=True)
class Head:
    """The headline's element, the elements before and after it as far as a head reaches, and lines of text.

    lines: all of the page, whatever elements they stand in; under: those between the headline and the text.
    """

    element: HtmlElement | None
    before: tuple[HtmlElement, ...]
    after: tuple[HtmlElement, ...]
    lines: tuple[str, ...]
    under: tuple[str, ...]


def head(tree: HtmlElement, shared: HtmlElement | None, title: str = "") -> Head:
    """The head of a page below the heading that has its headline.

    title   the headline as it was chosen, where one was
    shared  the element that the page's `<title>` repeats: it stands in where no heading is the headline
    """
    element = _headline(tree, title, shared)
    body = tree.find(".//body")
    found = blocks(tree if body is None else body)
    lines = tuple(b.text for b in found)
    if element is None:
        return Head(None, (), (), lines, ())
    elements = list(tree.iter("*"))
    at = elements.index(element)
    before, after = elements[max(0, at - _AROUND // 4) : at], elements[at + 1 : at + 1 + _AROUND]
    return Head(element, tuple(before), tuple(after), lines, tuple(_under(found, element)))


def _headline(tree: HtmlElement, title: str, shared: HtmlElement | None) -> HtmlElement | None:
    """The element with the words of the headline, else the first h1 that has any, which may be the site's logo."""
    wanted = words(title)
    headings = [
        (e, text) for tag in _HEADINGS for e in islice(tree.iter(tag), _MOST_HEADINGS) if (text := short(e, _LONGEST))
    ]
    own = next((e for e, text in headings if words(text) == wanted), None)
    if own is None and len(wanted) >= _TITLE_WORDS:
        own = next((e for e, text in headings if alike(text, title)), None)
        own = element_of(tree, title) if own is None else own
    if own is None:
        own = next((e for e, _ in headings if e.tag == "h1"), None)
    return shared if own is None else own


def _under(found: Sequence[Block], headline: HtmlElement) -> Iterator[str]:
    """The lines between a headline and the text. A link elsewhere may have the words of the headline too."""
    title, tag = shown(headline), str(headline.tag)
    places = [i for i, block in enumerate(found) if block.text == title]
    at = next((i for i in places if found[i].tag == tag), next(iter(places), len(found)))
    below = (block.text for block in islice(found, at + 1, at + 1 + _HEAD_LINES))
    return takewhile(lambda line: len(line) < LONG_LINE, below)
