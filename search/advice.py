"""Why not: which clause of a query fails, how words may be misspelt, and the nearest query that finds something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.answer import Advice, ClauseCheck, ClauseCount, Why
from search.clauses import alternatives, clauses_of, respelled, typed_words
from search.printing import print_query
from search.query import And, Keyword, Query, Word
from search.suggest import nearest_query

if TYPE_CHECKING:
    from search.local.backend import LocalBackend

#: Clauses that get a count of their own, and suggestions a misspelt word.
_CLAUSES, _SPELLINGS = 20, 3


def advise(backend: LocalBackend, query: Query) -> Advice:
    """What to try instead of a query that found nothing."""
    clauses = clauses_of(query)[:_CLAUSES]
    counts = [backend.count(c).articles for c in clauses]
    spelling = _spelling(backend, query)
    fixed = respelled(query, {typed: there for typed, there, _ in reversed(spelling)})
    found = backend.count(fixed).articles if spelling else 0
    nearest = None
    if found:
        nearest = ClauseCount(print_query(fixed), found)
    elif len(clauses) > 1:
        near = nearest_query(clauses, counts, lambda q: backend.count(q).articles)
        nearest = ClauseCount(print_query(near.query), near.articles) if near else None
    loose = alternatives(query)
    return Advice(
        clauses=tuple(ClauseCount(print_query(c), n) for c, n in zip(clauses, counts, strict=True)),
        spelling=spelling,
        nearest=nearest,
        any_word=backend.count(loose).articles if loose is not None else 0,
    )


def _spelling(backend: LocalBackend, query: Query) -> tuple[tuple[str, str, int], ...]:
    """Words of the archive near each typed word that it does not have, the best first."""
    out: list[tuple[str, str, int]] = []
    for typed in typed_words(query):
        if not backend.count(Word(typed)).articles:
            near = backend.suggest(typed, _SPELLINGS)
            out += [(typed, there, backend.count(Word(there)).articles) for there in near]
    return tuple(out)


def why(backend: LocalBackend, id: str, query: Query) -> Why:
    """Each clause against one article."""
    this = Keyword("id", id, whole=True)
    clauses = clauses_of(query)
    checks = tuple(
        ClauseCheck(print_query(c), bool(backend.count(And((this, c))).articles), backend.count(c).articles)
        for c in clauses
    )
    return Why(id, all(c.matches for c in checks), checks)
