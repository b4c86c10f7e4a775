"""Remembers comparisons within stories from commit to commit, so that a growing story of thousands is not read anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from morgue.index.stories.clusters.article_cache import Subjects
from morgue.index.stories.similarity.align import conflict
from morgue.index.stories.similarity.forms import compare

#: Comparisons remembered of each kind (about 100 bytes each).
_MOST = 300_000


class Comparisons:
    """The results of comparing articles, by document numbers; no number may come to mean another article.

    Where numbers do, `named` gives what stays the same for the article that a number means now.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Hashable, Hashable], float] = {}
        self._conflicts: dict[tuple[Hashable, Hashable], bool] = {}
        self.named: Callable[[int], Hashable] = int

    def forget(self) -> None:
        """Forgets all, because documents have other numbers now."""
        self._kept.clear()
        self._conflicts.clear()

    def kept(self, subjects: Subjects, a: int, b: int) -> float:
        """The share of the words of a that survive in b."""
        pair = self.named(a), self.named(b)
        if pair not in self._kept:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[pair] = compare(subjects[a].form, subjects[b].form).kept
        return self._kept[pair]

    def conflict(self, subjects: Subjects, a: int, b: int) -> bool:
        """Whether a and b surely are different reports of one form."""
        pair = self.named(a), self.named(b)
        if pair not in self._conflicts:
            if len(self._conflicts) >= _MOST:
                self._conflicts.clear()
            self._conflicts[pair] = conflict(subjects[a], subjects[b])
        return self._conflicts[pair]
