"""Everything by mouse as well: each click path once, on the screen as it is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from morgue.tui.screens.panels import Choosing
from morgue.tui.screens.story import StoryScreen
from morgue.tui.screens.time import TimeScreen
from morgue.tui.widgets.facets import FacetList
from morgue.tui.widgets.histogram import Histogram
from tests.tui.seen import browsing, key, main, rows, settled, text


async def click(pilot: Pilot[Any], words: str, plus: int = 0, control: bool = False) -> None:
    """Clicks on the first place of the screen where these words stand."""
    for y, row in enumerate(rows(pilot)):
        x = row.find(words)
        if x >= 0:
            await pilot.click(offset=(x + plus, y), control=control)
            await settled(pilot)
            return
    raise AssertionError(f"{words!r} is not on the screen:\n{text(pilot)}")


async def test_hits_are_chosen_and_opened(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        screen = main(pilot)
        third = screen.hits.hit(2)
        assert third is not None and third.title is not None
        await click(pilot, third.title[:20])
        assert screen.hits.cursor == 2
        assert screen.reader.setting is not None and screen.reader.setting.filed.article.id == third.id
        await click(pilot, third.title[:20])
        assert screen.reader.has_focus


async def test_the_number_of_others_leads_to_the_story(sample: Path) -> None:
    async with browsing(sample, "ferry strike collapsed") as pilot:
        await click(pilot, "+4")
        assert isinstance(pilot.app.screen, StoryScreen)
        await click(pilot, "excerpt")
        assert pilot.app.screen.member is not None
        assert pilot.app.screen.member.story.role == "excerpt"


async def test_facets_are_chosen_and_excluded(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        screen = main(pilot)
        await click(pilot, "[ ] Hill Gazette")
        assert screen.session.state.include == (("outlet", "Hill Gazette"),)
        await click(pilot, "[x] Hill Gazette")
        assert main(pilot).session.state.include == ()
        await click(pilot, "[ ] Harbour Times", control=True)
        assert screen.session.state.exclude == (("outlet", "Harbour Times"),)
        assert screen.answer is not None
        assert all(hit.outlet != "Harbour Times" for hit in screen.answer.result.hits)


async def test_more_values_are_shown(sample: Path) -> None:
    async with browsing(sample, "", size=(120, 80)) as pilot:
        facets = main(pilot).query_one(FacetList)
        before = len(facets._rows)
        await click(pilot, " more")
        assert len(facets._rows) > before
        await click(pilot, "… fewer")
        assert len(facets._rows) == before


async def test_a_range_is_brushed(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        screen = main(pilot)
        histogram = screen.query_one(Histogram)
        x, y = histogram.region.x, histogram.region.y
        await pilot.mouse_down(offset=(x + 2, y + 2))
        await pilot.hover(offset=(x + 4, y + 2))
        await pilot.mouse_up(offset=(x + 4, y + 2))
        await settled(pilot)
        assert screen.session.state.when == ("2020-02", "2020-04")


async def test_the_foot_is_made_of_buttons(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        await click(pilot, "timeline")
        assert isinstance(pilot.app.screen, TimeScreen)
        start = pilot.app.screen.chart.start
        await pilot.click(offset=(14, 20))
        await settled(pilot)
        assert pilot.app.screen.chart.start != start
        await click(pilot, "q back")
        main(pilot)


async def test_the_order_is_changed_where_it_stands(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        await click(pilot, "relevance")
        assert main(pilot).session.state.sort == "newest"


async def test_the_reader_leads_on(sample: Path) -> None:
    async with browsing(sample, "ferry strike collapsed", size=(160, 60)) as pilot:
        await click(pilot, "similar stories")
        assert isinstance(pilot.app.screen, Choosing)
        first = pilot.app.screen.choices.choices[0]
        await click(pilot, first.lines[0][0].text[:20])
        setting = main(pilot).reader.setting
        assert setting is not None and setting.filed.article.id == first.value
        await key(pilot, "browse.back")
        await click(pilot, "· source", plus=2)
        assert "headline from" in text(pilot)
        await click(pilot, "▸ in ", plus=2)
        assert isinstance(pilot.app.screen, StoryScreen)


async def test_what_is_suggested_can_be_taken(sample: Path) -> None:
    async with browsing(sample, "ferry strke") as pilot:
        assert "No article has all of this" in text(pilot)
        main(pilot).hits.focus()
        await pilot.press("enter")
        await settled(pilot)
        assert main(pilot).hits.total > 0
        assert main(pilot).bar.input.value == "ferry strike"


async def test_the_wheel_scrolls_without_moving_the_cursor(many: Path) -> None:
    async with browsing(many, "crates") as pilot:
        screen = main(pilot)
        for _ in range(6):
            screen.hits._on_mouse_scroll_down(_wheel(screen.hits))
        await settled(pilot)
        assert screen.hits.scroll_offset.y > 0 and screen.hits.cursor == 0


def _wheel(widget: Any) -> Any:
    from textual.events import MouseScrollDown

    return MouseScrollDown(widget, 3, 3, 0, 1, 0, False, False, False)
