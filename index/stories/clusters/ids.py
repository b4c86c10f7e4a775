"""Decides which id a story keeps when articles join it or part it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import numpy as np

from morgue.index.stories.clusters.columns import StoryColumns
from morgue.index.stories.clusters.lookup import Holdings

_ORIGINAL = 0


@dataclass(frozen=True, slots=True)
class Part:
    """An article of a story: document, id and outlet (folded)."""

    doc: int
    id: str
    outlet: str | None


def with_ids(columns: StoryColumns, groups: Sequence[Sequence[Part]], holdings: Holdings) -> StoryColumns:
    """Gives each group of articles a story, the articles with the best claim first in their group.

    `columns` has each article where it was before this commit (new ones in stories of their own). A story goes where
    its original goes. Where several meet, the oldest stays and the ids of the others lead to it from now on; a group
    to which none goes is a new story, called by its first article whose id no story has.
    """
    return _Register(columns, holdings).enter(groups)


def unlike(name: str, taken: Container[str]) -> str:
    """An id for a story that cannot have this one."""
    while name in taken:
        name += "~"
    return name


class _Register:
    def __init__(self, columns: StoryColumns, holdings: Holdings) -> None:
        self._before = columns
        self._holdings = holdings
        self._story = columns.story.copy()
        self._founder: list[int] = columns.founder.tolist()
        self._outlets: list[int] = columns.outlets.tolist()
        self._names = dict(columns.names)
        self._aliases = dict(columns.aliases)

    def enter(self, groups: Sequence[Sequence[Part]]) -> StoryColumns:
        claims = self._claims(groups)
        moved = {s: min(claims[g]) for g in claims for s in claims[g]}
        self._aliases = {name: moved.get(s, s) for name, s in self._aliases.items()}
        for g, group in enumerate(groups):
            if claims[g]:
                self._keep(min(claims[g]), group)
        self._give_way()
        for g, group in enumerate(groups):
            if not claims[g]:
                claims[g] = [self._open(group)]
            first, *others = sorted(claims[g])
            for other in others:
                self._retire(other, first)
            self._story[[part.doc for part in group]] = first
            self._outlets[first] = max(1, len({part.outlet for part in group} - {None}))
        return replace(
            self._before,
            story=self._story,
            founder=np.array(self._founder, np.int32),
            outlets=np.array(self._outlets, np.int32),
            names=self._names,
            aliases=self._aliases,
        )

    def _claims(self, groups: Sequence[Sequence[Part]]) -> dict[int, list[int]]:
        """The stories that go to each group."""
        best: dict[int, tuple[tuple[bool, bool, int, int], int]] = {}
        for g, group in enumerate(groups):
            for rank, part in enumerate(group):
                story = int(self._before.story[part.doc])
                original = self._before.role[part.doc] == _ORIGINAL and self._before.of[part.doc] < 0
                claim = ((not original, self._founder[story] != part.doc, rank, part.doc), g)
                best[story] = min(best.get(story, claim), claim)
        claims: dict[int, list[int]] = defaultdict(list)
        for story, (_, g) in best.items():
            claims[g].append(story)
        return claims

    def _keep(self, story: int, group: Sequence[Part]) -> None:
        """A story whose founder is no longer in it is called by name."""
        founder = self._founder[story]
        if founder >= 0 and all(part.doc != founder for part in group):
            self._names[story] = self._id_of(story)
            self._founder[story] = -1

    def _give_way(self) -> None:
        """An article that comes again as another text does not call its story as that which it founded before."""
        kept = set(self._names.values()) - set(self._before.names.values())
        first = len(self._before.articles)
        new = [s for s in range(first, len(self._founder)) if self._founder[s] >= 0] if kept else []
        for story, article in zip(new, self._holdings.headers([self._founder[s] for s in new]), strict=True):
            if article.id in kept:
                self._names[story] = unlike(article.id, set(self._names.values()) | self._aliases.keys())
                self._founder[story] = -1

    def _open(self, group: Sequence[Part]) -> int:
        """A new story for articles that left one."""
        taken = set(self._names.values()) | self._aliases.keys()
        story = len(self._founder)
        free = next((part for part in group if part.id not in taken), None)
        self._founder.append(free.doc if free else -1)
        self._outlets.append(1)
        if free is None:
            self._names[story] = unlike(group[0].id, taken)
        return story

    def _retire(self, story: int, into: int) -> None:
        """A story that was there before this commit and met an older one."""
        if story < len(self._before.articles):
            self._aliases[self._id_of(story)] = into
        self._names.pop(story, None)
        self._founder[story] = -1

    def _id_of(self, story: int) -> str:
        founder = self._founder[story]
        return self._names[story] if founder < 0 else self._holdings.headers([founder])[0].id
