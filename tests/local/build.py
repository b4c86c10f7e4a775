"""Small snapshots for tests: articles in segments, some deleted, some in stories."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from morgue.core.article import Article, Provenance
from morgue.index.archive.snapshot import SegmentView, Snapshot
from morgue.index.codec.layout import Entry
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.writer import write_segment
from morgue.index.stories.clusters.columns import StoryColumns


def article(
    number: int | str,
    body: str = "",
    title: str | None = None,
    *,
    outlet: str | None = None,
    date: str | None = None,
    language: str | None = None,
    authors: tuple[str, ...] = (),
    url: str | None = None,
) -> Article:
    """An article of Harrow Bay, with an id made from its number."""
    return Article(
        id=f"a{number:03}" if isinstance(number, int) else number,
        body=body,
        title=title,
        provenance=Provenance(path="harrow.jsonl", sha256="0" * 64, format="jsonl"),
        outlet=outlet,
        date=date,
        language=language,
        authors=authors,
        url=url,
    )


def snapshot(
    folder: Path,
    segments: Sequence[Sequence[Article]],
    deleted: Sequence[str] = (),
    stories: Sequence[Sequence[str]] = (),
    flags: dict[str, int] | None = None,
) -> Snapshot:
    """A snapshot of these segments. `stories` lists ids of one story each, the original first; others stand alone."""
    views, base, place, gone = [], 0, {}, set(deleted)
    for i, articles in enumerate(segments):
        write_segment(folder, f"s{i}", [Entry(a, flags=(flags or {}).get(a.id, 0)) for a in articles])
        reader = SegmentReader(folder, f"s{i}")
        live = np.array([a.id not in gone for a in articles], np.bool_)
        views.append(SegmentView(reader, base, None if live.all() else live))
        place.update({a.id: base + n for n, a in enumerate(articles)})
        base += len(articles)
    outlets = {a.id: a.outlet for s in segments for a in s}
    return Snapshot(1, tuple(views), _columns(place, gone, stories, outlets))


def _columns(
    place: dict[str, int], gone: set[str], stories: Sequence[Sequence[str]], outlets: dict[str, str | None]
) -> StoryColumns:
    grouped = {i for s in stories for i in s}
    groups = [[i for i in s if i not in gone] for s in stories]
    groups += [[i] for i in place if i not in grouped and i not in gone]
    groups = [g for g in groups if g]
    n = len(place)
    story, role, of = np.full(n, -1, np.int32), np.zeros(n, np.uint8), np.full(n, -1, np.int32)
    kept = np.full(n, np.nan, np.float32)
    counts = np.zeros((4, len(groups)), np.int32)
    for number, group in enumerate(groups):
        for j, name in enumerate(group):
            doc = place[name]
            story[doc] = number
            if j:
                role[doc], of[doc], kept[doc] = 1 + (j - 1) % 3, place[group[0]], 0.5
        roles = [int(role[place[i]]) for i in group]
        names = {outlets[i] for i in group if outlets[i]}
        counts[:, number] = len(group), sum(r in (1, 2) for r in roles), roles.count(3), max(1, len(names))
    founder = np.array([place[g[0]] for g in groups], np.int32)
    return StoryColumns(story, role, of, kept, founder, *counts)
