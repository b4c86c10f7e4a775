"""Answers the desk by reading every match, for an engine that has no faster way."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from morgue.core.analyzer import terms
from morgue.core.article import Filed
from morgue.search.desk.neighbours import Neighbours, Windows
from morgue.search.desk.receipts.fingerprint import Fingerprint, fingerprint_of
from morgue.search.desk.samples.sampling import Draw, DrawRequest, Stratum, allocation, chance, value_of
from morgue.search.desk.tabulation import Cell, Dimension, Tabulation
from morgue.search.desk.text.occurrences import Occurrences
from morgue.search.desk.text.windows import Numbers
from morgue.search.desk.texts import ArticleText, Made, text_of
from morgue.search.desk.vocabulary import Sizes, TermCount, Vocabulary
from morgue.search.query import Not
from morgue.search.request import FacetName, SearchRequest

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.query import Query

T = TypeVar("T")
#: Articles read at a time.
_AT_ONCE = 200


def texts_by_reading(
    backend: Backend, request: SearchRequest | Query, make: Callable[[ArticleText], T], deadline: Deadline | None = None
) -> Made[T]:
    """What `make` gives of each hit or match, by an engine that has no faster way than to read them whole."""
    if isinstance(request, SearchRequest):
        told = backend.run(request, deadline)
        ids = [hit.id for hit in told.hits]
        lots = (tuple(ids[at : at + _AT_ONCE]) for at in range(0, len(ids), _AT_ONCE))
        return Made(map(make, map(text_of, chain.from_iterable(map(backend.fetch_many, lots)))), told.partial)
    found = backend.stream(request, deadline)
    return Made(map(make, map(text_of, found)), found.partial)


def draw_by_reading(backend: Backend, request: DrawRequest, deadline: Deadline | None = None) -> Draw:
    """The draw of an engine that has no faster way: every match is read."""
    found = backend.stream(request.query, deadline)
    rows = [(chance(request.seed, f.article.id), f.article.id, f.story.id, _values(f, request.by)) for f in found]
    articles, stories = len(rows), len({story for _, _, story, _ in rows})
    rows.sort()
    if request.one_per_story:
        first: dict[str, tuple[int, str, str, tuple[str, ...]]] = {}
        for row in rows:
            first.setdefault(row[2], row)
        rows = list(first.values())
    strata: dict[tuple[str, ...], list[str]] = {}
    for _, name, _, values in rows:
        strata.setdefault(values, []).append(name)
    names = sorted(strata)
    counts = allocation([len(strata[n]) for n in names], request.size, request.equal)
    told = tuple(Stratum(n, len(strata[n]), c) for n, c in zip(names, counts, strict=True))
    number = {one: i for i, (n, c) in enumerate(zip(names, counts, strict=True)) for one in strata[n][:c]}
    ids = tuple(name for _, name, _, _ in rows if name in number)
    return Draw(articles, stories, told, ids, tuple(number[i] for i in ids), found.partial)


def _values(filed: Filed, by: Iterable[FacetName]) -> tuple[str, ...]:
    return tuple(value_of(filed, name) for name in by)


def fingerprint_by_reading(backend: Backend, query: Query, deadline: Deadline | None = None) -> Fingerprint:
    """The fingerprint of the matches by an engine that has no faster way: every match is read."""
    found = backend.stream(query, deadline)
    rows, stories = [], set()
    for filed in found:
        rows.append((filed.article.id.encode("utf-8", "surrogatepass"), filed.article.provenance.sha256))
        stories.add(filed.story.id)
    return fingerprint_of(rows, len(stories), found.partial)


def tabulate_by_reading(
    backend: Backend, query: Query, by: tuple[Dimension, ...], hits: bool, deadline: Deadline | None = None
) -> Tabulation:
    """The cells of the matches by an engine that has no faster way: every match is read."""
    found = backend.stream(query, deadline)
    occurrences = Occurrences(query, backend.forms) if hits else None
    counts: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    stories: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for filed in found:
        values = tuple(value_of(filed, name) for name in by)
        count = counts[values]
        count[0] += 1
        count[1] += len(terms(filed.article.body)) + len(terms(filed.article.title or ""))
        count[2] += len(occurrences.of(filed.article)) if occurrences else 0
        stories[values].add(filed.story.id)
    cells = (Cell(values, n, len(stories[values]), words, told) for values, (n, words, told) in counts.items())
    return Tabulation(tuple(sorted(cells, key=lambda cell: cell.values)), found.partial)


def vocabulary_by_reading(backend: Backend, query: Query, least: int, deadline: Deadline | None = None) -> Vocabulary:
    """The words of the matches by an engine that has no faster way: the whole archive is read."""
    told = backend.stream(query, deadline)
    mine, sizes = _terms_of(told)
    others, rest = _terms_of(backend.stream(Not(query), deadline))
    counts = []
    for term, held in sorted(mine.items()):
        if held.articles >= least:
            elsewhere = others.get(term) or _Held()
            figures = elsewhere.articles, elsewhere.weight, elsewhere.tokens
            counts.append(TermCount(term, held.articles, held.weight, held.tokens, *figures))
    return Vocabulary(sizes, rest, tuple(counts), told.partial)


class _Held:
    """How much a term has."""

    __slots__ = ("articles", "tokens", "weight")

    def __init__(self) -> None:
        self.articles, self.weight, self.tokens = 0, 0.0, 0


def _terms_of(articles: Iterable[Filed]) -> tuple[dict[str, _Held], Sizes]:
    """What each form has in some articles, and their sizes."""
    read = [(f.story.id, terms(f.article.title or "") + terms(f.article.body)) for f in articles]
    members = Counter(story for story, _ in read)
    found: dict[str, _Held] = defaultdict(_Held)
    for story, words in read:
        for term, count in Counter(words).items():
            held = found[term]
            held.articles += 1
            held.weight += 1 / members[story]
            held.tokens += count
    return found, Sizes(len(read), len(members), sum(len(words) for _, words in read))


def neighbours_by_reading(
    backend: Backend, query: Query, left: int, right: int, deadline: Deadline | None = None
) -> Neighbours:
    """The neighbours by an engine that has no faster way. The deadline is for finding; all matches are then read."""
    windows = Windows(Occurrences(query, backend.forms), left, right)
    stories = Numbers()
    read = backend.texts(query, lambda text: windows.look(text, stories[text.story]), deadline)
    deque(read, maxlen=0)
    return windows.told(read.partial)
