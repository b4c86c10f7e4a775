"""Decides which of several machines that were given the same files reads a file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Sharing(Protocol):
    """Asked before each file is read, and once more for those that others had taken when all else is read."""

    def take(self, path: Path, size: int, last: bool = False) -> bool:
        """Whether this run is to read the file of that path and size (bytes).

        last: wait until it is known whether the run that took the file still lives.
        """

    def close(self, *, whole: bool) -> None:
        """At the end of a run; whole: everything that was taken is in the archive."""


class Alone:
    """One machine, which reads everything."""

    def take(self, path: Path, size: int, last: bool = False) -> bool:
        """Always: nobody else reads."""
        return True

    def close(self, *, whole: bool) -> None:
        """Does nothing: nobody waits for it."""
