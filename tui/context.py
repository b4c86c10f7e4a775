"""Declares what every screen and widget may ask of the application, without knowing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from morgue.core.location import Location
    from morgue.tui.desk import Desk
    from morgue.tui.exporting import Wanted
    from morgue.tui.remembered import Remembered
    from morgue.tui.settings import Settings
    from morgue.tui.view.styles import Looks
    from morgue.tui.worker import Worker
    from morgue.workspace.workspace import Workspace


class Context(Protocol):
    """The application as its screens see it.

    articles  how many articles the archive has; -1 before it is open
    remembered  how the person left it: the measure is to be kept
    progress  how far the file is that is being written; empty while there is none
    """

    location: Location
    settings: Settings
    worker: Worker
    workspace: Workspace
    desk: Desk
    articles: int
    progress: str
    remembered: Remembered

    @property
    def looks(self) -> Looks:
        """How pieces of lines look in the theme of now."""

    def write_file(self, wanted: Wanted, path: Path) -> None:
        """Begins to write articles to a file; notices say what becomes of it."""

    def stop_writing(self) -> bool:
        """Gives up the file that is being written; whether there was one."""
