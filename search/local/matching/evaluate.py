"""Evaluates every query value on whole arrays, one segment at a time: which documents match."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from morgue.core.dataclass import dataclass
from morgue.core.loading.compiled import ready
from morgue.search.local.docset import DocSet
from morgue.search.local.matching.leaves import TEXT, Leaves
from morgue.search.query import (
    All,
    And,
    AtLeast,
    Boost,
    DateRange,
    IdSet,
    Keyword,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Query,
    Regex,
    Word,
)
from morgue.search.text_leaves import narrowed

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs
    from morgue.search.local.filters.filters import Filters
    from morgue.search.local.matching.matcher import Matcher
    from morgue.search.local.matching.term_expansion import Expander

_CONDITIONS = (Keyword, DateRange, NumberRange, IdSet, Regex)


@dataclass(frozen=True, slots=True)
class Scored:
    """A leaf that adds to the score, its boost, and the queries a document must match for it to count.

    A leaf under an And under an Or counts only where the whole And matches: `guards` are those Ands.
    """

    query: Query
    matcher: Matcher
    boost: float
    guards: tuple[Query, ...]
    language: str | None


class Evaluation:
    """One question over one collection: matches by segment, and the leaves that score."""

    def __init__(self, collection: Collection, expander: Expander, deadline: Deadline) -> None:
        self.collection = collection
        self.deadline = deadline
        self.leaves = Leaves(collection, expander, deadline)

    @cached_property
    def _filters(self) -> Filters:
        from morgue.search.local.filters.filters import Filters  # most questions have no condition

        return Filters(self.collection, self.deadline)

    def matches(self, query: Query, segment: Segment) -> DocSet:
        """The live documents of a segment that match."""
        bare = _bare(query)
        if isinstance(bare, TEXT):
            return segment.only_live(self.leaves.term(bare, None).alone(segment))
        return segment.only_live(self.found(query, segment, None, None))

    def found(self, query: Query, segment: Segment, within: DocSet | None, language: str | None) -> DocSet:
        """Matching documents, deleted ones perhaps among them.

        `within` is what other conditions leave: whatever it does not hold may be given or left out, as is cheaper.
        """
        match query:
            case Phrase() | Near():
                return self.leaves.spans(query, language).found(segment, within)
            case Keyword() | DateRange() | NumberRange() | IdSet() | Regex():
                return self._filters.found(query, segment, within)
            case And(parts):
                return self._and(parts, segment, within, narrowed(parts, language))
            case Or(parts):
                return self._or(parts, segment, within, language)
            case Not(part):
                return self._without(segment.all, part, segment, within, language)
            case Boost(part):
                return self.found(part, segment, within, language)
            case AtLeast():
                return self._at_least(query, segment, within, language)
            case All():
                return segment.all
            case _:
                return self.leaves.term(query, language).found(segment)

    def _and(self, parts: tuple[Query, ...], segment: Segment, within: DocSet | None, language: str | None) -> DocSet:
        """Words first, the rarest leading; then conditions, groups and phrases on what is left; exclusions last."""
        words = [self.leaves.term(bare, language) for p in parts if isinstance(bare := _bare(p), TEXT)]
        result = within
        for word in sorted(words, key=lambda word: word.size(segment)):
            if self.deadline.passed():
                self.deadline.cut("not every word of the query was looked for")
                return DocSet.empty(segment.size)
            # by machine code only what is left in the end is weighed, as conditions leave few of all that have a word
            alone = result is None and len(words) == 1 and not (ready() and len(parts) > 1)
            result = word.found(segment) if alone else word.among(segment, result)
            if not result.count:
                return result
        others = sorted((p for p in parts if not isinstance(_bare(p), TEXT)), key=_cost)
        for part in others:
            if self.deadline.passed():
                self.deadline.cut("not every part of the query was checked")
                return DocSet.empty(segment.size)
            if isinstance(part, Not):
                start = segment.all if result is None else result
                result = self._without(start, part.part, segment, result, language)
            else:
                found = self.found(part, segment, result, language)
                result = found if result is None else result & found
            if not result.count:
                return result
        return segment.all if result is None else result

    def _without(
        self, start: DocSet, part: Query, segment: Segment, within: DocSet | None, language: str | None
    ) -> DocSet:
        """The documents of `start` that do not match the part.

        Empty once time ran out: the search for matches is then incomplete, so that no document is known not to match.
        """
        found = self.found(part, segment, within, language)
        return DocSet.empty(segment.size) if self.deadline.ran_out else start - found

    def _or(self, parts: tuple[Query, ...], segment: Segment, within: DocSet | None, language: str | None) -> DocSet:
        result = DocSet.empty(segment.size)
        for part in sorted(parts, key=_cost):
            if self.deadline.passed():
                self.deadline.cut("not every alternative of the query was looked for")
                break
            result = result | self.found(part, segment, within, language)
        return result

    def _at_least(self, query: AtLeast, segment: Segment, within: DocSet | None, language: str | None) -> DocSet:
        found = self.found(query.part, segment, within, language)
        if query.count <= 1 or not found.count:
            return found
        scratch = segment.borrow()
        touched: list[Docs] = []
        for matcher in self._counted(query.part, language):
            for docs, values in matcher.counts(segment, found):
                scratch[docs] += values
                touched.append(docs)
        docs = found.docs
        enough = docs[scratch[docs] >= query.count]
        for each in touched:
            scratch[each] = 0
        segment.give_back(scratch)
        return DocSet.of(segment.size, enough)

    def _counted(self, query: Query, language: str | None) -> list[Matcher]:
        match query:
            case Or(parts) | And(parts):
                return [m for p in parts for m in self._counted(p, language)]
            case Boost(part) | AtLeast(_, part):
                return self._counted(part, language)
            case Phrase() | Near():
                return [self.leaves.spans(query, language)]
            case _ if isinstance(query, TEXT):
                return [self.leaves.term(query, language)]
            case _:
                return []

    def scored(self, query: Query) -> list[Scored]:
        """The leaves that add to the score. A leaf that stands twice counts twice; conditions and exclusions add 0."""
        out: list[Scored] = []
        self._collect(query, 1.0, (), None, out)
        return out

    def _collect(
        self, query: Query, boost: float, guards: tuple[Query, ...], language: str | None, out: list[Scored]
    ) -> None:
        match query:
            case Boost(part, factor):
                self._collect(part, boost * factor, guards, language, out)
            case And(parts):
                for part in parts:
                    self._collect(part, boost, guards, narrowed(parts, language), out)
            case AtLeast(_, part):
                self._collect(part, boost, guards, language, out)
            case Or(parts):
                for part in parts:
                    guard = (part,) if isinstance(_bare(part), (And, AtLeast)) else ()
                    self._collect(part, boost, guards + guard, language, out)
            case Phrase() | Near():
                out.append(Scored(query, self.leaves.spans(query, language), boost, guards, language))
            case Not() | All() | Keyword() | DateRange() | NumberRange() | IdSet() | Regex():
                pass
            case _:
                out.append(Scored(query, self.leaves.term(query, language), boost, guards, language))

    def counting(self, leaf: Scored, segment: Segment, within: DocSet | None) -> DocSet | None:
        """The documents among `within` for which a leaf adds to the score, by its guards; None for all of them."""
        for guard in leaf.guards:
            found = self.found(guard, segment, None, leaf.language)
            within = found if within is None else within & found
        return within


def _bare(query: Query) -> Query:
    while isinstance(query, Boost):
        query = query.part
    return query


def _cost(query: Query) -> int:
    """The order in which the parts of a group are evaluated: what narrows cheaply first."""
    query = _bare(query)
    if isinstance(query, Not):
        return 10 + _cost(query.part)
    if isinstance(query, TEXT):
        return 0
    if isinstance(query, Regex) or (isinstance(query, Keyword) and query.field in ("url", "changed")):
        return 5
    if isinstance(query, _CONDITIONS):
        return 1
    return 3 if isinstance(query, (Phrase, Near, AtLeast)) else 2


def words_of(query: Query) -> list[Word]:
    """The bare words of a query outside exclusions, in reading order."""
    match query:
        case Word():
            return [query]
        case And(parts) | Or(parts):
            return [w for p in parts for w in words_of(p)]
        case Boost(part) | AtLeast(_, part):
            return words_of(part)
        case Near(left, right):
            return words_of(left) + words_of(right)
        case _:
            return []
