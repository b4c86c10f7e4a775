"""Every key of the table does what the help says. One run of the program a room, for a start costs most of a second."""

from __future__ import annotations

import re
from pathlib import Path

from textual.widgets import Input

from tests.tui.seen import browsing, key, main, rows, settled, text, typing
from tui import keys
from tui.screens.panels import Choosing, Help, ListPanel, ListsPanel, SavedPanel
from tui.screens.prompt import Prompt
from tui.screens.story import ChangesView, StoryScreen
from tui.screens.time import TimeScreen
from tui.settings import Settings
from tui.widgets.facets import FacetList, FacetPane
from tui.widgets.histogram import Histogram
from tui.widgets.panel import ChoiceList


async def test_everywhere(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        await key(pilot, "app.help")
        assert isinstance(pilot.app.screen, Help)
        assert "type a query; results follow" in text(pilot)
        await key(pilot, "panel.leave")
        main(pilot)
        await key(pilot, "app.theme")
        assert pilot.app.theme == "light"
        await key(pilot, "app.palette")
        assert "Search" in text(pilot)
        await typing(pilot, "timeline")
        await pilot.pause(0.3)
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, TimeScreen)
        await key(pilot, "app.quit")
        assert not pilot.app.is_running or pilot.app._exit


async def test_the_list(many: Path) -> None:
    async with browsing(many, "crates") as pilot:
        hits = main(pilot).hits
        assert hits.total == 1_200
        await key(pilot, "list.down", 3)
        assert hits.cursor == 3
        await key(pilot, "list.up")
        assert hits.cursor == 2
        await key(pilot, "list.half_down")
        half = hits.cursor
        assert half > 2
        await key(pilot, "list.half_up")
        assert hits.cursor == 2
        await key(pilot, "list.page_down")
        assert hits.cursor > half
        await key(pilot, "list.page_up")
        assert hits.cursor == 2
        await key(pilot, "list.bottom")
        assert hits.cursor == 1_199
        assert hits.current is not None, "the last page was fetched"
        assert hits.current.title and hits.current.title in " ".join(text(pilot).split())
        await key(pilot, "list.top")
        assert hits.cursor == 0


async def test_the_article_below_the_list(sample: Path) -> None:
    async with browsing(sample, "ferry strike", size=(80, 24)) as pilot:
        screen = main(pilot)
        assert not screen.reader.size.height
        await key(pilot, "browse.preview")
        assert screen.hits.has_focus and screen.hits.size.height >= 6 and screen.reader.size.height >= 8
        assert screen.reader.region.y > screen.hits.region.y and screen.reader.size.width > 70
        await key(pilot, "list.down")
        setting = screen.reader.setting
        assert setting is not None and screen.hits.current is not None
        assert setting.filed.article.id == screen.hits.current.id, "it follows the cursor"
        assert (setting.filed.article.title or "")[:30] in rows(pilot)[screen.reader.region.y + 1]
        await key(pilot, "hits.open")
        assert screen.reader.has_focus and not screen.hits.size.height
        await key(pilot, "browse.leave")
        assert screen.hits.size.height and screen.reader.size.height, "the preview stays"
        await key(pilot, "browse.preview")
        assert not screen.reader.size.height
    async with browsing(sample, "ferry strike", size=(120, 36)) as pilot:
        before = rows(pilot)[3:30]
        await key(pilot, "browse.preview")
        assert main(pilot).reader.size.height and rows(pilot)[3:30] == before


async def test_days_and_months(many: Path) -> None:
    async with browsing(many, "crates") as pilot:
        screen = main(pilot)
        await key(pilot, "browse.sort")
        assert screen.state.sort == "newest"
        first = screen.hits.current
        assert first is not None and first.date is not None
        await key(pilot, "hits.next_month")
        assert screen.hits.current is not None and screen.hits.current.date is not None
        assert screen.hits.current.date[:7] == _month_before(first.date)
        await key(pilot, "hits.previous_month")
        assert screen.hits.current.date[:7] == first.date[:7]
        await key(pilot, "hits.next_day")
        day = screen.hits.current.date[:10]
        assert day < first.date[:10]
        await key(pilot, "hits.previous_day")
        assert screen.hits.current.date[:10] > day


def _month_before(date: str) -> str:
    number = int(date[:4]) * 12 + int(date[5:7]) - 2
    return f"{number // 12}-{number % 12 + 1:02d}"


