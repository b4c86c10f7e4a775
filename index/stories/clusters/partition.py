"""Partitions texts into stories by what ties them two by two; the order of the ties does not matter. Pure.

Texts are 0..n-1, in the order in which they may claim to be the original. Copies (each holds at least half of the
other) and versions join whatever they tie. An excerpt joins one story only, that of the text it is the largest part of,
so a passage printed in two stories does not make them one; and of the texts that one long page holds, only those that
lie where its largest part lies, so a round-up does not join the stories it strings together. A text that contradicts
its story's original in most figures leaves it, with those it brought: a report that changes a little each day does not
become one story of a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

#: From this share of the longer text a part of it is a copy, below it an excerpt.
COPY = 0.5
#: Two parts of one page lie in the same place when they overlap by this share of the shorter.
OVERLAP = 0.25


@dataclass(frozen=True, slots=True)
class Tie:
    """A verified relation between texts a and b.

    kept_ab, kept_ba   shares of a's words in b, of b's in a
    start, end         where in the longer one the shorter lies
    version            captures of one page
    """

    a: int
    b: int
    kept_ab: float
    kept_ba: float
    start: float
    end: float
    version: bool

    @property
    def strong(self) -> bool:
        """Whether the two are one text rather than a part and a whole."""
        return self.version or min(self.kept_ab, self.kept_ba) >= COPY

    @property
    def part(self) -> int:
        """The text of the two that is a part of the other, by the greater share."""
        return self.a if (self.kept_ab, -self.a) > (self.kept_ba, -self.b) else self.b

    @property
    def whole(self) -> int:
        """The text that `part` is a part of."""
        return self.a + self.b - self.part


class Groups:
    """Disjoint sets of 0..n-1; the smallest member names each."""

    def __init__(self, count: int) -> None:
        self._up = list(range(count))

    def find(self, i: int) -> int:
        """The name of the set that holds i."""
        while self._up[i] != i:
            self._up[i] = self._up[self._up[i]]
            i = self._up[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Makes one set of two."""
        i, j = self.find(i), self.find(j)
        self._up[max(i, j)] = min(i, j)


def partition(count: int, ties: Iterable[Tie], contradicts: Callable[[int, int], bool]) -> list[int]:
    """The story of each text, named by its first text: list of `count`.

    `contradicts(first, text)` says whether a text surely reports something else than a story's first text; it is asked
    only of texts that are joined, but not directly.
    """
    ties = list(ties)
    groups = _joined(count, [t for t in ties if t.strong], contradicts)
    return _attached(groups, [t for t in ties if not t.strong])


def _joined(count: int, ties: Sequence[Tie], contradicts: Callable[[int, int], bool]) -> list[int]:
    """Sets of strongly tied texts, those taken out that contradict the first of their set."""
    near: dict[int, set[int]] = defaultdict(set)
    for tie in ties:
        near[tie.a].add(tie.b)
        near[tie.b].add(tie.a)
    story = list(range(count))
    waiting = [set(near)]
    while waiting:
        for members in _components(waiting.pop(), near):
            first = min(members)
            out = {m for m in members if m != first and m not in near[first] and contradicts(first, m)}
            inside = next(c for c in _components(members - out, near) if first in c) if out else members
            for m in inside:
                story[m] = first
            if len(inside) < len(members):
                waiting.append(members - inside)
    return story


def _components(members: set[int], near: dict[int, set[int]]) -> list[set[int]]:
    found: list[set[int]] = []
    left = set(members)
    while left:
        reached = {left.pop()}
        edge = list(reached)
        while edge:
            step = near[edge.pop()] & left
            left -= step
            reached |= step
            edge.extend(step)
        found.append(reached)
    return found


def _attached(story: list[int], ties: Sequence[Tie]) -> list[int]:
    """Sets of texts with each set of excerpts put to at most one other."""
    best: dict[tuple[int, int], Tie] = {}
    for tie in ties:
        key = story[tie.part], story[tie.whole]
        if key[0] != key[1] and (key not in best or _weight(tie) > _weight(best[key])):
            best[key] = tie
    parts: dict[int, list[Tie]] = defaultdict(list)
    for tie in best.values():
        parts[tie.whole].append(tie)
    largest = {whole: max(found, key=_weight) for whole, found in parts.items()}
    groups = Groups(len(story))
    chosen: dict[int, Tie] = {}
    for (part, _), tie in best.items():
        if _overlap(tie, largest[tie.whole]) and (part not in chosen or _weight(tie) > _weight(chosen[part])):
            chosen[part] = tie
    for part, tie in chosen.items():
        groups.join(part, story[tie.whole])
    return [groups.find(s) for s in story]


def _weight(tie: Tie) -> tuple[float, float, int, int]:
    """How much of the whole a part is; equal ones in the order of the texts."""
    share = tie.kept_ba if tie.part == tie.a else tie.kept_ab
    return share, max(tie.kept_ab, tie.kept_ba), -tie.whole, -tie.part


def _overlap(a: Tie, b: Tie) -> bool:
    common = min(a.end, b.end) - max(a.start, b.start)
    return common >= OVERLAP * min(a.end - a.start, b.end - b.start)
