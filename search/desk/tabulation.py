"""Counts matches by the values of facets and units of time: articles, stories, words and occurrences a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from morgue.core.errors import MorgueError

Dimension = Literal["day", "week", "month", "year", "outlet", "agency", "section", "language", "place", "role"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
TIMES: tuple[Dimension, ...] = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Cell:
    """The articles that have these values (empty for none): how many, in how many stories, with how many words.

    words  terms of their headlines and bodies; hits: occurrences of the query's words, phrases and proximities
    """

    values: tuple[str, ...]
    articles: int
    stories: int
    words: int
    hits: int


@dataclass(frozen=True, slots=True)
class Tabulation:
    """Every cell with an article, in the order of their values."""

    cells: tuple[Cell, ...]
    partial: str | None = None


def dimensions(names: tuple[str, ...]) -> tuple[Dimension, ...]:
    """The names as dimensions; MorgueError for one that there is not, none, or one named twice."""
    known: dict[str, Dimension] = {name: name for name in DIMENSIONS}
    for name in names:
        if name not in known:
            raise MorgueError(f'nothing is counted by "{name}"', f"there are {', '.join(DIMENSIONS)}")
    if not names or len(set(names)) < len(names) or len(names) > 2:
        raise MorgueError("counts go by one or two different names", "--by month, or --by outlet,year")
    return tuple(known[name] for name in names)
