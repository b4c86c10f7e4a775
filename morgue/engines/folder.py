"""Holds an archive in a folder of this machine: the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.core.errors import ArchiveDamaged

if TYPE_CHECKING:
    from morgue.core.article import Article
    from morgue.core.health import Check, Repair, Verdict
    from morgue.core.location import Location
    from morgue.engines.engine import Contents
    from morgue.index.archive.snapshot import Snapshot
    from morgue.index.archive.writer import Writer
    from morgue.index.sources.sharing import Alone
    from morgue.search.local.backend import LocalBackend
    from morgue.workspace.store import FolderStore

#: Bytes of a table of outlets at most.
_MOST_OUTLETS = 4 << 20


class FolderEngine:
    """Archives in folders; satisfies `morgue.engines.engine.Engine`."""

    def check(self, location: Location) -> None:
        """Returns when there is a usable archive."""
        from morgue.index.archive.archive import Archive

        Archive.open(location.path)

    def exists(self, location: Location) -> bool:
        """Whether the folder exists."""
        return location.path.is_dir()

    def open_backend(self, location: Location, outlets: Path | None) -> LocalBackend:
        """The newest generation, every file of it open."""
        from morgue.index.archive.archive import Archive
        from morgue.search.local.backend import LocalBackend

        folder = location.path
        if outlets is None:
            with suppress(ArchiveDamaged):  # a table that cannot be used is told where settings are read
                outlets = self.outlets_file(location)
        return LocalBackend(Archive.open(folder).snapshot(), outlets, folder)

    def newest_version(self, location: Location) -> int | None:
        """The newest generation's number."""
        from morgue.index.archive import manifest

        return next(iter(manifest.generations(location.path)), None)

    def open_writer(self, location: Location, *, create: bool) -> Writer:
        """The writer, who holds the archive's lock."""
        from morgue.index.archive.archive import Archive
        from morgue.index.archive.writer import Writer

        folder = location.path
        return Writer(Archive.open_or_create(folder) if create else Archive.open(folder))

    def sharing(self, location: Location) -> Alone:
        """One machine reads everything."""
        from morgue.index.sources.sharing import Alone

        return Alone()

    def contents(self, location: Location) -> Contents:
        """Every live article of the newest generation, and its forgotten ones."""
        from morgue.engines.engine import Contents
        from morgue.index.archive import overlay
        from morgue.index.archive.archive import Archive

        archive = Archive.open(location.path)
        current = archive.current()
        forgotten = set(overlay.of(location.path, current).forgotten.tolist())
        buried = overlay.tombstone(location.path, current)
        forgotten.update(() if buried is None else buried.forgotten.tolist())
        return Contents(_stored(archive.snapshot()), tuple(sorted(forgotten)))

    def store(self, location: Location) -> FolderStore:
        """The archive's own folder."""
        from morgue.workspace.store import FolderStore

        return FolderStore(location.path)

    def outlets_file(self, location: Location) -> Path | None:
        """`outlets.toml` in the folder."""
        return _own_outlets(location.path)

    def exposure(self, location: Location) -> tuple[str, str] | None:
        """A folder that anyone on the machine may change (always so on exFAT and WSL drives)."""
        from morgue.index.archive.access import writable_by_all

        folder = location.path
        if not writable_by_all(folder):
            return None
        return (f"anyone may change {folder}", f"run: chmod o-w {folder}; on exFAT and WSL drives it is always so")

    def health(self, location: Location) -> Iterator[Check]:
        """Free space, whether the archive opens, who may change it, what it holds, whether every byte is as written."""
        from morgue.engines.folder_health import checks

        return checks(self, location)

    def verify(self, location: Location, deep: bool = False) -> Verdict:
        """Reads every byte and compares it with what was written; `deep` decodes all that is packed too."""
        from morgue.index.archive.maintenance.repair import verify

        return verify(location.path, deep)

    def repair(self, location: Location) -> Repair | None:
        """Goes back to the last whole generation, or rebuilds from the stored articles."""
        from morgue.index.archive.maintenance.repair import repair

        return repair(location.path)

    def renew(self, location: Location) -> Repair:
        """Indexes the stored articles anew, in place."""
        from morgue.index.archive.maintenance.renewal import renew

        return renew(location.path)


def _stored(snapshot: Snapshot) -> Iterator[tuple[Article, tuple[tuple[int, int], ...]]]:
    for view in snapshot.segments:
        for doc in range(view.reader.doc_count):
            if view.live is None or view.live[doc]:
                yield view.reader.stored(doc), view.reader.furniture(doc)


def _own_outlets(folder: Path) -> Path | None:
    """The folder's table of outlets; ArchiveDamaged for one that is no regular file, or a huge one."""
    from morgue.core import regular_files

    path = regular_files.rooted(folder) / "outlets.toml"
    try:
        size = regular_files.size(path)
    except OSError:
        return None
    if size is not None and size > _MOST_OUTLETS:
        raise regular_files.TooLarge(path, size, _MOST_OUTLETS)
    return None if size is None else path
