"""Measures how far reading has come, in bytes of the named files as they lie on disk."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from morgue.core.article import Rejected
from morgue.index.sources import walk


class Gauge:
    """Counts along while `read` runs. Standard input has no size, so with it the share stays unknown."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._total = 0 if "-" in paths else sum(_size(path) for path in paths)
        self._before = self._now = 0

    @property
    def share(self) -> float | None:
        """0 to 1; None while it cannot be known."""
        return min(1.0, (self._before + self._now) / self._total) if self._total else None

    def at(self, position: int) -> None:
        """So many bytes of the present file have been read."""
        self._now = position

    def next_file(self) -> None:
        """The present file has been read."""
        self._before, self._now = self._before + self._now, 0


def _size(path: str) -> int:
    """Bytes of the files below a path, as far as they can be seen."""
    total = 0
    for found in walk.files(path):
        if not isinstance(found, Rejected):
            with suppress(OSError):
                total += Path(found[0]).stat().st_size
    return total
