"""Keys of the other screens and panels: who ran it, over time, similar stories, lists."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import Input

from morgue.tui.screens.desk.kwic import KwicScreen
from morgue.tui.screens.panels import Choosing, ListPanel, ListsPanel
from morgue.tui.screens.prompt import Prompt
from morgue.tui.screens.story import ChangesView, StoryScreen
from morgue.tui.screens.time import TimeScreen
from morgue.tui.widgets.panel import ChoiceList
from tests.tui.seen import browsing, key, main, rows, settled, text, typing, written


async def test_who_ran_it(sample: Path) -> None:
    async with browsing(sample, "ferry strike collapsed") as pilot:
        await key(pilot, "browse.story")
        screen = pilot.app.screen
        assert isinstance(screen, StoryScreen)
        shown = text(pilot)
        assert "outlets · 5 articles" in shown and "original" in shown and "copy" in shown
        changes = screen.query_one(ChangesView)
        assert changes.count > 0
        await key(pilot, "story.next_change")
        assert changes.current == 0 and f"change 1 of {changes.count}" in rows(pilot)[-1]
        await key(pilot, "story.previous_change")
        assert changes.current == changes.count - 1
        await key(pilot, "story.side")
        assert any(" │ " in row for row in rows(pilot))
        await key(pilot, "story.side")
        place = screen.members.cursor
        await key(pilot, "story.other")
        assert screen.members.cursor == place - 1
        await key(pilot, "story.another")
        assert screen.members.cursor == place
        await key(pilot, "story.versions")
        member = screen.member
        assert member is not None
        await key(pilot, "story.read")
        setting = main(pilot).reader.setting
        assert setting is not None and setting.filed.article.id == member.article.id
        await key(pilot, "browse.story")
        await key(pilot, "story.leave")
        main(pilot)


async def test_over_time(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        await key(pilot, "browse.time")
        screen = pilot.app.screen
        assert isinstance(screen, TimeScreen)
        assert "by month" in rows(pilot)[0]
        assert screen.chart.start == "2020-02", "the busiest bucket is the one looked at first"
        await key(pilot, "time.later")
        assert screen.chart.start == "2020-03"
        await key(pilot, "time.earlier")
        await key(pilot, "time.in")
        assert "by day in Feb 2020" in rows(pilot)[0]
        await key(pilot, "time.out", 2)
        assert "by year" in rows(pilot)[0]
        await key(pilot, "time.in")
        assert "by month in 2020" in rows(pilot)[0]
        await key(pilot, "time.compare")
        assert isinstance(pilot.app.screen, Prompt)
        await typing(pilot, "school")
        await pilot.press("enter")
        await settled(pilot)
        assert any(row.strip().startswith("B school") for row in rows(pilot))
        await key(pilot, "time.drop")
        assert not any(row.strip().startswith("B school") for row in rows(pilot))
        start = screen.chart.start
        await key(pilot, "time.use")
        assert main(pilot).session.state.when == (start, start)
        await key(pilot, "browse.time")
        await key(pilot, "time.leave")
        main(pilot)


async def test_marks_and_lists(sample: Path, tmp_path: Path) -> None:
    archive = shutil.copytree(sample, tmp_path / "archive")
    async with browsing(archive, "ferry strike") as pilot:
        screen = main(pilot)
        await key(pilot, "browse.mark", 2)
        assert len(screen.session.marked) == 2 and screen.hits.cursor == 2
        assert sum("● " in row for row in rows(pilot)) == 2
        await key(pilot, "browse.keep")
        await typing(pilot, "strike")
        await pilot.press("enter")
        await settled(pilot)
        assert not screen.session.marked
        await key(pilot, "browse.lists")
        assert isinstance(pilot.app.screen, ListsPanel) and "2 articles" in text(pilot)
        await key(pilot, "panel.choose")
        assert isinstance(pilot.app.screen, ListPanel)
        await key(pilot, "panel.export")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "out.cite")
        await pilot.press("enter")
        await written(pilot, tmp_path / "out.cite")
        assert len((tmp_path / "out.cite").read_text().splitlines()) == 2
        await key(pilot, "panel.remove")
        assert len(pilot.app.screen.query_one(ChoiceList).choices) == 1
        wanted = pilot.app.screen.query_one(ChoiceList).choices[0].value
        await key(pilot, "panel.choose")
        assert screen.reader.setting is not None and screen.reader.setting.filed.article.id == wanted
        await key(pilot, "browse.lists")
        await key(pilot, "prompt.leave")
        main(pilot)


async def test_similar_stories(sample: Path) -> None:
    async with browsing(sample, "ferry strike collapsed") as pilot:
        await key(pilot, "browse.similar")
        screen = pilot.app.screen
        assert isinstance(screen, Choosing) and "Similar to" in text(pilot) and "shares" in text(pilot)
        wanted = screen.choices.choices[0].value
        await key(pilot, "panel.choose")
        setting = main(pilot).reader.setting
        assert setting is not None and setting.filed.article.id == wanted
        await key(pilot, "browse.back")
        setting, hit = main(pilot).reader.setting, main(pilot).hits.current
        assert setting is not None and hit is not None and setting.filed.article.id == hit.id


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_occurrences_in_context(sample: Path, size: tuple[int, int]) -> None:
    async with browsing(sample, "strike", size) as pilot:
        before = main(pilot).answer
        assert before is not None
        await key(pilot, "browse.occurrences")
        screen = pilot.app.screen
        assert isinstance(screen, KwicScreen) and "newest first" in text(pilot).replace("\n", " ")
        found = [screen.lines.current]
        columns = {row.casefold().find("strik") for row in rows(pilot)[3:8]}
        assert len(columns) == 1 and columns.pop() > 8, "the word stands in one column"
        await key(pilot, "kwic.order")
        await key(pilot, "list.down", 3)
        found.append(screen.lines.current)
        assert found[0] != found[1] and found[1] is not None and (found[1].outlet or "") in text(pilot)
        await key(pilot, "kwic.read")
        setting = main(pilot).reader.setting
        assert setting is not None and setting.filed.article.id == found[1].id
        await key(pilot, "browse.occurrences")
        await key(pilot, "kwic.leave")
        main(pilot)
