"""What a running application shows: its screen as text and as a map of weights, and waiting until it is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

from rich.segment import Segment
from textual.notifications import Notification, Notifications
from textual.pilot import Pilot

from morgue.core.location import Location
from morgue.tui import state
from morgue.tui.app import Browser
from morgue.tui.keymap import ROOMS
from morgue.tui.screens.browse.screen import BrowseScreen
from morgue.tui.settings import Settings
from morgue.tui.state import Browsing
from tests.tui.hand import Hand

#: What a session leaves in an archive of its own accord.
KEPT = ("asked.jsonl", "read.jsonl", "places.json")


class _Remembered(Notifications):
    """Remembers all that the program said: what it shows of it is gone after seconds, before a busy machine looks."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def add(self, notification: Notification) -> Self:
        """Adds one, as Textual does."""
        self.messages.append(notification.message)
        return super().add(notification)


@asynccontextmanager
async def browsing(
    archive: Path | Location,
    query: str = "",
    size: tuple[int, int] = (120, 36),
    settings: Settings | None = None,
    *,
    fresh: bool = True,
) -> AsyncIterator[Pilot[None]]:
    """The program in a terminal of this size, its first answer there; `fresh` forgets earlier sessions."""
    if isinstance(archive, Path):
        for name in KEPT if fresh else ():
            (archive / name).unlink(missing_ok=True)
        archive = Location.of_folder(archive)
    app = Browser(archive, Browsing(query), settings or Settings(look=0.1))
    app.animation_level = "none"
    app._notifications = _Remembered()
    async with app.run_test(size=size):
        pilot = Hand(app)
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[Any]) -> None:
    """Waits until the worker has nothing to do and every message was heard."""
    app = pilot.app
    assert isinstance(app, Browser)
    for _ in range(12_000):
        await pilot.pause()
        if app._exit or app._exception is not None:
            return
        if quiet(app):
            await pilot.pause()
            if quiet(app):
                return
        await asyncio.sleep(0.002)
    raise AssertionError("the worker never came to rest")


def quiet(app: Browser) -> bool:
    """Whether everything is drawn, nothing is under way and no question waits for the next key."""
    top = app.screen_stack[-1] if app.screen_stack else None
    if top is not None and (top._layout_required or top._repaint_required or top._dirty_widgets or top._callbacks):
        return False
    return app.worker.idle() and not any(isinstance(s, BrowseScreen) and s.pausing for s in app.screen_stack)


async def key(pilot: Pilot[Any], name: str, times: int = 1) -> None:
    """Presses a key of the table by its id, and waits."""
    room, _, short = name.partition(".")
    found = next(k for held, keys in ROOMS.items() if held == room for k in keys if k.name == short)
    for _ in range(times):
        await pilot.press(_pressed(found.keys.split(",")[0]))
    await settled(pilot)


def _pressed(name: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(name) if len(name) == 1 else name


async def typing(pilot: Pilot[Any], text: str) -> None:
    """Types into whatever has the focus, and waits."""
    await pilot.press(*[_pressed(char) for char in text])
    await settled(pilot)


async def asked(pilot: Pilot[Any], name: str, text: str) -> None:
    """Presses a key that asks for a line of text, and gives it."""
    await key(pilot, name)
    await typing(pilot, text)
    await pilot.press("enter")
    await settled(pilot)


def notices(pilot: Pilot[Any]) -> list[str]:
    """All that the program has said in passing, the newest last."""
    remembered = pilot.app._notifications
    assert isinstance(remembered, _Remembered)
    return remembered.messages


def main(pilot: Pilot[Any]) -> BrowseScreen:
    """The main screen, which must be on top."""
    screen = pilot.app.screen
    assert isinstance(screen, BrowseScreen)
    return screen


async def hill_gazette_alone(pilot: Pilot[Any]) -> BrowseScreen:
    """The main screen, its search narrowed to an outlet."""
    screen = main(pilot)
    screen.go(state.toggled(screen.session.state, "outlet", "Hill Gazette", "only"))
    await settled(pilot)
    return screen


def strips(pilot: Pilot[Any]) -> list[list[Segment]]:
    """The rows of the screen as the terminal gets them."""
    return [list(strip) for strip in pilot.app.screen._compositor.render_strips()]


def rows(pilot: Pilot[Any]) -> list[str]:
    """The rows as text, without spaces at their ends."""
    return ["".join(segment.text for segment in row).rstrip() for row in strips(pilot)]


def text(pilot: Pilot[Any]) -> str:
    """The whole screen."""
    return "\n".join(rows(pilot))


def weights(pilot: Pilot[Any]) -> list[str]:
    """For each row a letter a character: b bold, r reversed, u underlined, s struck, - none of these; blanks stay."""
    out = []
    for row in strips(pilot):
        line = ""
        for segment in row:
            style = segment.style
            letter = "-"
            if style is not None:
                for name, sign in (("reverse", "r"), ("strike", "s"), ("underline", "u"), ("bold", "b")):
                    if getattr(style, name):
                        letter = sign
                        break
            line += "".join(" " if char == " " else letter for char in segment.text)
        out.append(line.rstrip())
    return out


async def written(pilot: Pilot[Any], path: Path) -> str:
    """Waits until the program says what became of a file; gives what it says."""
    for _ in range(3_000):
        await pilot.pause(0.02)
        said = [message for message in notices(pilot) if path.name in message]
        if said:
            return said[-1]
    raise AssertionError(f"nothing is said of {path}")
