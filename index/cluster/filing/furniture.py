"""Finds the articles whose boilerplate changed in a run: counts lines anew for the outlets that it touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from morgue.index.clean.boilerplate import LineCounts, spans
from morgue.index.cluster.document import Spans, furniture
from morgue.index.cluster.filing.rows import Rows

#: Articles whose texts are read at a time.
_AT_ONCE = 200


def refurnished(rows: Rows, outlets: Iterable[str]) -> list[tuple[str, Spans]]:
    """The ids of the articles of some outlets whose furniture is not what it was, with what it is now; in order."""
    return [(each, found) for _, each, found in sorted(_refurnished(rows, outlets))]


def _refurnished(rows: Rows, outlets: Iterable[str]) -> Iterator[tuple[int, str, Spans]]:
    for outlet in outlets:
        lines: dict[str, np.ndarray] = {}
        furnished: set[str] = set()
        place: dict[str, int] = {}
        for hit in rows.hits({"term": {"outlet": outlet}}, ("id", "seq", "lines", "flags")):
            each = hit["fields"]["id"][0]
            lines[each] = np.unique(np.array(hit["fields"].get("lines", ()), np.uint32))
            place[each] = hit["fields"]["seq"][0]
            if "furnished" in hit["fields"].get("flags", ()):
                furnished.add(each)
        table = LineCounts.of(len(lines), list(lines.values()))
        recurring = table.recurring()
        concerned = [each for each, keys in lines.items() if each in furnished or np.isin(keys, recurring).any()]
        for at in range(0, len(concerned), _AT_ONCE):
            part = concerned[at : at + _AT_ONCE]
            sources = rows.sources(part)
            for each in part:
                found = spans(sources[each].get("body", ""), table)
                if found != furniture(sources[each]):
                    yield place[each], each, found
