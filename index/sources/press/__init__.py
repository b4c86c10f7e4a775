"""Reads exports of press databases, files of many labelled articles: one splitter, and one declaration a database.

The readers themselves are imported when a file looks like an export, which these few patterns tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from morgue.index.sources.location import Found, Place
    from morgue.index.sources.press.lines import Line

#: What exported pages hold and hardly any other does: plain words, which are found faster than any pattern.
_PAGE = (b"<!-- Hide XML section", b"DOC_ID_", b" DOCUMENTS</", b"DocPublicationName", b"rdp__", b"DocID_")
#: `enArticle`, `zhtwArticle`, but not `titreArticle`; the fixed letters come first, so that they are looked for first.
_ARTICLE = re.compile(rb"Article(?<=[a-z]{2}Article)[\"'\s>]")
#: A label at the beginning of a line, in any of the families; a text without three of them is no export.
_LABEL = re.compile(
    rb"^[ \t\xa0\xc2\0]*(?:[^\W\d_a-z][^:\r\n]{2,40}:|[A-Z][A-Z0-9]{1,2}(?:\s*$|  |\t| *-)|_{20,}"
    rb"|[A-Za-z]{0,12}\W{0,3}\d{1,5} (?:of|von|de|sur|van|di|z|av) \d)",
    re.M,
)
_LEAST = 3
#: How Factiva numbers a document, at the end of a line: its exports as shown have no labels.
_NUMBERED = re.compile(rb"[A-Za-z]0+(?:18|19|20)\d{6}[a-z]{2}[a-z0-9]{6,9}[ \t\r]*$", re.M)


def looks_exported(data: bytes) -> bool:
    """Whether a page may be an export: a hint, quick to have."""
    return any(mark in data for mark in _PAGE) or _ARTICLE.search(data) is not None


def looks_labelled(data: bytes) -> bool:
    """Whether a text may be an export: a hint, quick to have."""
    if sum(1 for _ in islice(_LABEL.finditer(data), _LEAST)) == _LEAST or _NUMBERED.search(data):
        return True
    return data[:2] in (b"\xff\xfe", b"\xfe\xff")


_CSL_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:article(?:-\w+)?|webpage|post(?:-weblog)?|broadcast|report|interview|chapter|book)"'
)
_CSL_KEY = re.compile(rb'"(?:issued|container-title)"\s*:')


def looks_like_csl(start: bytes) -> bool:
    """Whether JSON is the records of a reference manager, by the first bytes of its text."""
    return start[:1] in (b"[", b"{") and _CSL_TYPE.search(start) is not None and _CSL_KEY.search(start) is not None


def page_family(head: bytes) -> str | None:
    """The family of a page, by its first bytes; None when these do not tell."""
    if not looks_exported(head):
        return None
    from morgue.index.sources.press import reader

    return reader.page_family(head)


def text_family(head: bytes) -> str | None:
    """The family of a text, by its first bytes (as UTF-8 or near it); None when these do not tell."""
    if not looks_labelled(head):
        return None
    from morgue.index.sources.press import reader

    family = reader.of_lines(reader.text_lines(head.decode("utf-8", "replace")))
    return family.name if family is not None else None


def several(lines: Sequence[Line]) -> str | None:
    """What in these lines looks like several documents in one file, in words; None where nothing does."""
    from morgue.index.sources.press import manyfold

    return manyfold.several([line.text for line in lines])


def read_page(data: bytes, place: Place, charset: str | None = None) -> Iterator[Found] | None:
    """The articles of an exported page; None for any other page."""
    from morgue.index.sources.press import reader

    found = reader.of_page(data, charset)
    return None if found is None else reader.items(reader.split(*found), found[1], place)


def read_text(text: str, place: Place) -> Iterator[Found] | None:
    """The articles of an exported text; None for any other text; Broken for several documents that no reader parts."""
    from morgue.index.sources.location import Broken
    from morgue.index.sources.press import reader

    lines = reader.text_lines(text)
    found = read_lines(lines, place)
    if found is None and (seen := several(lines)) is not None:
        raise Broken("several articles in one file", seen)
    return found


def read_lines(lines: Sequence[Line], place: Place) -> Iterator[Found] | None:
    """The articles of an export whose lines these are; None when they are no export."""
    from morgue.index.sources.press import reader

    family = reader.of_lines(lines)
    return None if family is None else reader.items(reader.split(lines, family), family, place)
