"""Finds collocates: the words that are more frequent near occurrences of a query than elsewhere, by logDice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from morgue.core.errors import MorgueError
from morgue.core.json import Document, answered, as_fields, frame
from morgue.search.answer import Match
from morgue.search.deadline import USUAL_MS
from morgue.search.desk.statistics import log_dice
from morgue.search.desk.words import Basis, set_aside
from morgue.search.query import Exact
from morgue.search.text_leaves import text_leaves

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.desk.neighbours import Neighbour, Neighbours
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
        return as_fields(self)


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
        body: Document = {
            "query": self.ask.text,
            "by": self.ask.by,
            "hits": self.hits,
            "articles": self.articles,
            "stories": self.stories,
            "words": [word.as_dict() for word in self.words],
        }
        return answered(body, self.partial, self.remarks)

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each word."""
        return frame(word.as_dict() for word in self.words)


def collocates(backend: Backend, query: Query, ask: CollocatesAsk, deadline: Deadline) -> Collocates:
    """The collocates of a query's occurrences. The deadline is for finding; all matches are then read."""
    if not (0 <= ask.left <= WIDEST and 0 <= ask.right <= WIDEST and ask.left + ask.right):
        raise MorgueError(
            f"a window of {ask.left} and {ask.right} words", f"0 to {WIDEST} on either side, not 0 on both"
        )
    if next(text_leaves(query), None) is None:
        raise MorgueError("the query has no word that could have neighbours", "as in: morgue collocates ferry")
    told = backend.neighbours(query, ask.left, ask.right, deadline)
    words = _rated(backend, told, ask)
    return Collocates(ask, told.hits, told.articles, told.stories, words, told.partial)


def _rated(backend: Backend, told: Neighbours, ask: CollocatesAsk) -> tuple[Collocate, ...]:
    """The best by logDice. Words are looked up in the archive as long as one might still be among the best.

    No word is in less of the archive than near the occurrences, so that 14 + log2(2 xy / (x + xy)) is the most it gets.
    """
    own = {"stories": told.stories, "articles": told.articles, "tokens": told.hits}[ask.by]
    aside = set_aside(backend) if ask.aside else frozenset()
    wanted = (
        w for w in told.words if w.articles >= ask.least and w.word not in aside and any(map(str.isalpha, w.word))
    )
    order = sorted(wanted, key=lambda near: (-_together(near, ask.by), near.word))
    best: list[tuple[float, str, int, Neighbour]] = []
    for at in range(0, len(order), _STEP):
        some = order[at : at + _STEP]
        first = _together(some[0], ask.by)
        if len(best) >= ask.limit and log_dice(first, own, first) < -best[ask.limit - 1][0]:
            break
        for near, held in zip(some, _held(backend, [near.word for near in some], ask.by), strict=True):
            together = _together(near, ask.by)
            best.append((-log_dice(together, own, max(held, together)), near.word, held, near))
        best.sort()
    return tuple(
        Collocate(word, -value, near.left + near.right, near.left, near.right, near.articles, near.stories, held)
        for value, word, held, near in best[: ask.limit]
    )


def _together(near: Neighbour, by: Basis) -> int:
    """How much there is of a word near the occurrences, by what is counted."""
    return {"stories": near.stories, "articles": near.articles, "tokens": near.left + near.right}[by]


def _held(backend: Backend, words: list[str], by: Basis) -> list[int]:
    """How much of the archive has each of some words: stories, articles or tokens."""
    if by == "tokens":
        tables = (backend.tabulate(Exact(word), ("role",), True).cells for word in words)
        return [sum(cell.hits for cell in cells) for cells in tables]
    counts = backend.clause_counts([Exact(word) for word in words]).counts
    return [0 if c is None else c.stories if by == "stories" else c.articles for c in counts]
