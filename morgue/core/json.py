"""Turns values into JSON documents, as every `as_dict` gives them, in the field order of docs/json.md. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from morgue.core.errors import MorgueError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Document = dict[str, Json]

#: Raised whenever a field is renamed, removed or changes its meaning.
SCHEMA = 1


def headed(body: Mapping[str, Json]) -> Document:
    """The document with its schema number first."""
    return {"schema": SCHEMA, **body}


def answered(body: Mapping[str, Json], partial: str | None, remarks: Iterable[str]) -> Document:
    """The document of an answer: what it says, then why there may be more, and how the query was read."""
    return headed({**body, "partial": partial, "remarks": list(remarks)})


def as_fields(value: object) -> Document:
    """The fields of a frozen value whose fields are plain, by their names, in order."""
    names: tuple[str, ...] = getattr(type(value), "__match_args__", ())
    return {name: getattr(value, name) for name in names}


def frame(rows: Iterable[Document]) -> Any:
    """A pandas DataFrame of the rows, one column a field; MorgueError where pandas is not installed."""
    try:
        import pandas  # no dependency of ours: there or not
    except ImportError:
        raise MorgueError("pandas is not installed", "pip install pandas; or use as_dict()") from None
    return pandas.json_normalize(list(rows))
