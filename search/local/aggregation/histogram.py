"""Counts matches over time, beside what the archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.search.backend import Bin, Histogram, OutletRow
from morgue.search.periods import first_day, unit_for

if TYPE_CHECKING:
    from morgue.search.answer import Unit
    from morgue.search.local.aggregation.facet_columns import Written
    from morgue.search.local.aggregation.facets import Facets, Matches
    from morgue.search.local.docset import Ints


def histogram(facets: Facets, matches: Matches, everything: Matches, unit: Unit | None, rows: int) -> Histogram:
    """Counts matches and holdings by unit; units without holdings are left out (there is no data, not none).

    unit: None takes the one that suits the span of the matches. rows: for so many outlets, those with most matches.
    """
    unit = unit or _fitting(facets, matches)
    column = facets.column(unit)
    tally = matches.tally(column)
    held = np.bincount(everything.values(column), minlength=column.size())
    kept = np.flatnonzero(held[1:]) + 1
    bins = tuple(
        Bin(column.labels[v], int(tally.articles[v]), int(tally.stories[v]), int(held[v])) for v in kept.tolist()
    )
    return Histogram(unit, bins, int(tally.articles[0]), _rows(facets, matches, column, kept, rows))


def _fitting(facets: Facets, matches: Matches) -> Unit:
    column = facets.column("month")
    months = np.flatnonzero(matches.tally(column).articles[1:]) + 1
    if not len(months):
        return "month"
    first, last = (first_day(column.labels[int(m)]) for m in (months[0], months[-1]))
    return unit_for(first, last + 30)


def _rows(facets: Facets, matches: Matches, column: Written, kept: Ints, count: int) -> tuple[OutletRow, ...]:
    if not count:
        return ()
    outlets, times = matches.values(facets.column("outlet")), matches.values(column)
    rows = []
    for bucket in facets.facet("outlet", matches, count).buckets:
        own = times[outlets == facets.column("outlet").labels.index(bucket.value)]
        counts = np.bincount(own, minlength=column.size())[kept]
        rows.append(OutletRow(bucket.value, tuple(counts.tolist())))
    return tuple(rows)
