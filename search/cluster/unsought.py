"""Tells of forms of a question's words that an archive in a cluster has and that were not looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from morgue.search.cluster.expansion import Expander
from morgue.search.cluster.session import Session
from morgue.search.deadline import Deadline
from morgue.search.language.remarks.unsought import halves, spelt_otherwise, unsought, words_of
from morgue.search.query import And, Exact, Not, Phrase, Query, Wildcard, Word


class CountedForms:
    """Satisfies `morgue.search.language.remarks.unsought.Counted` for one question.

    The lexicon is asked for all words at once: most halves of a word are no forms, and few are left to be counted.
    """

    def __init__(
        self,
        words: Sequence[Word],
        expander: Expander,
        session: Session,
        articles: int,
        sized: Callable[[Query, Deadline], int],
        deadline: Deadline,
    ) -> None:
        """words: those of the question. sized: how many articles match another one."""
        self._expander, self._session, self._sized, self._deadline = expander, session, sized, deadline
        self.articles = articles
        #: A cluster may change between any two questions.
        self.remembered: dict[Word, tuple[tuple[str, int], ...]] = {}
        lexicon = expander.lexicon
        spelt = {other for word in words for other in spelt_otherwise(word.text)}
        pairs = [pair for word in words for pair in halves(word.text)]
        held = lexicon.held(spelt.union(*pairs))
        lexicon.frequencies(sorted(spelt & held | {half for pair in pairs if held.issuperset(pair) for half in pair}))

    @property
    def lexicon_size(self) -> int:
        """How many forms there are; one that several languages have counts as often."""
        return self._session.lexicon_size

    def stopped(self) -> bool:
        """Whether time ran out, or a part of the archive is away."""
        return self._deadline.partial is not None or self._deadline.passed()

    def forms(self, word: Word) -> frozenset[str]:
        """The forms that the word was looked for as."""
        return frozenset(self._expander.forms(word, None).texts)

    def count(self, form: str) -> int:
        """Articles with a form."""
        lexicon = self._expander.lexicon
        return lexicon.frequencies([form])[form] if lexicon.held([form]) else 0

    def both_held(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The pairs of which the archive has both forms."""
        held = self._expander.lexicon.held({half for pair in pairs for half in pair})
        return [pair for pair in pairs if held.issuperset(pair)]

    def apart(self, parts: tuple[str, ...]) -> int:
        """Articles with forms side by side, but for those that have them with hyphens alone."""
        return self._sized(And((Phrase(parts, strict=True), Not(Exact("-".join(parts))))), self._deadline)

    def inside(self, word: Word, pattern: str) -> int:
        """Articles with a form that fits a pattern, but without the word."""
        return self._sized(And((Wildcard(pattern, word.field), Not(word))), self._deadline)


class Remarks:
    """Makes the remarks on questions; remembers what it counted for the point in time."""

    def __init__(
        self, session: Session, expander: Expander, translated: Callable[[Query, Deadline], dict[str, Any]]
    ) -> None:
        self._session, self._expander, self._translated = session, expander, translated
        self._known: dict[Query, int] = {}

    def forget(self) -> None:
        """Lets go of what was counted."""
        self._known.clear()

    def of(self, query: Query, articles: int, deadline: Deadline) -> tuple[str, ...]:
        """What was not looked for, within the time that is left; an answer is no less whole for want of remarks."""
        words = words_of(query)
        if not words or deadline.partial or deadline.passed():
            return ()
        own = Deadline(None if deadline.end is None else int(1000 * deadline.left()), deadline.wanted)
        return unsought(CountedForms(words, self._expander, self._session, articles, self._sized, own), query)

    def _sized(self, query: Query, deadline: Deadline) -> int:
        """How many articles match, remembered where the answer is whole."""
        known = self._known.get(query)
        if known is None:
            known = self._session.count(self._translated(query, deadline), deadline)
            if deadline.partial is None:
                self._known[query] = known
        return known
