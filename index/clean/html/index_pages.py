"""Recognises pages that are no article (lists of teasers), and articles that are mostly pictures. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from morgue.index.clean.html.masses import weight
from morgue.index.clean.metadata.structured_data import ARTICLES, Metas, Stated

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Links to other pages, each with a headline, that a list of articles has at least.
_LEAST = 20
#: A link is a headline from this many characters on (an ideograph counts as three).
_HEADLINE = 30
#: An article has a paragraph longer than this, or more text than that; a list of teasers has neither.
_PARAGRAPH, _TEXT = 400, 3_000
_GALLERY_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:ImageGallery|MediaGallery)"')
_GALLERY_PATH = re.compile(
    r"/(?:photo-?|image-?|picture-?|foto-?|bilder-?)?(?:galler(?:y|ies)|galeri[ae]?|galler(?:i|ia|ie)|strecken?|slideshows?)(?:/|-|$)"
    r"|/(?:fotogaler\w+|diaporamas?|fotostrecken?|bildergalerien?|photo-?essays?)(?:/|-|$)",
    re.I,
)


def teasers(tree: HtmlElement) -> int:
    """Different links whose text is as long as a headline."""
    seen = set()
    for link in tree.iter("a"):
        if link.get("href") and weight(" ".join("".join(link.itertext()).split())[:200]) >= _HEADLINE:
            seen.add(link.get("href"))
    return len(seen)


def index_page(meta: Metas, stated: Stated, url: str | None, dated: bool, teasers: int, text: str) -> bool:
    """Whether a page surely is a list of other articles: nothing says or looks like one, and headlines abound.

    dated: whether the page states a day of publication; text: what was found as its article.
    """
    said = bool(set(stated.types) & (set(ARTICLES) - {"CreativeWork"})) or any("Article" in t for t in stated.types)
    if teasers < _LEAST or dated or said or meta.first("og:type").lower().startswith("article"):
        return False
    if len(text) > _TEXT or any(weight(line) > _PARAGRAPH for line in text.split("\n")):
        return False
    return stated.listing or _front(url)


def _front(url: str | None) -> bool:
    """Whether an address is a site's or a section's own, rather than an article's: no number, no long name."""
    if not url:
        return False
    parts = [p for p in _path(url).split("/") if p and not re.fullmatch(r"(?:index|home|default)\.\w+", p)]
    return len(parts) <= 2 and all(re.fullmatch(r"[a-z]+(?:[-_][a-z]+)?", p, re.I) and len(p) <= 20 for p in parts)


def gallery(text: str, url: str | None) -> bool:
    """Whether a page says of itself that it is a series of pictures."""
    return _GALLERY_PATH.search(_path(url or "")) is not None or _GALLERY_TYPE.search(text) is not None


def _path(url: str) -> str:
    """The path of an address, nothing of what is none: pages hold `http://[` too."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
