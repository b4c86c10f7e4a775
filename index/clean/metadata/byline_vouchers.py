"""Finds a name that stands alone under the headline and that something else on the page calls a writer's. Pure.

A name alone is no byline: places and persons of the news stand so too. With a second witness it is one: a link of that
name to an author's page, a picture of a writer, a link to all that somebody has written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from morgue.index.clean.dates.months import fold
from morgue.index.clean.metadata.bylines import authors as people
from morgue.index.clean.metadata.page_head import Head, inside_furniture, short

if TYPE_CHECKING:
    from lxml.html import HtmlElement

AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in|zy)?|auteurs?|profiles?|profil|staff|writers?|contributors?|journalists?|redakteure?|redacteur"
    r"|reporters?|editors?|by|team-member)/[^/?#]{3,}",
    re.I,
)
_TAGS = frozenset(["p", "div", "span", "a", "strong", "b", "em", "small", "li", "h3", "h4", "h5", "address"])
#: Words of a name, and letters of the longest.
_NAME_WORDS, _LONGEST = 4, 60
_PORTRAIT = re.compile(r"avatar|author|autor|profil|portrait|headshot|contributor|writer|redakt", re.I)
#: How the description of a portrait names who is on it.
_OF = re.compile(
    r"\A(?:picture|photo|portrait|image|avatar|headshot|foto|bild|profilbild|photographie)(?: (?:of|von|de|di))?[\s:]+"
    r"|[\s,:-]+(?:picture|photo|portrait|image|avatar|headshot|foto|bild|profilbild)\Z",
    re.I,
)
_ALL_BY = re.compile(
    r"\A\W*(?:all|more|other|view all|see all|alle|weitere|mehr|tous les|todos los)\s+\w+\s+(?:by|from|von|de)"
    r"\s+(.{3,60})\Z",
    re.I,
)


def name_alone(text: str) -> bool:
    """Whether a text is a person's name of several words and nothing else."""
    return 1 < len(text.split()) <= _NAME_WORDS and people([text]) == (text,)


def vouched(tree: HtmlElement, head: Head) -> list[str]:
    """The first name alone under the headline for which a second witness speaks."""
    alone = [t for e in head.after if (t := _alone(e)) and not inside_furniture(e)]
    if not alone:
        return []
    writers = {fold(name) for name in _writers(tree)}
    return next(([name] for name in alone if fold(name) in writers), [])


def _alone(element: HtmlElement) -> str:
    """The name that is all the text of an element, else nothing."""
    if element.tag not in _TAGS or len(element) > 1:
        return ""
    text = short(element, 2 * _LONGEST)
    return text if len(text) <= _LONGEST and name_alone(text) else ""


def _writers(tree: HtmlElement) -> Iterator[str]:
    """The names that links to authors' pages, portraits and links to somebody's articles give."""
    for link in tree.iter("a"):
        if AUTHOR_PAGE.search(link.get("href") or ""):
            yield short(link, 2 * _LONGEST)
    for picture in tree.iter("img"):
        parent = picture.getparent()
        names = " ".join(e.get(n) or "" for e in (picture, parent) if e is not None for n in ("class", "src", "id"))
        for text in {picture.get("alt") or "", picture.get("title") or ""}:
            if (
                len(text) <= _LONGEST
                and (told := _OF.sub("", text).strip())
                and (told != text or _PORTRAIT.search(names))
            ):
                yield told
    for element in tree.iter("a", "button"):
        for label in (element.get("aria-label"), element.get("title"), element.text):
            if label and len(label) <= 2 * _LONGEST and (m := _ALL_BY.match(" ".join(label.split()))):
                yield m[1]
