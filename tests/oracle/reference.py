"""The executor's answers the plain way: every article looked at in turn, every word counted by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from morgue.core.article import Article
from morgue.core.partial_date import parse_when
from morgue.search.local.ranking import proximity, relevance_feedback
from morgue.search.query import Exact, Query
from tests.oracle.forms import Forms
from tests.oracle.gains import Gains
from tests.oracle.leaves import alternatives
from tests.oracle.matching import Matching
from tests.oracle.occurrences import Occurrences
from tests.oracle.scores import Scores
from tests.oracle.texts import Text, read

Ranked = tuple[str, float]


class Reference:
    """An archive of live articles with their stories; `every` has the deleted ones too, whose words stay."""

    def __init__(self, live: Iterable[Article], stories: Sequence[Sequence[str]], every: Iterable[Article]) -> None:
        self.texts = {a.id: read(a) for a in live}
        self.story = {i: s[0] for s in stories for i in s if i in self.texts}
        self.forms = Forms(every, [t.article for t in self.texts.values()])
        self.occurrences = Occurrences(self.forms)
        self.matching = Matching(self.occurrences)
        self.scores = Scores(self.matching, self.texts)
        self.gains = Gains(self.scores, self.forms)

    def matches(self, q: Query, t: Text) -> bool:
        return self.matching.matches(q, t)

    def ranked(self, q: Query) -> list[Ranked]:
        """All matches in the total order, with scores and what the first of them gain."""
        scored = [(i, self.scores.score(q, t)) for i, t in self.texts.items() if self.matches(q, t)]
        scored.sort(key=self.order)
        near = [(i, s + self.gains.bonus(q, self.texts[i])) for i, s in scored[: proximity.WINDOW]]
        near = [(i, s + self.gains.as_typed(q, self.texts[i])) for i, s in near]
        if alternatives(q) >= relevance_feedback.LEAST:
            lent = [(Exact(form), weight) for form, weight in self.gains.lent(q, self._lenders(near))]
            near = [(i, s + sum(w * self.scores.share(f, self.texts[i], None) for f, w in lent)) for i, s in near]
        return sorted(near, key=self.order) + scored[proximity.WINDOW :]

    def _lenders(self, near: list[Ranked]) -> list[tuple[float, Article]]:
        """The first articles of the first stories, with scores rounded."""
        first: dict[str, tuple[float, Article]] = {}
        for i, s in sorted(((i, round(s, relevance_feedback.SCORE_PLACES)) for i, s in near), key=self.order):
            first.setdefault(self.story.get(i, i), (s, self.texts[i].article))
        return list(first.values())[: relevance_feedback.STORIES]

    def order(self, row: Ranked) -> tuple[float, bool, int, str]:
        """The key of the total order: score, then date newest first, undated last, then id."""
        when = parse_when(self.texts[row[0]].article.date or "")
        return -row[1], when is None, -(when.instant if when else 0), row[0]
