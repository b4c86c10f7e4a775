"""Lists keywords in context: every occurrence of a query as a line, with the words to its left and right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain, islice, starmap
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from morgue.core.errors import MorgueError
from morgue.core.folding import fold
from morgue.core.json import Document, answered, as_fields, frame
from morgue.search.answer import Match
from morgue.search.deadline import USUAL_MS
from morgue.search.desk.text.context import Context, begin_of, end_of, on_one_line, sentence_around, words_around
from morgue.search.desk.text.occurrences import Occurrences, Spot, part_of
from morgue.search.request import SearchRequest, is_sort
from morgue.search.text_leaves import text_leaves

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.desk.texts import ArticleText
    from morgue.search.query import Query

#: Terms on either side that lines may be put in order by, and most words of context.
NEAREST, WIDEST = 5, 200
#: So many times as many articles are read after the first few did not give all lines that were asked for.
_WIDER = 8
_SIDE = re.compile(r"([1-5])([LR])\Z")
_ORDERS = ("newest", "oldest", "relevance", "outlet", "node", "position", "1L … 5L", "1R … 5R")


@dataclass(frozen=True, slots=True)
class KwicAsk:
    """What lines are asked for.

    limit     at most so many lines; None for all
    sort      `newest`, `oldest` and `relevance` as hits are; or keys, first to last: `1L` is the word to the left
    width     words of context on either side; 0 is as far as the sentence goes
    collapse  lines of one article a story (the best that matches), else of every article
    sample    so many lines, drawn by chance; the same for the same seed and archive
    """

    text: str
    match: Match = "all"
    limit: int | None = 25
    sort: tuple[str, ...] = ("newest",)
    width: int = 10
    collapse: bool = True
    sample: int | None = None
    seed: int = 0
    budget_ms: int | None = USUAL_MS


class KwicLine(NamedTuple):
    """One occurrence: the text before it, itself, and the text after it, on one line. A tuple: millions are made.

    field, start, end  where it stands: characters of the headline or the body
    left_terms, right_terms  the nearest terms, nearest first, where lines are put in order by them; else none
    """

    id: str
    story: str
    outlet: str | None
    date: str | None
    title: str | None
    field: str
    start: int
    end: int
    left: str
    node: str
    right: str
    left_terms: tuple[str, ...] = ()
    right_terms: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """The line without the terms."""
        fields = as_fields(self)
        del fields["left_terms"], fields["right_terms"]
        return fields


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lines in order, read as they are asked for, with the articles and stories that match.

    partial says why there may be more than these.
    """

    query: str
    articles: int
    stories: int
    lines: Iterator[KwicLine]
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[KwicLine]:
        return self.lines

    def as_dict(self) -> Document:
        """The object of `kwic --json`; reads all lines."""
        counts: Document = {"query": self.query, "articles": self.articles, "stories": self.stories}
        lines: Document = {"lines": [line.as_dict() for line in self.lines]}
        return answered({**counts, **lines}, self.partial, self.remarks)

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each line; all of them are read."""
        return frame(line.as_dict() for line in self.lines)


def check(ask: KwicAsk) -> None:
    """MorgueError for an order that there is not."""
    for name in ask.sort:
        whole = is_sort(name)
        if name == "recent" or (whole and len(ask.sort) > 1):
            raise MorgueError(
                f"lines cannot be put in order by {','.join(ask.sort)}", "newest, oldest, relevance stand alone"
            )
        if not (whole or name in ("outlet", "date", "node", "position") or _SIDE.match(name)):
            raise MorgueError(f'no order "{name}" for lines', f"there are {', '.join(_ORDERS)}")


def concordance(backend: Backend, query: Query, ask: KwicAsk, deadline: Deadline) -> Concordance:
    """The lines of a query. The deadline is for finding; lines are then read as they are asked for."""
    check(ask)
    count = backend.count(query, deadline)
    if next(text_leaves(query), None) is None:
        raise MorgueError("the query has no word that could be lined up", "as in: morgue kwic ferry outlet:hill")
    occurrences = Occurrences(query, backend.forms)
    liner = Liner(occurrences, ask.width, any(map(_SIDE.match, ask.sort)))
    lines = _lines(backend, query, ask, liner, deadline) if occurrences.terms else iter(())
    return Concordance(ask.text, count.articles, count.stories, lines, deadline.partial)


def _lines(backend: Backend, query: Query, ask: KwicAsk, liner: Liner, deadline: Deadline) -> Iterator[KwicLine]:
    """The lines in the order asked for: article by article where hits come in it, else all of them put in order."""
    first = ask.sort[0] if ask.sort else "oldest"
    order = first if is_sort(first) and ask.sample is None else None
    request = SearchRequest(query, limit=backend.articles, sort=order or "oldest", collapse=ask.collapse)
    if order is None:
        every = backend.texts(request if ask.collapse else query, liner, deadline)
        return iter(ordered(chain.from_iterable(every), ask))
    if ask.limit is None:
        return chain.from_iterable(map(liner.unpacked, backend.texts(request, liner.packed, deadline)))
    return islice(chain.from_iterable(_paged(backend, request, ask.limit, liner, deadline)), ask.limit)


def _paged(
    backend: Backend, request: SearchRequest, size: int, liner: Liner, deadline: Deadline
) -> Iterator[list[KwicLine]]:
    """The lines a few articles at first and then more at a time: mostly the first few have all that are wanted."""
    offset = 0
    while offset < request.limit and size:
        page = replace(request, offset=offset, limit=min(size, request.limit - offset))
        yield from backend.texts(page, liner, deadline)
        offset += size
        size *= _WIDER


class Liner:
    """Makes the lines of articles. terms: whether each is to have its nearest terms, which only some orders need."""

    def __init__(self, occurrences: Occurrences, width: int, terms: bool) -> None:
        self._spots = occurrences.spots
        self._width = min(width, WIDEST)
        self._terms = terms

    def __call__(self, text: ArticleText) -> list[KwicLine]:
        """The lines of an article, those of the headline before those of the body."""
        return [KwicLine(*self._line(text, spot)) for spot in self._spots(text)]

    def packed(self, text: ArticleText) -> bytes | list[KwicLine]:
        """The lines of an article in a quarter of the room, for lines that wait for their turn."""
        lines = [self._line(text, spot) for spot in self._spots(text)]
        try:
            # Copied: what orjson gives lies in a buffer of twice its length and more, which stays with it.
            return bytes(memoryview(orjson.dumps(lines)))
        except TypeError:  # half a surrogate pair, which has no UTF-8
            return list(starmap(KwicLine, lines))

    @staticmethod
    def unpacked(packed: bytes | list[KwicLine]) -> Iterable[KwicLine]:
        """What was packed."""
        if isinstance(packed, list):
            return packed
        return (KwicLine._make((*fields, tuple(left), tuple(right))) for *fields, left, right in orjson.loads(packed))

    def _line(self, text: ArticleText, spot: Spot) -> tuple[Any, ...]:
        """The fields of a line."""
        field, start, end = spot
        within = part_of(text, spot)
        left: tuple[str, ...] = ()
        right: tuple[str, ...] = ()
        if self._terms or not self._width:
            begin, stop, left, right = self._around(within, start, end)
        else:
            begin, stop = begin_of(within, start, self._width), end_of(within, end, self._width)
        return (
            text.id,
            text.story,
            text.outlet,
            text.date,
            text.title,
            field,
            start,
            end,
            on_one_line(within[begin:start]),
            on_one_line(within[start:end]),
            on_one_line(within[end:stop]),
            left[:NEAREST],
            right[:NEAREST],
        )

    def _around(self, text: str, start: int, end: int) -> Context:
        if self._width:
            return words_around(text, start, end, self._width)
        return sentence_around(text, start, end, NEAREST)


def ordered(lines: Iterable[KwicLine], ask: KwicAsk) -> Sequence[KwicLine]:
    """A sample of lines where one is asked for, and then the order; equal lines by date, id and place."""
    if ask.sample is not None:
        lines = nsmallest(ask.sample, lines, key=lambda line: (drawn(ask.seed, line), line.id, line.start))
    keys = [_key(name) for name in ask.sort]

    def key(line: KwicLine) -> tuple[object, ...]:
        return (
            *(of(line) for of in keys),
            line.date is None,
            line.date or "",
            line.id,
            line.field != "title",
            line.start,
        )

    if ask.sort == ("newest",):
        ranked = sorted(lines, key=lambda line: (line.id, line.field != "title", line.start))
        ranked.sort(key=lambda line: line.date or "", reverse=True)
        return ranked[: ask.limit]
    return sorted(lines, key=key) if ask.limit is None else nsmallest(ask.limit, lines, key=key)


def drawn(seed: int, line: KwicLine) -> bytes:
    """A number by chance that depends on the seed and on which occurrence it is, and on nothing else."""
    text = f"{seed}\0{line.id}\0{line.field}\0{line.start}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _key(name: str) -> Callable[[KwicLine], object]:
    side = _SIDE.match(name)
    if side is not None:
        at, left = int(side[1]) - 1, side[2] == "L"
        return lambda line: _nth(line.left_terms if left else line.right_terms, at)
    if name == "outlet":
        return lambda line: (line.outlet is None, fold((line.outlet or "").casefold()))
    if name == "node":
        return lambda line: fold(line.node.casefold())
    if name == "position":
        return lambda line: (line.field != "title", line.start)
    return lambda line: 0


def _nth(terms: tuple[str, ...], at: int) -> tuple[str, ...]:
    """The term and those beyond it, without accents: what has none there comes first."""
    return tuple(map(fold, terms[at:]))
