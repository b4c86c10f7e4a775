"""Exports of press databases: files of many articles, each with labels. One splitter, a declaration a database.

The readers themselves are imported when a file looks like an export, which these few patterns tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from morgue.index.sources.location import Found, Place
    from morgue.index.sources.press.lines import Line

_PAGE = re.compile(
    rb"[a-z]{2,4}Article\b|<!-- Hide XML section|DOC_ID_\d|of \d+ DOCUMENTS?</|DocPublicationName|rdp__|DocID_[A-Z]"
)
#: A label at the beginning of a line, in any of the families; a text without three of them is no export.
_LABEL = re.compile(
    rb"^[ \t\xa0\xc2\0]*(?:[^\W\d_a-z][^:\r\n]{2,40}:|[A-Z][A-Z0-9]{1,2}(?:\s*$|  |\t| *-)|_{20,}|\W*\d+ (?:of|von|de|sur|van|di) \d+ )",
    re.M,
)
_LEAST = 3


def looks_exported(data: bytes) -> bool:
    """Whether a page may be an export: a hint, quick to have."""
    return _PAGE.search(data) is not None


def looks_labelled(data: bytes) -> bool:
    """Whether a text may be an export: a hint, quick to have."""
    found = 0
    for _ in _LABEL.finditer(data):
        found += 1
        if found >= _LEAST:
            return True
    return data[:2] in (b"\xff\xfe", b"\xfe\xff")


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
    """The articles of an exported text; None for any other text."""
    from morgue.index.sources.press import reader

    return read_lines(reader.text_lines(text), place)


def read_lines(lines: Sequence[Line], place: Place) -> Iterator[Found] | None:
    """The articles of an export whose lines these are; None when they are no export."""
    from morgue.index.sources.press import reader

    family = reader.of_lines(lines)
    return None if family is None else reader.items(reader.split(lines, family), family, place)
