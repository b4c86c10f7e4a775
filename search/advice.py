"""Why not: which clause of a query fails, how words may be misspelt, and the nearest query that finds something."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from search.answer import Advice, ClauseCheck, ClauseCount, Why
from search.language.build import all_of
from search.language.clauses import alternatives, respelled, typed_words
from search.language.parse import Clause
from search.language.printing import print_query
from search.query import And, Keyword, Query, Word
from search.suggest import nearest_query

if TYPE_CHECKING:
    from search.local.backend import LocalBackend

#: Clauses that get a count of their own, and suggestions a misspelt word.
_CLAUSES, _SPELLINGS = 20, 3


def advise(
    backend: LocalBackend, clauses: Sequence[Clause], filters: Sequence[Query] = (), until: float | None = None
) -> Advice:
    """What to try instead of a question that found nothing: clauses as typed, then the facets chosen beside them.

    After `until` (monotonic seconds) no further word is looked up for its spelling.
    """
    named = [(c.text, c.query) for c in clauses] + [(print_query(f), f) for f in filters]
    parts = [query for _, query in named[:_CLAUSES]]
    counts = [c.articles for c in backend.clause_counts(parts)]
    whole = all_of(parts)
    spelling = _spelling(backend, whole, until)
    loose = alternatives(whole)
    return Advice(
        clauses=tuple(ClauseCount(text, n) for (text, _), n in zip(named, counts, strict=False)),
        spelling=spelling,
        nearest=_nearest(backend, whole, parts, counts, spelling),
        any_word=backend.count(loose).articles if loose is not None else 0,
    )


def _nearest(
    backend: LocalBackend,
    whole: Query,
    parts: Sequence[Query],
    counts: Sequence[int],
    spelling: Sequence[tuple[str, str, int]],
) -> ClauseCount | None:
    """The query respelt where that finds something, else the one with the fewest clauses left out."""
    if spelling:
        fixed = respelled(whole, {typed: there for typed, there, _ in reversed(spelling)})
        found = backend.count(fixed).articles
        if found:
            return ClauseCount(print_query(fixed), found)
    near = nearest_query(parts, counts, lambda q: backend.count(q).articles) if len(parts) > 1 else None
    return ClauseCount(print_query(near.query), near.articles) if near else None


def _spelling(backend: LocalBackend, query: Query, until: float | None) -> tuple[tuple[str, str, int], ...]:
    """Words of the archive near each typed word that it does not have, the best first."""
    out: list[tuple[str, str, int]] = []
    for typed in typed_words(query):
        if until is not None and time.monotonic() > until:
            break
        if not backend.count(Word(typed)).articles:
            near = backend.suggest(typed, _SPELLINGS)
            out += [(typed, there, backend.count(Word(there)).articles) for there in near]
    return tuple(out)


def why(backend: LocalBackend, id: str, clauses: Sequence[Clause]) -> Why:
    """Each clause against one article."""
    this = Keyword("id", id, whole=True)
    alone = backend.clause_counts([c.query for c in clauses])
    here = backend.clause_counts([And((this, c.query)) for c in clauses])
    checks = tuple(
        ClauseCheck(c.text, bool(h.articles), a.articles) for c, h, a in zip(clauses, here, alone, strict=True)
    )
    return Why(id, all(c.matches for c in checks), checks)
