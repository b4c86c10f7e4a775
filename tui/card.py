"""The card of a story: a row for each member, who ran it, when, how much of it, under which headline. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Filed
from search.request import Story
from tui import dates
from tui.lines import Line, Piece, clip, said, width
from tui.setting import joined, quantity

_HEADS = ("first seen", "outlet", "role", "kept", "headline and credit")


def head(story: Story) -> str:
    """`4 outlets · 7 articles · 4 Mar 2021 – 6 Mar 2021`."""
    outlets = {filed.article.outlet for filed in story.members if filed.article.outlet}
    days = sorted(filed.article.date[:10] for filed in story.members if filed.article.date)
    span = ""
    if days:
        first, last = dates.day(days[0]), dates.day(days[-1])
        span = first if first == last else f"{first} – {last}"
    return joined([quantity(len(outlets), "outlet"), quantity(len(story.members), "article"), span])


def rows(story: Story, cells: int) -> tuple[Line, list[Line]]:
    """The heads of the columns, and a line a member; columns are as wide as they must be."""
    by_id = {filed.article.id: filed for filed in story.members}
    found = [_cells(filed, by_id, story.members[0]) for filed in story.members]
    lengths = [max(width((Piece(_HEADS[i]),)), *(width((row[i],)) for row in found)) for i in range(len(_HEADS) - 1)]
    lengths[1] = min(lengths[1], max(8, cells // 4))
    heads = tuple(Piece(text, "faint") for text in _HEADS)
    return _row(heads, lengths, cells), [_row(row, lengths, cells) for row in found]


def _row(row: Sequence[Piece], lengths: Sequence[int], cells: int) -> Line:
    out: list[Piece] = [Piece(" ")]
    for i, length in enumerate(lengths):
        kept = clip((row[i],), length)
        out += [*kept, Piece(" " * (length - width(kept) + 2))]
    return clip((*out, row[-1]), cells)


def _cells(filed: Filed, by_id: dict[str, Filed], original: Filed) -> tuple[Piece, ...]:
    article, story = filed.article, filed.story
    kept = "–" if story.kept is None else f"{story.kept:.0%}"
    base = by_id.get(story.of or "", original)
    return (
        said(dates.short(article.date), "meta"),
        said(article.outlet or "unknown outlet", "strong" if story.role == "original" else "plain"),
        said(story.role, "meta"),
        Piece(f"{kept:>5}", "meta"),
        said(changed(filed, base), "plain"),
    )


def changed(filed: Filed, base: Filed) -> str:
    """The headline where it is another, and what became of the agency's credit."""
    article, before = filed.article, base.article
    title = f"“{article.title}”" if article.title else "no headline"
    if filed is base:
        return title
    parts = ["headline kept" if article.title == before.title else title]
    if before.agency or before.outlet == article.agency:
        parts.append("credit kept" if article.agency else "credit dropped")
    return joined(parts)
