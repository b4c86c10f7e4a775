"""Facet values chosen beside the query, as query values. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from morgue.core.errors import MorgueError
from morgue.core.partial_date import parse_when
from morgue.search.language.fields import FIELDS
from morgue.search.query import DateRange, Keyword, KeywordField, Not, Or, Query
from morgue.search.request import FacetName

#: Facets whose values are words of a column, and the query field of each.
FIELD_OF: dict[FacetName, KeywordField] = {f.facet: cast("KeywordField", f.name) for f in FIELDS if f.facet}

Choice = tuple[FacetName, str]


def as_query(choice: Choice) -> Query:
    """The articles with this value; MorgueError when a date facet's value is no year, month or day."""
    name, value = choice
    if name in FIELD_OF:
        return Keyword(FIELD_OF[name], value, whole=True)
    when = parse_when(value)
    if when is None or when.precision != name:
        raise MorgueError(f'"{value}" is not a {name}', f"write it as {_example(name)}")
    return DateRange(when.first, when.last)


def chosen_facets(include: Iterable[Choice], exclude: Iterable[Choice]) -> tuple[Query, ...]:
    """What must hold besides the query: values of one facet are alternatives, and every facet must hold."""
    by_facet: dict[FacetName, list[Query]] = {}
    for choice in include:
        by_facet.setdefault(choice[0], []).append(as_query(choice))
    wanted = (parts[0] if len(parts) == 1 else Or(tuple(parts)) for parts in by_facet.values())
    return (*wanted, *(Not(as_query(choice)) for choice in exclude))


def _example(name: FacetName) -> str:
    return {"year": "2021", "month": "2021-03"}.get(name, "2021-03-04")
