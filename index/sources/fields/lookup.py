"""Gives the fields of a record by their meaning, whatever names they have. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from morgue.core.article import Given
from morgue.index.sources.fields import values
from morgue.index.sources.fields.markup import TAG
from morgue.index.sources.fields.synonyms import BY_NAME, KNOWN, WRAPPERS, norm, path
from morgue.index.sources.limits import JSON_DEPTH

#: What the user says by `--map`: a field and the name it goes by.
Columns = tuple[tuple[str, str], ...]

#: A text under a name that nobody knows is the article's when it has so many words and is so many times longer than
#: the next unknown text.
_WITNESS_WORDS = 40
_WITNESS_LEAD = 3
#: What only lists of saved pages have; a bare `timestamp` beside it is when the page was saved.
_SAVED = frozenset("selection toread timeadded readingprogress isarchived isstarred".split())
_OF_SAVING = frozenset(("timestamp", "time"))
#: So many characters show whether a text is one.
_LOOK = 2_000
#: Another text field of the same record is taken when it is so many times longer than the preferred one.
_FULLER = 2
_NO_BODY = re.compile(r"licen|copyright|rights|terms|comment|prompt|embed|keyword|tags|bio|query|cookie|script|css")
_PUBLICATION = re.compile(r"publi|pubbli|veroff|erschein|issued|posted|parution|bekanntgabe")
_NO_DATE = re.compile(
    r"modif|updat|crawl|download|expir|until|unpubli|state|status|publisher|publicationname|is_?publi"
)
_DATED = re.compile(r"\d{4}-\d\d?-\d\d?|\d{1,2}[./]\d{1,2}[./]\d{4}|\b\d{1,2}\.? \w{3,12} \d{4}|\w{3,9} \d{1,2}, \d{4}")
_NO_OUTLET = frozenset("rss feed atom web www api newsapi gdelt crawl scraper html unknown none null nan n/a".split())
#: A kind of source where it is written small; "News" is what some papers are called for short.
_KIND = "news"
_SITE = re.compile(r"https?://(?:www\.)?([^/?#\s]+)/?\Z", re.IGNORECASE)
#: An address without its scheme, which says whose it is and no more.
_BARE_ADDRESS = re.compile(r"(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})/\S*\Z", re.IGNORECASE)
_CUT = re.compile(r"\[\+?\d+ chars\]\s*\Z")


@dataclass(frozen=True)
class Record:
    """A record, and what the user says its fields mean."""

    values: Mapping[str, object]
    columns: Columns = ()

    @cached_property
    def layers(self) -> tuple[Mapping[str, object], ...]:
        """The record by normal names, what it merely wraps before it."""
        inner = {
            key: value for key, value in self.values.items() if isinstance(value, dict) and key.lower() in WRAPPERS
        }
        own = {key: value for key, value in self.values.items() if key not in inner}
        return (*map(_normal, inner.values()), _normal(own))

    @cached_property
    def _found(self) -> dict[str, list[object]]:
        """For each field its values under all of its names, in order of preference."""
        ranked: dict[str, list[tuple[int, int, object]]] = {}
        for depth, layer in enumerate(self.layers):
            saved = not _SAVED.isdisjoint(layer)
            for name, value in layer.items():
                for field, rank, rest in () if saved and name in _OF_SAVING else BY_NAME.get(name, ()):
                    inner = _follow(value, rest) if rest else value
                    if not _is_nothing(inner):
                        ranked.setdefault(field, []).append((rank, depth, inner))
        return {field: [v for *_, v in sorted(rows, key=lambda row: row[:2])] for field, rows in ranked.items()}

    def all(self, field: str) -> Sequence[object]:
        """The values that a field has under any of its names, in order of preference; those the user named alone."""
        named = [path(name) for key, name in self.columns if key == field] if self.columns else ()
        if not named:
            return self._found.get(field, ())
        met = (_follow(layer, way) for way in named for layer in self.layers)
        return [value for value in met if not _is_nothing(value)]

    def first(self, field: str) -> object:
        """The first value that the field has under any of its names, or None."""
        return next(iter(self.all(field)), None)

    def line(self, field: str) -> str | None:
        """The first value of the field that is one line of text; None where no value is."""
        return next((told for value in self.all(field) if (told := values.line(value))), None)

    def body(self) -> tuple[str, tuple[str, ...]]:
        """The article's text under any of its names, with remarks; nothing when there is none."""
        texts = [values.text(value) for value in self.all("body")]
        texts = [told for told in texts if told.strip() and not values.is_address(told.strip())]
        best = texts[0] if texts else ""
        if len(texts) > 1:  # counting the words of the only one would say nothing
            fullest = max(texts, key=_words)
            if _words(fullest) > _FULLER * _words(best):
                best = fullest
        teaser = _before_cut(best)
        return (best, ()) if teaser is None else (teaser, ("teaser only",))

    def witness(self) -> tuple[str, str] | None:
        """The text of a field that nobody knows but that can only be the article's, with the field's name."""
        if any(key == "body" for key, _ in self.columns):
            return None
        found: list[tuple[int, str, str]] = []
        for key, value in self.values.items():
            name = norm(key)
            if name not in KNOWN and not _NO_BODY.search(name) and _is_prose(told := values.text(value)):
                found.append((_words(told), key, told))
        found.sort(key=lambda one: -one[0])
        if not found or found[0][0] < _WITNESS_WORDS:
            return None
        return found[0][1:] if len(found) == 1 or found[0][0] >= _WITNESS_LEAD * found[1][0] else None

    def date(self) -> str | None:
        """When it was published, as written; a name that speaks of publication will do where none is known."""
        known = next((told for value in self.all("date") if (told := values.moment(value))), None)
        if known or any(key == "date" for key, _ in self.columns):
            return known
        for layer in self.layers:
            for name, value in layer.items():
                if _PUBLICATION.search(name) and not _NO_DATE.search(name) and isinstance(value, str | int | dict):
                    told = values.moment(value)
                    if told and _DATED.search(told):
                        return told
        return None

    def given(self) -> Given:
        """What the record states about its article."""
        url = next((u for value in self.all("url") if (u := values.line(value)) and not _SITE.match(u)), None)
        outlet, address = self._outlet()
        url = url or address or self.line("url")
        return Given(
            id=self.line("id"),
            url=url,
            outlet=outlet or (None if url else self.line("site")),
            title=self.line("title"),
            date=self.date(),
            modified=next((told for value in self.all("modified") if (told := values.moment(value))), None),
            authors=next((people for value in self.all("authors") if (people := values.people(value))), ()),
            section=next((s for value in self.all("section") if (s := values.line(value)) and not s.isdigit()), None),
            language=self.line("language"),
        )

    def captured(self) -> str | None:
        """When it was fetched, where the record says so in ISO 8601."""
        told = next((told for value in self.all("captured") if (told := values.moment(value))), None)
        return told if told and re.match(r"\d{4}-\d\d-\d\d", told) else None

    def _outlet(self) -> tuple[str | None, str | None]:
        """The outlet's name, and an address that stands in its place: of the article, unless it is only a site's."""
        site = address = None
        for value in self.all("outlet"):
            told = values.line(value)
            if told is None or told == _KIND or told.casefold() in _NO_OUTLET or told.isdigit():
                continue
            if m := _BARE_ADDRESS.match(told):
                site = site or m.group(1).lower()
                continue
            if not values.is_address(told):
                return told, address
            if m := _SITE.match(told):
                site = site or m.group(1).lower()
            else:
                address = address or told
        return site, address


