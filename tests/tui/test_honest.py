"""What is on the screen belongs to the question on the screen: errors, half words, waiting, stories."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from morgue.search.searcher import Searcher
from morgue.tui import state
from morgue.tui.screens.story import ChangesView, StoryScreen
from tests.tui.conftest import build, write_lines
from tests.tui.seen import browsing, key, main, notices, rows, settled, text, typing


def inks(pilot: Pilot[Any], region: Any) -> set[Any]:
    """The colours of the letters in a region of the screen."""
    found = set()
    for strip in pilot.app.screen._compositor.render_strips()[region.y : region.bottom]:
        for segment in strip.crop(region.x, region.right):
            if segment.style is not None and any(map(str.isalnum, segment.text)):
                found.add(segment.style.color)
    return found


async def test_while_the_query_is_wrong_the_old_answer_is_dim_and_its_count_gone(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        screen = main(pilot)
        assert "stories" in rows(pilot)[0] and len(inks(pilot, screen.hits.region)) > 2
        await key(pilot, "browse.query")
        await typing(pilot, " AND (wall")
        first, second = rows(pilot)[:2]
        assert "stories" not in first and "1/" not in rows(pilot)[-1]
        assert second.index("^") == first.index("("), "the message stands under the place"
        assert len(inks(pilot, screen.hits.region)) == 1 and len(inks(pilot, screen.facets.region)) == 1
        await pilot.press("escape")
        await key(pilot, "browse.save")
        assert "cannot be read" in notices(pilot)[-1]
        await key(pilot, "browse.query")
        await typing(pilot, ")")
        await pilot.press("enter")
        await settled(pilot)
        assert "stories" in rows(pilot)[0]


@pytest.mark.parametrize(("query", "column"), [("outlt:x", 0), ("a" * 90 + " outlt:x", 91)])
async def test_the_message_finds_room_beside_its_place(sample: Path, query: str, column: int) -> None:
    async with browsing(sample, query, (120, 36)) as pilot:
        first, second = rows(pilot)[:2]
        assert "unknown field" in second and second.index("^") == first.index("outlt") == column + 3


async def test_in_a_narrow_terminal_the_message_gives_up_its_hint_and_not_its_place(sample: Path) -> None:
    async with browsing(sample, "ferry AND (x", (80, 24)) as pilot:
        first, second = rows(pilot)[:2]
        assert second.index("^") == first.index("(") and "not closed" in second and "…" not in second


async def test_half_a_word_is_the_beginning_of_one_until_it_is_whole(sample: Path) -> None:
    async with browsing(sample, "") as pilot:
        screen = main(pilot)
        seen = []
        for letter in "ferry strik":
            await typing(pilot, letter)
            seen.append(screen.hits.total)
            assert "No article has" not in text(pilot), screen.session.state.text
        assert all(seen), seen
        answer = screen.answer
        assert answer is not None and answer.parsed == "ferry AND strik*"
        await key(pilot, "list.down")  # Down leaves the line
        await settled(pilot)
    async with browsing(sample, "") as pilot:
        await typing(pilot, "ferry strikx")
        await pilot.press("enter")
        await settled(pilot)
        assert "No article has" in text(pilot)


async def test_a_whole_query_has_no_open_end(sample: Path) -> None:
    async with browsing(sample, "") as pilot:
        await typing(pilot, "zeppeli")
        await pilot.press("enter")
        await settled(pilot)
        answer = main(pilot).answer
        assert answer is not None and answer.parsed == "zeppeli"


def test_only_a_plain_word_at_the_end_is_left_open() -> None:
    ends = {t: state.with_open_end(t) for t in ("strik", "a (ferr", "outlet:Hil", "-schoo", "ferry ", "x AND", "fe*")}
    assert ends == {
        "strik": "strik*", "a (ferr": "a (ferr*", "outlet:Hil": "outlet:Hil*", "-schoo": "-schoo*",
        "ferry ": None, "x AND": None, "fe*": None}  # fmt: skip
    assert [state.with_open_end(f"ferry {word}") for word in ("A", "AN", "AND", "O", "OR", "N", "NO", "NOT")] == [
        None
    ] * 8
    assert state.with_open_end('"ferry strik') is None and state.with_open_end('"ferry" strik') == '"ferry" strik*'


async def test_a_slow_answer_is_announced_and_can_be_stopped(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    quick = Searcher.answer

    def slow(self: Searcher, ask: Any) -> Any:
        if ask.text == "school":
            while self.wanted() and not gate.wait(0.01):
                pass
        return quick(self, ask)

    monkeypatch.setattr(Searcher, "answer", slow)
    async with browsing(sample, "ferry") as pilot:
        main(pilot).search_for(state.Browsing("school"))
        for _ in range(1_000):
            await pilot.pause(0.02)
            if "searching …" in rows(pilot)[0]:
                break
        assert "searching … esc stops" in rows(pilot)[0]
        await pilot.press("escape")
        await settled(pilot)
        assert "stopped" in rows(pilot)[0] and main(pilot).answer is not None
        gate.set()
        await key(pilot, "browse.query")
        await pilot.press("enter")
        await settled(pilot)
        assert "stories" in rows(pilot)[0]


async def test_in_a_story_arrows_move_the_member_and_it_is_in_sight(tmp_path: Path) -> None:
    body = " ".join(f"The ferry crews walked out on day {n} and said why." for n in range(30))
    told: list[dict[str, object]] = [
        {"id": f"m{n:02d}", "title": "Ferry crews walk out", "outlet": f"Paper {n:02d}", "date": f"2020-02-{n + 1:02d}",
         "body": body.replace("day 7", f"day {n}7")}
        for n in range(28)
    ]  # fmt: skip
    build(tmp_path / "archive", write_lines(tmp_path / "told.jsonl", told))
    async with browsing(tmp_path / "archive", "ferry outlet:27", (80, 24)) as pilot:
        await key(pilot, "browse.story")
        screen = pilot.app.screen
        assert isinstance(screen, StoryScreen)
        at = screen.members.cursor
        assert at > 20 and screen.members.has_focus
        assert any("▌" in row and f"Paper {at:02d}" in row for row in rows(pilot)), "the member opened is in sight"
        await pilot.press("up")
        await settled(pilot)
        assert screen.members.cursor == at - 1
        await pilot.press("tab")
        await settled(pilot)
        await pilot.press("down")
        assert screen.query_one(ChangesView).has_focus and screen.members.cursor == at - 1


async def test_side_by_side_each_text_has_its_name_above_it(sample: Path) -> None:
    async with browsing(sample, "ferry strike collapsed", (120, 36)) as pilot:
        await key(pilot, "browse.story")
        screen = pilot.app.screen
        assert isinstance(screen, StoryScreen)
        other, member = screen._other(), screen.member
        assert other is not None and member is not None
        await key(pilot, "story.side")
        heads = next(row for row in rows(pilot) if "│" in row)
        below = rows(pilot)[rows(pilot).index(heads) + 2 :]
        left, right = heads.split("│")
        assert (other.article.outlet or "") in left and (member.article.outlet or "") in right
        assert any(row.find("│") == heads.index("│") for row in below)
