"""Turns office documents and e-books into items: one article each, or the articles of the export or issue they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from morgue.core.article import Given, RawItem
from morgue.index.sources import press
from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.documents import docx, epub, odt, rtf
from morgue.index.sources.documents.meta import Meta
from morgue.index.sources.documents.packages import Parts
from morgue.index.sources.limits import DOCUMENT_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.press.lines import Line

if TYPE_CHECKING:
    from morgue.index.sources.readers.archives import Package

#: Some programs write the day into the title of an issue: "The Tide [Tue, 05 Mar 2024]".
_DAY_IN_TITLE = re.compile(r"\s*\[[^\]]*\d[^\]]*\]\s*\Z")


def read_docx(package: Package, place: Place) -> Iterator[Found]:
    """The article, or the articles of an export, in a DOCX."""
    parts = Parts(package)
    lines, heading = docx.lines(parts)
    yield from _read(lines, place, "docx", lambda: docx.meta(parts), heading)


def read_odt(package: Package, place: Place) -> Iterator[Found]:
    """The article, or the articles of an export, in an ODT."""
    parts = Parts(package)
    lines, heading = odt.lines(parts)
    yield from _read(lines, place, "odt", lambda: odt.meta(parts), heading)


def read_rtf(stream: Buffered, place: Place) -> Iterator[Found]:
    """The article, or the articles of an export, in an RTF."""
    lines, stated = rtf.read(whole(stream, DOCUMENT_BYTES))
    yield from _read(lines, place, "rtf", lambda: stated, "")


def read_epub(package: Package, place: Place) -> Iterator[Found]:
    """An EPUB: a book as one text, an issue of a paper as its articles."""
    held, stated, periodical = epub.chapters(Parts(package))
    if not epub.is_issue(held, periodical):
        lines = [line for c in held for line in (*([Line(c.heading, True)] if c.heading else []), *c.lines)]
        alone = held[0].heading if len(held) == 1 else ""
        yield document(list(held[0].lines) if alone else lines, place, "epub", stated, alone)
        return
    outlet = _DAY_IN_TITLE.sub("", stated.title or "") or stated.publisher
    for number, chapter in enumerate(epub.articles(held), 1):
        given = Given(title=chapter.heading, outlet=outlet, date=stated.published, language=stated.language)
        yield _item(chapter.lines, place, "epub", given, f"article {number}")


def _read(lines: Sequence[Line], place: Place, form: str, stated: Callable[[], Meta], heading: str) -> Iterator[Found]:
    exported = press.read_lines(lines, place)
    if exported is not None:
        yield from exported
    else:
        yield document(lines, place, form, stated(), heading)


def document(lines: Sequence[Line], place: Place, form: str, stated: Meta, heading: str = "") -> RawItem:
    """A document as one article: its text and what it states; a heading in it is the title, else what its data say."""
    if not lines:
        raise Broken("no text", "a document without text")
    if (several := press.several(lines)) is not None:
        raise Broken("several articles in one file", several)
    given = Given(
        title=heading or stated.title,
        authors=(stated.author,) if stated.author else (),
        date=stated.published,
        language=stated.language,
    )
    return _item(lines, place, form, given)


def _item(lines: Sequence[Line], place: Place, form: str, given: Given, part: str | None = None) -> RawItem:
    return place.item(form, "document", "\n\n".join(line.text for line in lines), part=part, given=given)
