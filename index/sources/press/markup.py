"""Turns an exported page into lines, each with the field that the classes of its elements name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from morgue.index.sources.press.family import key
from morgue.index.sources.press.lines import Line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements whose text is a line of its own.
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5"
    " h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
#: Elements without text of the article.
_SILENT = frozenset("head script style noscript button select option textarea input template svg iframe".split())


@dataclass(frozen=True, slots=True)
class Markup:
    """What an export's elements say.

    opens    whether an element begins an article: tag and the value of its class or name, joined by a space
    classes  folded class name to field
    shapes   patterns of class names to fields, for names that hold a language
    """

    opens: re.Pattern[str]
    classes: Mapping[str, str]
    shapes: tuple[tuple[re.Pattern[str], str], ...] = ()

    def field(self, names: str) -> str:
        """The field of an element by its class names; "" when they say nothing."""
        for name in names.split():
            found = self.classes.get(key(name))
            if found is None:
                found = next((field for pattern, field in self.shapes if pattern.match(name)), None)
            if found is not None:
                return found
        return ""


def lines_of(root: HtmlElement, markup: Markup) -> list[Line]:
    """The lines of a page in order; an element that begins an article gives an empty line whose `opens` is set."""
    pen = _Pen()
    stack: list[tuple[HtmlElement, str, Iterator[HtmlElement]]] = []
    _enter(root, "", stack, pen, markup)
    while stack:
        element, field, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if element.tag in _BLOCKS or field != (stack[-1][1] if stack else ""):
                pen.end(field)
            pen.write(element.tail)
        elif not isinstance(child.tag, str) or child.tag in _SILENT:
            pen.write(child.tail)
        else:
            _enter(child, field, stack, pen, markup)
    return pen.lines


def _enter(
    element: HtmlElement,
    outer: str,
    stack: list[tuple[HtmlElement, str, Iterator[HtmlElement]]],
    pen: _Pen,
    markup: Markup,
) -> None:
    name = element.get("class") or element.get("name") or ""
    field = (markup.field(name) if name else "") or outer
    if element.tag in _BLOCKS or field != outer:
        pen.end(outer)
        pen.gap = True
    if markup.opens.match(f"{element.tag!s} {name}"):
        pen.end(outer)
        pen.lines.append(Line("", True, opens=True))
    pen.write("\0" if element.tag == "br" else None)
    pen.write(element.text)
    stack.append((element, field, iter(element)))


class _Pen:
    """Gathers text until a block ends."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.gap = True
        self._held: list[str] = []

    def write(self, text: str | None) -> None:
        if text:
            self._held.append(text)

    def end(self, field: str) -> None:
        if not self._held:
            return
        rows = (" ".join(row.split()) for row in "".join(self._held).split("\0"))
        self._held.clear()
        if text := "\n".join(row for row in rows if row):
            self.lines.append(Line(text, self.gap, field))
            self.gap = False
