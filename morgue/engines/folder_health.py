"""Checks an archive in a folder for `morgue doctor`: space, access, contents, and every byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.core.errors import MorgueError
from morgue.core.health import Check, no_archive

if TYPE_CHECKING:
    from morgue.core.location import Location
    from morgue.engines.engine import Engine

#: Free bytes below which indexing is likely to fail.
_LOW = 1_000_000_000


def checks(engine: Engine, location: Location) -> Iterator[Check]:
    """Free space, whether the archive opens, who may change it, what it holds, whether every byte is as written."""
    yield _disk(location.path)
    if (trouble := no_archive(lambda: engine.check(location))) is not None:
        yield trouble
        return
    from morgue.index.archive.archive import Archive

    yield Check("archive", True, f"{location}, {_size(Archive.open(location.path).bytes_on_disk())}")
    exposed = engine.exposure(location)
    yield Check("access", exposed is None, "anyone may change it" if exposed else "yours", f"chmod o-w {location}")
    yield from _guarded("contents", lambda: next(engine.open_backend(location, None).health()))
    yield from _guarded("whole", lambda: _whole(engine, location))
    yield _searches(engine, location)


def _whole(engine: Engine, location: Location) -> Check:
    problems = engine.verify(location).problems
    seen = "; ".join(problems) or "every byte as written"
    return Check("whole", not problems, seen, "run: morgue verify --repair")


def _searches(engine: Engine, location: Location) -> Check:
    from morgue.workspace.saved_searches import SavedSearches

    held, wrong = SavedSearches(engine.store(location)).usable()
    return Check("searches", not wrong, wrong or f"saved: {len(held)}", "the archive itself is searched as ever")


def _disk(folder: Path) -> Check:
    import shutil

    there = next(path for path in [folder, *folder.parents] if path.exists())
    free = shutil.disk_usage(there).free
    return Check("disk", free >= _LOW, f"{_size(free)} free for {folder}", "free some space before indexing")


def _size(count: int) -> str:
    from morgue.render.labels import size

    return size(count)


def _guarded(name: str, look: Callable[[], Check]) -> Iterator[Check]:
    try:
        yield look()
    except MorgueError as error:
        yield Check(name, False, error.what, error.hint)
