"""Opening the archive that the settings name, with the searches saved in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cli.config import Settings

if TYPE_CHECKING:
    from search.searcher import Searcher


def searcher(settings: Settings) -> Searcher:
    """The door to the archive; ArchiveError when it cannot be used."""
    from search.searcher import Searcher

    return Searcher.open(settings.archive, saved(settings.archive))


def saved(folder: Path) -> Mapping[str, str]:
    """The searches saved in an archive; none where there is no archive."""
    if not folder.is_dir():
        return {}
    from search.saved import SavedSearches

    return SavedSearches(folder).all()
