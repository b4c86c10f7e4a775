"""Collocates: the words that stand near an occurrence of a query more than they stand elsewhere, by logDice."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from morgue.core.errors import MorgueError
from morgue.core.json import Document, frame, headed
from morgue.search.answer import Match
from morgue.search.deadline import USUAL_MS
from morgue.search.desk.kwic import text_of
from morgue.search.desk.statistics import log_dice
from morgue.search.desk.text.context import after, before
from morgue.search.desk.text.occurrences import Occurrences
from morgue.search.desk.words import Basis, set_aside
from morgue.search.query import Exact
from morgue.search.text_leaves import text_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from morgue.core.article import Filed
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.query import Query

WIDEST = 50
#: Words looked up in the whole archive at a time.
_STEP = 64


@dataclass(frozen=True, slots=True)
class CollocatesAsk:
    """left, right: words of the window on either side. by: what is counted, as in `WordsAsk`; least: articles."""

    text: str
    match: Match = "all"
    limit: int = 50
    left: int = 5
    right: int = 5
    by: Basis = "stories"
    least: int = 3
    aside: bool = False
    budget_ms: int | None = USUAL_MS


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word near the occurrences.

    together  pairs of an occurrence and the word in its window; left and right: on which side of it
    articles, stories  that have such a pair; held: articles (stories, tokens, as asked) of the archive that have it
    """

    word: str
    log_dice: float
    together: int
    left: int
    right: int
    articles: int
    stories: int
    held: int

    def as_dict(self) -> Document:
        """The word with its figures."""
        return {
            "word": self.word,
            "log_dice": self.log_dice,
            "together": self.together,
            "left": self.left,
            "right": self.right,
            "articles": self.articles,
            "stories": self.stories,
            "held": self.held,
        }


@dataclass(frozen=True, slots=True)
class Collocates:
    """The words, the most typical first; hits, articles and stories are those of the query's own occurrences."""

    ask: CollocatesAsk
    hits: int
    articles: int
    stories: int
    words: tuple[Collocate, ...]
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """The object of `collocates --json`."""
        return headed(
            {
                "query": self.ask.text,
                "by": self.ask.by,
                "hits": self.hits,
                "articles": self.articles,
                "stories": self.stories,
                "words": [word.as_dict() for word in self.words],
                "partial": self.partial,
                "remarks": list(self.remarks),
            }
        )

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each word."""
        return frame(word.as_dict() for word in self.words)


class Windows:
    """What stands around the occurrences of a query in the articles that were looked at."""

    def __init__(self, occurrences: Occurrences, left: int, right: int) -> None:
        self._occurrences = occurrences
        self._sizes = left, right
        self.hits = 0
        self.left: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.articles: Counter[str] = Counter()
        self.stories: dict[str, set[str]] = defaultdict(set)
        self._with: tuple[set[str], set[str]] = set(), set()

    @property
    def found_in(self) -> tuple[int, int]:
        """How many articles and stories have an occurrence."""
        return len(self._with[0]), len(self._with[1])

    def look(self, articles: Iterable[Filed]) -> None:
        """Looks at more articles. A pair counts for each occurrence in whose window a word stands."""
        left, right = self._sizes
        for filed in articles:
            here: set[str] = set()
            found = self._occurrences.spots(filed.article)
            for one in found:
                text = text_of(filed.article, one)
                earlier = [t.term for t in before(text, one.start, left)] if left else []
                later = [t.term for t in after(text, one.end, right)] if right else []
                self.left.update(earlier)
                self.right.update(later)
                here.update(earlier, later)
            if found:
                self.hits += len(found)
                self._with[0].add(filed.article.id)
                self._with[1].add(filed.story.id)
            self.articles.update(here)
            for term in here:
                self.stories[term].add(filed.story.id)


def collocates(backend: Backend, query: Query, ask: CollocatesAsk, deadline: Deadline) -> Collocates:
    """The collocates of a query's occurrences. The deadline is for finding; all matches are then read."""
    if not (0 <= ask.left <= WIDEST and 0 <= ask.right <= WIDEST and ask.left + ask.right):
        raise MorgueError(
            f"a window of {ask.left} and {ask.right} words", f"0 to {WIDEST} on either side, not 0 on both"
        )
    if next(text_leaves(query), None) is None:
        raise MorgueError("the query has no word that could have neighbours", "as in: morgue collocates ferry")
    windows = Windows(Occurrences(query, backend.forms), ask.left, ask.right)
    found = backend.stream(query, deadline)
    windows.look(found)
    words = _rated(backend, windows, ask)
    return Collocates(ask, windows.hits, *windows.found_in, words, found.partial)


def _rated(backend: Backend, windows: Windows, ask: CollocatesAsk) -> tuple[Collocate, ...]:
    """The best by logDice. Words are looked up in the archive as long as one might still be among the best.

    No word is in less of the archive than near the occurrences, so that 14 + log2(2 xy / (x + xy)) is the most it gets.
    """
    articles, stories = windows.found_in
    own = {"stories": stories, "articles": articles, "tokens": windows.hits}[ask.by]
    aside = set_aside(backend) if ask.aside else frozenset()
    together = {
        term: {
            "stories": len(windows.stories[term]),
            "articles": count,
            "tokens": windows.left[term] + windows.right[term],
        }[ask.by]
        for term, count in windows.articles.items()
        if count >= ask.least and term not in aside and any(c.isalpha() for c in term)
    }
    order = sorted(together, key=lambda term: (-together[term], term))
    best: list[tuple[float, str, int]] = []
    for at in range(0, len(order), _STEP):
        some = order[at : at + _STEP]
        most = log_dice(together[some[0]], own, together[some[0]])
        if len(best) >= ask.limit and most < -best[ask.limit - 1][0]:
            break
        for term, held in zip(some, _held(backend, some, ask.by), strict=True):
            best.append((-log_dice(together[term], own, max(held, together[term])), term, held))
        best.sort()
    return tuple(
        Collocate(
            term,
            -value,
            windows.left[term] + windows.right[term],
            windows.left[term],
            windows.right[term],
            windows.articles[term],
            len(windows.stories[term]),
            held,
        )
        for value, term, held in best[: ask.limit]
    )


def _held(backend: Backend, words: list[str], by: Basis) -> list[int]:
    """How much of the archive has each of some words: stories, articles or tokens."""
    if by == "tokens":
        tables = (backend.tabulate(Exact(word), ("role",), True).cells for word in words)
        return [sum(cell.hits for cell in cells) for cells in tables]
    counts = backend.clause_counts([Exact(word) for word in words]).counts
    return [0 if c is None else c.stories if by == "stories" else c.articles for c in counts]
