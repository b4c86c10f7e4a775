"""The whole question is in sight and goes along: chips, saved searches, the timeline, the command line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.render.cells import line_width
from morgue.render.spans import plain
from morgue.tui import state
from morgue.tui.question import command, whole_query
from morgue.tui.screens.time import TimeScreen
from morgue.tui.state import Browsing, ask_of
from morgue.tui.view.chips import chips, draw
from tests.tui.seen import browsing, hill_gazette_alone, key, main, rows, settled, text, typing

FILTERED = Browsing(
    "ferry OR school",
    include=(("outlet", "Hill Gazette"), ("outlet", "Harbour Times")),
    exclude=(("outlet", "Valley Post"),),
    when=("2020-01", "2020-12"),
)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_what_is_chosen_beside_the_query_is_in_sight_at_every_width(sample: Path, size: tuple[int, int]) -> None:
    async with browsing(sample, "ferry", size) as pilot:
        screen = main(pilot)
        everything = screen.hits.total
        screen.go(state.toggled(state.brushed(screen.session.state, ("2020", "2020")), "outlet", "Hill Gazette", "not"))
        await settled(pilot)
        assert screen.hits.total < everything
        assert "[2020 ×]" in text(pilot) and "[− outlet: Hill Gazette ×]" in text(pilot)
        await key(pilot, "browse.let_go")
        assert "Hill Gazette ×" not in text(pilot) and "[2020 ×]" in text(pilot)
        await key(pilot, "browse.let_go")
        assert screen.hits.total == everything and "×]" not in text(pilot)


async def test_a_chip_is_let_go_of_by_its_own_key_and_by_a_click(sample: Path) -> None:
    async with browsing(sample, "ferry", (100, 30)) as pilot:
        screen = main(pilot)
        screen.go(
            state.toggled(state.brushed(screen.session.state, ("2020", "2020")), "outlet", "Hill Gazette", "only")
        )
        await settled(pilot)
        await key(pilot, "browse.query")
        await key(pilot, "browse.next_pane")
        assert screen.chips.has_focus
        await key(pilot, "chips.right")
        await key(pilot, "chips.left")
        await key(pilot, "chips.remove")
        assert screen.session.state.when is None and screen.session.state.include
        row = next(y for y, line in enumerate(rows(pilot)) if "Hill Gazette ×]" in line)
        await pilot.click(offset=(rows(pilot)[row].index("Hill Gazette"), row))
        await settled(pilot)
        assert not screen.session.state.include


def test_chips_that_find_no_room_are_counted() -> None:
    found = chips(FILTERED)
    assert [chip.text for chip in found] == [
        "Jan 2020 – Dec 2020", "outlet: Hill Gazette", "outlet: Harbour Times", "− outlet: Valley Post"]  # fmt: skip
    for cells in range(20, 140):
        for cursor in (None, 0, 1, 2, 3):
            shown = plain(draw(found, cells, cursor))
            assert line_width(draw(found, cells, cursor)) <= cells
            counted = sum(int(word[1:]) for word in shown.split() if word.startswith("+"))
            assert shown.count("×]") + counted == len(found)
    assert chips(Browsing("ferry")) == ()
    assert [c.text for c in chips(Browsing(sort="newest", collapse=False, match="any"))] == [
        "by newest", "all copies", "any word"]  # fmt: skip
    assert all(chip.without != FILTERED for chip in found)


@pytest.mark.parametrize(
    "asked",
    [
        FILTERED,
        Browsing("ferry strike", match="any", include=(("outlet", "Hill Gazette"),)),
        Browsing("", exclude=(("year", "2020"),)),
        Browsing("ferry", when=("2020", "2021")),
        Browsing("", match="any"),
    ],
)
def test_the_whole_question_as_a_query_finds_what_the_screen_finds(sample: Path, asked: Browsing) -> None:
    with open_searcher(Location.of_folder(sample)) as searcher:
        shown = searcher.answer(ask_of(asked, 0)).result
        told = searcher.count(whole_query(asked, {}, date(2026, 1, 1)))
        assert (told.articles, told.stories) == (shown.articles, shown.stories)


def test_the_command_says_every_part() -> None:
    assert command(FILTERED, "/x y") == (
        "morgue search --archive '/x y' --facet 'outlet=Hill Gazette' --facet 'outlet=Harbour Times' "
        "--not 'outlet=Valley Post' -- '(ferry OR school) AND date:2020-01..2020-12'"
    )
    asked = Browsing(sort="newest", match="any", collapse=False)
    assert command(asked, "a", "browse") == "morgue browse --archive a --sort newest --match any --copies -- '*'"


async def test_a_saved_search_has_the_filters_and_comes_back_without_others(tmp_path: Path, sample: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sample, folder)
    async with browsing(folder, "ferry") as pilot:
        screen = await hill_gazette_alone(pilot)
        few = screen.hits.total
        await key(pilot, "browse.save")
        await typing(pilot, "hill")
        await pilot.press("enter")
        await settled(pilot)
        screen.go(state.toggled(state.cleared(screen.session.state), "outlet", "Harbour Times", "only"))
        await settled(pilot)
        await key(pilot, "browse.saved")
        await key(pilot, "panel.choose")
        assert screen.hits.total == few and not screen.session.state.include
        screen.search_for(Browsing("@hill"))
        await settled(pilot)
        assert screen.hits.total == few


async def test_the_timeline_counts_what_the_list_counts(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        screen = await hill_gazette_alone(pilot)
        assert screen.answer is not None
        articles = screen.answer.result.articles
        await key(pilot, "browse.time")
        time = pilot.app.screen
        assert isinstance(time, TimeScreen)
        counted = time._timelines[0]
        assert sum(bucket.articles for bucket in counted.buckets) + counted.undated == articles


async def test_the_command_is_copied(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        main(pilot).go(state.next_sort(main(pilot).session.state))
        await settled(pilot)
        await key(pilot, "browse.command")
        assert pilot.app.clipboard.endswith("--sort newest -- ferry")


async def test_a_suggestion_without_a_filter_is_taken_without_it(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        screen = main(pilot)
        screen.go(state.brushed(screen.session.state, ("1950", "1950")))
        await settled(pilot)
        assert screen.hits.total == 0
        await key(pilot, "hits.open")
        assert screen.hits.total > 0, "what is suggested finds what it says"
