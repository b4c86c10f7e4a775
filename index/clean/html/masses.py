"""Measures how much text stands below each element of a page: all of it, in links, and running. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements that never hold an article's text.
NEVER = frozenset([
    "script", "style", "template", "iframe", "option", "input", "textarea", "audio", "canvas", "embed", "map",
    "link", "meta", "title", "datalist", "progress", "applet", "head", "img", "picture", "source",
])  # fmt: skip

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def weight(text: str) -> int:
    """Characters, an ideograph counted as three: what a length says about being a sentence."""
    return len(text) + (2 * len(_WIDE.findall(text)) if not text.isascii() else 0)


@dataclass(slots=True)
class Mass:
    """Characters below an element: all, in links, and in running text (long pieces outside links)."""

    text: int = 0
    link: int = 0
    running: int = 0


def weigh(tree: HtmlElement) -> dict[HtmlElement, Mass]:
    """The mass of every element, in one pass from the leaves up."""
    elements = list(tree.iter("*"))
    masses: dict[HtmlElement, Mass] = {}
    for element in reversed(elements):
        mass = masses.setdefault(element, Mass())
        if element.tag in NEVER:
            masses[element] = mass = Mass()
        else:
            _count(mass, element.text)
            if element.tag == "a":
                mass.link, mass.running = mass.text, 0
        parent = element.getparent()
        if parent is not None:
            above = masses.setdefault(parent, Mass())
            above.text += mass.text
            above.link += mass.link
            above.running += mass.running
            _count(above, element.tail)
    return masses


#: From this weight on a piece of text is running text; an ideograph weighs as much as three letters.
_RUNNING, _WIDEST = 40, 3


def _count(mass: Mass, text: str | None) -> None:
    if text:
        length = len(text) if len(text) < 20 else len(" ".join(text.split()))
        if not text.isspace():
            mass.text += length
            if length > _RUNNING or (length * _WIDEST > _RUNNING and weight(text) > _RUNNING):
                mass.running += length
