"""Sets the card of a story: a row a member, who ran it, when, how much of it, under which headline. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from morgue.core.article import Filed
from morgue.core.wording.quantities import quantity
from morgue.index.stories.card import CardRow, phrases
from morgue.render import dates
from morgue.render.cells import clip_line, line_width, pad, width
from morgue.render.labels import joined
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Span, said
from morgue.search.request import Story

_HEADS = ("first seen", "outlet", "role", "kept", "what changed")


def head(story: Story) -> str:
    """`4 outlets · 7 articles · 4–6 Mar 2021`."""
    outlets = {filed.article.outlet for filed in story.members if filed.article.outlet}
    days = sorted(filed.article.date[:10] for filed in story.members if filed.article.date)
    span = dates.period(days[0], days[-1]) if days else ""
    return joined([quantity(len(outlets), "outlet"), quantity(len(story.members), "article"), span])


def rows(card: Sequence[CardRow], titles: Mapping[str, str], cells: int) -> tuple[Line, list[Line]]:
    """The heads of the columns, and a line a member; columns are as wide as they must be."""
    found = [_cells(row, titles) for row in card]
    lengths = [
        max(line_width((Span(_HEADS[i]),)), *(line_width((row[i],)) for row in found)) for i in range(len(_HEADS) - 1)
    ]
    lengths[1] = min(lengths[1], max(8, cells // 4))
    heads = tuple(Span(text, "faint") for text in _HEADS)
    return _row(heads, lengths, cells), [_row(row, lengths, cells) for row in found]


def pair(a: Filed, b: Filed, kept: float, half: int, cells: int) -> str:
    """Which text is compared with which, in so many cells; side by side (`half` each) each stands above its column.

    How much was kept, which the card says too, goes where there is no room for all of it.
    """
    old, new = (f"{f.article.outlet or 'unknown outlet'}, {dates.short(f.article.date)}" for f in (a, b))
    text = safe_line(f" {pad(old, half)} │ {new}" if half else f"{new}  against  {old}")
    whole = f"{text}  ·  kept {kept:.0%}"
    return whole if width(whole) <= cells else text


def _row(row: Sequence[Span], lengths: Sequence[int], cells: int) -> Line:
    out: list[Span] = [Span(" ")]
    for i, length in enumerate(lengths):
        kept = clip_line((row[i],), length)
        out += [*kept, Span(" " * (length - line_width(kept) + 2))]
    return clip_line((*out, row[-1]), cells)


def changed(row: CardRow, titles: Mapping[str, str]) -> str:
    """What became of the text, in phrases; of the original its headline."""
    return joined(phrases(row) or (f"“{titles[row.id]}”",))


def _cells(row: CardRow, titles: Mapping[str, str]) -> tuple[Span, ...]:
    kept = "–" if row.kept is None else f"{row.kept:.0%}"
    return (
        said(dates.short(row.first_seen), "meta"),
        said(row.outlet or "unknown outlet", "strong" if row.role == "original" else "plain"),
        said(row.role, "meta"),
        Span(f"{kept:>5}", "meta"),
        said(changed(row, titles), "plain"),
    )
