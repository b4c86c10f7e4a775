"""Turns a pruned tree into paragraphs: finds the smallest region that holds the running text, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from morgue.index.clean.dates.months import fold
from morgue.index.clean.html.masses import Mass, weigh, weight

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BREAKS = frozenset([
    "p", "div", "section", "article", "main", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
    "pre", "td", "th", "tr", "table", "tbody", "thead", "dl", "dt", "dd", "br", "hr", "center", "header", "footer",
    "aside", "nav", "form", "figure", "figcaption", "details", "summary", "body", "caption", "address", "legend",
    "fieldset",
])  # fmt: skip
_CELLS = frozenset(["td", "th"])
#: Between the two elements that make a block's form; no class has it.
_WITHIN = "\x1f"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its text, the tag of the block it stood in, and how many of its characters were links.

    form: tags and classes of that block and of the one around it, alike for all paragraphs that are set alike.
    """

    text: str
    tag: str
    link: int
    form: str = ""

    @property
    def density(self) -> float:
        """The share (0 to 1) of the block's characters that are links."""
        return self.link / max(1, len(self.text))


class _Writer:
    """Gathers the words of the paragraph at hand, and counts those in links."""

    def __init__(self) -> None:
        self.out: list[Block] = []
        self.words: list[str] = []
        self.link = self.size = 0
        #: Whether the last element ended just where the next begins, with nothing between.
        self.met = False

    def add(self, text: str | None, linked: bool, form: str) -> None:
        if text:
            if self.met and self.words and _glued(self.words[-1], text):
                if self.size >= _SENTENCE and _END.search(self.words[-1]):
                    self.flush("p", form)
                else:
                    self.words.append(" ")
                    self.size += 1
            self.met = False
            self.words.append(text)
            self.size += len(text)
            if linked:
                self.link += len(text.strip())

    def flush(self, tag: str, form: str) -> None:
        text = " ".join("".join(self.words).split())
        if text:
            self.out.append(Block(text, tag, min(self.link, len(text)), form))
        self.words.clear()
        self.link = self.size = 0


def blocks(root: HtmlElement, stop: HtmlElement | None = None) -> list[Block]:
    """The paragraphs below an element in document order; `<br>` parts them too. Ends where `stop` begins."""
    writer = _Writer()
    stack: list[tuple[HtmlElement, bool, str, bool, str]] = [(root, False, "div", False, "")]
    while stack:
        element, done, block, link, form = stack.pop()
        tag = str(element.tag)
        if element is stop:
            break
        if done:
            if tag in _BREAKS:
                writer.flush(block if tag == "br" else tag, form)
            if element is not root:
                writer.met = not element.tail
                writer.add(element.tail, link, form)
            continue
        outer, inner, within, around = link, link or tag == "a", block, form
        if tag in _BREAKS:
            writer.flush(block, form)
            if tag not in ("br", "hr"):
                within, around = tag, f"{form.rpartition(_WITHIN)[2]}{_WITHIN}{tag}.{element.get('class') or ''}"
        stack.append((element, True, block, outer, around))
        writer.add(element.text, inner, around)
        stack.extend((child, False, within, inner, around) for child in reversed(element))
    writer.flush("div", "")
    return writer.out


#: Characters from which on what ends as a sentence does before another element is a paragraph of its own.
_SENTENCE = 40


def _glued(before: str, after: str) -> bool:
    """Whether two elements that meet without a space are parted for readers: a capital begins the second's words.

    A first letter set apart (`T` and `HE`) is none.
    """
    return (
        len(before.strip()) > 1
        and not before[-1:].isspace()
        and after[:1].isupper()
        and not before.endswith(("-", "’", "'", "(", "“", "„", "«", "/"))
    )


def region(tree: HtmlElement, share: float = 0.8) -> HtmlElement:
    """The deepest element that still holds this share of the page's running text, and all of an article in parts."""
    masses = weigh(tree)
    body = tree.find(".//body")
    here = tree if body is None else body
    total = masses[here].running
    while total:
        best = max(here, key=lambda c: masses[c].running if c in masses else 0, default=None)
        if (
            best is None
            or best.tag in ("p", "blockquote", "ul", "ol", "span", "font", "b", "em", "strong", "i", "a")
            or masses[best].running < share * total
            or _in_parts(here, best, masses)
        ):
            return here
        here = best
    return here  # a page of short lines alone


#: Running text, in characters, of a part of an article beside its longest part.
_PART = 200


def _in_parts(here: HtmlElement, longest: HtmlElement, masses: Mapping[HtmlElement, Mass]) -> bool:
    """Whether the longest child is one part of an article of several: in an `article`, others named alike hold text."""
    named = longest.get("class")
    if not named or not any(e.tag == "article" for e in (here, *here.iterancestors())):
        return False
    return any(
        c is not longest
        and (c.tag, c.get("class")) == (longest.tag, named)
        and masses[c].running >= _PART
        and masses[c].link < 0.3 * masses[c].text
        for c in here
    )


def with_opening(core: HtmlElement) -> list[Block]:
    """The blocks of a region, and before them the prose that stands between the headline and the region."""
    wide = core
    for above in core.iterancestors():
        if above.tag in ("body", "html"):
            break
        wide = above
        if next(above.iter("h1"), None) is not None:
            break
    if wide is core or next(core.iter("h1"), None) is not None:
        return blocks(core)
    opening: list[Block] = []
    for block in blocks(wide, stop=core):
        if block.tag == "h1":
            opening = []
        elif block.density < 0.3 and _opens(block):
            opening.append(block)
    return opening[-_OPENING:] + blocks(core)


def _opens(block: Block) -> bool:
    """Whether a block above the text is prose of it: long, or a short paragraph that ends as a sentence does."""
    size = weight(block.text)
    return (size >= _LONG_OPENING and (sentence_like(block.text) or block.tag == "p")) or (
        size >= _SENTENCE and block.tag == "p" and block.link == 0 and block.text.endswith(".")
    )


#: Weight of prose above the text, in whatever element.
_LONG_OPENING = 70
#: A standfirst and its like before the text: never more paragraphs than this.
_OPENING = 3

_END = re.compile(r"[.!?…。！？\"”»“')\]:;।]\s*\Z")


def sentence_like(text: str) -> bool:
    """Whether a block reads as prose: long, or ending as a sentence does."""
    return weight(text) > 100 or bool(_END.search(text))


_NO_WORD = re.compile(r"[\W_]+")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def words_of(text: str) -> list[str]:
    """The folded words of a text; ideographs and kana one by one, and so the letters of scripts without spaces."""
    folded = _NO_WORD.sub(" ", fold(text))
    if not folded.isascii():
        folded = _IDEOGRAPH.sub(r" \g<0> ", folded)
    found = folded.split()
    return list(folded.replace(" ", "")) if len(found) * 12 < len(folded) else found


def grams(text: str, size: int) -> set[tuple[str, ...]]:
    """The runs of so many words in a text."""
    return runs(words_of(text), size)


def runs(words: Sequence[str], size: int) -> set[tuple[str, ...]]:
    """The runs of so many words."""
    return set(zip(*(words[i:] for i in range(size)), strict=False))
