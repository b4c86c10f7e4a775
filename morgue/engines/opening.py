"""Opens an archive by its location, through the table of engines."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from morgue.core.location import FOLDER, Location, LocationError

if TYPE_CHECKING:
    from morgue.engines.engine import Engine
    from morgue.index.pipeline.archive_writer import ArchiveWriter
    from morgue.search.searcher import Searcher
    from morgue.workspace.workspace import Workspace

#: Scheme to the module and class of the engine, imported when first asked for.
ENGINES = {
    FOLDER: ("morgue.engines.folder", "FolderEngine"),
    "opensearch": ("morgue.engines.cluster", "ClusterEngine"),
}


def engine_of(location: Location) -> Engine:
    """The engine that holds the archive; LocationError for a scheme that no engine has."""
    named = ENGINES.get(location.scheme)
    if named is None:
        known = ", ".join(f"{scheme}://" for scheme in ENGINES if scheme != FOLDER)
        hint = f"name a folder, or one of {known}" if known else "name a folder"
        raise LocationError(f"no engine is called {location.scheme}://", hint)
    module, name = named
    return cast("Engine", getattr(import_module(module), name)())


def open_searcher(location: Location, outlets: Path | None = None) -> Searcher:
    """The archive as it is now, with the searches saved in its workspace; ArchiveError says why it cannot be used.

    outlets: the user's table of outlet names; the archive's own when None and there is one.
    """
    from morgue.search.searcher import Searcher

    engine = engine_of(location)
    backend = engine.open_backend(location, outlets)
    workspace = open_workspace(location)
    return Searcher(backend, workspace.saved.usable()[0] if engine.exists(location) else {}, sets=workspace.sets)


def open_writer(location: Location, *, create: bool = False) -> ArchiveWriter:
    """A writer to the archive; `create` makes the archive where there is none."""
    return engine_of(location).open_writer(location, create=create)


def open_workspace(location: Location) -> Workspace:
    """The workspace: what a person keeps beside the archive."""
    from morgue.workspace.workspace import Workspace

    return Workspace(engine_of(location).store(location))


def newest_version(location: Location) -> int | None:
    """The number of the newest commit; None where there is none."""
    return engine_of(location).newest_version(location)
