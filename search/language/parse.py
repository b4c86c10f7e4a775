"""Parses a typed query; `morgue help query` shows the language, docs/query.md every spelling. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from morgue.core.dataclass import dataclass
from morgue.search.language.clauses import Clause
from morgue.search.language.errors import QueryError
from morgue.search.language.grammar.grammar import Match, Parser
from morgue.search.language.named_sets import Sets
from morgue.search.language.remarks.foreign import foreign_remarks
from morgue.search.language.remarks.hints import remarks_on
from morgue.search.language.remarks.worded import worded_remarks
from morgue.search.language.several_words import Values
from morgue.search.query import Query

__all__ = ["Clause", "Match", "QueryError", "Reading", "Values", "parse", "parse_clauses", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was read.

    clauses  the parts joined by AND at the top, or the whole, as a person typed them
    remarks  a short sentence for each place that may have been meant otherwise
    """

    query: Query
    clauses: tuple[Clause, ...]
    remarks: tuple[str, ...]


def read(
    text: str,
    *,
    match: Match = "all",
    today: date,
    saved: Mapping[str, str] | None = None,
    values: Values | None = None,
    sets: Sets | None = None,
) -> Reading:
    """Reads a query. `match` says how words without an operator between them are joined.

    `today` is what yesterday is counted from; `saved` holds the texts of saved queries by name, for @NAME, and these
    are always read with match all; `values` tells whether a field of the archive has a value with these words, so that
    `outlet:fox news` can be told from `outlet:fox killed`; `sets` knows the articles of `tag:NAME`. Raises QueryError.
    """
    parser = Parser(text, match, today, saved or {}, values=values, sets=sets)
    query, clauses = parser.whole()
    remarks = (
        *parser.remarks,
        *remarks_on(text, parser.tokens),
        *foreign_remarks(text, parser.tokens),
        *worded_remarks(text, parser.tokens),
    )
    return Reading(query, clauses, tuple(dict.fromkeys(remarks)))


def parse(text: str, *, match: Match = "all", today: date, saved: Mapping[str, str] | None = None) -> Query:
    """The value of a query, as `read` gives it."""
    return read(text, match=match, today=today, saved=saved).query


def parse_clauses(
    text: str, *, match: Match = "all", today: date, saved: Mapping[str, str] | None = None
) -> tuple[Query, tuple[Clause, ...]]:
    """The value of a query, and the clauses that a person typed."""
    reading = read(text, match=match, today=today, saved=saved)
    return reading.query, reading.clauses
