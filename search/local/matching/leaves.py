"""Resolves each text leaf of a question once: forms, postings, frequencies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import proxy

from morgue.core.analyzer import joints
from morgue.core.folding import key
from morgue.search.local.field_weights import fields_of
from morgue.search.local.matching.compounds import Parts
from morgue.search.local.matching.labels import label
from morgue.search.local.matching.spans import SpanMatcher
from morgue.search.local.matching.terms import Term
from morgue.search.query import Exact, Fuzzy, Near, Phrase, Prefix, Query, Text, Wildcard, Word

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection
    from morgue.search.local.matching.forms import Forms
    from morgue.search.local.matching.term_expansion import Expander

TEXT = (Word, Exact, Prefix, Wildcard, Fuzzy)
#: Forms looked up after the time is up, a twentieth of a second's work.
_LATE_FORMS = 20_000


class Leaves:
    """Gives the matcher of a leaf, the same one each time it is asked within one question."""

    def __init__(self, collection: Collection, expander: Expander, deadline: Deadline) -> None:
        self.collection = collection
        self.expander = expander
        self.deadline = deadline
        self._late = 0
        self._terms: dict[tuple[Query, str | None], Term] = {}
        self._spans: dict[tuple[Query, str | None], SpanMatcher] = {}

    def term(self, query: Query, language: str | None) -> Term:
        """The matcher of a Word, Exact, Prefix, Wildcard or Fuzzy."""
        known = self._terms.get((query, language))
        if known is None:
            forms = self._forms(query, language)
            if isinstance(query, Word) and len(joints(query.text)) > 1:
                forms = self._compound(query, forms, language)
            if forms.note:
                self.deadline.note(forms.note)
            field = query.field if isinstance(query, TEXT) else None
            fields = fields_of(field)
            known = self._terms[query, language] = Term(self.collection, label(query), forms, fields, self.deadline)
        return known

    def texts(self, query: Text, language: str | None) -> frozenset[str]:
        """The forms that a word stands for; an exact one stands for itself, there or not.

        When the time is up, only so many more are looked up: they are for marks, and wildcards have millions.
        """
        if isinstance(query, Exact) and query.strict:
            return frozenset((query.text,))
        forms = self.term(query, language).forms
        if self.deadline.passed():
            self._late += sum(map(len, forms.ordinals))
            if self._late > _LATE_FORMS:
                self.deadline.cut("not every form is marked")
                return frozenset()
        return frozenset(forms.texts)

    def spans(self, query: Phrase | Near, language: str | None) -> SpanMatcher:
        """The matcher of a Phrase or Near."""
        known = self._spans.get((query, language))
        if known is None:
            known = self._spans[query, language] = self._matcher(query, language)
        return known

    def _matcher(self, query: Phrase | Near, language: str | None) -> SpanMatcher:
        """Refers back to the leaves weakly: in a circle, all that a question decoded would stay until a search for
        garbage, which counts objects and not how large they are."""
        return SpanMatcher(proxy(self), query, language)

    def _compound(self, query: Word, forms: Forms, language: str | None) -> Forms:
        """The forms of a compound that are not its parts side by side, and those parts."""
        parts = joints(query.text)
        last = set(self.expander.word(parts[-1], language).texts)
        heads = [key(p) for p in parts[:-1]]
        apart = [f for f in forms.texts if not _made_of(joints(f), heads, last)]
        return self.expander.compound(apart, self._matcher(Parts(tuple(parts)), language))

    def _forms(self, query: Query, language: str | None) -> Forms:
        match query:
            case Word(text):
                return self.expander.word(text, language)
            case Exact(text):
                return self.expander.exact(text) if query.strict else self.expander.spelt(text)
            case Prefix(text):
                return self.expander.prefix(text)
            case Wildcard(pattern):
                if self.deadline.passed():  # each reads the whole dictionary, and marking asks for all of a query
                    self.deadline.cut("not every form of its words was looked for")
                    return self.expander.none()
                return self.expander.wildcard(pattern)
            case Fuzzy(text, edits):
                return self.expander.fuzzy(text, edits, language, self.deadline)
            case _:
                raise TypeError(f"{type(query).__name__} is not a word of the text")


def _made_of(parts: list[str], heads: list[str], last: set[str]) -> bool:
    """Whether a form's parts are those of a compound, the last in any of its forms."""
    return len(parts) == len(heads) + 1 and [key(p) for p in parts[:-1]] == heads and parts[-1] in last
