"""Evaluates conditions on columns: outlet and other values, dates, numbers, roles; matches each string once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.article import ROLES
from morgue.index.codec.layout import SILENT_CHANGE, TEASER, TITLE_ONLY
from morgue.search.language.fields import FIELDS
from morgue.search.local.docset import DocSet
from morgue.search.local.filters import scan_filters
from morgue.search.local.filters.addresses import addresses, site_fits
from morgue.search.local.filters.outlet_names import filed_under_host, same_outlet
from morgue.search.local.filters.value_match import whole_fit, wild, words_fit
from morgue.search.query import DateRange, IdSet, Keyword, NumberRange, Regex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, Ints, Mask

    Index = Docs | slice

#: The columns of strings by field; bylines lie apart, several an article.
_COLUMNS = {f.name: f.column for f in FIELDS if f.column and f.column != "byline"}
#: Values asked for of which the fitting strings are remembered from question to question.
_REMEMBERED = 256
#: The time is looked at once in so many ids.
_STEP = 1_024
_FLAGS = {"silent": SILENT_CHANGE, "teaser": TEASER, "textless": TITLE_ONLY}


class Filters:
    """Evaluates the conditions of one question. Deleted documents may be among what it finds."""

    def __init__(self, collection: Collection, deadline: Deadline) -> None:
        self._collection = collection
        self._deadline = deadline
        self._ordinals: dict[tuple[Keyword | Regex, int], Mask] = {}  # those that the deadline may have cut short
        if len(collection.fitting) > _REMEMBERED:
            collection.fitting.clear()

    def found(
        self, query: Keyword | DateRange | NumberRange | IdSet | Regex, segment: Segment, within: DocSet | None
    ) -> DocSet:
        """The documents that fulfil a condition; of those outside `within` it may give or leave out any."""
        match query:
            case DateRange(first, last):
                return self._dates(segment, within, first, last)
            case IdSet(ids=ids):
                return self._members(ids, segment)
            case NumberRange():
                return self._numbers(query, segment, within)
            case Regex(field="byline") | Keyword(field="byline"):
                return self._bylines(query, segment)
            case Regex():
                return scan_filters.regex(segment, query, within, self._deadline)
            case Keyword():
                return self._keyword(query, segment, within)

    def _keyword(self, query: Keyword, segment: Segment, within: DocSet | None) -> DocSet:
        if query.field == "site":
            own = self._column(segment, within, "site", self._matching(query, segment))
            return own | self._column(segment, within, "outlet", self._filed(query.value, segment))
        if query.field in _COLUMNS:
            return self._column(segment, within, _COLUMNS[query.field], self._matching(query, segment))
        if query.field == "role" or query.field == "is":
            return self._is(query.value.casefold(), segment, within)
        if query.field == "story":
            return self._story(query.value, segment, within)
        if query.field == "id":
            return scan_filters.ids(segment, query.value, within, self._deadline)
        if query.field == "changed":
            return scan_filters.changed(self._collection, segment, query.value, within, self._deadline)
        return addresses(segment, query, self._deadline)

    def _members(self, ids: frozenset[str], segment: Segment) -> DocSet:
        """The documents with one of these ids; a long set is looked up id by id under the deadline."""
        found = []
        for n, name in enumerate(ids):
            if n % _STEP == 0 and self._deadline.passed():
                self._deadline.cut("not every article of a set was looked up")
                break
            doc = segment.reader.find_id(name)
            if doc is not None:
                found.append(doc)
        return DocSet.of(segment.size, np.array(sorted(found), np.intp))

    # -- strings of columns

    def _column(self, segment: Segment, within: DocSet | None, name: str, ok: Mask) -> DocSet:
        """The documents whose string of a column is one of those that are ok."""
        values = segment.column(name).values
        only: list[int] = np.flatnonzero(ok).tolist()
        if len(only) == 1:  # a comparison is several times as fast as a look-up
            return select(segment, within, lambda at: values[at] == only[0])
        return select(segment, within, lambda at: ok[values[at]])

    def _filed(self, host: str, segment: Segment) -> Mask:
        """For each outlet whether it is the one that has this host."""
        query = Keyword("site", host, whole=True)
        known = self._collection.fitting.get((query, segment.number))
        if known is None:
            strings = segment.column("outlet").strings
            same = filed_under_host(host, self._collection.outlets) or (lambda _: False)
            known = np.fromiter((i > 0 and same(s) for i, s in enumerate(strings)), np.bool_, len(strings))
            self._collection.fitting[query, segment.number] = known
        return known

    def _matching(self, query: Keyword | Regex, segment: Segment) -> Mask:
        """For each string of the column whether it fits; the missing value never does."""
        held = self._ordinals if isinstance(query, Regex) else self._collection.fitting
        known = held.get((query, segment.number))
        if known is None:
            strings = self._strings(query, segment)
            fits = self._test(query)
            known = np.fromiter((i > 0 and fits(s) for i, s in enumerate(strings)), np.bool_, len(strings))
            held[query, segment.number] = known
        return known

    def _strings(self, query: Keyword | Regex, segment: Segment) -> Sequence[str]:
        if query.field == "byline":
            return segment.reader.bylines.strings
        return segment.column(_COLUMNS[query.field]).strings

    def _test(self, query: Keyword | Regex) -> Callable[[str], bool]:
        if isinstance(query, Regex):
            return scan_filters.searcher(query, self._deadline)
        if query.field == "site":
            return site_fits(query.value)
        if not query.whole:
            return self._or_outlet(query, words_fit(query.value))
        held = any(query.value in self._strings(query, s) for s in self._collection.segments)
        fits = whole_fit(query.value, held)
        return fits if held else self._or_outlet(query, fits)

    def _or_outlet(self, query: Keyword, fits: Callable[[str], bool]) -> Callable[[str], bool]:
        """An outlet's other names and its domains stand for the name that its articles are filed under."""
        if query.field != "outlet" or wild(query.value):
            return fits
        same = same_outlet(query.value, self._collection.outlets)
        return fits if same is None else lambda text: fits(text) or same(text)

    def _bylines(self, query: Keyword | Regex, segment: Segment) -> DocSet:
        column = segment.reader.bylines
        fits = self._matching(query, segment)[column.values]
        before = np.zeros(len(fits) + 1, np.int64)
        np.cumsum(fits, out=before[1:])
        ends = before[column.offsets]
        return DocSet.where(ends[1:] > ends[:-1])

    # -- numbers

    def _dates(self, segment: Segment, within: DocSet | None, first: int | None, last: int | None) -> DocSet:
        begins, ends = segment.reader.first_day, segment.reader.last_day

        def test(at: Index) -> Mask:
            ok: Mask = begins[at] >= max(1, first or 1)  # 0 is an unknown date
            if last is not None:
                ok &= ends[at] <= last
            return ok

        return select(segment, within, test)

    def _numbers(self, query: NumberRange, segment: Segment, within: DocSet | None) -> DocSet:
        low = 0 if query.low is None else query.low
        high = np.iinfo(np.int64).max if query.high is None else query.high

        def test(at: Index) -> Mask:
            if query.field == "words":
                values: Ints = segment.reader.words[at]
            else:
                counts = (
                    self._collection.stories.copies if query.field == "copies" else self._collection.stories.versions
                )
                values = counts[self._of(segment, self._collection.stories.story)[at]]
            return (values >= low) & (values <= high)

        return select(segment, within, test)

    def _of(self, segment: Segment, column: Ints) -> Ints:
        """The segment's part of a column over the whole archive."""
        return column[segment.base : segment.base + segment.size]

    # -- stories and flags

    def _story(self, id: str, segment: Segment, within: DocSet | None) -> DocSet:
        story = self._collection.stories.find(id, self._collection.snapshot.find)
        if story is None:
            return DocSet.empty(segment.size)
        column = self._of(segment, self._collection.stories.story)
        return select(segment, within, lambda at: column[at] == story)

    def _is(self, value: str, segment: Segment, within: DocSet | None) -> DocSet:
        if value in ROLES:
            roles = self._of(segment, self._collection.stories.role)
            wanted = ROLES.index(value)
            return select(segment, within, lambda at: roles[at] == wanted)
        if value in _FLAGS:
            flags, bit = segment.reader.flags, np.uint8(_FLAGS[value])
            return select(segment, within, lambda at: (flags[at] & bit) != 0)
        if value in ("dated", "undated"):
            first, dated = segment.reader.first_day, value == "dated"
            return select(segment, within, lambda at: (first[at] > 0) == dated)
        return DocSet.empty(segment.size)


def select(segment: Segment, within: DocSet | None, test: Callable[[Index], Mask]) -> DocSet:
    """Those of some documents (None: of all) that pass a test: few are tested by number, many as whole columns."""
    if within is not None and within.sparse:
        return DocSet.of(segment.size, within.docs[test(within.docs)])
    return DocSet.where(np.asarray(test(slice(None))))
