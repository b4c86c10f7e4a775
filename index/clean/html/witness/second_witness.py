"""Asks trafilatura what it takes for the article's text, on the tree that was parsed and mended here."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from morgue.index.clean import phrases

if TYPE_CHECKING:
    from lxml.html import HtmlElement


#: What trafilatura sets before an item of a list.
_MARK = re.compile(r"^[-•*]\s+")


def paragraphs(tree: HtmlElement) -> tuple[str, ...]:
    """The paragraphs trafilatura finds in an unpruned tree, in order; none where it finds no text or fails.

    Only its own rules speak (`fast`): its fallbacks, readability and jusText, cost half as much again and were not
    right more often where the two readings differ. The tree is left as it is.
    """
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(tree, fast=True, include_comments=False)
    except Exception:  # noqa: BLE001  # a witness that stumbles over hostile markup says nothing; the page is read without
        return ()
    text = getattr(found, "text", None) or ""
    return tuple(line for part in text.split("\n") if (line := " ".join(part.split())))


def spoken(witness: Sequence[str]) -> frozenset[str]:
    """The witness's paragraphs, folded, without the marks of lists: what a line is looked up in."""
    return frozenset(phrases.folded(_MARK.sub("", line)) for line in witness)
