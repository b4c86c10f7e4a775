"""Files the stories that a commit touched anew (partition, roles, ids), and carries the other columns over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from morgue.core.article import ROLES
from morgue.core.loading.arrays import NDArray
from morgue.index.stories.clusters.article_cache import Subjects
from morgue.index.stories.clusters.columns import StoryColumns
from morgue.index.stories.clusters.comparison_cache import Comparisons
from morgue.index.stories.clusters.edges import Edges
from morgue.index.stories.clusters.ids import Part, with_ids
from morgue.index.stories.clusters.lookup import Holdings
from morgue.index.stories.clusters.matching import Texts
from morgue.index.stories.clusters.partition import Tie, partition
from morgue.index.stories.clusters.roles import Member, member_of, standings
from morgue.index.stories.similarity.words import Hashes

_ROLE = {role: number for number, role in enumerate(ROLES)}


@dataclass(frozen=True, slots=True)
class Filing:
    """Articles to be filed: documents, ascending, with what their roles depend on, and their texts as 0..k-1.

    Texts are numbered in the order of their claim to be the original; `stand` is the document that is read for each.
    """

    docs: list[int]
    members: list[Member]
    text: list[int]
    stand: list[int]
    ties: list[Tie]


def file_stories(
    columns: StoryColumns,
    texts: Texts,
    edges: Edges,
    reached: Hashes,
    holdings: Holdings,
    subjects: Subjects,
    comparisons: Comparisons,
) -> StoryColumns:
    """Columns in which articles whose texts are `reached` are filed anew in stories; every other keeps its place.

    `columns` has all documents in a story each, new ones in one of their own, removed ones in none.
    """
    columns = replace(columns, outlets=_padded(columns.outlets, len(columns.founder)))
    if len(reached):
        filing = _filing(texts, edges, reached, holdings)
        groups = _groups(filing, subjects, comparisons)
        columns = with_ids(columns, _parts(filing, groups), holdings)  # goes by the roles there were
        columns = _with_roles(columns, filing, groups, subjects, comparisons)
    return _compact(columns)


def _parts(filing: Filing, groups: Sequence[Sequence[int]]) -> list[list[Part]]:
    """The articles of each story, the best claims first."""
    parts = []
    for group in groups:
        ranked = sorted(group, key=lambda i: filing.members[i].order)
        parts.append([Part(filing.docs[i], filing.members[i].id, filing.members[i].outlet) for i in ranked])
    return parts


def _padded(values: NDArray[np.int32], size: int) -> NDArray[np.int32]:
    return np.concatenate([values, np.ones(size - len(values), np.int32)])


def _filing(texts: Texts, edges: Edges, reached: Hashes, holdings: Holdings) -> Filing:
    docs = np.flatnonzero(np.isin(texts.name, reached))
    lengths = texts.words[docs].tolist()
    members = [member_of(a, words) for words, a in zip(lengths, holdings.headers(docs.tolist()), strict=True)]
    names = texts.name[docs].tolist()
    best: dict[int, int] = {}
    for i, name in enumerate(names):
        if name not in best or members[i].order < members[best[name]].order:
            best[name] = i
    order = sorted(best, key=lambda name: members[best[name]].order)
    number = {name: k for k, name in enumerate(order)}
    inside = edges.where(edges.touching(reached))
    columns = (inside.a, inside.b, inside.kept_ab, inside.kept_ba, inside.start, inside.end, inside.version)
    rows = zip(*(c.tolist() for c in columns), strict=True)
    ties = [Tie(number[a], number[b], *rest) for a, b, *rest in rows]
    return Filing(
        docs.tolist(),
        members,
        [number[name] for name in names],
        [int(docs[best[name]]) for name in order],
        ties,
    )


def _groups(filing: Filing, subjects: Subjects, comparisons: Comparisons) -> list[list[int]]:
    """Indexes of the articles of each story, stories in the order of their first text."""

    def contradicts(first: int, text: int) -> bool:
        return comparisons.conflict(subjects, filing.stand[first], filing.stand[text])

    story = partition(len(filing.stand), filing.ties, contradicts)
    groups: dict[int, list[int]] = defaultdict(list)
    for i, text in enumerate(filing.text):
        groups[story[text]].append(i)
    return [groups[k] for k in sorted(groups)]


def _with_roles(
    columns: StoryColumns,
    filing: Filing,
    groups: Sequence[Sequence[int]],
    subjects: Subjects,
    comparisons: Comparisons,
) -> StoryColumns:
    role, of, kept = columns.role.copy(), columns.of.copy(), columns.kept.copy()
    known: dict[tuple[int, int], float] = {}
    for tie in filing.ties:
        known[tie.a, tie.b], known[tie.b, tie.a] = tie.kept_ab, tie.kept_ba

    def share(a: int, b: int) -> float:
        if a == b:
            return 1.0
        if (a, b) in known:
            return known[a, b]
        return comparisons.kept(subjects, filing.stand[a], filing.stand[b])

    for group in groups:
        text = [filing.text[i] for i in group]
        found = standings([filing.members[i] for i in group], partial(_share_of, share, text))
        for i, standing in zip(group, found, strict=True):
            doc = filing.docs[i]
            role[doc] = _ROLE[standing.role]
            of[doc] = -1 if standing.of is None else filing.docs[group[standing.of]]
            kept[doc] = np.nan if standing.kept is None else standing.kept
    return replace(columns, role=role, of=of, kept=kept)


def _share_of(share: Callable[[int, int], float], text: Sequence[int], i: int, j: int) -> float:
    return share(text[i], text[j])


def _compact(columns: StoryColumns) -> StoryColumns:
    """Leaves out stories without articles, keeps the others' order, and counts."""
    member = columns.story >= 0
    count = np.bincount(columns.story[member], minlength=len(columns.founder))
    alive = count > 0
    ordinal = np.cumsum(alive, dtype=np.int64) - 1
    story = np.where(member, ordinal[columns.story], -1).astype(np.int32) if len(alive) else columns.story
    size = int(alive.sum())
    role, of_story = columns.role[member], story[member]
    copies = np.bincount(of_story[(role == _ROLE["copy"]) | (role == _ROLE["excerpt"])], minlength=size)
    return replace(
        columns,
        story=story,
        role=np.where(member, columns.role, 0).astype(np.uint8),
        of=np.where(member, columns.of, -1).astype(np.int32),
        kept=np.where(member, columns.kept, np.nan).astype(np.float32),
        founder=columns.founder[alive],
        articles=count[alive].astype(np.int32),
        copies=copies.astype(np.int32),
        versions=np.bincount(of_story[role == _ROLE["version"]], minlength=size).astype(np.int32),
        outlets=columns.outlets[alive],
        names={int(ordinal[s]): name for s, name in columns.names.items() if alive[s]},
        aliases={name: int(ordinal[s]) for name, s in columns.aliases.items() if alive[s]},
    )
