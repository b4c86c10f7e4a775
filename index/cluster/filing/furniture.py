"""Finds the articles whose boilerplate changed in a run: counts lines anew for the outlets that it touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from morgue.index.clean.boilerplate import Keys, LineCounts, spans
from morgue.index.cluster.document import Spans, furniture
from morgue.index.cluster.filing.rows import Rows

#: Articles whose texts are read at a time, and outlets whose lines are.
_AT_ONCE, _OUTLETS = 200, 32


@dataclass(slots=True)
class _Outlet:
    """What an outlet's articles say of their lines: by id their keys, and their places; those that have furniture."""

    lines: dict[str, Keys] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)
    furnished: set[str] = field(default_factory=set)

    def concerned(self, table: LineCounts) -> list[str]:
        """Those whose furniture may be another now."""
        recurring = table.recurring()
        return [i for i, keys in self.lines.items() if i in self.furnished or np.isin(keys, recurring).any()]


def refurnished(rows: Rows, outlets: Iterable[str]) -> list[tuple[str, Spans]]:
    """The ids of the articles of some outlets whose furniture is not what it was, with what it is now; in order."""
    listed = iter(outlets)
    found: list[tuple[int, str, Spans]] = []
    while some := list(islice(listed, _OUTLETS)):
        found += _refurnished(rows, some)
    return [(each, now) for _, each, now in sorted(found)]


def _refurnished(rows: Rows, names: Sequence[str]) -> Iterator[tuple[int, str, Spans]]:
    outlets = _read(rows, names)
    tables = {name: LineCounts.of(len(each.lines), list(each.lines.values())) for name, each in outlets.items()}
    wanted = [(name, i) for name, each in outlets.items() for i in each.concerned(tables[name])]
    for at in range(0, len(wanted), _AT_ONCE):
        part = wanted[at : at + _AT_ONCE]
        sources = rows.sources([i for _, i in part])
        for name, each in part:
            found = spans(sources[each].get("body", ""), tables[name])
            if found != furniture(sources[each]):
                yield outlets[name].place[each], each, found


def _read(rows: Rows, names: Sequence[str]) -> dict[str, _Outlet]:
    found: dict[str, _Outlet] = {}
    for hit in rows.hits({"terms": {"outlet": list(names)}}, ("id", "outlet", "seq", "lines", "flags")):
        fields = hit["fields"]
        outlet, each = found.setdefault(fields["outlet"][0], _Outlet()), fields["id"][0]
        outlet.lines[each] = np.unique(np.array(fields.get("lines", ()), np.uint32))
        outlet.place[each] = fields["seq"][0]
        if "furnished" in fields.get("flags", ()):
            outlet.furnished.add(each)
    return found
