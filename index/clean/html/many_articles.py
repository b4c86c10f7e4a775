"""Recognises a page that is an unknown database's export of several documents, by marks that repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from morgue.index.clean.html.blocks import blocks
from morgue.index.sources.press.family import key
from morgue.index.sources.press.manyfold import COUNTED, LENGTH, STATING, several

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Characters of a mark that counts, and of a label, at most.
_MARK, _LABEL = 40, 26
_TIMES, _DIFFERENT = 2, 3


def many_articles(tree: HtmlElement) -> str | None:
    """What was seen of several documents on a page, in words; None for a page of one. The tree must still be whole."""
    return several([block.text for block in blocks(tree)]) if _hinted(tree.itertext()) else None


def _hinted(texts: Iterable[str]) -> bool:
    """Whether a second mark stands there, or labels of records repeat; quick to have: most pages are of one article."""
    labels: Counter[str] = Counter()
    before = ""
    for text in texts:
        text = text.strip()
        if not text:
            continue
        if len(text) < _LABEL and text[0].isdigit() and LENGTH.match(text):
            labels["length"] += 1
        label, colon, _ = text[:_LABEL].partition(":")
        apart = colon or len(label) == len(text)
        if apart and (name := key(label or before[:_LABEL])) in STATING:
            labels[name] += 1
        elif len(text) < _MARK and "2" in text and (mark := COUNTED.match(text)) and int(mark["n"]) == 2:
            return True
        before = text
    return labels["length"] >= _DIFFERENT or sum(times >= _TIMES for times in labels.values()) >= _DIFFERENT
