"""One record of JSON or CSV, under whatever names its keys go, as an item. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from morgue.core.article import Given, RawItem
from morgue.index.sources.location import Found, Place

#: Keys that stand for one thing, in order of preference; compared in lower case.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "guid"),
    "url": ("url", "link", "permalink"),
    "outlet": ("outlet", "source", "publisher", "publication"),
    "title": ("title", "headline"),
    "date": ("date", "published", "published_at", "date_published", "publishedat", "datepublished", "pubdate"),
    "modified": ("modified", "updated", "updated_at", "date_modified", "datemodified"),
    "authors": ("authors", "author", "byline"),
    "body": ("body", "text", "content", "content_text", "articlebody", "fulltext", "full_text"),
    "html": ("html", "content_html"),
    "section": ("section", "category"),
    "language": ("language", "lang"),
}
KNOWN = frozenset(key for keys in SYNONYMS.values() for key in keys)

#: The keys of which a record needs at least one.
TEXTUAL = frozenset((*SYNONYMS["body"], *SYNONYMS["html"], *SYNONYMS["title"]))


def item(
    record: Mapping[str, object], source: bytes, place: Place, part: str | None, offset: int | None, form: str
) -> Found:
    """The item that a record states: `html` is a page, `body` plain text, a title alone an item without content.

    source  the record's own bytes, whose hash is its identity
    part    "line 12" or the like, within the place
    """
    values = {key.strip().lower(): value for key, value in record.items()}
    stated = given(values)
    body, html = _text(_first(values, "body")), _text(_first(values, "html"))
    if body:
        content, data = "text", body
    elif html:
        content, data = "page", html
    elif stated.title:
        content, data = "none", ""
    else:
        return place.reject("no text", part=part, format=form)
    return RawItem(
        path=place.path,
        format=form,
        content=content,  # type: ignore[arg-type]  # one of the three literals above
        data=data.encode("utf-8", "replace"),
        charset="utf-8",
        sha256=sha256(source).hexdigest(),
        member=place.member if part is None else place.label(part),
        offset=offset,
        captured=place.captured,
        folder=place.folder,
        given=stated,
        notes=("title only",) if content == "none" else (),
    )


def given(values: Mapping[str, object]) -> Given:
    """What a record with keys in lower case states about its article."""

    def one(field: str) -> str | None:
        return clean_line(_text(_first(values, field)))

    return Given(
        id=one("id"),
        url=one("url"),
        outlet=one("outlet"),
        title=one("title"),
        date=one("date"),
        modified=one("modified"),
        authors=_people(_first(values, "authors")),
        section=one("section"),
        language=one("language"),
    )


def _first(values: Mapping[str, object], field: str) -> object:
    for key in SYNONYMS[field]:
        value = values.get(key)
        if value not in (None, "", [], {}) and not (isinstance(value, str) and not value.strip()):
            return value
    return None


def _text(value: object) -> str:
    """A value as text: a list is its paragraphs, an object the name it holds (`{"name": "Harbour Times"}`)."""
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return "" if value != value else str(value)
    if isinstance(value, list):
        return "\n\n".join(part for part in map(_text, value) if part)
    if isinstance(value, dict):
        return next((_text(value[k]) for k in ("name", "title", "text", "value", "rendered") if value.get(k)), "")
    return ""


def _people(value: object) -> tuple[str, ...]:
    """Authors as listed; one string stays one entry, since only the cleaner knows how bylines are written."""
    listed = value if isinstance(value, list) else [value]
    lines = (clean_line(_text(v)) for v in listed)
    return tuple(line for line in lines if line)


def clean_line(text: str) -> str | None:
    """A value of one line: white space joined, surrogates replaced; None when nothing is left."""
    line = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return line or None
