"""Where an article has what a leaf of a query asks for: every position laid beside every other."""

from __future__ import annotations

from dataclasses import dataclass

from morgue.core.analyzer import joints
from morgue.search.query import Boost, Exact, Fuzzy, Near, Or, Phrase, Prefix, Query, Wildcard, Word
from tests.oracle.forms import Forms
from tests.oracle.texts import TITLE, Span, Text


@dataclass(frozen=True, slots=True)
class Parts(Phrase):
    """The parts of a compound, the last one in all its forms."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Finds the spans of a leaf in a text."""

    forms: Forms

    def spans(self, q: Query, t: Text, language: str | None) -> set[Span]:
        match q:
            case Phrase():
                return {s for s in self._phrase(q, t, language) if _inside(t, s, q.field)}
            case Or(parts):
                return {s for p in parts for s in self.spans(p, t, language)}
            case Boost(part):
                return self.spans(part, t, language)
            case Near():
                pairs = [(a, b) for a in self.spans(q.left, t, language) for b in self.spans(q.right, t, language)]
                return {(min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs if self.near(q, t, a, b)}
            case Word(text) if len(joints(text)) > 1:
                forms = self.forms.listed(q, language)
                together = self.spans(Parts(tuple(joints(text)), q.field), t, language)
                return together | {(p, p) for p, w in t.words if w in forms and _inside(t, (p, p), q.field)}
            case Word() | Exact() | Prefix() | Wildcard() | Fuzzy():
                forms = self.forms.expand(q, language)
                return {(p, p) for p, w in t.words if w in forms and _inside(t, (p, p), q.field)}
            case _:
                raise TypeError(q)

    def _phrase(self, q: Phrase, t: Text, language: str | None) -> set[Span]:
        """From each first word to the nearest of the others after it, where no more words stand between than may."""
        wanted = [self.forms.expand(Exact(w, strict=q.strict), language) for w in q.words]
        if isinstance(q, Parts):
            wanted[-1] = self.forms.expand(Word(q.words[-1]), language)
        first, *others = [[p for p, w in t.words if w in held] for held in wanted]
        found = {(begin, _end(begin, others)) for begin in first}
        return {s for s in found if s[1] - s[0] <= q.slop + len(q.words) - 1}

    def near(self, q: Near, t: Text, a: Span, b: Span) -> bool:
        gap = b[0] - a[1] if b[0] > a[1] else a[0] - b[1]
        if gap <= 0 or (q.ordered and b[0] <= a[1]):
            return False
        if q.unit == "word":
            return gap <= q.distance
        unit = t.sentence if q.unit == "sentence" else t.paragraph
        return len({unit[p] for p in (*a, *b)}) == 1

    def counted(self, q: Query, t: Text, language: str | None) -> set[Span]:
        """What scores: of a Near its left spans that have a partner."""
        if isinstance(q, Near):
            right = self.spans(q.right, t, language)
            return {a for a in self.spans(q.left, t, language) if any(self.near(q, t, a, b) for b in right)}
        return self.spans(q, t, language)


def _end(begin: int, others: list[list[int]]) -> int:
    """Where the last of the other words stands, each the nearest one after the word before it; far away without one."""
    last = begin
    for each in others:
        last = min((p for p in each if p > last), default=10**12)
    return last


def _inside(t: Text, span: Span, field: str | None) -> bool:
    title, lead, body = span[0] >= TITLE, span[1] < t.lead, span[1] < TITLE
    return {None: True, "title": title, "lead": lead, "body": body, "hlead": title or lead}[field]
