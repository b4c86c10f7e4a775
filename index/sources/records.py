"""Turns one record of JSON or of a table into an item, under whatever names its fields go. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from morgue.core.article import Given
from morgue.index.sources.fields.lookup import Record
from morgue.index.sources.fields.markup import page, plain_or_html
from morgue.index.sources.fields.values import clean_line, text
from morgue.index.sources.location import Found, Place

__all__ = ["clean_line", "given", "item", "item_of"]

_TEASER = "teaser only"
#: So many names of fields are told of a record that says nothing.
_NAMES = 20


def item(
    record: Mapping[str, object], source: bytes, place: Place, part: str | None, offset: int | None, form: str
) -> Found:
    """The item that a record states: a page or a plain text, or a title alone, an item without content.

    source  the record's own bytes, whose hash is its identity
    part    "line 12" or the like, within the place
    """
    return item_of(Record(record, place.columns), source, place, part, offset, form)


def item_of(fields: Record, source: bytes, place: Place, part: str | None, offset: int | None, form: str) -> Found:
    """As `item`, of a record that was read with the columns of the place."""
    stated = fields.given()
    content, data, notes = _content(fields, stated.title is not None or stated.url is not None)
    if not data:
        if not stated.title:
            return place.reject("no text", _seen(fields.values), part=part, format=form)
        notes = ("title only",)
    captured = fields.captured()
    return place.item(
        form, content, data, source=source, part=part, offset=offset, captured=captured, given=stated, notes=notes
    )


def given(record: Mapping[str, object]) -> Given:
    """What a record states about its article."""
    return Record(record).given()


def _content(fields: Record, is_named: bool) -> tuple[Literal["page", "text", "none"], str, tuple[str, ...]]:
    """The text, what kind it is, and remarks: the fullest that is called a text, a page, or at last a teaser.

    What is not called a text is one only beside a headline or an address: settings of programs have descriptions too.
    """
    body, notes = fields.body()
    if body:
        return *_kind(body), notes
    if page_text := next((told for value in fields.all("html") if (told := text(value))), ""):
        return "page", page(page_text) if "<" in page_text else page_text, ()
    if not is_named:
        return "none", "", ()
    if found := fields.witness():
        name, told = found
        return *_kind(told), (f"the text is that of the field {name[:60]!r}",)
    if raw := next((told for value in fields.all("raw") if (told := text(value))), ""):
        return *_kind(raw), ()
    values = (v for value in fields.all("teaser") for v in (value if isinstance(value, list) else (value,)))
    teasers = (told for value in values if (told := text(value)))
    if teaser := max(teasers, key=len, default=""):
        return *_kind(teaser), (_TEASER,)
    return "none", "", ()


def _kind(told: str) -> tuple[Literal["page", "text"], str]:
    told, marked = plain_or_html(told)
    return ("page", page(told)) if marked else ("text", told)


def _seen(record: Mapping[str, object]) -> str:
    """The names that there are, and what to do about it."""
    names = [clean_line(str(key)) or "" for key in record]
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    told = ", ".join(name[:40] for name in names[:_NAMES])
    return f"its fields are: {told}{more} (name the one of the text: --map body=NAME)" if names else "an empty object"
