"""Articles to files, from where one is: the search, the marked, a story; in the form that the name asks for."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from morgue.tui import state
from morgue.tui.screens.prompt import Prompt
from tests.tui.seen import browsing, key, main, settled, text, written


async def to_file(pilot: Pilot[Any], path: Path, name: str = "browse.export") -> str:
    await key(pilot, name)
    assert isinstance(pilot.app.screen, Prompt)
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")
    return await written(pilot, path)


async def test_a_search_goes_to_a_file_with_its_filters(sample: Path, tmp_path: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        screen = main(pilot)
        screen.go(state.toggled(screen.session.state, "outlet", "Hill Gazette", "only"))
        await settled(pilot)
        assert screen.answer is not None
        count = screen.answer.result.articles
        assert count > 1
        said = await to_file(pilot, tmp_path / "a.csv")
        assert said == f"{count} articles written to {tmp_path / 'a.csv'}"
        with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == count and {row["outlet"] for row in rows} == {"Hill Gazette"}
        assert all(row["body"] for row in rows)
        await to_file(pilot, tmp_path / "a.jsonl")
        lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
        assert {json.loads(line)["id"] for line in lines} == {row["id"] for row in rows}
        await to_file(pilot, tmp_path / "a.bib")
        assert (tmp_path / "a.bib").read_text(encoding="utf-8").count("@article{") == count
        await to_file(pilot, tmp_path / "A.RIS")
        assert (tmp_path / "A.RIS").read_text(encoding="utf-8").count("TY  - NEWS") == count
        await to_file(pilot, tmp_path / "a.txt")
        whole = (tmp_path / "a.txt").read_text(encoding="utf-8")
        assert all(row["title"] in whole and row["body"].split("\n")[-1] in whole for row in rows)
        await to_file(pilot, tmp_path / "a.cite")
        assert len((tmp_path / "a.cite").read_text(encoding="utf-8").splitlines()) == count


async def test_what_is_marked_goes_to_a_file_alone(sample: Path, tmp_path: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        await key(pilot, "browse.mark", 2)
        await key(pilot, "browse.export")
        assert "2 marked articles" in text(pilot)
        await key(pilot, "prompt.leave")
        await to_file(pilot, tmp_path / "m.jsonl")
        ids = [json.loads(line)["id"] for line in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]
        assert ids == list(main(pilot).session.marked)


async def test_a_story_goes_to_a_file(sample: Path, tmp_path: Path) -> None:
    async with browsing(sample, "ferry strike collapsed") as pilot:
        await key(pilot, "browse.story")
        await key(pilot, "story.export")
        assert "5 articles of this story" in text(pilot)
        await key(pilot, "prompt.leave")
        assert await to_file(pilot, tmp_path / "s.ris", "story.export") == f"5 articles written to {tmp_path / 's.ris'}"


@pytest.mark.parametrize("name", ["there.csv", "odd.pdf", "none"])
async def test_a_file_that_cannot_be_is_told_and_nothing_is_lost(sample: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "there.csv").write_text("mine", encoding="utf-8")
    async with browsing(sample, "ferry") as pilot:
        said = await to_file(pilot, tmp_path / name)
        assert ".bib" in said or "another file" in said
        assert [p.name for p in tmp_path.iterdir()] == ["there.csv"]
        assert (tmp_path / "there.csv").read_text(encoding="utf-8") == "mine"


async def test_a_stopped_export_leaves_no_file(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with browsing(many, "crates") as pilot:
        monkeypatch.setattr("morgue.tui.exporting._OFTEN", 0.0)
        await key(pilot, "browse.export")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "x.csv")
        await pilot.press("enter")
        await pilot.press("escape")
        said = await written(pilot, tmp_path / "x.csv")
        assert ("stopped" in said) != (tmp_path / "x.csv").exists()


async def test_without_hits_there_is_nothing_to_write(sample: Path) -> None:
    async with browsing(sample, "qqqqqq") as pilot:
        await key(pilot, "browse.export")
        assert "nothing to write" in [note.message for note in pilot.app._notifications][-1]
