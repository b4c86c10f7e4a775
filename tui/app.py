"""The application: themes, the worker, and the main screen. `browse` is its only door."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Literal

from rich.console import RenderableType
from textual import on
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.command import Provider
from textual.events import Resize
from textual.screen import Screen

from morgue.core.errors import MorgueError
from morgue.core.location import Location
from morgue.engines.opening import open_workspace
from morgue.render.sanitize import safe_line
from morgue.tui import keymap, messages
from morgue.tui.desk import Desk
from morgue.tui.exporting import Export, Wanted
from morgue.tui.remembered import recall, remember
from morgue.tui.screens.browse.screen import BrowseScreen
from morgue.tui.settings import THEMES, Settings
from morgue.tui.state import Browsing
from morgue.tui.view.styles import Looks
from morgue.tui.view.themes import ALL
from morgue.tui.wire.frugal import Frugal
from morgue.tui.wire.picture import Picture
from morgue.tui.wire.terminal import Ending, erases
from morgue.tui.worker import Worker

__all__ = ["Browser", "Settings", "browse"]


def _commands() -> type[Provider]:
    """Imported when the palette is opened."""
    from morgue.tui.screens.palette import Commands

    return Commands


class Browser(App[None]):
    """Holds what all screens share; everything else is theirs."""

    CSS_PATH = "app.tcss"
    TITLE = "Morgue"
    BINDINGS = keymap.bindings("app")
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}

    def __init__(self, location: Location, start: Browsing | None = None, settings: Settings | None = None) -> None:
        # Without colour the terminal's own theme is the base: only then does Textual leave out colours altogether.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.location = location
        self.settings = settings or Settings()
        self.articles = -1
        self.progress = ""
        self._export: Export | None = None
        self._picture = Picture(erases=erases())
        self.workspace = open_workspace(location)
        self.ending: Ending | None = None
        self.worker = Worker(location, self.settings.outlets)
        self.desk = Desk(self.workspace, self.worker, self)
        self._start = start or Browsing()
        for theme in ALL:
            self.register_theme(theme)
        self.remembered = recall(self.settings.remember)
        left = self.remembered.theme if self.remembered.theme in THEMES else "dark"
        self.theme = "ansi" if self.no_color else self.settings.theme or left
        self._looks: tuple[str, Looks] = (self.theme, Looks(self.current_theme))
        self.set_keymap(dict(self.settings.keys))

    def get_default_screen(self) -> BrowseScreen:
        """The main screen is the lowest: there is nothing below it."""
        return BrowseScreen(self._start)

    def on_mount(self) -> None:
        """The archive is opened while the screen is drawn."""
        if not self.is_headless and threading.current_thread() is threading.main_thread():
            self.ending = Ending(self)
        self.worker.start()
        self.app_resume_signal.subscribe(self, self._resumed)
        strange = keymap.unknown(self.settings.keys)
        if strange:
            self.notify(f"no key is called {', '.join(strange)}", severity="warning", markup=False)

    def _resumed(self, app: App[object]) -> None:
        """What was on the terminal is gone: Textual lays the screen out anew but writes only what has changed."""
        self.call_after_refresh(self.action_redraw)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """As the base has it, but that only what the terminal does not show yet is sent."""
        sent = Frugal(renderable, self._picture) if isinstance(renderable, CompositorUpdate) else renderable
        super()._display(screen, sent)

    @on(Resize)
    def _forget_picture(self) -> None:
        self._picture.forget()

    def action_redraw(self) -> None:
        """The whole screen anew, whatever the terminal shows now."""
        self._picture.forget()
        self.screen.refresh()

    def on_unmount(self) -> None:
        """The worker lets go of the archive; what is half written goes away."""
        self.stop_writing()
        self.worker.stop()
        self.desk.finish()
        if self.remembered != recall(self.settings.remember):
            remember(self.settings.remember, self.remembered)

    @property
    def looks(self) -> Looks:
        """How pieces of lines look in the theme of now."""
        if self._looks[0] != self.theme:
            self._looks = (self.theme, Looks(self.current_theme))
        return self._looks[1]

    def refresh_css(self, animate: bool = True) -> None:
        """As the base does it; before there is a screen its rules need not be read, as they will be with the screen."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def action_help(self) -> None:
        """All keys."""
        from morgue.tui.screens.panels import Help  # as in `morgue.tui.screens.browse.search_actions`

        if not isinstance(self.screen, Help):
            self.push_screen(Help(dict(self.settings.keys)))

    def action_language(self) -> None:
        """How a query is put; what is taken there goes into the query."""
        from morgue.tui.screens.language import Language

        if not isinstance(self.screen, Language):
            below = self.screen
            self.push_screen(Language(), below.asking.take_example if isinstance(below, BrowseScreen) else None)

    def action_help_quit(self) -> None:
        """Ctrl-C ends nothing: it says what does, as a notice of ours."""
        quits = [active.binding for active in self.active_bindings.values() if active.binding.action == "quit"]
        sign = self.get_key_display(quits[0]) if quits else "q"
        self.notify(f"{sign} leaves the program", markup=False, timeout=4)

    def action_theme(self) -> None:
        """The next theme."""
        names: list[str] = list(THEMES)
        place = names.index(self.theme) if self.theme in names else -1
        self.action_dress(names[(place + 1) % len(names)])

    def action_dress(self, theme: str) -> None:
        """Takes this theme, now and whenever the browser is opened again."""
        self.theme = theme
        self.remembered = replace(self.remembered, theme=theme)

    def write_file(self, wanted: Wanted, path: Path) -> None:
        """Begins to write articles to a file, unless another is being written."""
        if self._export is not None:
            self.notify("another file is being written; esc stops that", severity="warning", markup=False)
            return
        self.progress = "writing …"
        self._export = Export(self.location, self.settings.outlets, wanted, path, self)
        self._export.start()

    def stop_writing(self) -> bool:
        """Gives up the file that is being written; whether there was one."""
        if self._export is None:
            return False
        self._export.stop()
        return True

    @on(messages.Exported)
    def _exported(self, event: messages.Exported) -> None:
        self.progress = "" if event.told else f"writing … {event.count:,}, esc stops"
        if event.told:
            self._export = None
            severity: Literal["warning", "information"] = "warning" if event.wrong else "information"
            self.notify(safe_line(event.told), severity=severity, markup=False, timeout=8)
        for screen in self.screen_stack:
            if isinstance(screen, BrowseScreen):
                screen.tell_right()

    @on(messages.DeskRead)
    def _desk_read(self, event: messages.DeskRead) -> None:
        for text in self.desk.untold(event.wrong):
            self.notify(safe_line(text), severity="warning", markup=False)
        for screen in self.screen_stack:
            if (event.fresh or event.retagged) and isinstance(screen, BrowseScreen):
                screen.show_desk(retagged=event.retagged)

    @on(messages.Failed)
    @on(messages.SavedCounted)
    def _unheard(self) -> None:
        """Answers for a screen that was left."""


def browse(location: Location, start: Browsing | None = None, settings: Settings | None = None) -> None:
    """Shows the archive on the full screen until it is left. MorgueError when this terminal cannot show it."""
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise MorgueError("this terminal cannot show a full screen", "TERM is dumb; use: morgue search QUERY")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise MorgueError("browse needs a terminal", "for pipes there is: morgue search QUERY")
    app = Browser(location, start, settings)
    if app.console.color_system == "standard" and not (app.settings.theme or app.remembered.theme):
        app.theme = "ansi"  # sixteen colours are the person's own choice
    app.run()
    if app.ending is not None:
        app.ending.go_on()
    if app.return_code:
        raise MorgueError("the browser had to stop: a fault of ours", "what failed stands above")
