"""Nothing is cut that has to be whole: figures, days, digests, words, the way back; whatever the width."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.article import Article, Filed, Membership, Provenance
from morgue.render.cells import width
from morgue.render.sanitize import safe_line
from morgue.render.spans import plain
from morgue.search.request import Marking
from morgue.tui.screens.desk.kwic import KwicScreen, words_after, words_before
from morgue.tui.view.card import pair
from morgue.tui.view.facet_rows import shortened
from morgue.tui.view.page import Manner, set_article
from tests.tui.conftest import build, write_lines
from tests.tui.seen import browsing, key, main, notices, rows, settled, text, typing

LONG = "The Very Long Named Intercontinental Gazette and Advertiser of the United Northern Provinces"


async def test_both_counts_are_there_and_the_order_where_there_is_room(sample: Path) -> None:
    async with browsing(sample, "ferry strike", (120, 36)) as pilot:
        for size, wanted in (
            ((120, 36), "19 stories · 25 articles · "),
            ((80, 24), "19 stories · 25 articles"),
            ((40, 10), "19 stories"),
            ((10, 2), " / "),
            ((120, 36), "ms · by relevance"),
        ):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert wanted in rows(pilot)[0], size
            assert size[0] < 40 or "/ ferry strike" in rows(pilot)[0], "the figures leave the query its room"


async def test_what_a_chip_says_is_not_said_twice(sample: Path) -> None:
    async with browsing(sample) as pilot:
        assert "relevance" not in text(pilot), "nothing was asked for"
        await typing(pilot, "ferry")
        assert "by relevance" in rows(pilot)[0]
        await key(pilot, "query.list")
        await key(pilot, "browse.sort")
        assert text(pilot).count("newest") == 1


async def test_all_chips_are_cleared_at_once(sample: Path) -> None:
    async with browsing(sample, "ferry strike", (80, 24)) as pilot:
        for name in ("browse.sort", "browse.copies", "browse.match"):
            await key(pilot, name)
        assert "[by newest ×] [all copies ×] [any word ×]" in text(pilot)
        await key(pilot, "browse.clear")
        assert "×]" not in text(pilot) and main(pilot).hits.total == 19


@pytest.mark.parametrize("view", ["story", "time", "occurrences", "rates", "quotes", "receipt"])
async def test_the_way_back_is_told_in_every_view(sample: Path, view: str) -> None:
    async with browsing(sample, "ferry strike collapsed", (80, 24)) as pilot:
        assert rows(pilot)[-1].count("q back  ? help") == 1
        await key(pilot, f"browse.{view}")
        assert rows(pilot)[-1].count("q back  ? help") == 1
        assert "1 changes" not in text(pilot) and "1 lines" not in text(pilot)


async def test_a_prompt_says_all_it_has_to_say(sample: Path) -> None:
    async with browsing(sample, "ferry strike", (80, 24)) as pilot:
        await key(pilot, "browse.export")
        told = " ".join(text(pilot).split())
        assert ".txt the texts" in told and "⏎ takes it · esc back" in told


async def test_digests_of_a_receipt_are_whole(sample: Path) -> None:
    import re

    for size in ((80, 24), (120, 36), (200, 50)):
        async with browsing(sample, "ferry strike", size) as pilot:
            await key(pilot, "browse.receipt")
            assert len(re.findall(r"\b[0-9a-f]{64}\b", text(pilot))) == 3, size


async def test_of_a_copy_all_that_changed_is_told(sample: Path) -> None:
    async with browsing(sample, "ferry strike collapsed", (80, 24)) as pilot:
        await key(pilot, "browse.story")
        assert "  “Ferry talks collapse after two hours” · credit kept · ¶ 7, 9 cut" in rows(pilot)
        shown = next(row for row in rows(pilot) if "  against  " in row)
        assert "…" not in shown
        await key(pilot, "story.side")
        assert "…" not in next(row for row in rows(pilot) if "│" in row)


def _filed(outlet: str, date: str) -> Filed:
    article = Article("a", "A ferry.", Provenance("x.html", "0" * 64, "page"), title="T", outlet=outlet, date=date)
    return Filed(article, Membership("a", "original"), 2)


def test_a_pair_gives_up_what_the_card_says_too() -> None:
    a, b = _filed("Northern Wire", "2020-02-21T17:32:00Z"), _filed("Harbour Times", "2020-02-21T19:05:00Z")
    assert pair(a, b, 0.84, 0, 100).endswith("·  kept 84%")
    assert pair(a, b, 0.84, 0, 76) == "Harbour Times, 21 Feb 19:05  against  Northern Wire, 21 Feb 17:32"


@pytest.mark.parametrize("cells", range(24, 80, 3))
def test_a_day_is_not_broken_over_two_rows(cells: int) -> None:
    page = set_article(
        _filed("Hill Gazette of Harrow", "2020-02-22T07:00:00Z"), Marking(frozenset(), ()), Manner(cells)
    )
    assert any("22 Feb 2020, 07:00" in plain(line) for line in page.lines)


def test_names_that_begin_alike_are_told_apart() -> None:
    names = ["The Washington Times", "The Washington Post", "The Washington Examiner"]
    assert len({shortened(name, 14) for name in names}) == 3
    assert shortened(names[0], 20) == names[0]


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.integers(1, 40))
def test_a_shortened_name_fits(name: str, cells: int) -> None:
    assert width(shortened(name, cells)) <= cells


async def test_the_title_of_the_reader_keeps_the_day(tmp_path: Path) -> None:
    row: dict[str, object] = {
        "id": "a",
        "title": "A boat",
        "body": "A ferry came in.",
        "outlet": LONG,
        "date": "2020-05-01",
    }
    build(tmp_path / "archive", write_lines(tmp_path / "long.jsonl", [row]))
    for size in ((80, 24), (120, 36), (200, 50)):
        async with browsing(tmp_path / "archive", "ferry", size) as pilot:
            await key(pilot, "hits.open")
            head = next(row for row in rows(pilot) if "Reading: " in row)
            assert "Reading: The Very Long" in head and "…, 1 May 2020 ═" in head, size


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text("abcdé漢 ", min_size=1, max_size=9), min_size=1, max_size=12), st.integers(1, 60))
def test_lines_of_context_end_with_whole_words(words: list[str], cells: int) -> None:
    whole = " ".join(words)
    held = set(safe_line(whole).split())
    for kept in (words_before(whole, cells), words_after(whole, cells)):
        assert width(kept) <= cells
        parts = kept.replace("…", " ").split()
        assert len(parts) < 2 or set(parts) <= held, "but for a single word that is longer than the room"


async def test_a_wide_screen_has_more_context(sample: Path) -> None:
    found = {}
    for size in ((80, 24), (200, 50)):
        async with browsing(sample, "ferry strike", size) as pilot:
            await key(pilot, "browse.occurrences")
            screen = pilot.app.screen
            assert isinstance(screen, KwicScreen)
            await key(pilot, "list.down", 2)
            one = screen.lines.current
            assert one is not None
            found[size[0]] = len(one.left.split())
    assert found[200] > 2 * found[80] - 4


async def test_what_ends_the_program_is_told_where_people_try_ctrl_c(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        await pilot.press("ctrl+c")
        await settled(pilot)
        assert notices(pilot) == ["^q leaves the program"]
