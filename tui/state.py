"""Represents what is being browsed as values: every key is a function from one state to the next. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from morgue.search.answer import Match, SearchQuery
from morgue.search.request import SORTS, FacetName, Sort

Choice = Literal["only", "not", "none"]

#: The facets of the archive that are counted with every answer; `year` stands under the histogram as "When".
_HELD: tuple[FacetName, ...] = ("year", "outlet", "agency", "section", "language", "byline")
COUNTED: tuple[FacetName, ...] = (*_HELD, "month")
#: What a person tagged: chosen and counted as a facet, but known to the workspace and not to an engine.
TAG = cast("FacetName", "tag")
#: The facets of the pane, in their order on the screen: tags are few, and nobody has any who made none.
PANE: tuple[FacetName, ...] = ("year", TAG, *_HELD[1:])
#: Buckets fetched for each facet: what typing narrows; the pane shows a few until more are asked for.
BUCKETS = 200
#: States kept in the history.
LONGEST_HISTORY = 200


@dataclass(frozen=True, slots=True)
class Browsing:
    """One state.

    include, exclude  chosen and excluded (facet, value) pairs
    when              first and last day, month or year of a brushed range, both included (`2021-02`), or None
    selected          the hit under the cursor, from 0
    opened            the id of the article in the reader when it is not the selected hit's, else None
    """

    text: str = ""
    match: Match = "all"
    include: tuple[tuple[FacetName, str], ...] = ()
    exclude: tuple[tuple[FacetName, str], ...] = ()
    when: tuple[str, str] | None = None
    sort: Sort = "relevance"
    collapse: bool = True
    selected: int = 0
    opened: str | None = None


def query_of(state: Browsing) -> str:
    """The query with the brushed range and the tags as parts of it; in brackets so that an OR keeps its meaning."""
    beside = clauses_beside(state)
    if not beside:
        return state.text
    return " AND ".join([*([f"({state.text})"] if state.text.strip() else []), *beside])


def clauses_beside(state: Browsing) -> list[str]:
    """What was chosen beside the query and is no facet of an engine, in the words of a query: range, tags."""
    found = [] if state.when is None else ["date:{}..{}".format(*state.when)]
    wanted = [f"tag:{value}" for facet, value in state.include if facet == TAG]
    if wanted:
        found.append(wanted[0] if len(wanted) == 1 else f"({' OR '.join(wanted)})")
    return found + [f"NOT tag:{value}" for facet, value in state.exclude if facet == TAG]


def held(pairs: tuple[tuple[FacetName, str], ...]) -> tuple[tuple[FacetName, str], ...]:
    """Those of some choices that are of the archive's own facets."""
    return tuple(pair for pair in pairs if pair[0] != TAG)


def ask_of(state: Browsing, limit: int, offset: int = 0, facets: tuple[FacetName, ...] = ()) -> SearchQuery:
    """The question that a state puts to the searcher; tags are counted where they are among the facets."""
    return SearchQuery(
        text=query_of(state),
        match=state.match,
        limit=limit,
        offset=offset,
        sort=state.sort,
        collapse=state.collapse,
        facets=tuple(name for name in facets if name != TAG),
        tags=TAG in facets,
        buckets=BUCKETS,
        include=held(state.include),
        exclude=held(state.exclude),
    )


#: The last word of a query that may be the beginning of one: no operator, and not in quotes.
_OPEN_WORD = re.compile(r"(?:^|[\s(:-])(?!(?:AN?D?|OR?|NO?T?)$)[^\W\d_]\w*$")


def with_open_end(text: str) -> str | None:
    """The query with its last word as the beginning of a word; None where it does not end in a plain word."""
    return text + "*" if _OPEN_WORD.search(text) and text.count('"') % 2 == 0 else None


def same_question(a: Browsing, b: Browsing) -> bool:
    """Whether both states have the same answer."""
    return replace(a, selected=0, opened=None) == replace(b, selected=0, opened=None)


def typed(state: Browsing, text: str) -> Browsing:
    """Another query; what was chosen beside it stays."""
    return state if text == state.text else _fresh(replace(state, text=text))


def choice(state: Browsing, facet: FacetName, value: str) -> Choice:
    """What is said about a value of a facet."""
    if (facet, value) in state.include:
        return "only"
    return "not" if (facet, value) in state.exclude else "none"


def toggled(state: Browsing, facet: FacetName, value: str, wanted: Choice) -> Browsing:
    """The value chosen (or excluded); chosen so already, it is let go."""
    pair = (facet, value)
    now = choice(state, facet, value)
    include = tuple(p for p in state.include if p != pair)
    exclude = tuple(p for p in state.exclude if p != pair)
    if wanted == "only" and now != "only":
        include += (pair,)
    if wanted == "not" and now != "not":
        exclude += (pair,)
    return _fresh(replace(state, include=include, exclude=exclude))


def brushed(state: Browsing, when: tuple[str, str] | None) -> Browsing:
    """A range of time, both ends included; None for all time."""
    if when is not None:
        when = (min(when), max(when))
    return _fresh(replace(state, when=when))


def cleared(state: Browsing) -> Browsing:
    """Nothing chosen beside the query: no chip is left."""
    usual = Browsing()
    kept = replace(state, include=(), exclude=(), when=None)
    return _fresh(replace(kept, sort=usual.sort, collapse=usual.collapse, match=usual.match))


def next_sort(state: Browsing) -> Browsing:
    """The next order."""
    return _fresh(replace(state, sort=SORTS[(SORTS.index(state.sort) + 1) % len(SORTS)]))


def copies_toggled(state: Browsing) -> Browsing:
    """One hit a story, or every article."""
    return _fresh(replace(state, collapse=not state.collapse))


def match_toggled(state: Browsing) -> Browsing:
    """All words, or any."""
    return _fresh(replace(state, match="any" if state.match == "all" else "all"))


def selected(state: Browsing, index: int) -> Browsing:
    """Another hit under the cursor."""
    return replace(state, selected=max(0, index), opened=None)


def opened(state: Browsing, id: str | None) -> Browsing:
    """The state with an article in the reader that is not the selected hit's; None: with the selected hit's."""
    return replace(state, opened=id)


def _fresh(state: Browsing) -> Browsing:
    return replace(state, selected=0, opened=None)


@dataclass(frozen=True, slots=True)
class History:
    """The states before and after the present one, nearest last in `past` and first in `future`."""

    present: Browsing = field(default_factory=Browsing)
    past: tuple[Browsing, ...] = ()
    future: tuple[Browsing, ...] = ()


def record(history: History, state: Browsing) -> History:
    """A new present; what could be gone forward to is gone."""
    if state == history.present:
        return history
    past = (*history.past, history.present)[-LONGEST_HISTORY:]
    return History(state, past)


def amend(history: History, state: Browsing) -> History:
    """The present as it has become, without a step of its own: moving the cursor, typing on."""
    return replace(history, present=state)


def back(history: History) -> History:
    """The state before; the same history when there is none."""
    if not history.past:
        return history
    return History(history.past[-1], history.past[:-1], (history.present, *history.future))


def forward(history: History) -> History:
    """The state that was left by `back`."""
    if not history.future:
        return history
    return History(history.future[0], (*history.past, history.present), history.future[1:])
