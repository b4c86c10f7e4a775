"""Opening the archive that the settings name, with the searches saved in it; and whether it is fit to be trusted."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.cli import config
from morgue.cli.config import Settings
from morgue.core.errors import ArchiveDamaged, MorgueError

if TYPE_CHECKING:
    from morgue.search.searcher import Searcher


def searcher(settings: Settings) -> Searcher:
    """The door to the archive; ArchiveError when it cannot be used."""
    from morgue.search.searcher import Searcher

    names = config.outlets_file(os.environ, settings.archive)
    door = Searcher.open(settings.archive, saved(settings.archive), names)
    warn_if_open_to_all(settings.archive)
    return door


def saved(folder: Path) -> Mapping[str, str]:
    """The searches saved in an archive; none where there is no archive, or none that can be used, which is said."""
    if not folder.is_dir():
        return {}
    from morgue.workspace.saved_searches import SavedSearches

    held, wrong = SavedSearches(folder).usable()
    if wrong:
        from morgue.cli.diagnostics import warn

        warn(wrong)
    return held


def warn_if_open_to_all(folder: Path) -> None:
    """Says so when anyone on the machine may change the archive."""
    from morgue.cli.diagnostics import warn
    from morgue.index.archive.archive import writable_by_all

    if writable_by_all(folder):
        warn(f"anyone may change {folder} (run: chmod o-w {folder}; on exFAT and WSL drives it is always so)")


def explained(error: BaseException, args: Sequence[str]) -> BaseException:
    """The damage of the archive when that is what lies behind an error of the program itself; else the error.

    Reads every byte of the archive, which a run that has gone wrong may cost.
    """
    if not isinstance(error, Exception) or isinstance(error, MorgueError | OSError):
        return error
    try:
        from morgue.index.archive.maintenance.repair import verify

        problems = verify(config.settings(_named(args)).archive, deep=True).problems
    except MorgueError as other:
        problems = (other.what,) if isinstance(other, ArchiveDamaged) else ()
    except Exception:  # noqa: BLE001 -- what cannot be looked at explains nothing; the error itself is told
        return error
    if not problems:
        return error
    damage = ArchiveDamaged(f"the archive is damaged: {problems[0]}", "run: morgue verify --repair")
    damage.__cause__ = error
    return damage


def _named(args: Sequence[str]) -> Path | None:
    """The folder that --archive names on a command line."""
    for option, value in zip(args, (*args[1:], ""), strict=True):
        if option == "--":
            break
        if option == "--archive" and value:
            return Path(value)
        if option.startswith("--archive="):
            return Path(option.partition("=")[2])
    return None
