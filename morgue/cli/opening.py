"""Opens the archive that the settings name, with the searches saved in it, and warns where others may change it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from morgue.cli import config
from morgue.cli.config import Settings
from morgue.core.errors import ArchiveDamaged, MorgueError

if TYPE_CHECKING:
    from morgue.core.location import Location
    from morgue.index.pipeline.archive_writer import ArchiveWriter
    from morgue.search.searcher import Searcher


def searcher(settings: Settings) -> Searcher:
    """The door to the archive; ArchiveError when it cannot be used."""
    from morgue.engines.opening import open_searcher

    door = open_searcher(settings.archive, config.outlets_file(os.environ, settings.archive))
    warn_if_exposed(settings.archive)
    saved(settings.archive)
    return door


def saved(location: Location) -> None:
    """Says what is wrong with the saved searches, if anything is: the archive is searched without them."""
    from morgue.cli.diagnostics import warn
    from morgue.engines.opening import engine_of, open_workspace

    wrong = open_workspace(location).saved.usable()[1] if engine_of(location).exists(location) else ""
    if wrong:
        warn(wrong)


def writer(settings: Settings, *, create: bool = False) -> ArchiveWriter:
    """The archive's writer; says so when anyone may change the archive besides."""
    from morgue.engines.opening import open_writer

    held = open_writer(settings.archive, create=create)
    warn_if_exposed(settings.archive)
    return held


def warn_if_exposed(location: Location) -> None:
    """Says so when others may change the archive."""
    from morgue.cli.diagnostics import warn
    from morgue.engines.opening import engine_of

    exposed = engine_of(location).exposure(location)
    if exposed is not None:
        warn(f"{exposed[0]} ({exposed[1]})")


def explained(error: BaseException, args: Sequence[str]) -> BaseException:
    """The damage of the archive when that is what lies behind an error of the program itself; else the error.

    Reads every byte of the archive, which a run that has gone wrong may cost.
    """
    if not isinstance(error, Exception) or isinstance(error, MorgueError | OSError):
        return error
    try:
        from morgue.engines.opening import engine_of

        location = config.settings(_named(args)).archive
        problems = engine_of(location).verify(location, deep=True).problems
    except MorgueError as other:
        problems = (other.what,) if isinstance(other, ArchiveDamaged) else ()
    except Exception:  # noqa: BLE001 -- what cannot be looked at explains nothing; the error itself is told
        return error
    if not problems:
        return error
    damage = ArchiveDamaged(f"the archive is damaged: {problems[0]}", "run: morgue verify --repair")
    damage.__cause__ = error
    return damage


def _named(args: Sequence[str]) -> str | None:
    """The location that --archive names on a command line."""
    for option, value in zip(args, (*args[1:], ""), strict=True):
        if option == "--":
            break
        if option == "--archive" and value:
            return value
        if option.startswith("--archive="):
            return option.partition("=")[2]
    return None
