"""Sets what the list shows when there are no hits: why, and what to try. Pure."""

from __future__ import annotations

from morgue.core.errors import MorgueError
from morgue.core.wording.quantities import quantity
from morgue.render.spans import Line, Span, said
from morgue.render.wrap import wrap
from morgue.search.answer import Answer


def nothing_found(answer: Answer, cells: int) -> tuple[Line, ...]:
    """The counts of the query's parts, and queries that find something; the first is what Enter takes."""
    advice = answer.advice
    several = advice is not None and len(advice.clauses) > 1
    out: list[Line] = [(), (Span(f"No article has {answer.ask.match + ' of ' if several else ''}this", "strong"),), ()]
    if advice is None:
        return tuple(out)
    for clause in advice.clauses:
        out += wrap([said(clause.clause), Span(f"  {clause.articles:,}", "meta")], cells)
    out.append(())
    nearest = advice.nearest
    if answer.suggestion:
        found = f"  {nearest.articles:,}" if nearest and nearest.clause == answer.suggestion else ""
        taken = [Span("⏎ ", "key"), said(answer.suggestion, "strong", target="suggestion"), Span(found, "meta")]
        out += wrap(taken, cells)
    for typed, there, articles in advice.spelling:
        out += wrap([said(f"not “{typed}” but “{there}”?"), Span(f"  {articles:,}", "meta")], cells)
    if nearest and nearest.clause != answer.suggestion:
        out += wrap([said(f"without the rest: {nearest.clause}  {nearest.articles:,}", "faint")], cells)
    if advice.any_word:
        words = quantity(advice.any_word, "article has", "articles have")
        out += wrap([Span("a", "key"), Span(f" any of the words: {words} one", "faint")], cells)
    return tuple(out)


def bad_query(error: MorgueError, cells: int) -> tuple[Line, ...]:
    """The query means nothing: what is wrong, whole, where there is room for it."""
    out: list[Line] = [(), (Span("This query cannot be read", "strong"),), (), *wrap([said(error.what, "bad")], cells)]
    if error.hint:
        out += wrap([said(error.hint, "meta")], cells)
    way = [Span("/", "key"), Span(" goes back to the query, ", "faint"), Span("f1", "key")]
    return (*out, (), *wrap([*way, Span(" explains how one is put", "faint")], cells))


def no_archive(error: MorgueError, cells: int) -> tuple[Line, ...]:
    """The archive cannot be used: what is wrong and what to do."""
    out: list[Line] = [(), *wrap([said(error.what, "strong")], cells), ()]
    if error.hint:
        out += wrap([said(error.hint, "meta")], cells)
    out += [(), *wrap([Span("This screen goes on by itself as soon as there is one. q leaves.", "faint")], cells)]
    return tuple(out)


def empty_archive(location: str, cells: int) -> tuple[Line, ...]:
    """An archive without articles."""
    lines = [Span("The archive is empty", "strong")], [said(location, "faint")]
    how = [Span("Put news into it: ", "plain"), Span("morgue index PATH...", "key")]
    rest = [Span("What is added meanwhile shows up here by itself.", "faint")]
    out: list[Line] = [()]
    for pieces in (*lines, how, rest):
        out += [*wrap(pieces, cells), ()]
    return tuple(out)
