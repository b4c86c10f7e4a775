"""Parts a page's `<title>` into headline and site by what stands on the page, for pages without metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from morgue.index.clean.metadata.headline import PARTS, words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Where a headline or a site's name stands by itself.
_TAGS = (
    "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "font", "big", "p", "div", "span", "td", "th", "center", "a",
    "em", "i",
)  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: Parts of a title that are looked for, and elements looked through.
_MOST_PARTS, _MOST_ELEMENTS = 6, 20_000
#: Elements within one that holds a line and nothing else.
_MOST_WITHIN = 12
_SHORTEST = 3
#: A site's name is no longer than this, in words.
_NAME = 5


@dataclass(frozen=True, slots=True)
class Masthead:
    """The headline that the title and the page share, its element, and the site that the title names beside it."""

    headline: str
    element: HtmlElement
    site: str = ""


def masthead(tree: HtmlElement) -> Masthead | None:
    """What the title says, found on the page again: the longest run of its parts that stands there by itself.

    The site is the part at the title's other end, when that stands on the page by itself too (its name or logo).
    """
    element = tree.find(".//title")
    title = " ".join((element.text or "").split()) if element is not None else ""
    runs = dict(_runs(title))
    if not runs:
        return None
    shown = _shown(tree, set(runs), len(title))
    found = max((k for k in shown if len(k.split()) >= _SHORTEST), key=len, default=None)
    if found is None:
        return None
    headline = runs[found]
    before, _, after = title.partition(headline)
    ends = [p for p in (_parts(after)[-1:] + _parts(before)[:1]) if len(p.split()) <= _NAME]
    site = next((p for p in ends if _key(p) in shown and _key(p) != found), "")
    return Masthead(headline, shown[found], site)


def element_of(tree: HtmlElement, headline: str) -> HtmlElement | None:
    """The first element whose whole text is this headline, headings before others."""
    key = _key(headline)
    return _shown(tree, {key}, len(headline)).get(key) if key else None


def _parts(text: str) -> list[str]:
    return [p for part in PARTS.split(f" {text} ") if (p := part.strip(" -–—|│•·»«‹›~:/"))]


def _runs(title: str) -> Iterator[tuple[str, str]]:
    """Every run of a title's parts: its folded words, and the run as it is written."""
    cuts = [(0, 0), *(m.span() for m in PARTS.finditer(title)), (len(title), len(title))]
    if len(cuts) > _MOST_PARTS + 1:
        return
    for i, (_, start) in enumerate(cuts[:-1]):
        for end, _ in cuts[i + 1 :]:
            if key := _key(title[start:end]):
                yield key, title[start:end].strip()


def _key(text: str) -> str:
    return " ".join(words(text))


def _shown(tree: HtmlElement, wanted: set[str], longest: int) -> dict[str, HtmlElement]:
    """The elements whose whole text is one of these, headings before others, the first of each."""
    found: dict[str, HtmlElement] = {}
    for count, element in enumerate(tree.iter(*_TAGS)):
        if count >= _MOST_ELEMENTS:
            break
        text = _short(element, longest + 20)
        if not text or (key := _key(text)) not in wanted:
            continue
        if key not in found or (element.tag in _HEADINGS and found[key].tag not in _HEADINGS):
            found[key] = element
    return found


def _short(element: HtmlElement, most: int) -> str:
    """The text of an element, or nothing when it is longer than this or holds much else."""
    if not len(element):
        text = " ".join((element.text or "").split())
    elif sum(1 for _ in islice(element.iter(), _MOST_WITHIN + 1)) > _MOST_WITHIN:
        return ""
    else:
        text = " ".join("".join(element.itertext()).split())
    return text if len(text) <= most else ""