def _normal(record: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(key, str) and (name := norm(key)) and _is_nothing(found.get(name)):
            found[name] = value
    return found


def _follow(value: object, way: tuple[str, ...], depth: int = 0) -> object:
    """What lies at the end of a way; of each of the objects in a list."""
    if not way or depth > JSON_DEPTH:
        return value
    if isinstance(value, list):
        met = [found for part in value[:1000] if not _is_nothing(found := _follow(part, way, depth + 1))]
        return met or None
    if not isinstance(value, dict):
        return None
    if way[0] in value:
        return _follow(value[way[0]], way[1:], depth + 1)
    for key, inner in value.items():
        if isinstance(key, str) and norm(key) == way[0]:
            return _follow(inner, way[1:], depth + 1)
    return None


def _is_nothing(value: object) -> bool:
    return value in (None, "", [], {}) or (isinstance(value, str) and not value.strip())


def _is_prose(text: str) -> bool:
    """Whether most of it are letters: a list of numbers is long too, and no text."""
    start = text[:_LOOK]
    return 2 * sum(map(str.isalpha, start)) > len(start) - sum(map(str.isspace, start))


def _words(text: str) -> int:
    if "<" in text:
        text = TAG.sub(" ", text)
    return len(text.split()) if text.isascii() else max(len(text.split()), len(text) // 4)


def _before_cut(text: str) -> str | None:
    """What stands before a closing `… [+2345 chars]`; None when it does not end so."""
    at = text.rfind("[")
    if at < 0 or not _CUT.match(text, at):
        return None
    head = text[:at].rstrip()
    return head.removesuffix("…" if head.endswith("…") else "...").rstrip()
