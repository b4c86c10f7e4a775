"""Counts what an archive holds, from its columns."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.article import ROLES
from morgue.core.health import Stats
from morgue.index.pipeline.archive_writer import Totals

if TYPE_CHECKING:
    from morgue.core.loading.arrays import NDArray
    from morgue.index.archive.snapshot import SegmentView, Snapshot
    from morgue.index.stories.clusters.columns import StoryColumns


def stats(snapshot: Snapshot) -> Stats:
    """One pass over the columns of every segment."""
    outlets: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    words = undated = 0
    first, last = date.max.toordinal(), 0
    for view in snapshot.segments:
        outlets += column_counts(view, "outlet")
        languages += column_counts(view, "language")
        live = slice(None) if view.live is None else view.live
        words += int(view.reader.words[live].sum(dtype=np.int64))
        days, ends = view.reader.first_day[live], view.reader.last_day[live]
        undated += int((days == 0).sum())
        if (days > 0).any():
            first = min(first, int(days[days > 0].min()))
            last = max(last, int(ends.max()))
    columns = snapshot.stories
    roles = np.bincount(columns.role[columns.story >= 0], minlength=len(ROLES))
    return Stats(
        articles=snapshot.articles,
        stories=int((columns.articles > 0).sum()),
        copies=int(roles[ROLES.index("copy")]),
        excerpts=int(roles[ROLES.index("excerpt")]),
        versions=int(roles[ROLES.index("version")]),
        words=words,
        undated=undated,
        first=date.fromordinal(first).isoformat() if last else None,
        last=date.fromordinal(last).isoformat() if last else None,
        outlets=_ranked(outlets),
        languages=_ranked(languages),
        segments=len(snapshot.segments),
        generation=snapshot.generation,
    )


def column_counts(view: SegmentView, name: str) -> Counter[str]:
    """Live articles by the value of a column; those without a value are left out."""
    column = view.reader.column(name)
    values = column.values if view.live is None else column.values[view.live]
    counts = np.bincount(values, minlength=len(column.strings))
    return Counter({column.strings[n]: int(counts[n]) for n in np.flatnonzero(counts) if n})


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def totals(live: NDArray[np.bool_], stories: StoryColumns, added: NDArray[np.int64]) -> Totals:
    """Counts of a whole archive; copies and versions among the documents added."""
    roles = np.bincount(stories.role[added], minlength=len(ROLES))
    return Totals(
        articles=int(live.sum()),
        stories=int((stories.articles > 0).sum()),
        copies=int(roles[ROLES.index("copy")] + roles[ROLES.index("excerpt")]),
        versions=int(roles[ROLES.index("version")]),
    )
