"""Weighs what the input states against what was read in the content, and makes the article. Pure."""

from __future__ import annotations

import re
import unicodedata

from index.article import Article, Provenance, RawItem, Rejected
from index.clean.reading import Reading
from index.when import parse_when

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def assemble(item: RawItem, reading: Reading) -> Article | Rejected:
    """The article of an item whose content was read."""
    given = item.given
    body = tidy_body(reading.body)
    title = given.title or next((c.text for c in reading.titles), None)
    if not body and not title:
        return Rejected(item.path, "no text", item.member, item.sha256, item.format)
    date, date_source = given.date, "input"
    if date is None or parse_when(date) is None:
        date, date_source = next(((c.text, c.source) for c in reading.dates if parse_when(c.text)), (None, ""))
    outlet, outlet_source = given.outlet, "input"
    if not outlet:
        outlet, outlet_source = next(((c.text, c.source) for c in reading.outlets), (None, ""))
    return Article(
        id=item.id,
        body=body,
        title=tidy_line(title) if title else None,
        url=given.url or reading.url,
        outlet=outlet,
        authors=given.authors or reading.authors,
        date=date,
        language=given.language,
        section=given.section,
        provenance=Provenance(
            path=item.path,
            sha256=item.sha256,
            format=item.format,
            member=item.member,
            offset=item.offset,
            captured=item.captured,
            extractor=reading.extractor,
            date_source=date_source or None,
            outlet_source=outlet_source or None,
            title_source="input" if given.title else next((c.source for c in reading.titles), None),
            notes=item.notes + reading.notes,
        ),
    )


def title_only(item: RawItem) -> Article | Rejected:
    """The article of an item that has no content of its own, only what the input states."""
    if not item.given.title:
        return Rejected(item.path, "no text", item.member, item.sha256, item.format)
    return assemble(item, Reading(body="", extractor="none", notes=("title only",)))


def tidy_line(text: str) -> str:
    """One line: NFC, no control characters, white space folded."""
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def tidy_body(text: str) -> str:
    """Paragraphs joined by newlines: NFC, no control characters, white space folded, no empty lines."""
    lines = (tidy_line(line) for line in re.split(r"[\r\n\u2028\u2029]+", text))
    return "\n".join(line for line in lines if line)
