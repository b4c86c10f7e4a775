"""Keys of the search: query, facets, histogram, history, saved searches."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from textual.events import Paste
from textual.pilot import Pilot

from morgue.tui.screens.browse.screen import BrowseScreen
from morgue.tui.screens.panels import SavedPanel
from morgue.tui.widgets.facets import FacetList, FacetPane
from morgue.tui.widgets.histogram import Histogram
from morgue.tui.widgets.hits import HitList
from morgue.tui.widgets.reader import Reader
from tests.tui.seen import browsing, key, main, rows, settled, text, typing


async def test_the_search(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        screen = main(pilot)
        stories = screen.hits.total
        await key(pilot, "browse.copies")
        assert screen.hits.total > stories
        assert "[all copies ×]" in text(pilot)
        await key(pilot, "browse.match")
        assert screen.answer is not None and screen.answer.parsed == "ferry OR strike"
        await key(pilot, "browse.back", 2)
        assert (
            main(pilot).session.state.collapse and screen.session.state.match == "all" and screen.hits.total == stories
        )
        await key(pilot, "browse.forward")
        assert not screen.session.state.collapse
        await key(pilot, "browse.back")
        await key(pilot, "browse.query")
        assert screen.bar.input.has_focus
        await typing(pilot, " zeppelin")
        assert "No article has all of this" in text(pilot)
        await key(pilot, "browse.step_back")
        assert screen.hits.has_focus
        await key(pilot, "browse.back")
        assert screen.bar.input.value == "ferry strike" and screen.hits.total == stories
        await key(pilot, "browse.renew")
        assert screen.hits.total == stories, "nothing new, nothing changed"


async def test_facets(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        screen = main(pilot)
        before = screen.answer.result.articles if screen.answer else 0
        await key(pilot, "browse.facets")
        facets = screen.query_one(FacetList)
        assert facets.has_focus
        await key(pilot, "facets.next_facet")
        value = facets._rows[facets.cursor]
        assert value.facet == "outlet"
        await key(pilot, "facets.only")
        assert main(pilot).session.state.include == (("outlet", value.value),)
        assert screen.answer is not None and screen.answer.result.articles == value.count
        assert any("[x]" in row for row in rows(pilot)) and any("[ ] Hill Gazette" in row for row in rows(pilot))
        await key(pilot, "list.down")
        await key(pilot, "facets.only")
        assert len(screen.session.state.include) == 2, "values of one facet are alternatives"
        await key(pilot, "list.down")
        await key(pilot, "facets.not")
        assert len(screen.session.state.exclude) == 1 and "[-]" in text(pilot)
        await key(pilot, "facets.previous_facet")
        assert facets._rows[facets.cursor].facet in ("year", "outlet")
        await key(pilot, "browse.clear")
        assert screen.answer.result.articles == before and not main(pilot).session.state.include
        await key(pilot, "browse.facets")
        assert screen.query_one(FacetPane).filtering
        await typing(pilot, "hill")
        assert {row.value for row in facets._rows if row.kind == "value"} == {"Hill Gazette"}
        await pilot.press("down")
        assert facets.has_focus
        await key(pilot, "browse.facets")
        await pilot.press("escape")
        await settled(pilot)
        assert facets.has_focus and len(facets._rows) > 5, "Escape empties the filter"


async def test_the_histogram(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        screen = main(pilot)
        all_time = screen.hits.total
        histogram = screen.query_one(Histogram)
        histogram.focus()
        await key(pilot, "when.right")
        await key(pilot, "when.brush")
        assert main(pilot).session.state.when == ("2020-02", "2020-02")
        assert 0 < screen.hits.total < all_time
        assert len(histogram._values) > 12, "the years around stay in sight"
        await key(pilot, "when.wider_right")
        await key(pilot, "when.brush")
        assert main(pilot).session.state.when == ("2020-02", "2020-03")
        await key(pilot, "when.left")
        await key(pilot, "when.wider_left")
        await key(pilot, "when.brush")
        assert main(pilot).session.state.when == ("2020-01", "2020-02")
        await key(pilot, "when.unbrush")
        assert main(pilot).session.state.when is None and screen.hits.total == all_time
        await key(pilot, "when.down")
        assert screen.query_one(FacetList).has_focus


async def test_saved_searches(tmp_path: Path, sample: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sample, folder)
    async with browsing(folder, "ferry strike") as pilot:
        await key(pilot, "browse.save")
        await typing(pilot, "boats")
        await pilot.press("enter")
        await settled(pilot)
        await key(pilot, "browse.saved")
        assert isinstance(pilot.app.screen, SavedPanel)
        assert f"{main_total(pilot)} new" in text(pilot)
        await key(pilot, "panel.choose")
        await key(pilot, "browse.saved")
        assert "nothing new" in text(pilot), "what was shown counts as seen"
        await key(pilot, "panel.remove")
        assert "none yet" in text(pilot)


def main_total(pilot: Pilot[Any]) -> int:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, BrowseScreen)
    return screen.hits.total


async def test_tab_walks_all_panes_and_the_title_bar_follows(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        screen = main(pilot)
        places = [
            screen.reader,
            screen.bar.input,
            screen.query_one(Histogram),
            screen.query_one(FacetList),
            screen.hits,
        ]
        for place in places:
            await key(pilot, "browse.next_pane")
            assert place.has_focus
            heads = next(row for row in rows(pilot) if " Hits " in row and ("─" in row or "═" in row))
            bars = [part for part in ("Facets", "Hits", "Reading") if f"═ {part}" in heads.replace("╤", "═")]
            names: dict[type, str] = {Histogram: "Facets", FacetList: "Facets", HitList: "Hits", Reader: "Reading"}
            wanted = names.get(type(place))
            assert bars == ([wanted] if wanted else [])
        for place in [*reversed(places[:-1]), screen.hits]:
            await key(pilot, "browse.previous_pane")
            assert place.has_focus
    async with browsing(sample, "ferry", (80, 24)) as pilot:
        await key(pilot, "browse.next_pane")
        assert main(pilot).reader.has_focus and main(pilot).reader.size.height
        await key(pilot, "browse.previous_pane", 2)
        assert main(pilot).query_one(FacetList).has_focus and main(pilot).query_one(FacetList).size.height
        await pilot.press("down")
        await pilot.press("tab", "tab")
        assert main(pilot).reader.has_focus, "Tab leaves the facets"


async def test_a_paste_of_two_lines_is_one_query(sample: Path) -> None:
    async with browsing(sample, "") as pilot:
        main(pilot).bar.input.post_message(Paste("ferry\n  strike\n"))
        await settled(pilot)
        assert main(pilot).session.state.text == "ferry strike"
