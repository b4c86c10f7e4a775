"""Says why nothing was found: which clause fails, which words may be misspelt, and the nearest query that finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from morgue.search.answer import Advice, ClauseCheck, ClauseCount, Why
from morgue.search.language.build import all_of
from morgue.search.language.clauses import alternatives, respelled, typed_words
from morgue.search.language.parse import Clause
from morgue.search.language.printing import print_query
from morgue.search.query import And, Keyword, Query, Word
from morgue.search.suggest import nearest_query

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline

#: Clauses that get a count of their own, and suggestions a misspelt word.
_CLAUSES, _SPELLINGS = 20, 3
#: Letters of the shortest word whose spelling may be at fault: any other is near every short word.
_SHORTEST = 3


def advise(backend: Backend, clauses: Sequence[Clause], filters: Sequence[Query], deadline: Deadline) -> Advice:
    """What to try instead of a question that found nothing: clauses as typed, then the facets chosen beside them.

    Where time runs out, what is not known yet is left out.
    """
    named = [(c.text, c.query) for c in clauses] + [(print_query(f), f) for f in filters]
    parts = [query for _, query in named[:_CLAUSES]]
    counts = [c.articles for c in backend.clause_counts(parts, deadline).counts if c is not None]
    told = tuple(ClauseCount(text, n) for (text, _), n in zip(named, counts, strict=False))
    if len(counts) < len(parts):
        return Advice(told)
    whole = all_of(parts)
    spelling = _spelling(backend, whole, deadline)
    loose = alternatives(whole)
    return Advice(
        clauses=told,
        spelling=spelling,
        nearest=_nearest(backend, whole, parts, counts, spelling, deadline),
        any_word=backend.count(loose, deadline).articles if loose is not None else 0,
    )


def _nearest(
    backend: Backend,
    whole: Query,
    parts: Sequence[Query],
    counts: Sequence[int],
    spelling: Sequence[tuple[str, str, int]],
    deadline: Deadline,
) -> ClauseCount | None:
    """The query respelt where that finds something, else the one with the fewest clauses left out."""

    def count(query: Query) -> int:
        return 0 if deadline.passed() else backend.count(query, deadline).articles

    if spelling:
        fixed = respelled(whole, {typed: there for typed, there, _ in reversed(spelling)})
        found = count(fixed)
        if found:
            return ClauseCount(print_query(fixed), found)
    near = nearest_query(parts, counts, count) if len(parts) > 1 else None
    return ClauseCount(print_query(near.query), near.articles) if near else None


def _spelling(backend: Backend, query: Query, deadline: Deadline) -> tuple[tuple[str, str, int], ...]:
    """Words of the archive near each typed word that it does not have, the best first."""
    out: list[tuple[str, str, int]] = []
    for typed in typed_words(query):
        if deadline.passed():
            break
        if len(typed) >= _SHORTEST and not backend.count(Word(typed), deadline).articles:
            near = backend.suggest(typed, _SPELLINGS)
            out += [(typed, there, backend.count(Word(there), deadline).articles) for there in near]
    return tuple(out)


def why(backend: Backend, id: str, clauses: Sequence[Clause], deadline: Deadline) -> Why:
    """Each clause against one article: first in it, which is soon told, then in all."""
    this = Keyword("id", id, whole=True)
    here = backend.clause_counts([And((this, c.query)) for c in clauses], deadline).counts
    alone = backend.clause_counts([c.query for c in clauses], deadline).counts
    checks = tuple(
        ClauseCheck(c.text, None if h is None else h.articles > 0, None if a is None else a.articles)
        for c, h, a in zip(clauses, here, alone, strict=True)
    )
    return Why(id, _all(c.matches for c in checks), checks, deadline.partial)


def _all(answers: Iterable[bool | None]) -> bool | None:
    """Whether all are so; None when that is not known."""
    known = list(answers)
    return False if False in known else None if None in known else True
