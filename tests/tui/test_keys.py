"""Keys that hold everywhere; and that every key of the table is pressed in some test of this folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from morgue.tui import keymap
from morgue.tui.screens.browse.screen import BrowseScreen
from morgue.tui.screens.panels import Help
from morgue.tui.screens.time import TimeScreen
from morgue.tui.settings import Settings
from tests.tui.seen import browsing, key, main, settled, text, typing


async def test_everywhere(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        await key(pilot, "app.help")
        assert isinstance(pilot.app.screen, Help)
        assert "type a query; results follow" in text(pilot)
        await key(pilot, "panel.leave")
        main(pilot)
        await key(pilot, "app.suspend")
        assert pilot.app.is_running, "where there is no shell to go to nothing happens"
        await key(pilot, "app.redraw")
        await key(pilot, "app.theme")
        assert pilot.app.theme == "light"
        await key(pilot, "app.palette")
        assert "Search" in text(pilot)
        commands = [str(command.title) for command in pilot.app.get_system_commands(main_below(pilot))]
        assert len(commands) > 20 and len(set(commands)) == len(commands), "each command once"
        await typing(pilot, "timeline")
        for _ in range(2_000):
            await pilot.pause(0.02)
            if "timeline: the query over time" in text(pilot) and "copy:" not in text(pilot):
                break
        await pilot.press("enter")
        for _ in range(2_000):
            if isinstance(pilot.app.screen, TimeScreen):
                break
            await pilot.press("enter")
            await settled(pilot)
        assert isinstance(pilot.app.screen, TimeScreen)
        await key(pilot, "app.quit")
        assert not pilot.app.is_running or pilot.app._exit


def main_below(pilot: Pilot[Any]) -> BrowseScreen:
    """The main screen, whatever is over it."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, BrowseScreen)
    return screen


def test_every_key_is_pressed() -> None:
    """The table and the tests of keys agree: a new key needs a test."""
    told = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_keys*.py"))
    named = set(re.findall(r'key\(pilot, "([a-z]+\.[a-z_]+)"', told))
    assert named == {f"{room}.{k.name}" for room, held in keymap.ROOMS.items() for k in held}


def test_configured_keys_are_known() -> None:
    assert keymap.unknown({"hits.open": "x", "hits.fly": "y"}) == ["hits.fly"]


async def test_keys_can_be_others(sample: Path) -> None:
    async with browsing(sample, "ferry", settings=Settings(keys={"hits.open": "l", "list.down": "J"})) as pilot:
        await pilot.press("J")
        assert main(pilot).hits.cursor == 1
        await pilot.press("l")
        await settled(pilot)
        assert main(pilot).reader.has_focus
