"""A newcomer's round, key by key: topic, outlet, month, read, who ran it, compare, back, save, export, quit."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from morgue.core.location import Location
from morgue.tui.screens.prompt import Prompt
from morgue.tui.screens.story import StoryScreen
from morgue.tui.screens.time import TimeScreen
from tests.tui.seen import browsing, main, notices, settled, text, written


def shown(pilot: Pilot[Any]) -> object:
    """The screen on top."""
    return pilot.app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_round_has_no_dead_end_and_takes_few_keys(sample: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    await walk_round(shutil.copytree(sample, tmp_path / "archive"), tmp_path, size)


async def walk_round(archive: Path | Location, folder: Path, size: tuple[int, int]) -> None:
    """The round over an archive of the sample; its file is written to `folder`."""
    async with browsing(archive, "", size) as pilot:
        screen = main(pilot)
        pressed = 0

        async def press(*keys: str) -> None:
            nonlocal pressed
            for one in keys:
                await pilot.press(one)
                await settled(pilot)
            pressed += len(keys)

        await pilot.press(*"strike")
        pressed += len("strike")
        await press("enter")
        assert screen.hits.has_focus and screen.hits.total > 5
        await press("f", "right", "enter")
        chosen: list[object] = [*screen.session.state.include]
        assert len(chosen) == 1 and "×]" in text(pilot)
        await press("escape", "t")
        assert isinstance(shown(pilot), TimeScreen)
        await press("s")
        when: object = screen.session.state.when
        assert when is not None and screen.hits.total > 0
        await press("x", "enter")
        chosen = [*screen.session.state.include]
        assert screen.reader.has_focus and chosen == []
        await press("v")
        assert isinstance(shown(pilot), StoryScreen)
        await press("s", "q")
        assert main(pilot).reader.has_focus
        await press("S", "s", "enter")
        assert "saved as @s" in notices(pilot)[-1]
        await press("e")
        assert isinstance(shown(pilot), Prompt)
        pilot.app.screen.query_one(Input).value = str(folder / "out.csv")
        await press("enter")
        assert "written" in await written(pilot, folder / "out.csv")
        await press("q", "q")
        assert pilot.app._exit and pressed <= 35, pressed