async def test_reading(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        screen = main(pilot)
        await key(pilot, "hits.open")
        assert screen.reader.has_focus
        await key(pilot, "browse.next_match", 2)
        assert screen.reader.match == 1
        assert "match 2 of" in rows(pilot)[-1]
        await key(pilot, "browse.previous_match")
        assert screen.reader.match == 0
        before = screen.reader.scroll_offset.y
        await key(pilot, "reader.space")
        assert screen.reader.scroll_offset.y >= before
        await key(pilot, "browse.find")
        assert isinstance(pilot.app.screen, Prompt)
        assert screen.reader.setting is not None
        last = screen.reader.setting.filed.article.body.split("\n")[-1][:30]
        await typing(pilot, last.upper())
        await pilot.press("enter")
        await settled(pilot)
        assert screen.reader.matches == 1 and screen.reader.match == 0
        assert last in text(pilot), "it is scrolled to"
        await key(pilot, "browse.step_back")
        assert screen.reader.matches > 1, "leaving the search within the article brings the query's matches back"
        await key(pilot, "browse.provenance")
        await key(pilot, "list.bottom")
        assert "sha256" in text(pilot)
        await key(pilot, "browse.leave")
        assert screen.hits.has_focus
        await key(pilot, "browse.leave")
        assert pilot.app._exit


async def test_copies_go_to_the_clipboard(sample: Path) -> None:
    async with browsing(sample, "ferry strike collapsed") as pilot:
        shown = main(pilot).shown
        assert shown is not None
        await key(pilot, "browse.citation")
        assert pilot.app.clipboard.startswith(", ".join([*shown.authors, "“" + (shown.title or "")]))
        await key(pilot, "browse.url")
        assert pilot.app.clipboard == shown.url
        await key(pilot, "hits.open")
        await key(pilot, "browse.paragraph")
        setting = main(pilot).reader.setting
        assert setting is not None
        assert pilot.app.clipboard == setting.filed.article.body.split("\n")[0]


async def test_a_command_reads_the_article(sample: Path, tmp_path: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        await key(pilot, "browse.pipe")
        assert isinstance(pilot.app.screen, Prompt)
        pilot.app.screen.query_one(Input).value = f"cat > {tmp_path}/article.txt"
        await pilot.press("enter")
        await settled(pilot)
        setting = main(pilot).reader.setting
        assert setting is not None
        written = (tmp_path / "article.txt").read_text()
        assert setting.filed.article.body.split("\n")[-1] in written
        opened: list[str] = []
        pilot.app.open_url = lambda url, **_: opened.append(url)  # type: ignore[method-assign, assignment]
        await key(pilot, "browse.browser")
        assert opened == [setting.filed.article.url]


async def test_the_search(sample: Path) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        screen = main(pilot)
        stories = screen.hits.total
        await key(pilot, "browse.copies")
        assert screen.hits.total > stories
        assert "all copies" in rows(pilot)[0]
        await key(pilot, "browse.match")
        assert screen.answer is not None and screen.answer.parsed == "ferry OR strike"
        await key(pilot, "browse.back", 2)
        assert screen.state.collapse and screen.state.match == "all" and screen.hits.total == stories
        await key(pilot, "browse.forward")
        assert not screen.state.collapse
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
        assert screen.state.include == (("outlet", value.value),)
        assert screen.answer is not None and screen.answer.result.articles == value.count
        assert any("[x]" in row for row in rows(pilot)) and any("[ ] Hill Gazette" in row for row in rows(pilot))
        await key(pilot, "list.down")
        await key(pilot, "facets.only")
        assert len(screen.state.include) == 2, "values of one facet are alternatives"
        await key(pilot, "list.down")
        await key(pilot, "facets.not")
        assert len(screen.state.exclude) == 1 and "[-]" in text(pilot)
        await key(pilot, "facets.previous_facet")
        assert facets._rows[facets.cursor].facet in ("year", "outlet")
        await key(pilot, "browse.clear")
        assert screen.answer.result.articles == before and not screen.state.include
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
        assert screen.state.when == ("2020-02", "2020-02")
        assert 0 < screen.hits.total < all_time
        assert len(histogram._values) > 12, "the years around stay in sight"
        await key(pilot, "when.wider_right")
        await key(pilot, "when.brush")
        assert screen.state.when == ("2020-02", "2020-03")
        await key(pilot, "when.left")
        await key(pilot, "when.wider_left")
        await key(pilot, "when.brush")
        assert screen.state.when == ("2020-01", "2020-02")
        await key(pilot, "when.unbrush")
        assert screen.state.when is None and screen.hits.total == all_time
        await key(pilot, "when.down")
        assert screen.query_one(FacetList).has_focus


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
        assert main(pilot).reader.setting is not None
        assert main(pilot).reader.setting.filed.article.id == member.article.id
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
        assert main(pilot).state.when == (start, start)
        await key(pilot, "browse.time")
        await key(pilot, "time.leave")
        main(pilot)


async def test_marks_and_lists(sample: Path, tmp_path: Path) -> None:
    async with browsing(sample, "ferry strike", settings=Settings(lists=tmp_path / "lists")) as pilot:
        screen = main(pilot)
        await key(pilot, "browse.mark", 2)
        assert len(screen.marked) == 2 and screen.hits.cursor == 2
        assert sum("● " in row for row in rows(pilot)) == 2
        await key(pilot, "browse.keep")
        await typing(pilot, "strike")
        await pilot.press("enter")
        await settled(pilot)
        assert not screen.marked
        await key(pilot, "browse.lists")
        assert isinstance(pilot.app.screen, ListsPanel) and "2 articles" in text(pilot)
        await key(pilot, "panel.choose")
        assert isinstance(pilot.app.screen, ListPanel)
        await key(pilot, "panel.export")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "out.txt")
        await pilot.press("enter")
        await settled(pilot)
        assert len((tmp_path / "out.txt").read_text().splitlines()) == 2
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
        assert main(pilot).reader.setting is not None
        assert main(pilot).reader.setting.filed.article.id == main(pilot).hits.current.id


async def test_saved_searches(tmp_path: Path, sample: Path) -> None:
    import shutil

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


def main_total(pilot: object) -> int:
    return pilot.app.screen_stack[0].hits.total  # type: ignore[attr-defined, no-any-return]


def test_every_key_is_pressed_here() -> None:
    """The table and this file agree: a new key needs a test."""
    named = set(re.findall(r'key\(pilot, "([a-z]+\.[a-z_]+)"', Path(__file__).read_text(encoding="utf-8")))
    assert named == {f"{room}.{k.name}" for room, held in keys.ROOMS.items() for k in held}


def test_configured_keys_are_known() -> None:
    assert keys.unknown({"hits.open": "x", "hits.fly": "y"}) == ["hits.fly"]


async def test_keys_can_be_others(sample: Path) -> None:
    async with browsing(sample, "ferry", settings=Settings(keys={"hits.open": "l", "list.down": "J"})) as pilot:
        await pilot.press("J")
        assert main(pilot).hits.cursor == 1
        await pilot.press("l")
        await settled(pilot)
        assert main(pilot).reader.has_focus
