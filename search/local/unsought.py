"""Counts forms of a question's words that were not looked for in the embedded archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.search.local.field_weights import fields_of
from morgue.search.local.matching.terms import Term
from morgue.search.query import Exact, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from morgue.search.local.matching.evaluate import Evaluation


class CountedForms:
    """Satisfies `morgue.search.language.remarks.unsought.Counted` for one question."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self.articles = evaluation.collection.articles
        self.remembered = evaluation.leaves.expander.unsought

    @property
    def lexicon_size(self) -> int:
        """Forms of all segments; one that several have counts as often."""
        return sum(len(s.reader.lexicon) for s in self._evaluation.collection.segments)

    def stopped(self) -> bool:
        """Whether time ran out."""
        return self._evaluation.deadline.partial is not None or self._evaluation.deadline.passed()

    def forms(self, word: Word) -> frozenset[str]:
        """The forms that the word was looked for as."""
        return self._evaluation.leaves.texts(word, None)

    def count(self, form: str) -> int:
        """Articles with a form, deleted ones included."""
        lexicons = (s.reader.lexicon for s in self._evaluation.collection.segments)
        places = ((x, x.find(form)) for x in lexicons)
        return sum(int(x.doc_freq[at]) for x, at in places if at is not None)

    def both_held(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The pairs of which the archive has both forms."""
        return [pair for pair in pairs if all(map(self.count, pair))]

    def apart(self, parts: tuple[str, ...]) -> int:
        """Articles with forms side by side, but for those that have them with hyphens alone; remembered."""
        evaluation = self._evaluation
        known = evaluation.leaves.expander.counted_apart
        if parts in known:
            return known[parts]
        spans = evaluation.leaves.spans(Phrase(parts, strict=True), None)
        hyphened = evaluation.leaves.term(Exact("-".join(parts)), None)
        found = ((s, spans.found(s) - hyphened.found(s)) for s in evaluation.collection.segments)
        count = sum(segment.only_live(apart).count for segment, apart in found)
        if not evaluation.deadline.partial:
            known[parts] = count
        return count

    def inside(self, word: Word, pattern: str) -> int:
        """Articles with a form that fits a pattern, but without the word."""
        evaluation = self._evaluation
        forms = evaluation.leaves.expander.wildcard(pattern)
        wider = Term(evaluation.collection, pattern, forms, fields_of(word.field), evaluation.deadline)
        own = evaluation.leaves.term(word, None)
        found = ((s, wider.found(s) - own.found(s)) for s in evaluation.collection.segments)
        return sum(segment.only_live(more).count for segment, more in found)
