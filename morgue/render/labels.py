"""Phrases what both faces say: quantities, sizes, credits, parts joined by dots. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from morgue.core.article import Article
from morgue.core.wording import stand_in
from morgue.render import dates
from morgue.render.cells import clip, width
from morgue.render.sanitize import safe_line
from morgue.search.request import Hit


def size(count: int) -> str:
    """Bytes as people say them: `812 B`, `4.1 MB`."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def joined(parts: Iterable[str | None], separator: str = " · ") -> str:
    """The parts that are there, with a dot between."""
    return separator.join(part for part in parts if part)


def credit(article: Article | Hit) -> str:
    """The agency, unless the outlet is the agency."""
    return article.agency if article.agency and article.agency != article.outlet else ""


def where(found: Article | Hit, cells: int | None = None) -> str:
    """Outlet, agency and day: `Harbour Times · AP · 4 Mar 2021`; of an undated hit the day of its story, marked.

    In so many cells the agency goes first, then the end of the outlet's name; the day stays.
    """
    day = dates.day(found.date)
    if isinstance(found, Hit):
        day = stand_in.day(day, found.story.day and dates.day(found.story.day), bool(found.date))
    outlet = found.outlet or "unknown outlet"
    whole = joined([outlet, credit(found), day])
    if cells is None or width(safe_line(whole)) <= cells:
        return whole
    return joined([clip(outlet, max(1, cells - width(day) - 3)), day])


def named(found: Article | Hit) -> str:
    """An article in a few words, as notices name it: `Harbour Times, 4 Mar 2021`."""
    return f"{found.outlet or 'unknown outlet'}, {dates.day(found.date)}"
