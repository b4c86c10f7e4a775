"""Counts the lines that come in a run, so that most articles are filed at once as they stay when it is settled.

What is found here is of what came so far and was settled before. Settling decides, whatever was guessed: it looks at
every article that came since the last time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from morgue.index.clean.boilerplate import LineCounts, furniture_of, lines_of
from morgue.index.cluster.filing.journal import prepared_again
from morgue.index.cluster.filing.rows import Rows
from morgue.index.cluster.filing.settled import shared
from morgue.index.pipeline.prepared import Prepared

#: Lines of an outlet that are remembered; beyond these, those that came once are dropped.
_MOST = 20_000
_NONE = LineCounts.of(0, [])


class RunningLines:
    """What one writer knows of outlets' lines."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._tables: dict[str, LineCounts] = {}

    def furnish(self, filed: Sequence[Prepared]) -> list[Prepared]:
        """The articles, those lines left out that recur by now; they are counted."""
        by_outlet: defaultdict[str, list[int]] = defaultdict(list)
        for at, prepared in enumerate(filed):
            if prepared.article.outlet:
                by_outlet[prepared.article.outlet].append(at)
        before = self._rows.settled([name for name in by_outlet if name not in self._tables])
        changed: dict[int, tuple[tuple[int, int], ...]] = {}
        for outlet, places in by_outlet.items():
            known = before[outlet].table if outlet in before else self._tables.get(outlet, _NONE)
            table = _more(known, [np.asarray(filed[at].lines, np.uint32) for at in places])
            recurring = table.recurring()
            for at in places:
                if np.isin(filed[at].lines, recurring, kind="sort").any():
                    found = furniture_of(filed[at].known or lines_of(filed[at].article.body), table)
                    if found != filed[at].furniture:
                        changed[at] = found
            self._tables[outlet] = table if len(table.keys) <= _MOST else shared(table)
        again = prepared_again([filed[at].article for at in changed], list(changed.values()))
        other = dict(zip(changed, again, strict=True))
        return [other.get(at, prepared) for at, prepared in enumerate(filed)]


def _more(known: LineCounts, lines: Sequence[np.ndarray[tuple[int], np.dtype[np.uint32]]]) -> LineCounts:
    """The counts with those of more articles."""
    fresh = LineCounts.of(len(lines), lines)
    keys = np.union1d(known.keys, fresh.keys)
    return LineCounts(known.articles + len(lines), keys, known.of_keys(keys) + fresh.of_keys(keys))
