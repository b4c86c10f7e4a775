"""Holds archives in an OpenSearch cluster: `opensearch://host:9200/name`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.core.errors import ArchiveError, MorgueError
from morgue.core.health import Check, no_archive

if TYPE_CHECKING:
    from morgue.core.health import Repair, Verdict
    from morgue.core.location import Location
    from morgue.engines.cluster_store import ClusterStore
    from morgue.engines.engine import Contents
    from morgue.index.cluster.claims import Claims
    from morgue.index.cluster.http import Connection
    from morgue.index.cluster.writer import ClusterWriter
    from morgue.search.cluster.backend import ClusterBackend


class ClusterEngine:
    """Archives in a cluster; satisfies `morgue.engines.engine.Engine`."""

    def check(self, location: Location) -> None:
        """Returns when there is a usable archive."""
        from morgue.index.cluster import archive

        archive.check(_connection(location, readers=True))

    def exists(self, location: Location) -> bool:
        """Whether the archive's record is there, usable or not."""
        from morgue.index.cluster import archive

        try:
            return archive.read(_connection(location, readers=True)) is not None
        except MorgueError:
            return False

    def open_backend(self, location: Location, outlets: Path | None) -> ClusterBackend:
        """The newest commit."""
        from morgue.search.cluster.backend import ClusterBackend

        return ClusterBackend(_connection(location, readers=True), outlets)

    def newest_version(self, location: Location) -> int | None:
        """The newest commit's number."""
        from morgue.index.cluster import archive

        held = archive.read(_connection(location, readers=True))
        return None if held is None else held.record.generation

    def open_writer(self, location: Location, *, create: bool) -> ClusterWriter:
        """A writer; it shares the archive with others, who take turns."""
        from morgue.index.cluster import archive
        from morgue.index.cluster.writer import ClusterWriter

        connection = _connection(location)
        if create:
            archive.create(connection)
        else:
            archive.check(connection)
        return ClusterWriter(connection)

    def sharing(self, location: Location) -> Claims:
        """Claims of files in the cluster."""
        from morgue.index.cluster.claims import Claims

        return Claims(_connection(location))

    def contents(self, location: Location) -> Contents:
        """Every article, also of an archive that another version's analyzer made; and its forgotten ones."""
        from morgue.core.errors import ArchiveTooOld
        from morgue.engines.engine import Contents
        from morgue.index.cluster import archive
        from morgue.index.cluster.filing.rows import Rows

        connection = _connection(location)
        with suppress(ArchiveTooOld):
            archive.check(connection)
        rows = Rows(connection)
        return Contents(rows.stored(), tuple(rows.forgotten()))

    def store(self, location: Location) -> ClusterStore:
        """Documents beside the archive's record."""
        from morgue.engines.cluster_store import ClusterStore

        return ClusterStore(_connection(location, readers=True))

    def outlets_file(self, location: Location) -> Path | None:
        """None: a cluster keeps no such file; the user's own settings may name one."""
        return None

    def exposure(self, location: Location) -> tuple[str, str] | None:
        """A node elsewhere that is reached without encryption."""
        address = _connection(location).address
        if address.tls or all(h.startswith(("127.", "localhost", "[::1]")) for h in address.hosts):
            return None
        return (f"the connection to {address.hosts[0]} is not encrypted", "leave out tls=off, see docs/cluster.md")

    def health(self, location: Location) -> Iterator[Check]:
        """The cluster's own health, its disks, whether writing is allowed, what the archive holds."""
        from morgue.index.cluster import archive
        from morgue.index.cluster.health import checks

        try:
            connection = _connection(location, readers=True)
            archive.check_server(connection)
        except MorgueError as error:
            yield Check("cluster", False, error.what, error.hint)
            return
        yield from checks(connection)
        if (trouble := no_archive(lambda: archive.check(connection))) is not None:
            yield trouble
            return
        yield Check("archive", True, connection.address.shown)
        yield from self._contents(location)
        yield self._searches(location)

    def _contents(self, location: Location) -> Iterator[Check]:
        try:
            backend = self.open_backend(location, None)
            try:
                yield from backend.health()
            finally:
                backend.close()
        except MorgueError as error:
            yield Check("contents", False, error.what, error.hint)

    def _searches(self, location: Location) -> Check:
        from morgue.workspace.saved_searches import SavedSearches

        held, wrong = SavedSearches(self.store(location)).usable()
        return Check("searches", not wrong, wrong or f"saved: {len(held)}", "the archive itself is searched as ever")

    def verify(self, location: Location, deep: bool = False) -> Verdict:
        """A cluster checks its own files."""
        raise ArchiveError(f"{location} is checked by the cluster itself", "see: morgue doctor")

    def repair(self, location: Location) -> Repair | None:
        """A cluster mends its own files from its replicas."""
        raise ArchiveError(f"{location} is mended by the cluster itself, from its replicas", "see: morgue doctor")

    def renew(self, location: Location) -> Repair:
        """An archive of older rules is copied into a new one."""
        raise ArchiveError(
            f"{location} is not indexed anew in place", "copy it into a new archive: morgue copy FROM TO"
        )


def _connection(location: Location, *, readers: bool = False) -> Connection:
    from morgue.index.cluster.address import parse
    from morgue.index.cluster.http import PATIENCE, READERS_PATIENCE, Connection

    return Connection(parse(location.rest, os.environ), READERS_PATIENCE if readers else PATIENCE)
