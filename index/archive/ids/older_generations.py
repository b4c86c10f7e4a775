"""Finds articles that an older generation on disk still holds though the newest does not."""

from __future__ import annotations

from collections.abc import Sequence, Set
from contextlib import suppress
from pathlib import Path

from morgue.core.errors import ArchiveError
from morgue.index.archive import manifest
from morgue.index.codec.reader import SegmentReader


def in_older_generations(folder: Path, current: Set[str], ids: Sequence[str]) -> list[str]:
    """Those of the ids that stand in segments of older generations other than the current ones; repeats may occur."""
    there: list[str] = []
    for generation in manifest.generations(folder)[1:]:
        with suppress(ArchiveError, FileNotFoundError):
            older = [s.name for s in manifest.read(folder, generation).segments if s.name not in current]
            readers = [SegmentReader(folder, name) for name in older]
            there += [i for i in ids if any(r.find_id(i) is not None for r in readers)]
    return there
