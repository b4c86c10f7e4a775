"""A typed query to a query value. `morgue help query` shows the language, docs/query.md every spelling. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from morgue.search.language.errors import QueryError
from morgue.search.language.grammar.grammar import Clause, Match, Parser
from morgue.search.language.hints import hints
from morgue.search.query import Query

__all__ = ["Clause", "Match", "QueryError", "hints", "parse", "parse_clauses"]


def parse(text: str, *, match: Match = "all", today: date, saved: Mapping[str, str] | None = None) -> Query:
    """The value of a query. `match` says how words without an operator between them are joined.

    `today` is what yesterday is counted from; `saved` holds the texts of saved queries by name, for @NAME, and these
    are always read with match all. Raises QueryError.
    """
    return Parser(text, match, today, saved or {}).whole()[0]


def parse_clauses(
    text: str, *, match: Match = "all", today: date, saved: Mapping[str, str] | None = None
) -> tuple[Query, tuple[Clause, ...]]:
    """The same, with the clauses a person typed: the parts joined by AND at the top, or the whole."""
    return Parser(text, match, today, saved or {}).whole()
