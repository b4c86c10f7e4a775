"""Writes proximity as intervals of the cluster: words at one place, phrases, sentences and paragraphs. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from morgue.core.errors import MorgueError
from morgue.index.cluster.document import token
from morgue.search.cluster.expansion import Expander
from morgue.search.query import Boost, Exact, Fuzzy, Near, Or, Phrase, Prefix, Query, Text, TextField, Wildcard, Word

Json = dict[str, Any]

ANALYZER = "stream"
#: Forms that one word inside a proximity may stand for.
_MOST = 5_000
#: Forms in one clause of an interval.
_CLAUSE = 500

#: The streams that a text field of the query reads; where the body's places are asked for, those of the lead are some.
STREAMS: dict[TextField | None, tuple[str, ...]] = {
    None: ("t", "b"),
    "title": ("t",),
    "lead": ("l",),
    "body": ("b",),
    "hlead": ("t", "l"),
}


def stacked(forms: Sequence[str]) -> str:
    """Forms that may stand at one place, as a query text."""
    return "|".join(map(token, forms))


def any_of(sources: Sequence[Json]) -> Json | None:
    """Some of the sources; None for none."""
    if len(sources) < 2:
        return sources[0] if sources else None
    return {"any_of": {"intervals": list(sources)}}


def ordered(sources: Sequence[Json], gaps: int, within: Json | None = None) -> Json:
    """The sources in this order with at most so many places between them in all; -1 for any."""
    body: Json = {"ordered": True, "intervals": list(sources), "max_gaps": gaps}
    if within is not None:
        body["filter"] = {"contained_by": within}
    return {"all_of": body}


def unit(mark: str) -> Json:
    """A sentence or paragraph of several words."""
    return ordered([{"match": {"query": f"<{mark}"}}, {"match": {"query": f"{mark}>"}}], -1)


class Intervals:
    """Makes the intervals of a text leaf or group in one stream. None means that it cannot occur there."""

    def __init__(self, expander: Expander, noted: Callable[[str], None] = lambda _: None) -> None:
        self._expander = expander
        self._noted = noted

    def of(self, query: Query, stream: str, language: str | None) -> Json | None:
        """The occurrences of a query in a stream, by its places: `t` for the title, `b` or `l` for the text."""
        match query:
            case Boost(part):
                return self.of(part, stream, language)
            case Or(parts):
                return any_of([s for p in parts if (s := self.of(p, stream, language)) is not None])
            case Near():
                return self._near(query, stream, language)
            case Phrase(field=field, slop=slop):
                places = self._expander.phrase(query)
                return self._in_field(field, stream, lambda use: self._phrase(places, slop, use))
            case Word(_, field) | Exact(_, field) | Prefix(_, field) | Wildcard(_, field) | Fuzzy(_, _, field):
                return self._in_field(field, stream, lambda use: self._word(query, language, use))
            case _:
                raise MorgueError("only words and phrases can stand near each other", "see: morgue help query")

    @staticmethod
    def _in_field(field: TextField | None, stream: str, make: Callable[[str | None], Json | None]) -> Json | None:
        """Made over the stream, or over the lead's where only that part of the body is asked for."""
        streams = STREAMS[field]
        if stream in streams:
            return make(None)
        return make("l") if stream == "b" and "l" in streams else None

    def _word(self, query: Text, language: str | None, use: str | None) -> Json | None:
        found = self._expander.forms(query, language)
        if found.note:
            self._noted(found.note)
        if len(found.texts) > _MOST:
            raise MorgueError(f"a pattern near another word stands for {len(found.texts):,} forms", "make it longer")
        sources = [s for s in (_place(found.texts, use), self._phrase(found.parts, 0, use)) if s is not None]
        return any_of(sources)

    @staticmethod
    def _phrase(places: Sequence[Sequence[str]], slop: int, use: str | None) -> Json | None:
        sources = [_place(forms, use) for forms in places]
        if not sources or any(s is None for s in sources):
            return None
        return ordered([s for s in sources if s is not None], slop)

    def _near(self, near: Near, stream: str, language: str | None) -> Json | None:
        left, right = self.of(near.left, stream, language), self.of(near.right, stream, language)
        if left is None or right is None:
            return None
        within = None if near.unit == "word" else unit(near.unit[0])
        gaps = near.distance - 1 if near.unit == "word" else -1
        if near.unit == "word" and near.distance < 1:
            return None
        one = ordered([left, right], gaps, within)
        return one if near.ordered else any_of([one, ordered([right, left], gaps, within)])


def _place(forms: Sequence[str], use: str | None) -> Json | None:
    """Any of some forms at one place."""
    more = {"use_field": use} if use else {}
    parts = [forms[at : at + _CLAUSE] for at in range(0, len(forms), _CLAUSE)]
    return any_of([{"match": {"query": stacked(part), "analyzer": ANALYZER, **more}} for part in parts])


def repeated(source: Json, count: int) -> Json:
    """An occurrence so often, one after another."""
    return ordered([source] * count, -1) if count > 1 else source
