"""Makes the rows of the facet pane: what is offered, what is chosen, what the filter leaves. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from morgue.render import dates
from morgue.render.bars import bar
from morgue.render.cells import clip, line_width, spread, width
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Role, Span, said
from morgue.search.request import Facet, FacetName
from morgue.tui.state import PANE, TAG, Browsing, Choice, choice

#: Values shown of a facet before "more" is asked for.
SHORT = 7
#: Values shown after that.
LONG = 200
#: Columns from which a value has a bar beside it.
_ROOM_FOR_BARS = 26
#: Cells of a name's beginning, with the sign of what is left out, that must be there before its last word.
_LEAST_OF_A_NAME = 4

Kind = Literal["head", "value", "more", "blank"]
LABELS: Mapping[FacetName, str] = {
    "year": "Year",
    "outlet": "Outlet",
    "agency": "Agency",
    "section": "Section",
    "language": "Language",
    "byline": "Byline",
    TAG: "Your tags",
}
_NONE: Mapping[FacetName, str] = {TAG: "without one"}
_BOXES: Mapping[Choice, str] = {"only": "[x]", "not": "[-]", "none": "[ ]"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the pane. count is of articles; `most` the largest count of its facet, for the bar."""

    kind: Kind
    facet: FacetName
    value: str = ""
    count: int = 0
    most: int = 0
    choice: Choice = "none"

    @property
    def chosen(self) -> bool:
        """Whether something is said about the value."""
        return self.choice != "none"


def rows(facets: Sequence[Facet], state: Browsing, typed: str, long: frozenset[FacetName]) -> tuple[Row, ...]:
    """All rows: chosen values first, then by count; a facet in `long` shows all it has; no facet without a value."""
    by_name = {facet.name: facet for facet in facets}
    out: list[Row] = []
    for name in PANE:
        part = _facet(by_name.get(name, Facet(name, ())), state, typed.strip().casefold(), name in long)
        if part:
            out += [Row("blank", name), *part] if out else part
    return tuple(out)


def _facet(facet: Facet, state: Browsing, typed: str, long: bool) -> list[Row]:
    most = max((b.articles for b in facet.buckets), default=0)
    counts = {b.value: b.articles for b in facet.buckets}
    said_of = [v for f, v in (*state.include, *state.exclude) if f == facet.name]
    offered = [b.value for b in (reversed(facet.buckets) if facet.name == "year" else facet.buckets)]
    values = list(dict.fromkeys([*said_of, *offered]))
    found = [v for v in values if typed in v.casefold()]
    if not found:
        return []
    limit = LONG if long or typed else max(SHORT, len(said_of))
    shown = [Row("value", facet.name, v, counts.get(v, 0), most, choice(state, facet.name, v)) for v in found[:limit]]
    rest = sum(counts.get(v, 0) for v in found[limit:]) + (0 if typed else facet.others)
    hidden = len(found) - limit
    more = [Row("more", facet.name, f"{hidden} more", rest)] if hidden > 0 else []
    if long and not typed and len(found) > SHORT:
        more = [Row("more", facet.name, "fewer", 0)]
    missing = [Row("blank", facet.name, _NONE.get(facet.name, "none named"), facet.missing)]
    return [Row("head", facet.name), *shown, *more, *(missing if facet.missing and not typed else [])]


def draw(row: Row, cells: int) -> Line:
    """A row in so many cells: box, value, bar and count."""
    count = f" {row.count:,}" if row.count or row.kind == "value" else ""
    right = Span(count, "meta")
    if row.kind == "head":
        return (Span(LABELS[row.facet], "head"),)
    if row.kind == "blank":
        return spread((Span(f"    {row.value}", "faint"),), (Span(count, "faint"),), cells) if row.value else ()
    if row.kind == "more":
        return spread((Span(f"  … {row.value}", "faint"),), (Span(count, "faint"),), cells)
    box = Span(_BOXES[row.choice] + " ", "key" if row.chosen else "faint")
    tail: Line = (right,)
    if cells >= _ROOM_FOR_BARS:
        most = max(3, cells // 8)
        drawn = bar(row.count, row.most, most)
        gap = Span(" " * (most - len(drawn) + max(0, 5 - len(count))))
        barred = (Span(" "), Span(drawn, "ghost"), gap, right)
        tail = barred if line_width(barred) < cells - 12 else tail
    name = shortened(_named(row), cells - line_width((box, *tail)) - 1)
    role: Role = "strong" if row.choice == "only" else "cut" if row.choice == "not" else "plain"
    return spread((box, said(name, role)), tail, cells)


def shortened(name: str, cells: int) -> str:
    """A name in so many cells; a long one keeps its last word, by which names that begin alike are told apart."""
    name = safe_line(name)
    first, _, last = name.rpartition(" ")
    room = cells - width(last) - 1
    return f"{clip(first, room)} {last}" if width(name) > cells and room >= _LEAST_OF_A_NAME else clip(name, cells)


def _named(row: Row) -> str:
    return dates.day(row.value) if row.facet == "year" else row.value
