"""Reads NITF, the text markup of AP, PA, AAP, EFE and NTB, and of the New York Times' annotated corpus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from morgue.core.article import Given
from morgue.index.sources.agency.tree import below, dated, day, first, line, paragraphs, parsed, story, value
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.location import Found, Place

FORM = "nitf"


def read_nitf(stream: Buffered, place: Place) -> Iterator[Found]:
    """The article of a document."""
    root, data = parsed(stream)
    yield story(place, FORM, None, data, given(root), body(root))


def given(root: Any) -> Given:
    """What the head of the document and the head of its body state."""
    return Given(
        id=value(root, "doc-id", attribute="id-string"),
        url=_address(value(root, "pubdata", attribute="ex-ref")),
        outlet=value(root, "pubdata", attribute="name")
        or value(root, "distributor")
        or value(root, "doc.copyright", attribute="holder"),
        title=value(root, "hedline", "hl1") or value(root, "hedline") or value(root, "head", "title"),
        date=day(_published(root)),
        authors=_authors(first(root, "byline")),
        section=value(root, "pubdata", attribute="position.section") or _online_section(root),
        language=root.get("baselang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _published(root: Any) -> str | None:
    """The day of publication, of whichever element has it."""
    return (
        value(root, "date.issue", attribute="norm")
        or value(root, "story.date", attribute="norm")
        or value(root, "pubdata", attribute="date.publication")
        or value(root, "date.release", attribute="norm")
    )


def _address(told: str | None) -> str | None:
    return told if told and told.startswith(("http://", "https://")) else None


def body(root: Any) -> list[str]:
    """The paragraphs of a document, or of the part that is marked as its full text (the New York Times')."""
    content = first(root, "body.content")
    if content is None:
        return []
    full = [block for block in below(content, "block") if block.get("class") == "full_text"]
    lines = paragraphs(full[0] if full else content)
    return dated(lines, value(root, "dateline"))


def _authors(byline: Any) -> tuple[str, ...]:
    """The byline without the writer's title; names alone where they are marked."""
    if byline is None:
        return ()
    people = [told for person in below(byline, "person") if (told := line(person))]
    if people:
        return tuple(people)
    told = line(byline)
    title = value(byline, "byttl")
    if told and title and told.endswith(title):
        told = told[: -len(title)].strip()
    return (told,) if told else ()


def _online_section(root: Any) -> str | None:
    metas = {meta.get("name"): meta.get("content") for meta in below(root, "meta")}
    told = metas.get("online_sections") or metas.get("print_section_name")
    return str(told).split(";")[0].strip() if told else None
