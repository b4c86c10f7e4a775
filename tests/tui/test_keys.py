"""Keys that hold everywhere; and that every key of the table is pressed in some test of this folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from textual.command import Hit
from textual.pilot import Pilot

from morgue.tui import keymap
from morgue.tui.screens.browse.screen import BrowseScreen
from morgue.tui.screens.palette import ALSO, Commands
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
        commands = [command.title for command in Commands(main_below(pilot)).found()]
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


async def found_by(pilot: Pilot[Any], typed: str) -> list[str]:
    """The titles that the palette finds, best first."""
    hits = [hit async for hit in Commands(main_below(pilot)).search(typed) if isinstance(hit, Hit)]
    return [str(hit.match_display) for hit in sorted(hits, key=lambda hit: -hit.score)]


async def test_the_palette_is_asked_in_the_words_that_people_type(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        for typed, wanted in (
            ("export", "export: "),
            ("download", "export: "),
            ("copy link", "copy address: "),
            ("dark", "dark: "),
            ("tag", "to list: "),
            ("bookmark", "to list: "),
            ("duplicates", "copies: "),
            ("annotate", "note: "),
        ):
            titles = await found_by(pilot, typed)
            assert any(title.startswith(wanted) for title in titles[:3]), (typed, titles)
        helps = [hit.help async for hit in Commands(main(pilot)).search("export")]
        assert "key e" in helps
        await key(pilot, "app.palette")
        await pilot.pause(0.5)
        await pilot.press("escape")


async def test_what_is_used_most_comes_first_in_the_palette(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        commands = {command.title: command for command in Commands(main(pilot)).found()}
        light = next(title for title in commands if title.startswith("light: "))
        await commands[light].run()
        await settled(pilot)
        assert pilot.app.theme == "light"
        hits = [hit async for hit in Commands(main(pilot)).discover()]
        assert isinstance(hits[0], Hit) and str(hits[0].match_display) == light


def test_other_words_belong_to_keys_that_there_are() -> None:
    assert set(ALSO) <= {f"{room}.{held.name}" for room, keys in keymap.ROOMS.items() for held in keys}


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
