"""Finds key words, which mark the matches off from the rest of the archive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from morgue.core.analyzer import terms
from morgue.core.errors import MorgueError
from morgue.core.json import Document, answered, as_fields, frame
from morgue.core.wording.quantities import quantity
from morgue.search.answer import Match
from morgue.search.deadline import USUAL_MS
from morgue.search.desk.statistics import log_likelihood, per_cent_difference
from morgue.search.desk.vocabulary import Sizes, TermCount
from morgue.search.query import All, And, Not, Phrase
from morgue.search.request import SearchRequest

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.query import Query

Basis = Literal["stories", "articles", "tokens"]
#: Runs of words that are looked up in the whole archive, the most frequent of the matches.
_CANDIDATES = 400
_MOST_WORDS = 4
#: Letters of the shortest name of a month that is no other word.
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class WordsAsk:
    """What words are asked for.

    by     what is a witness: a story (its copies together one), an article, or each token
    least  in so many matching articles at least
    words  1 for single words; 2 to 4 for runs of so many
    aside  leave out names of months and days, and of agencies
    """

    text: str
    match: Match = "all"
    limit: int = 50
    by: Basis = "stories"
    least: int = 3
    words: int = 1
    aside: bool = False
    budget_ms: int | None = USUAL_MS


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word (or a run of words) that stands in the matches more often than elsewhere.

    log_likelihood and difference (%DIFF, None where the rest has it not) are by the basis asked for; the others count
    the matches, and the rest of the archive.
    """

    word: str
    log_likelihood: float
    difference: float | None
    articles: int
    stories: float
    tokens: int
    rest_articles: int
    rest_tokens: int

    def as_dict(self) -> Document:
        """The word with its figures."""
        return as_fields(self)


@dataclass(frozen=True, slots=True)
class KeyWords:
    """The words, the most telling first, and the sizes of the matches and of the rest of the archive."""

    ask: WordsAsk
    matches: Sizes
    rest: Sizes
    words: tuple[KeyWord, ...]
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """The object of `words --json`."""
        body: Document = {
            "query": self.ask.text,
            "by": self.ask.by,
            "articles": self.matches.articles,
            "stories": self.matches.stories,
            "tokens": self.matches.tokens,
            "words": [word.as_dict() for word in self.words],
        }
        return answered(body, self.partial, self.remarks)

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each word."""
        return frame(word.as_dict() for word in self.words)


def key_words(backend: Backend, query: Query, ask: WordsAsk, deadline: Deadline) -> KeyWords:
    """The words or runs of words that mark the matches off, by log-likelihood."""
    if not 1 <= ask.words <= _MOST_WORDS:
        raise MorgueError(f"runs of {quantity(ask.words, 'word')}", f"1 to {_MOST_WORDS}")
    told = backend.vocabulary(query, ask.least, deadline)
    aside = set_aside(backend) if ask.aside else frozenset()
    rate = _rating(ask.by, told.matches, told.rest)
    counts: Iterable[TermCount] = told.terms
    if ask.words > 1:
        counts = _runs(backend, query, ask, deadline)
    shown = (c for c in counts if any(ch.isalpha() for ch in c.term) and aside.isdisjoint(c.term.split()))
    rated = [(-value, c.term, diff, c) for c in shown for value, diff in (rate(c),) if diff is None or diff > 0]
    rated.sort(key=lambda row: row[:2])
    words = tuple(
        KeyWord(
            word,
            -value,
            diff,
            c.articles,
            round(c.weight, 3),
            c.tokens,
            c.rest_articles,
            c.rest_tokens,
        )
        for value, word, diff, c in rated[: ask.limit]
    )
    return KeyWords(ask, told.matches, told.rest, words, told.partial)


def _rating(by: Basis, matches: Sizes, rest: Sizes) -> Callable[[TermCount], tuple[float, float | None]]:
    """Log-likelihood and %DIFF of a word in the matches against the rest of the archive."""

    def rate(count: TermCount) -> tuple[float, float | None]:
        a, b, c, d = {
            "stories": (count.weight, count.rest_weight, matches.stories, rest.stories),
            "articles": (count.articles, count.rest_articles, matches.articles, rest.articles),
            "tokens": (count.tokens, count.rest_tokens, matches.tokens, rest.tokens),
        }[by]
        return log_likelihood(a, b, c, d), per_cent_difference(a, b, c, d)

    return rate


def set_aside(backend: Backend) -> frozenset[str]:
    """Names of months and days of the week (but not short forms, which are words), and of agencies credited."""
    from morgue.index.clean.dates.months import MONTHS, WEEKDAYS

    credited = backend.run(SearchRequest(All(), limit=0, facets=("agency",), buckets=10_000)).facets[0].buckets
    times = (name for name in (*MONTHS, *WEEKDAYS) if len(name) >= _SHORTEST_NAME)
    return frozenset((*times, "may", *(term for bucket in credited for term in terms(bucket.value))))


def _runs(backend: Backend, query: Query, ask: WordsAsk, deadline: Deadline) -> Iterator[TermCount]:
    """Runs of so many words in the matches; those that most articles have are counted in the rest of the archive.

    There each story counts whole, and each article has a run once.
    """
    articles: Counter[str] = Counter()
    weights: defaultdict[str, float] = defaultdict(float)
    tokens: Counter[str] = Counter()
    read = [
        (f.story.id, [terms(f.article.title or ""), terms(f.article.body)]) for f in backend.stream(query, deadline)
    ]
    members = Counter(story for story, _ in read)
    for story, texts in read:
        runs = Counter(" ".join(t[i : i + ask.words]) for t in texts for i in range(len(t) - ask.words + 1))
        articles.update(runs.keys())
        tokens.update(runs)
        for run in runs:
            weights[run] += 1 / members[story]
    held = sorted((r for r in articles if articles[r] >= ask.least), key=lambda r: (-articles[r], r))[:_CANDIDATES]
    elsewhere = [And((Phrase(tuple(run.split(" ")), strict=True), Not(query))) for run in held]
    counts = backend.clause_counts(elsewhere, deadline).counts
    for run, count in zip(held, counts, strict=True):
        if count is not None:
            mine = articles[run], weights[run], tokens[run]
            yield TermCount(run, *mine, count.articles, float(count.stories), count.articles)


def shown(words: Sequence[KeyWord]) -> int:
    """How many are significant at p < 0.0001 (15.13, one degree of freedom: Rayson and others 2004)."""
    return sum(word.log_likelihood >= SIGNIFICANT for word in words)


#: The log-likelihood beyond which chance alone leads once in ten thousand words.
SIGNIFICANT = 15.13
