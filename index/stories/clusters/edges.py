"""Holds the verified relations between texts as columns; a text is named by a 64-bit hash of its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.stories.similarity.align import Relation
from morgue.index.stories.similarity.words import Hashes

Flags = NDArray[np.bool_]
Shares = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Edges:
    """Relations a[i] - b[i], a < b; shares and places as in `Relation`.

    version   captures of one page
    linked    found by address or headline, not by the words
    """

    a: Hashes
    b: Hashes
    kept_ab: Shares
    kept_ba: Shares
    start: Shares
    end: Shares
    version: Flags
    linked: Flags

    def __len__(self) -> int:
        return len(self.a)

    @classmethod
    def none(cls) -> Edges:
        """No edges."""
        return cls.of([])

    @classmethod
    def of(cls, found: Iterable[tuple[int, int, Relation, bool]]) -> Edges:
        """From (a, b, relation, linked), a < b."""
        rows = list(found)
        shares = np.array([(r.kept_ab, r.kept_ba, r.start, r.end) for _, _, r, _ in rows], np.float32).reshape(-1, 4)
        return cls(
            np.array([a for a, _, _, _ in rows], np.uint64),
            np.array([b for _, b, _, _ in rows], np.uint64),
            shares[:, 0].copy(),
            shares[:, 1].copy(),
            shares[:, 2].copy(),
            shares[:, 3].copy(),
            np.array([r.kind == "version" for _, _, r, _ in rows], np.bool_),
            np.array([linked for _, _, _, linked in rows], np.bool_),
        )

    def where(self, keep: Flags) -> Edges:
        """The edges at which a mask is true."""
        return replace(self, **{f.name: getattr(self, f.name)[keep] for f in fields(self)})

    def plus(self, other: Edges) -> Edges:
        """These edges together with others."""
        return replace(
            self, **{f.name: np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(self)}
        )

    def touching(self, texts: Hashes) -> Flags:
        """A mask of the edges that have one of these texts."""
        return np.isin(self.a, texts) | np.isin(self.b, texts)

    def reach(self, texts: Hashes) -> Hashes:
        """All texts that edges lead to from these, themselves included; ascending."""
        reached = np.unique(texts)
        while True:
            touched = self.touching(reached)
            wider = np.unique(np.concatenate([reached, self.a[touched], self.b[touched]]))
            if len(wider) == len(reached):
                return reached
            reached = wider

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays of the edges by their names in a file."""
        return {f"edge_{f.name}": getattr(self, f.name) for f in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Edges:
        """The edges of which `to_arrays` gave the arrays."""
        return cls(**{f.name: np.array(arrays[f"edge_{f.name}"]) for f in fields(cls)})
