"""Builds queries in one normal way, so that equal questions are equal values. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from morgue.search.query import And, Not, Or, Query


def all_of(parts: Iterable[Query]) -> Query:
    """The parts joined by AND: nested ANDs are flattened, one part stays itself. At least one part."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Query]) -> Query:
    """The parts joined by OR: nested ORs are flattened, one part stays itself. At least one part."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negated(part: Query) -> Query:
    """NOT the part; two negations cancel out."""
    return part.part if isinstance(part, Not) else Not(part)
