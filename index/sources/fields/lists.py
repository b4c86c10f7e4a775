"""Finds the articles in a JSON value, which is one itself or holds lists of them at any depth. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from morgue.core.article import Given
from morgue.index.sources.fields import values
from morgue.index.sources.fields.lookup import Columns, Record
from morgue.index.sources.fields.markup import looks_html
from morgue.index.sources.fields.synonyms import norm
from morgue.index.sources.location import NOTHING_STATED

#: Names of lists of articles; where several lists stand side by side, those of these names are meant.
_LISTS = frozenset(
    map(
        norm,
        "articles items entries results documents docs stories data hits records posts messages news feed feeds "
        "list rows edges response output value values newsitems content collection _items".split(),
    )
)
#: Lists within a record that are parts of it and no articles.
_PARTS = frozenset(
    map(
        norm,
        "authors author creators tags keywords categories images image photos photo media multimedia related "
        "relatedlinks related_articles relatedarticles recommended links comments replies attachments enclosures "
        "videos entities facets subject subjects genre place places person persons organisation organisations "
        "organization event events elements associations bodies headlines contents paragraphs renditions "
        "aggregations meta metadata pagination sections blocks byline bylines copyright suggestions".split(),
    )
)
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Element:
    """A record, its number among its fellows (None for the value itself), and what the envelope states of all.

    read: the value as it was read to tell that it is a record, where it is an object.
    """

    value: object
    number: int | None
    stated: Given
    read: Record | None = None


def articles(value: object, columns: Columns = ()) -> Iterator[Element]:
    """The records of a value in order: itself when it is an article or holds none, else those of its lists."""
    number = 0
    for element, stated, inside, read in _walk(value, NOTHING_STATED, columns, _DEPTH):
        number += inside
        yield Element(element, number if inside else None, stated, read)


def _walk(
    value: object, around: Given, columns: Columns, depth: int
) -> Iterator[tuple[object, Given, bool, Record | None]]:
    read = Record(value, columns) if isinstance(value, Mapping) else None
    lists = [] if depth <= 0 or read is None or _has_text(read) else _lists(read.values, columns)
    if not lists or not isinstance(value, Mapping):
        if depth == _DEPTH or not _is_empty_page(value, columns):
            yield value, around, False, read
        return
    stated = _stated(value, around)
    for elements in lists:
        for element in elements:
            for found, inner, _, own in _walk(element, stated, columns, depth - 1):
                yield found, inner, True, own


def _is_empty_page(value: object, columns: Columns) -> bool:
    """Whether one of several pages of an answer holds an empty list of articles and nothing more."""
    if not isinstance(value, Mapping) or has_headline(value, columns) or is_article(value, columns):
        return False
    return any(norm(str(key)) in _LISTS and inner == [] for key, inner in value.items())


def is_article(value: Mapping[str, object], columns: Columns = ()) -> bool:
    """Whether an object has a text of its own."""
    return _has_text(Record(value, columns))


def _has_text(record: Record) -> bool:
    return any(_is_prose(found) for field in ("body", "html") for found in record.all(field))


def _is_prose(value: object) -> bool:
    """A text, and no list of records that stands under a name of texts."""
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return bool(values.text(value)) and not any(isinstance(part, dict) and has_headline(part) for part in value)
    if isinstance(value, dict):
        return bool(values.text(value)) and not _lists(value, ())
    return bool(values.text(value))


def has_headline(value: Mapping[str, object], columns: Columns = ()) -> bool:
    """Whether an object is at least a headline with something more: an address, a day, a text, a teaser."""
    record = Record(value, columns)
    if record.line("title") is None:
        return False
    return any(record.first(field) is not None for field in ("url", "date", "teaser", "body", "html", "captured"))


def _lists(value: Mapping[str, object], columns: Columns) -> list[list[object]]:
    """The lists of articles nearest to the top: all of that depth, or those among them whose names say so."""
    level: list[tuple[str, object]] = [(norm(str(key)), inner) for key, inner in value.items()]
    for _ in range(_DEPTH):
        found = [(name, rows) for name, inner in level if name not in _PARTS and (rows := _rows(inner, columns))]
        if found:
            named = [rows for name, rows in found if name in _LISTS]
            return named or [rows for _, rows in found]
        if single := [[inner] for name, inner in level if name not in _PARTS and _is_whole(inner, columns)]:
            return single
        level = _below(level)[:10_000]
    return []


def _below(level: list[tuple[str, object]]) -> list[tuple[str, object]]:
    inside = [inner for name, inner in level if isinstance(inner, dict) and name not in _PARTS]
    return [(norm(str(key)), deeper) for inner in inside for key, deeper in inner.items()]


def _is_whole(value: object, columns: Columns) -> bool:
    """An article in an envelope of its own: it has a headline and a text."""
    return isinstance(value, dict) and is_article(value, columns) and Record(value, columns).line("title") is not None


def _rows(value: object, columns: Columns) -> list[object]:
    """The elements of a list of articles, or of an object whose every member is one; else nothing."""
    elements: list[object] = []
    if isinstance(value, list):
        elements = value
    elif isinstance(value, dict) and value and all(isinstance(inner, dict) for inner in value.values()):
        elements = list(value.values())
    looked = [element for element in elements[:20] if isinstance(element, dict)]
    return elements if any(_promising(element, columns) for element in looked) else []


def _promising(value: Mapping[str, object], columns: Columns) -> bool:
    """An article, a headline, or a page of an answer that holds such."""
    if is_article(value, columns) or has_headline(value, columns):
        return True
    return any(
        isinstance(inner, list)
        and norm(str(key)) in _LISTS
        and any(isinstance(e, dict) and has_headline(e) for e in inner[:3])
        for key, inner in value.items()
    )


def _stated(value: Mapping[str, object], around: Given) -> Given:
    """What an envelope says of all that it holds: outlet and language. A JSON Feed's outlet is its title."""
    record = Record(value)
    own = record.given()
    outlet = own.outlet
    if "jsonfeed" in str(value.get("version", "")):
        outlet = values.line(value.get("title"))
    if outlet is not None and (looks_html(outlet) or len(outlet) > 100):
        outlet = None
    return Given(outlet=outlet or around.outlet, language=own.language or around.language)
