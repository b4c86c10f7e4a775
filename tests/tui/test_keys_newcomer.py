"""What someone meets who has read nothing: the footer tells only keys that do something, and says what they do."""

from __future__ import annotations

from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from morgue.core.article import Article, Provenance
from morgue.tui.external import pipe
from morgue.tui.screens.panels import Choosing
from morgue.tui.widgets.facets import FacetPane
from morgue.tui.widgets.panel import Choice
from tests.tui.seen import browsing, key, main, notices, rows, settled, text, typing


def foot(pilot: Pilot[Any]) -> str:
    return rows(pilot)[-1]


async def test_while_typing_the_footer_tells_keys_that_are_not_typed(sample: Path) -> None:
    async with browsing(sample) as pilot:
        assert main(pilot).bar.input.has_focus
        assert "⏎ to the list" in foot(pilot) and "f1 how to ask" in foot(pilot)
        assert "query" not in foot(pilot) and "? help" not in foot(pilot)
        await typing(pilot, "ferry")
        await key(pilot, "line.list")
        assert main(pilot).hits.has_focus and "? help" in foot(pilot) and "/ query" in foot(pilot)


async def test_down_goes_from_the_query_to_the_hits(sample: Path) -> None:
    async with browsing(sample) as pilot:
        await typing(pilot, "ferry")
        await pilot.press("down")
        await settled(pilot)
        assert main(pilot).hits.has_focus
        await pilot.press("down")
        assert main(pilot).hits.cursor == 1
        await key(pilot, "browse.facets", 2)
        assert main(pilot).query_one(FacetPane).filtering and "⏎ to the list" in foot(pilot)


async def test_without_hits_no_key_for_an_article_is_told(sample: Path) -> None:
    async with browsing(sample, "ferry zeppelin") as pilot:
        assert "⏎ search this" in foot(pilot), "Enter takes what is suggested"
        assert not any(word in foot(pilot) for word in ("read", "next match", "story", "copy", "export"))
        before = text(pilot)
        for name in (
            "next_match",
            "story",
            "similar",
            "citation",
            "url",
            "paragraph",
            "browser",
            "pipe",
            "find",
            "mark",
            "keep",
        ):
            await key(pilot, f"browse.{name}")
        await key(pilot, "browse.provenance")
        assert text(pilot) == before
        await key(pilot, "hits.open")
        assert main(pilot).session.state.text == "ferry" and "⏎ read" in foot(pilot) and "v story" in foot(pilot)
    async with browsing(sample, "qqqqqq") as pilot:
        assert main(pilot).hits.has_focus and "⏎" not in foot(pilot), "there is nothing to take"


async def test_what_is_marked_can_be_written_and_kept_without_hits(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        await key(pilot, "browse.mark")
        await key(pilot, "browse.query")
        await pilot.press("ctrl+u")
        await typing(pilot, "qqqqqq")
        await pilot.press("enter")
        await settled(pilot)
        assert main(pilot).hits.total == 0 and "e export" in foot(pilot)
        await key(pilot, "browse.export")
        assert "1 marked article" in text(pilot)
        await pilot.press("escape")
        before = text(pilot)
        await key(pilot, "browse.keep")
        assert text(pilot) != before, "it asks for the list"


async def test_nothing_found_is_said_of_one_word_of_all_and_of_any(sample: Path) -> None:
    async with browsing(sample, "qqqqqq") as pilot:
        assert "No article has this" in text(pilot)
    async with browsing(sample, "ferry zeppelin") as pilot:
        assert "No article has all of this" in text(pilot)
        assert "⏎ ferry  32" in text(pilot) and "without the rest" not in text(pilot)
    async with browsing(sample, "qqqqqq zeppelin") as pilot:
        await key(pilot, "browse.match")
        assert "No article has any of this" in text(pilot)


@pytest.mark.parametrize("height", [10, 24, 36])
async def test_a_long_panel_keeps_its_remark(sample: Path, height: int) -> None:
    async with browsing(sample, "ferry", size=(80, height)) as pilot:
        choices = [Choice(str(n), ((),)) for n in range(100)]
        pilot.app.push_screen(Choosing("A long headline of a list " * 8, choices, "what can be done here"))
        await settled(pilot)
        assert "what can be done here" in text(pilot)
        await key(pilot, "panel.leave")
        await key(pilot, "app.help")
        assert "esc back" in text(pilot) and "morgue help query" in text(pilot)


async def test_in_a_narrow_terminal_what_is_done_in_the_article_is_seen(sample: Path) -> None:
    for name, shown in (("browse.provenance", "sha256"), ("browse.next_match", "match 1 of")):
        async with browsing(sample, "ferry", size=(80, 24)) as pilot:
            assert not main(pilot).reader.size.height
            await key(pilot, name)
            assert main(pilot).reader.size.height and main(pilot).reader.has_focus
            assert shown in text(pilot)
            await key(pilot, "browse.leave")
            assert main(pilot).hits.has_focus and main(pilot).hits.size.height
    async with browsing(sample, "ferry", size=(80, 24)) as pilot:
        await key(pilot, "browse.preview")
        await key(pilot, "browse.next_match")
        assert main(pilot).hits.has_focus and "match 1 of" in text(pilot), "it is seen below the list"


async def test_a_story_is_dated_as_short_as_can_be(sample: Path) -> None:
    async with browsing(sample, "ferry strike collapsed") as pilot:
        await key(pilot, "browse.story")
        assert "21–24 Feb 2020" in rows(pilot)[1]


async def test_from_weeks_one_gets_to_days_to_months_and_to_the_hits(sample: Path) -> None:
    async with browsing(sample, "ferry date:2020") as pilot:
        await key(pilot, "browse.time")
        assert "by week" in text(pilot) and "2020-W08: 5 of 5 held" in text(pilot)
        await key(pilot, "time.in")
        assert "by day in Feb 2020" in text(pilot)
        await key(pilot, "time.out")
        assert "by month" in text(pilot)
        await key(pilot, "time.leave")
        await key(pilot, "browse.time")
        await key(pilot, "time.out")
        assert "by month" in text(pilot)
        await key(pilot, "time.leave")
        await key(pilot, "browse.time")
        await key(pilot, "time.use")
        assert main(pilot).session.state.when == ("2020-02-17", "2020-02-23")
        answer = main(pilot).answer
        assert answer is not None and answer.result.articles == 5


async def test_what_is_not_in_the_article_is_told(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        await key(pilot, "browse.find")
        await typing(pilot, "qqq")
        await pilot.press("enter")
        await settled(pilot)
        assert notices(pilot) == ["“qqq” is not in this article"]


@pytest.mark.parametrize(("command", "asks"), [("cat", True), ("less", False), ("/opt/reader -x", False)])
def test_what_a_command_prints_stays_until_enter(
    command: str, asks: bool, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    keyboard = Terminal("\nnext\n")
    monkeypatch.setattr("sys.stdin", keyboard)
    monkeypatch.setenv("PAGER", "/opt/reader -R")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: CompletedProcess(command, 0))
    app = App[object]()
    monkeypatch.setattr(app, "suspend", nullcontext)
    article = Article("a", "Crews walked out.", Provenance("x.html", "0" * 64, "page"))
    assert pipe(app, command, article) == f"{command}: done"
    assert (f"{command} has ended. Enter goes back" in capfd.readouterr().out) == asks
    assert keyboard.readline() == ("next\n" if asks else "\n")
