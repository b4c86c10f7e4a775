"""Measures what share of each outlet's articles is its own, an agency's or copied, and how often it was first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from morgue.core.json import Document, answered, frame
from morgue.core.partial_date import parse_when
from morgue.search.query import And, Keyword

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.query import Query
    from morgue.search.request import Story


@dataclass(frozen=True, slots=True)
class OutletShare:
    """One outlet's articles, each counted once.

    agency  credited to a wire service; copied: a copy or an excerpt of another's article, with no such credit
    versions  later states of an article; own: the rest
    shared  stories that it and another outlet ran; first: those of them of which its article is the earliest dated
    """

    outlet: str
    articles: int
    own: int
    agency: int
    copied: int
    versions: int
    shared: int
    first: int

    def as_dict(self) -> Document:
        """Counts and shares."""
        return {
            "outlet": self.outlet or None,
            "articles": self.articles,
            "own": self.own,
            "agency": self.agency,
            "copied": self.copied,
            "versions": self.versions,
            "own_share": self.own / self.articles,
            "shared": self.shared,
            "first": self.first,
        }


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets, most articles first, then by name."""

    query: str
    outlets: tuple[OutletShare, ...]
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """The object of `outlets --json`."""
        rows: Document = {"query": self.query, "outlets": [row.as_dict() for row in self.outlets]}
        return answered(rows, self.partial, self.remarks)

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each outlet."""
        return frame(row.as_dict() for row in self.outlets)


def outlets(backend: Backend, text: str, query: Query, deadline: Deadline) -> Outlets:
    """The shares of all outlets among the matches. Stories are told by all their members."""
    every = backend.tabulate(query, ("outlet", "role"), False, deadline)
    wired = backend.tabulate(And((query, Keyword("agency", "*"))), ("outlet", "role"), False, deadline)
    total, agency = ({cell.values: cell.articles for cell in table.cells} for table in (every, wired))
    own, copied, versions, wires, sizes = Counter[str](), Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for (outlet, role), count in total.items():
        credited = agency.get((outlet, role), 0)
        sizes[outlet] += count
        wires[outlet] += credited
        {"copy": copied, "excerpt": copied, "version": versions}.get(role, own)[outlet] += count - credited
    shared, first = Counter[str](), Counter[str]()
    told = backend.stories(query, 2, deadline)
    for story in told:
        _count(story, shared, first)
    rows = (
        OutletShare(name, sizes[name], own[name], wires[name], copied[name], versions[name], shared[name], first[name])
        for name in sorted(sizes, key=lambda name: (-sizes[name], name))
    )
    return Outlets(text, tuple(rows), every.partial or told.partial)


def _count(story: Story, shared: Counter[str], first: Counter[str]) -> None:
    """A story of several outlets: who shares it, and who has the earliest dated article; nobody where two have."""
    names = {member.article.outlet for member in story.members if member.article.outlet}
    if len(names) < 2:
        return
    shared.update(names)
    dated = [(w.first, w.instant, m.article.outlet) for m in story.members if (w := parse_when(m.article.date or ""))]
    if dated:
        earliest = min(dated, key=lambda row: row[:2])
        leaders = {name for day, instant, name in dated if (day, instant) == earliest[:2]}
        if len(leaders) == 1 and earliest[2]:
            first[earliest[2]] += 1
