"""The query line: earlier queries, ways to go on, the language on a panel."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from morgue.core.location import Location
from morgue.engines.opening import open_workspace
from morgue.search.language.completion import completions
from morgue.tui.screens.language import Language
from morgue.tui.screens.past import Past
from tests.tui.seen import browsing, key, main, notices, rows, settled, text, typing


@pytest.fixture
def archive(tmp_path: Path, sample: Path) -> Path:
    """An archive of the test's own."""
    return shutil.copytree(sample, tmp_path / "archive")


async def asked(pilot: Pilot[Any], query: str) -> None:
    """A query typed and ended with Enter."""
    await key(pilot, "browse.query")
    await pilot.press("ctrl+u")
    await typing(pilot, query)
    await key(pilot, "query.list")


async def test_what_was_asked_comes_back_in_another_session(archive: Path) -> None:
    async with browsing(archive) as pilot:
        for query in ("ferry strike", "harbour", "ferry"):
            await asked(pilot, query)
    async with browsing(archive, fresh=False) as pilot:
        bar = main(pilot).bar.input
        await key(pilot, "query.older")
        assert bar.value == "ferry"
        await key(pilot, "query.older", 2)
        assert bar.value == "ferry strike" and main(pilot).hits.total
        await key(pilot, "query.older")
        assert bar.value == "ferry strike", "there is none before"
        await key(pilot, "query.newer", 3)
        assert bar.value == "" and bar.has_focus
        await key(pilot, "query.newer")
        assert main(pilot).hits.has_focus, "below the newest is the list"


async def test_first_letters_narrow_what_comes_back_and_are_not_lost(archive: Path) -> None:
    async with browsing(archive) as pilot:
        for query in ("ferry strike", "harbour", "ferry"):
            await asked(pilot, query)
        await key(pilot, "browse.query")
        await pilot.press("ctrl+u")
        await typing(pilot, "ha")
        await key(pilot, "query.older")
        assert main(pilot).bar.input.value == "harbour"
        await key(pilot, "query.newer")
        assert main(pilot).bar.input.value == "ha"


async def test_all_that_was_asked_is_narrowed_by_typing(archive: Path) -> None:
    async with browsing(archive) as pilot:
        for query in ("ferry strike", "harbour", "ferry"):
            await asked(pilot, query)
        await key(pilot, "browse.query")
        await key(pilot, "query.past")
        assert isinstance(pilot.app.screen, Past) and "3 queries" in text(pilot)
        await key(pilot, "past.down")
        await key(pilot, "past.up")
        await typing(pilot, "str")
        await pilot.press("enter")
        await settled(pilot)
        assert main(pilot).session.state.text == "ferry strike" and main(pilot).hits.has_focus
        await key(pilot, "browse.query")
        await key(pilot, "query.past")
        await key(pilot, "past.leave")
        assert main(pilot).session.state.text == "ferry strike"


async def test_a_damaged_history_is_told_and_stops_nothing(archive: Path) -> None:
    (archive / "asked.jsonl").write_text("nonsense")
    async with browsing(archive, "ferry", fresh=False) as pilot:
        assert notices(pilot) == ["asked.jsonl is not a list of queries (mend it or remove it)"]
        await asked(pilot, "harbour")
        assert main(pilot).hits.total
    assert (archive / "asked.jsonl").read_text() == "nonsense", "what cannot be read is not overwritten"


async def test_wrong_queries_are_not_kept(archive: Path) -> None:
    async with browsing(archive) as pilot:
        await typing(pilot, "ferry AND (")
        await key(pilot, "query.list")
        await asked(pilot, "ferry")
    assert open_workspace(Location.of_folder(archive)).asked.all() == ("ferry",)


async def test_what_is_typed_is_completed_behind_the_caret(archive: Path) -> None:
    open_workspace(Location.of_folder(archive)).saved.save("mine", "ferry")
    async with browsing(archive) as pilot:
        bar = main(pilot).bar.input
        for typed, shown, taken in (
            ("outl", "outlet:", "outlet:"),
            ("outlet:harb", "outlet:harbour Times", 'outlet:"Harbour Times"'),
            ("ferry -role:cop", "ferry -role:copy", "ferry -role:copy"),
            ("@m", "@mine", "@mine"),
            ("harbo", "harbour", "harbour"),
        ):
            await pilot.press("ctrl+u")
            await typing(pilot, typed)
            assert shown in rows(pilot)[0], typed
            await key(pilot, "query.take")
            assert bar.value == taken and bar.cursor_at_end
            assert main(pilot).hits.total or taken.endswith(":")


async def test_several_values_stand_below_and_the_next_can_be_taken(archive: Path) -> None:
    async with browsing(archive) as pilot:
        await typing(pilot, "outlet:")
        assert "Harbour Times · " in rows(pilot)[1] and "^n another" in rows(pilot)[1]
        first = rows(pilot)[0]
        await key(pilot, "query.offer")
        assert rows(pilot)[0] != first
        await key(pilot, "query.take")
        assert main(pilot).hits.total
        await pilot.press("ctrl+u")
        await typing(pilot, "outlet:zzz")
        before = rows(pilot)[0]
        await key(pilot, "query.offer")
        assert rows(pilot)[0] == before, "nothing is offered"


async def test_the_language_on_a_panel_gives_its_examples(archive: Path) -> None:
    async with browsing(archive) as pilot:
        await key(pilot, "app.language")
        assert isinstance(pilot.app.screen, Language) and "ferry w/5 strike" in text(pilot)
        await key(pilot, "app.language")
        assert sum(isinstance(screen, Language) for screen in pilot.app.screen_stack) == 1
        await pilot.press("down", "enter")
        await settled(pilot)
        assert main(pilot).bar.input.value == "ferry OR boat -cruise" and main(pilot).bar.input.has_focus
        await key(pilot, "query.how")
        await key(pilot, "panel.leave")
        assert main(pilot).bar.input.value == "ferry OR boat -cruise"


async def test_typing_shows_the_list_where_there_is_room_for_one_pane(archive: Path) -> None:
    async with browsing(archive, "ferry", size=(80, 24)) as pilot:
        await key(pilot, "hits.open")
        assert not main(pilot).hits.size.height
        await key(pilot, "browse.query")
        await typing(pilot, " strike")
        assert main(pilot).hits.size.height


def look_up(field: str, beginning: str) -> Iterable[str]:
    held = {"outlet": ["Hill Gazette", "Harbour Times"], "text": ["ferry", "ferryman"]}
    return [one for one in held.get(field, []) if one.casefold().startswith(beginning.casefold())]


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("", []),
        ("ferry ", []),
        ("fer", ["ferry", "ferryman"]),
        ("(fer", ["(ferry", "(ferryman"]),
        ("a OR -outlet:h", ['a OR -outlet:"Hill Gazette"', 'a OR -outlet:"Harbour Times"']),
        ('source:"Hill G', ['source:"Hill Gazette"']),
        ("nofield:x", []),
        ("is:orig", ["is:original"]),
        ("@w", ["@week"]),
        ('"ferry', []),
    ],
)
def test_ways_to_go_on(typed: str, ways: list[str]) -> None:
    assert [one.text for one in completions(typed, look_up, ["week", "year"])] == ways
