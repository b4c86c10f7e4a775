"""Writes the whole question in words: as one query, and as a command of the shell. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from morgue.search.facet_filters import chosen_facets
from morgue.search.language.parse import parse_clauses
from morgue.search.language.printing import print_query
from morgue.search.query import And, Or, Query
from morgue.tui.state import Browsing, clauses_beside, held, query_of


def whole_query(state: Browsing, saved: Mapping[str, str], today: date) -> str:
    """One query that matches what the state matches, whatever was chosen beside its text; `*` for everything.

    Order and copies are no part of it. QueryError where any of the words is wanted and the text is in error.
    """
    text = state.text.strip()
    if text and state.match == "any":
        text = print_query(parse_clauses(text, match="any", today=today, saved=saved)[0])
    chosen = chosen_facets(held(state.include), held(state.exclude))
    beside = [*clauses_beside(state), *(_part(query) for query in chosen)]
    if not beside:
        return text or "*"
    return " AND ".join([*([f"({text})"] if text else []), *beside])


def _part(query: Query) -> str:
    printed = print_query(query)
    return f"({printed})" if isinstance(query, And | Or) else printed


def command(state: Browsing, archive: str, verb: str = "search") -> str:
    """The command line that asks the same: every part that is not the usual as an option of its own."""
    parts = ["morgue", verb, "--archive", archive]
    for option, pairs in (("--facet", state.include), ("--not", state.exclude)):
        for facet, value in held(pairs):
            parts += [option, f"{facet}={value}"]
    if state.sort != "relevance":
        parts += ["--sort", state.sort]
    if state.match != "all":
        parts += ["--match", state.match]
    if not state.collapse:
        parts.append("--copies")
    return shlex.join([*parts, "--", query_of(replace(state, text=state.text.strip())) or "*"])
