"""Evaluates conditions on titles, URLs and ids, which have no column: one by one, under the deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.errors import MorgueError
from morgue.core.wording.quantities import quantity
from morgue.search.local.docset import DocSet
from morgue.search.local.filters.value_match import LONGEST_VALUE, glob, plain, wild

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from morgue.core.article import Article
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.query import Regex

#: The time is looked at once in so many articles.
_STEP = 256
#: Longest time one pattern may take on one value, processor seconds: a pattern that backtracks without end stops here.
REGEX_SECONDS = 0.25
#: Most ids that a pattern beginning with letters may fit before all ids are gone through instead.
_MOST_IDS = 10_000


def searcher(query: Regex, deadline: Deadline) -> Callable[[str], bool]:
    """A test that searches the pattern, case aside, and gives up on a value after a while (counted as no match).

    The `regex` library is used since the standard one cannot be stopped. A pattern that is none: MorgueError.
    """
    import regex

    try:
        pattern = regex.compile(query.pattern, regex.IGNORECASE | regex.VERSION0)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        raise MorgueError(f"/{query.pattern}/ is not a pattern: {error}", "see: morgue help query") from None
    label = f"{query.field}:/{query.pattern}/"

    def fits(text: str) -> bool:
        if deadline.passed():
            deadline.cut(f"{label} was not tried on every value")
            return False
        try:
            return pattern.search(text[:LONGEST_VALUE], timeout=min(REGEX_SECONDS, deadline.left() + 0.01)) is not None
        except TimeoutError:
            deadline.note(f"{label} takes too long on some values; those were left out")
            return False

    return fits


def regex(segment: Segment, query: Regex, within: DocSet | None, deadline: Deadline) -> DocSet:
    """Documents whose title or URL the pattern is found in."""
    fits = searcher(query, deadline)

    def test(article: Article) -> bool:
        text = article.title if query.field == "title" else article.url
        return text is not None and fits(text)

    return _by_header(segment, _documents(segment, within), test, deadline, f"{query.field}:/{query.pattern}/")


def ids(segment: Segment, value: str, within: DocSet | None, deadline: Deadline) -> DocSet:
    """Documents with this id, or whose ids fit the pattern."""
    reader = segment.reader
    doc = reader.find_id(value)
    if doc is not None or not wild(value):
        return DocSet.of(segment.size, np.array([] if doc is None else [doc], np.intp))
    begin = value[: min(i for i in (value.find("*"), value.find("?")) if i >= 0)]
    pattern = glob(value)
    if begin:
        near = reader.ids_with_prefix(begin, _MOST_IDS)
        if len(near) < _MOST_IDS:
            fitting = (reader.find_id(i) for i in near if pattern.fullmatch(plain(i)))
            return DocSet.of(segment.size, np.array(sorted(d for d in fitting if d is not None), np.intp))
    found: list[int] = []
    for i, number in enumerate(_documents(segment, within)):
        if i % _STEP == 0 and deadline.passed():
            deadline.cut(f"id:{value} was tried on {quantity(i, 'article')} only")
            break
        if pattern.fullmatch(plain(reader.id(number))):
            found.append(number)
    return DocSet.of(segment.size, np.array(found, np.intp))


def changed(collection: Collection, segment: Segment, value: str, within: DocSet | None, deadline: Deadline) -> DocSet:
    """Documents that differ from the one they derive from in the title, or (`text`, `body`) in the text."""
    stories, end = collection.stories, segment.base + segment.size
    derived = DocSet.where(stories.of[segment.base : end] >= 0)
    if within is not None:
        derived = derived & within
    if value.casefold() in ("text", "body"):
        kept = stories.kept[segment.base : end]
        return DocSet.of(segment.size, derived.docs[kept[derived.docs] < 1])
    if value.casefold() not in ("title", "headline"):
        return DocSet.empty(segment.size)

    documents = derived.docs.tolist()
    sources = iter(_titles(collection, stories.of[segment.base + derived.docs].tolist()))

    def test(article: Article) -> bool:
        return plain(article.title or "") != plain(next(sources) or "")

    return _by_header(segment, documents, test, deadline, f"changed:{value}")


def _titles(collection: Collection, docs: list[int]) -> Iterator[str | None]:
    """The titles of documents by global number, in order."""
    for doc in docs:
        view = collection.snapshot.view(doc)
        yield view.reader.headers(doc - view.base).title


def _documents(segment: Segment, within: DocSet | None) -> list[int]:
    docs = (segment.all if within is None else segment.only_live(within)).docs
    return [int(d) for d in docs]


def _by_header(
    segment: Segment, docs: list[int], test: Callable[[Article], bool], deadline: Deadline, label: str
) -> DocSet:
    """The documents whose headers pass; the time is looked at between steps."""
    found: list[int] = []
    for start in range(0, len(docs), _STEP):
        if deadline.passed():
            deadline.cut(f"{label} was tried on {start:,} of {quantity(len(docs), 'article')}")
            break
        step = docs[start : start + _STEP]
        found += [d for d, a in zip(step, segment.reader.headers_many(step), strict=True) if test(a)]
    return DocSet.of(segment.size, np.array(found, np.intp))
