"""Reads CSL-JSON, the records of Zotero, Mendeley and other reference managers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from morgue.index.sources.decoding.streams import Buffered, whole
from morgue.index.sources.limits import DOCUMENT_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.press.family import Record
from morgue.index.sources.press.reader import item
from morgue.index.sources.readers.jsons import parse

_FORM = "csl-json"
#: The fields of a record by the keys of CSL.
_KEYS = {
    "title": "title",
    "outlet": "container-title",
    "section": "section",
    "page": "page",
    "language": "language",
    "url": "URL",
}
_TAGS = re.compile(r"</?(?:i|b|sup|sub|span|p|em|strong)\b[^>]*>", re.I)


def read_csl(stream: Buffered, place: Place) -> Iterator[Found]:
    """The records of a list, or of an object that holds one as `items`."""
    data = whole(stream, DOCUMENT_BYTES)
    try:
        value = parse(data.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as e:
        raise Broken("malformed JSON", str(e)) from None
    listed = value.get("items", [value]) if isinstance(value, dict) else value
    number = 0
    for number, stated in enumerate(listed if isinstance(listed, list) else [], 1):
        part = f"item {number}"
        if not isinstance(stated, dict):
            yield place.reject("not an object", f"a JSON {type(stated).__name__}", part=part, format=_FORM)
        elif (record := _record(stated)).values.get("title") or record.body:
            yield item(record, _FORM, place, part)
        else:
            yield place.reject("no text", part=part, format=_FORM)
    if not number:
        raise Broken("no text", "a list without records")


def _record(stated: Mapping[str, object]) -> Record:
    record = Record()
    for name, key in _KEYS.items():
        record.add(name, _plain(stated.get(key)))
    if not record.values.get("outlet"):
        record.add("outlet", _plain(stated.get("publisher")))
    record.add("date", _date(stated.get("issued")))
    people = stated.get("author")
    for person in people if isinstance(people, list) else []:
        record.add("authors", _name(person))
    record.body = [row for row in _plain(stated.get("abstract")).split("\n") if row.strip()]
    return record


def _plain(value: object) -> str:
    return _TAGS.sub("", value).strip() if isinstance(value, str) else ""


def _name(person: object) -> str:
    if not isinstance(person, dict):
        return ""
    if literal := _plain(person.get("literal")):
        return literal
    names = (_plain(person.get(k)) for k in ("given", "non-dropping-particle", "family"))
    return " ".join(name for name in names if name)


def _date(issued: object) -> str:
    """`{"date-parts": [[2024, 3, 5]]}` as ISO 8601, as far as it is stated."""
    if not isinstance(issued, dict):
        return issued if isinstance(issued, str) else ""
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [int(str(part)) for part in first[:3] if str(part).isdigit()]
    if not numbers:
        return _plain(issued.get("raw")) or _plain(issued.get("literal"))
    return "-".join([f"{numbers[0]:04d}", *(f"{number:02d}" for number in numbers[1:])])
