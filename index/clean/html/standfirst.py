"""Finds the standfirst, the summary under a headline, which often stands outside the element of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.index.clean.dates.months import fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SKIP = frozenset(
    ["script", "style", "noscript", "template", "a", "figcaption", "button", "nav", "footer", "head", "meta", "svg"]
)
#: The length of a standfirst in characters.
_SHORTEST, _LONGEST = 40, 900


def standfirst(tree: HtmlElement, description: str) -> str:
    """The text of the standfirst, or nothing.

    `description` is the page's summary of itself (meta tags, structured data); it counts only where it is visible too.
    Elements merely named "lead" or "intro" were tried: they are as often an author's note or a sign-up box.
    """
    return _visible(tree, fold(description)[:48]) if len(description) >= _SHORTEST else ""


def _visible(tree: HtmlElement, opening: str) -> str:
    for element in tree.iter("p", "div", "h2", "h3", "h4", "span", "strong", "b", "li", "em"):
        if element.text and fold(element.text.strip()[:60]).startswith(opening[:24]):
            text = _text(element)
            if fold(text[:60]).startswith(opening[:40]) and len(text) <= _LONGEST and not _hidden(element):
                return text
    return ""


def _text(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _hidden(element: HtmlElement) -> bool:
    return any(e.tag in _SKIP for e in (element, *element.iterancestors()))
