"""Translates every query value to the cluster's language, so that the same articles match as in the embedded engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from morgue.core.article import ROLES
from morgue.core.errors import MorgueError
from morgue.index.cluster.document import token
from morgue.search.cluster.expansion import Expander
from morgue.search.cluster.intervals import ANALYZER, STREAMS, Intervals, repeated, stacked
from morgue.search.cluster.patterns import address, searched
from morgue.search.cluster.values import COLUMNS, Values
from morgue.search.local.filters.value_match import plain, wild
from morgue.search.query import (
    All,
    And,
    AtLeast,
    Boost,
    DateRange,
    Exact,
    Fuzzy,
    IdSet,
    Keyword,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Text,
    Wildcard,
    Word,
)
from morgue.search.text_leaves import narrowed

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline

Json = dict[str, Any]

NONE: Json = {"match_none": {}}
EVERY: Json = {"match_all": {}}
_CONDITIONS = (Keyword, DateRange, NumberRange, IdSet, Regex, All)
#: Forms beyond which a word is looked for without a score of its own, and values in one clause.
_SCORED, _VALUES = 1_000, 60_000
#: Ways to share a number of occurrences among title, text and alternatives that are tried.
_WAYS = 600
_FLAGS = ("teaser", "textless", "silent")


class Translator:
    """Translates one question. story: the id of the story that an id leads to; sized: stories with so many copies."""

    def __init__(
        self,
        expander: Expander,
        values: Values,
        deadline: Deadline,
        story: Callable[[str], str | None],
        sized: Callable[[NumberRange], tuple[bool, list[str]]],
    ) -> None:
        self._expander = expander
        self._values = values
        self._deadline = deadline
        self._story = story
        self._sized = sized
        self._intervals = Intervals(expander, deadline.note)

    def of(self, query: Query, language: str | None = None) -> Json:
        """The question. MorgueError for what the cluster cannot be asked."""
        match query:
            case All():
                return EVERY
            case And(parts):
                return self._and(parts, narrowed(parts, language))
            case Or(parts):
                return _some([self.of(p, language) for p in parts])
            case Not(part):
                return {"bool": {"must": [EVERY], "must_not": [self.of(part, language)], "boost": 0.0}}
            case Boost(part, factor):
                return {"bool": {"must": [self.of(part, language)], "boost": factor}}
            case AtLeast(count, part):
                return self._at_least(count, part, language)
            case Phrase():
                return self._phrase(query)
            case Near():
                found = [{"intervals": {s: i}} for s in ("t", "b") if (i := self._intervals.of(query, s, language))]
                return _some(found)
            case Keyword() | DateRange() | NumberRange() | IdSet() | Regex():
                return {"bool": {"filter": [self._condition(query)]}}
            case _:
                return self._word(query, language)

    def _and(self, parts: Sequence[Query], language: str | None) -> Json:
        must, conditions, without = [], [], []
        for part in parts:
            bare = part.part if isinstance(part, Boost) else part
            if isinstance(bare, Not):
                without.append(self.of(bare.part, language))
            elif isinstance(bare, _CONDITIONS):
                conditions.append(self.of(bare, language))
            else:
                must.append(self.of(part, language))
        named = (("must", must), ("filter", conditions), ("must_not", without))
        return {"bool": {name: listed for name, listed in named if listed}}

    # -- words

    def _word(self, query: Text, language: str | None) -> Json:
        found = self._expander.forms(query, language)
        if found.note:
            self._deadline.note(found.note)
        clauses = []
        if found.texts:
            fields = ("r",) if query.field is None else STREAMS[query.field]
            clauses += [self._terms(field, found.texts) for field in fields]
        if found.parts:
            clauses += [_side_by_side(s, found.parts) for s in STREAMS[query.field] if all(found.parts)]
        return _some(clauses)

    @staticmethod
    def _terms(field: str, forms: Sequence[str]) -> Json:
        if len(forms) > _SCORED:
            return {"constant_score": {"filter": {"terms": {field: list(map(token, forms))}}}}
        return {"match": {field: {"query": stacked(forms), "analyzer": ANALYZER}}}

    def _phrase(self, query: Phrase) -> Json:
        if query.slop:
            found = [{"intervals": {s: i}} for s in STREAMS[query.field] if (i := self._intervals.of(query, s, None))]
            return _some(found)
        places = self._expander.phrase(query)
        return _some([_side_by_side(s, places) for s in STREAMS[query.field]] if all(places) else [])

    def _at_least(self, count: int, part: Query, language: str | None) -> Json:
        """So many occurrences, shared out in every way among the title, the text and the alternatives of a group."""
        if count <= 1:
            return self.of(part, language)
        places = [(leaf, s) for leaf in _counted(part) for s in STREAMS[getattr(leaf, "field", None)]]
        made = [(s, self._intervals.of(leaf, s, language)) for leaf, s in places]
        sources = [(s, i) for s, i in made if i is not None]
        if not sources:
            return NONE
        ways = []
        for shares in product(range(count + 1), repeat=len(sources)):
            if sum(shares) == count:
                ways.append([(s, repeated(i, n)) for (s, i), n in zip(sources, shares, strict=True) if n])
            if len(ways) > _WAYS:
                raise MorgueError("a group of so many words cannot be counted", "count fewer words, or fewer times")
        return {
            "bool": {
                "must": [self.of(part, language)],
                "filter": [_some([{"bool": {"filter": [{"intervals": {s: i}} for s, i in way]}} for way in ways])],
            }
        }

    # -- conditions

    def _condition(self, query: Keyword | DateRange | NumberRange | IdSet | Regex) -> Json:
        match query:
            case DateRange(first, last):
                ranges: list[Json] = [{"range": {"first": {"gte": max(1, first or 1)}}}]
                if last is not None:
                    ranges.append({"range": {"last": {"lte": last}}})
                return {"bool": {"filter": ranges}}
            case NumberRange("words", low, high):
                bounds = {name: v for name, v in (("gte", low), ("lte", high)) if v is not None}
                return {"range": {"words": {"gte": 0, **bounds}}}
            case NumberRange():
                inside, stories = self._sized(query)
                found = _terms("story", stories)
                return found if inside else {"bool": {"must_not": [found]}}
            case IdSet(_, _, ids):
                return _terms("id", sorted(ids))
            case Regex(pattern, "byline"):
                return _terms("byline", self._values.fitting(query, self._deadline))
            case Regex(pattern, field):
                return {"regexp": {field: {"value": searched(pattern), "case_insensitive": True, "flags": "NONE"}}}
            case Keyword():
                return self._keyword(query)

    def _keyword(self, query: Keyword) -> Json:
        value = query.value
        match query.field:
            case "site":
                filed = _terms("outlet", self._values.filed(value))
                return _some([_terms("site", self._values.fitting(query, self._deadline)), filed])
            case "role" | "is":
                return _is(value.casefold())
            case "story":
                story = self._story(value)
                return NONE if story is None else {"term": {"story": story}}
            case "id":
                return self._id(value)
            case "changed":
                names = {"text": "text", "body": "text", "title": "title", "headline": "title"}
                name = names.get(value.casefold())
                return NONE if name is None else {"term": {"changed": name}}
            case "url":
                if value == "*":
                    return {"exists": {"field": "url"}}
                pattern = address(value, query.whole)
                return NONE if pattern is None else {"regexp": {"url": {"value": pattern, "flags": "NONE"}}}
            case field:
                return _terms(COLUMNS[field], self._values.fitting(query, self._deadline))

    @staticmethod
    def _id(value: str) -> Json:
        if not wild(value):
            return {"term": {"id": value}}
        pieces = plain(value).replace("\\", "\\\\")
        fitting = {"wildcard": {"id": {"value": pieces, "case_insensitive": True}}}
        return _some([{"term": {"id": value}}, fitting])


def _some(clauses: Sequence[Json]) -> Json:
    if not clauses:
        return NONE
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _terms(field: str, values: Sequence[str]) -> Json:
    """Articles with one of some values of a field."""
    parts = [values[at : at + _VALUES] for at in range(0, len(values), _VALUES)]
    return _some([{"terms": {field: list(part)}} for part in parts])


def _side_by_side(stream: str, places: Sequence[Sequence[str]]) -> Json:
    if any(len(forms) > _SCORED for forms in places):
        raise MorgueError("a phrase stands for too many forms", "write its words out")
    text = " ".join(map(stacked, places))
    return {"match_phrase": {stream: {"query": text, "analyzer": ANALYZER}}}


def _is(value: str) -> Json:
    if value in ROLES:
        return {"term": {"role": value}}
    if value in _FLAGS:
        return {"term": {"flags": value}}
    dated: Json = {"exists": {"field": "first"}}
    if value == "dated":
        return dated
    return {"bool": {"must_not": [dated]}} if value == "undated" else NONE


def _counted(query: Query) -> Iterator[Query]:
    """The leaves whose occurrences add up."""
    match query:
        case Or(parts) | And(parts):
            for part in parts:
                yield from _counted(part)
        case Boost(part) | AtLeast(_, part):
            yield from _counted(part)
        case Phrase() | Near() | Word() | Exact() | Prefix() | Wildcard() | Fuzzy():
            yield query
        case _:
            return
