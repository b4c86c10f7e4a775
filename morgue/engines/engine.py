"""Declares what an engine must offer to hold archives: reading, writing, upkeep, and a place for the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from morgue.core.article import Article
    from morgue.core.health import Check, Repair, Verdict
    from morgue.core.location import Location
    from morgue.index.pipeline.archive_writer import ArchiveWriter
    from morgue.index.sources.sharing import Sharing
    from morgue.search.backend import Backend
    from morgue.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Contents:
    """All that an archive was made of, to be filed elsewhere.

    articles   in the archive's order, bodies as they were extracted, with the spans that are left out of them
    forgotten  what is kept of the articles that were removed on purpose
    """

    articles: Iterator[tuple[Article, tuple[tuple[int, int], ...]]]
    forgotten: tuple[int, ...]


class Engine(Protocol):
    """One kind of archive. Every method raises ArchiveError or a subclass, which says what is wrong and what to do."""

    def check(self, location: Location) -> None:
        """Returns when there is a usable archive; raises ArchiveMissing or another ArchiveError otherwise. Cheap."""

    def exists(self, location: Location) -> bool:
        """Whether a workspace could be there: the folder or index exists, usable or not."""

    def open_backend(self, location: Location, outlets: Path | None) -> Backend:
        """The newest commit, open for reading. outlets: the user's table of outlet names."""

    def newest_version(self, location: Location) -> int | None:
        """The number of the newest commit, to be compared with `Backend.version`; None where there is none."""

    def open_writer(self, location: Location, *, create: bool) -> ArchiveWriter:
        """A writer, of which there is one at a time; `create` makes the archive where there is none."""

    def sharing(self, location: Location) -> Sharing:
        """Which files this machine reads, where several read the same ones for the archive."""

    def contents(self, location: Location) -> Contents:
        """Everything that another archive needs to become the same; read as it is asked for."""

    def store(self, location: Location) -> Store:
        """Where the archive's workspace is kept."""

    def outlets_file(self, location: Location) -> Path | None:
        """The archive's own table of outlet names, where it has one."""

    def exposure(self, location: Location) -> tuple[str, str] | None:
        """Who else may change the archive and what to do about it, where that is worth a warning."""

    def health(self, location: Location) -> Iterator[Check]:
        """The checks of the archive, whether it can be opened or not."""

    def verify(self, location: Location, deep: bool = False) -> Verdict:
        """Reads every byte and compares it with what was written; `deep` decodes all that is packed too."""

    def repair(self, location: Location) -> Repair | None:
        """Mends what can be mended; None when nothing was wrong."""

    def renew(self, location: Location) -> Repair:
        """Indexes the stored articles anew, in place: for an archive that an older version of the program made."""
