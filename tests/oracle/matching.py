"""Whether an article is among the matches of a query: every part asked of it in turn."""

from __future__ import annotations

from dataclasses import dataclass

from morgue.core.analyzer import terms
from morgue.core.folding import key
from morgue.core.partial_date import parse_when
from morgue.search.query import (  # fmt: skip
    All,
    And,
    AtLeast,
    Boost,
    DateRange,
    IdSet,
    Keyword,
    Not,
    NumberRange,
    Or,
    Query,
)
from tests.oracle.leaves import language_within
from tests.oracle.occurrences import Occurrences
from tests.oracle.texts import Text


@dataclass(frozen=True, slots=True)
class Matching:
    """Tells what matches from what does not."""

    occurrences: Occurrences

    def matches(self, q: Query, t: Text, language: str | None = None) -> bool:
        match q:
            case All():
                return True
            case And(parts):
                inner = language_within(parts, language)
                return all(self.matches(p, t, inner) for p in parts)
            case Or(parts):
                return any(self.matches(p, t, language) for p in parts)
            case Not(part):
                return not self.matches(part, t, language)
            case Boost(part):
                return self.matches(part, t, language)
            case AtLeast(count, part):
                return self.matches(part, t, language) and self._times(part, t, language) >= count
            case DateRange(first, last):
                when = parse_when(t.article.date or "")
                return when is not None and when.first >= (first or 1) and (last is None or when.last <= last)
            case NumberRange("words", low, high):
                return (low or 0) <= t.body <= (high if high is not None else 10**9)
            case IdSet(ids=ids):
                return t.article.id in ids
            case Keyword(field, value):
                a = t.article
                held = {"outlet": a.outlet, "lang": a.language, "section": a.section, "agency": a.agency}
                values = t.article.authors if field == "byline" else (held[field] or "",)
                if value == "*":
                    return any(values)
                wanted = [key(w) for w in terms(value)]
                return any(_side_by_side(wanted, [key(w) for w in terms(v)]) for v in values)
            case _:
                return bool(self.occurrences.spans(q, t, language))

    def _times(self, q: Query, t: Text, language: str | None) -> int:
        if isinstance(q, Or):
            return sum(self._times(p, t, language) for p in q.parts)
        return len(self.occurrences.counted(q, t, language))


def _side_by_side(wanted: list[str], held: list[str]) -> bool:
    return bool(wanted) and any(held[i : i + len(wanted)] == wanted for i in range(len(held)))
