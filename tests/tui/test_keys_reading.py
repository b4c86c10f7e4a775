"""Keys of the list and the reader, and what is done with an article. One run of the program a room."""

from __future__ import annotations

import shlex
import webbrowser
from pathlib import Path

import pytest
from textual.widgets import Input

from morgue.tui.screens.prompt import Prompt
from tests.tui.seen import browsing, key, main, notices, rows, settled, text, typing


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
        assert not main(pilot).reader.size.height
        await key(pilot, "browse.preview")
        assert screen.hits.has_focus and screen.hits.size.height >= 6 and screen.reader.size.height >= 8
        assert screen.reader.region.y > screen.hits.region.y and screen.reader.size.width > 70
        await key(pilot, "list.down")
        setting = screen.reader.setting
        assert setting is not None and screen.hits.current is not None
        assert setting.filed.article.id == screen.hits.current.id, "it follows the cursor"
        assert (setting.filed.article.title or "")[:30] in rows(pilot)[screen.reader.region.y + 1]
        await key(pilot, "hits.open")
        assert screen.reader.has_focus and not main(pilot).hits.size.height
        await key(pilot, "browse.leave")
        assert main(pilot).hits.size.height and main(pilot).reader.size.height, "the preview stays"
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
        assert screen.session.state.sort == "newest"
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
        shown = main(pilot).current.shown
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


async def test_a_command_reads_the_article(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with browsing(sample, "ferry strike") as pilot:
        await key(pilot, "browse.pipe")
        assert isinstance(pilot.app.screen, Prompt)
        pilot.app.screen.query_one(Input).value = f"cat > {shlex.quote(str(tmp_path))}/article.txt"
        await pilot.press("enter")
        await settled(pilot)
        setting = main(pilot).reader.setting
        assert setting is not None
        written = (tmp_path / "article.txt").read_text()
        assert setting.filed.article.body.split("\n")[-1] in written
        opened: list[str] = []
        monkeypatch.setattr("webbrowser.get", lambda: None)
        monkeypatch.setattr(pilot.app, "open_url", lambda url, **_: opened.append(url))
        await key(pilot, "browse.browser")
        assert opened == [setting.filed.article.url]


async def test_without_a_web_browser_that_is_said(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    async with browsing(sample, "ferry strike") as pilot:
        monkeypatch.setattr("webbrowser.get", none)
        await key(pilot, "browse.browser")
        assert "there is no web browser here" in notices(pilot)[0]


async def test_the_citation_is_that_of_the_article_in_sight(sample: Path) -> None:
    """The opened article, though the keys are in the list; and the notice names it."""
    async with browsing(sample, "ferry strike collapsed", (160, 40)) as pilot:
        screen = main(pilot)
        await key(pilot, "browse.similar")
        await key(pilot, "panel.choose")
        await key(pilot, "browse.leave")
        setting, hit = screen.reader.setting, screen.hits.current
        assert screen.hits.has_focus and setting is not None and hit is not None
        shown = setting.filed.article
        assert shown.id != hit.id
        await key(pilot, "browse.citation")
        assert shown.title and shown.title in pilot.app.clipboard
        assert f"cited: {shown.outlet}, " in notices(pilot)[-1]
        await key(pilot, "browse.url")
        assert pilot.app.clipboard == shown.url
        await key(pilot, "browse.paragraph")
        assert pilot.app.clipboard in shown.body
        await key(pilot, "browse.mark")
        assert set(screen.session.marked) == {shown.id}
    async with browsing(sample, "ferry strike collapsed", (80, 24)) as pilot:
        screen = main(pilot)
        await key(pilot, "browse.similar")
        await key(pilot, "panel.choose")
        await key(pilot, "browse.leave")
        hit = screen.hits.current
        assert hit is not None and not screen.reader.size.height
        await key(pilot, "browse.citation")
        assert hit.title and hit.title in pilot.app.clipboard, "only the list is in sight"


async def test_another_text_to_find_begins_at_its_first_match(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        screen = main(pilot)
        await key(pilot, "browse.next_match", 3)
        assert screen.reader.match == min(2, screen.reader.matches - 1)
        await key(pilot, "browse.find")
        pilot.app.screen.query_one(Input).value = "the"
        await pilot.press("enter")
        await settled(pilot)
        assert screen.reader.match == 0 and f"match 1 of {screen.reader.matches}" in rows(pilot)[-1]


async def test_a_copy_names_the_outlet_and_day_it_goes_back_to(sample: Path) -> None:
    async with browsing(sample, 'milk outlet:"Valley Post"', size=(160, 50)) as pilot:
        await key(pilot, "hits.open")
        assert "copy of Northern Wire, 21 Feb 2020, 67% of it kept" in text(pilot)
