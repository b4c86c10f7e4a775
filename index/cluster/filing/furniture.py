"""Finds the articles whose boilerplate changed in a run: counts lines anew for the outlets that it touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from morgue.index.clean.boilerplate import Keys, LineCounts, spans
from morgue.index.cluster.document import Spans, furniture
from morgue.index.cluster.filing.rows import Rows
from morgue.index.cluster.filing.settled import Decisions, Settled, shared

#: Articles whose texts are read at a time, and outlets whose lines are.
_AT_ONCE, _OUTLETS = 200, 32


@dataclass(slots=True)
class _Outlet:
    """What an outlet's articles say of their lines: by id their keys, and their places; those that have furniture."""

    lines: dict[str, Keys] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)
    furnished: set[str] = field(default_factory=set)

    def table(self) -> LineCounts:
        """How many of them hold each line."""
        return LineCounts.of(len(self.lines), list(self.lines.values()))

    def concerned(self, table: LineCounts, before: Settled | None) -> Iterator[str]:
        """Those whose furniture may be another than it is, and than it was `before`."""
        recurring = table.recurring()
        counted, seq = (before.table, before.seq) if before else (table, 0)  # no article has so small a number
        decisions = Decisions(counted, table)
        for each, keys in self.lines.items():
            maybe = each in self.furnished or bool(np.isin(keys, recurring).any())
            if maybe and (self.place[each] > seq or not decisions.stay(keys)):
                yield each


@dataclass(frozen=True, slots=True)
class Refurnished:
    """What came of looking: the articles whose furniture is not what it was, in order, with what it is now; and how
    many articles of each outlet hold each line that several hold.
    """

    articles: list[tuple[str, Spans]]
    tables: dict[str, LineCounts]


def refurnished(rows: Rows, outlets: Iterable[str]) -> Refurnished:
    """Looks for recurring lines at some outlets."""
    listed = iter(outlets)
    found: list[tuple[int, str, Spans]] = []
    tables: dict[str, LineCounts] = {}
    while some := list(islice(listed, _OUTLETS)):
        read = _read(rows, some)
        fresh = {name: each.table() for name, each in read.items()}
        found += _refurnished(rows, read, fresh)
        tables |= {name: shared(table) for name, table in fresh.items()}
    return Refurnished([(each, now) for _, each, now in sorted(found)], tables)


def _refurnished(
    rows: Rows, outlets: dict[str, _Outlet], tables: dict[str, LineCounts]
) -> Iterator[tuple[int, str, Spans]]:
    before = rows.settled(list(outlets))
    wanted = [(name, i) for name, each in outlets.items() for i in each.concerned(tables[name], before.get(name))]
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
