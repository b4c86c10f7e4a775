"""Matches over time, with what the archive holds beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from search.local.columns import Period
    from search.local.facets import Facets, Matches


@dataclass(frozen=True, slots=True)
class Bin:
    """A unit of time: the matching articles and stories in it, and all articles the archive holds of it.

    `start` is `2025`, `2025-02`, or the first day of a week or day.
    """

    start: str
    articles: int
    stories: int
    holdings: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Every unit in which the archive holds an article, in order. undated: matches not known so precisely."""

    unit: Period
    bins: tuple[Bin, ...]
    undated: int


def histogram(facets: Facets, matches: Matches, everything: Matches, unit: Period) -> Histogram:
    """Counts matches and holdings by unit; units without holdings are left out (there is no data, not none)."""
    column = facets.column(unit)
    tally = matches.tally(column)
    held = np.bincount(everything.values(column), minlength=column.size())
    bins = tuple(
        Bin(column.labels[v], int(tally.articles[v]), int(tally.stories[v]), int(held[v]))
        for v in (np.flatnonzero(held[1:]) + 1).tolist()
    )
    return Histogram(unit, bins, int(tally.articles[0]))
