"""The head of an article on its page: the headline's element, and what stands around and under it. Pure."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from morgue.index.clean.html.blocks import blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements that begin a line.
_ROW_TAGS = frozenset(["br", "p", "div", "li", "tr", "dt", "dd", "h2", "h3", "h4", "h5", "ul"])
_ELSEWHERE = re.compile(
    r"related|comment|sidebar|footer|teaser|recommend|popular|latest|widget|promo|most-?read|carousel|nav\b|menu", re.I
)
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


def headline(tree: HtmlElement, shared: HtmlElement | None) -> HtmlElement | None:
    """The element of the page's headline: the first h1, else the one that the page's title repeats."""
    return next(tree.iter("h1"), shared)


def around(tree: HtmlElement, headline: HtmlElement | None) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """The elements before and after the headline, as far as an article's head reaches."""
    elements = list(tree.iter("*"))
    at = next((i for i, e in enumerate(elements) if e is headline), None)
    if at is None:
        return [], []
    return elements[max(0, at - _AROUND // 4) : at], elements[at + 1 : at + 1 + _AROUND]


def lines_under(tree: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """The lines between the headline and the text, whatever elements they stand in."""
    if headline is None:
        return []
    title, body = shown(headline), tree.find(".//body")
    found = blocks(tree if body is None else body)
    at = next((i for i, b in enumerate(found) if b.text == title), len(found))
    return [b.text for b in takewhile(lambda b: len(b.text) < LONG_LINE, found[at + 1 : at + 1 + _HEAD_LINES])]
