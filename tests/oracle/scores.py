"""What a match scores: BM25F counted by hand, leaf by leaf."""

from __future__ import annotations

from math import log

from morgue.search.local.field_weights import BODY_B, K1, TITLE_WEIGHT
from morgue.search.query import (  # fmt: skip
    All,
    And,
    AtLeast,
    Boost,
    DateRange,
    Exact,
    IdSet,
    Keyword,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Query,
)
from tests.oracle.leaves import language_within, scoring
from tests.oracle.matching import Matching
from tests.oracle.texts import TITLE, Text


class Scores:
    """Scores over the live articles of an archive, by id."""

    def __init__(self, matching: Matching, texts: dict[str, Text]) -> None:
        self.matching = matching
        self.texts = texts
        bodied = [t.body for t in texts.values() if t.body]
        self.average = sum(bodied) / len(bodied) if bodied else 1.0
        self._holding: dict[tuple[Query, str | None], int] = {}

    def holding(self, q: Query, language: str | None) -> int:
        """How many articles have a leaf; remembered, since it is asked for each of them."""
        if (q, language) not in self._holding:
            found = (self.matching.matches(q, t, language) for t in self.texts.values())
            self._holding[q, language] = sum(found)
        return self._holding[q, language]

    def idf(self, q: Query, language: str | None) -> float:
        match q:
            case Phrase(words):
                return sum(self.idf(Exact(w, strict=q.strict), language) for w in words)
            case Near(left, right):
                return self.idf(left, language) + self.idf(right, language)
            case _:
                df = self.holding(q, language)
                return log(1 + (len(self.texts) - df + 0.5) / (df + 0.5))

    def score(self, q: Query, t: Text, language: str | None = None) -> float:
        if not self.matching.matches(q, t, language):
            return 0.0
        match q:
            case And(parts):
                inner = language_within(parts, language)
                return sum(self.score(p, t, inner) for p in parts)
            case Or(parts):
                return sum(self.score(p, t, language) for p in parts)
            case Boost(part, factor):
                return factor * self.score(part, t, language)
            case AtLeast(_, part):
                return self.score(part, t, language)
            case Not() | All() | DateRange() | NumberRange() | IdSet() | Keyword():
                return 0.0
            case _:
                return self.idf(q, language) * self.share(q, t, language)

    def frequency(self, q: Query, t: Text, language: str | None) -> float:
        field = getattr(q, "field", None)
        spans = self.matching.occurrences.counted(q, t, language)
        title = sum(s[0] >= TITLE for s in spans) * (field in (None, "title", "hlead"))
        lead = sum(s[0] < t.lead for s in spans) * (field in ("lead", "hlead"))
        body = sum(s[0] < TITLE for s in spans) * (field in (None, "body"))
        norm = 1 - BODY_B + BODY_B * t.body / self.average
        return TITLE_WEIGHT * title + lead + body / norm

    def share(self, q: Query, t: Text, language: str | None) -> float:
        """How much of a leaf's weight a text gets."""
        x = self.frequency(q, t, language)
        return x / (x + K1)

    def whole(self, q: Query) -> float:
        """The weight of a question: all that its leaves can add."""
        return sum(max(0.0, boost * self.idf(leaf, language)) for leaf, boost, language in scoring(q))
