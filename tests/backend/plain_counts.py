"""Facets, timelines and what `stats` tells of some articles, counted the plain way: one article after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from morgue.core.article import Article
from morgue.core.health import Stats
from morgue.core.partial_date import parse_when
from morgue.search.answer import Unit
from morgue.search.backend import Bin, Histogram, OutletRow
from morgue.search.periods import bucket_of_period, first_day, unit_for
from morgue.search.request import Facet, FacetName
from tests.backend.plain_archive import PlainArchive

Grouped = dict[str, list[Article]]


def facet(archive: PlainArchive, name: FacetName, found: Sequence[Article], buckets: int) -> Facet:
    by_value: Grouped = {}
    for article in found:
        for value in archive.values(article, name):
            by_value.setdefault(value, []).append(article)
    missing = sum(not archive.values(a, name) for a in found)
    if name in ("year", "month", "day"):
        return Facet(name, tuple(archive.bucket(v, by_value[v]) for v in sorted(by_value)), 0, missing)
    kept = sorted(by_value, key=lambda v: (-len(by_value[v]), v))[:buckets]
    shown = {a.id for v in kept for a in by_value[v]}
    rows = tuple(archive.bucket(v, by_value[v]) for v in kept)
    return Facet(name, rows, len(found) - len(shown) - missing, missing)


def histogram(
    archive: PlainArchive, found: Sequence[Article], unit: Unit | None, rows: int, partial: str | None
) -> Histogram:
    unit = unit or _fitting(found)
    held, mine = _by_bucket(archive.live, unit), _by_bucket(found, unit)
    bins = []
    for name in sorted(held):
        count = archive.count(mine.get(name, ()))
        start = date.fromordinal(first_day(name)).isoformat() if unit == "week" else name
        bins.append(Bin(start, count.articles, count.stories, len(held[name])))
    outlets = facet(archive, "outlet", found, rows).buckets if rows else ()
    told = tuple(
        OutletRow(b.value, tuple(sum(a.outlet == b.value for a in mine.get(n, ())) for n in sorted(held)))
        for b in outlets
    )
    return Histogram(unit, tuple(bins), len(found) - sum(map(len, mine.values())), told, partial)


def _fitting(found: Sequence[Article]) -> Unit:
    months = sorted(_by_bucket(found, "month"))
    return unit_for(first_day(months[0]), first_day(months[-1]) + 30) if months else "month"


def _by_bucket(articles: Sequence[Article], unit: Unit) -> Grouped:
    out: Grouped = {}
    for article in articles:
        when = parse_when(article.date or "")
        name = when and bucket_of_period(when.first, when.last, unit)
        if name:
            out.setdefault(name, []).append(article)
    return out


def stats(archive: PlainArchive, words: int) -> Stats:
    """words: how many the bodies have together."""
    live = archive.live
    roles = Counter(archive.membership(a).role for a in live)
    days = [when.first for a in live if (when := parse_when(a.date or ""))]
    last = [when.last for a in live if (when := parse_when(a.date or ""))]
    return Stats(
        articles=len(live),
        stories=archive.count(live).stories,
        copies=roles["copy"],
        excerpts=roles["excerpt"],
        versions=roles["version"],
        words=words,
        undated=len(live) - len(days),
        first=date.fromordinal(min(days)).isoformat() if days else None,
        last=date.fromordinal(max(last)).isoformat() if last else None,
        outlets=_commonest(a.outlet for a in live),
        languages=_commonest(a.language for a in live),
        segments=1,
        generation=1,
    )


def _commonest(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(v for v in values if v).items(), key=lambda x: (-x[1], x[0])))
