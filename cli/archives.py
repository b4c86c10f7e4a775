"""Opening the archive that the settings name, with the queries saved beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.config import Settings
from cli.saved import queries

if TYPE_CHECKING:
    from search.searcher import Searcher


def searcher(settings: Settings) -> Searcher:
    """The door to the archive; ArchiveError when it cannot be used."""
    from search.searcher import Searcher

    return Searcher.open(settings.archive, queries(settings.archive))
