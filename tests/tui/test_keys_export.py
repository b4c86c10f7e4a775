"""Articles to files, from where one is: the search, the marked, a story; in the form that the name asks for."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from morgue.core.article import Filed
from morgue.search.searcher import Searcher
from morgue.tui.exporting import Export
from morgue.tui.screens.prompt import Prompt
from tests.tui.seen import browsing, hill_gazette_alone, key, main, notices, text, written


async def to_file(pilot: Pilot[Any], path: Path, name: str = "browse.export") -> str:
    await key(pilot, name)
    assert isinstance(pilot.app.screen, Prompt)
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")
    return await written(pilot, path)


async def test_a_search_goes_to_a_file_with_its_filters(sample: Path, tmp_path: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        screen = await hill_gazette_alone(pilot)
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
        await to_file(pilot, tmp_path / "a.json")
        items = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
        assert [item["id"] for item in items] == [row["id"] for row in rows]
        await to_file(pilot, tmp_path / "a.html")
        markup = (tmp_path / "a.html").read_text(encoding="utf-8")
        assert markup.count("<article>") == count == markup.count("</article>") and markup.endswith("</html>\n")
        assert "<script" not in markup
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
        entries = (tmp_path / "s.ris").read_text(encoding="utf-8")
        assert entries.count("TY  - NEWS") == 5 and "ferry" in entries.lower()


@pytest.mark.parametrize("name", ["there.csv", "odd.pdf", "none"])
async def test_a_file_that_cannot_be_is_told_and_nothing_is_lost(sample: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "there.csv").write_text("mine", encoding="utf-8")
    async with browsing(sample, "ferry") as pilot:
        said = await to_file(pilot, tmp_path / name)
        assert ".bib" in said or "another file" in said
        assert [p.name for p in tmp_path.iterdir()] == ["there.csv"]
        assert (tmp_path / "there.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("after", [0, 5, 1_200])
async def test_a_stopped_export_leaves_no_file(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The key comes when `after` articles were given; once all were, the file is whole and that is said."""
    articles, reached = Export._articles, threading.Event()

    def held(export: Export, searcher: Searcher) -> Iterator[Filed]:
        given = articles(export, searcher)
        yield from islice(given, after)
        reached.set()
        assert export._stopped.wait(60), "the key did not stop the export"
        yield from given

    monkeypatch.setattr(Export, "_articles", held)
    path = tmp_path / "x.jsonl"
    async with browsing(many, "crates") as pilot:
        await key(pilot, "browse.export")
        pilot.app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        for _ in range(3_000):
            if reached.is_set():
                break
            await pilot.pause(0.02)
        await pilot.press("escape")
        said = await written(pilot, path)
    if after < 1_200:
        assert said == "stopped: nothing was written to x.jsonl" and not path.exists()
    else:
        assert said == f"1,200 articles written to {path}"
        assert len(path.read_text(encoding="utf-8").splitlines()) == 1_200


async def test_a_key_at_any_moment_leaves_a_whole_file_or_none(many: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    async with browsing(many, "crates") as pilot:
        await key(pilot, "browse.export")
        pilot.app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        await pilot.press("escape")
        said = await written(pilot, path)
    # The name of the folder has words of its own: the whole of what is said is looked at.
    if path.exists():
        assert said == f"1,200 articles written to {path}"
        assert len(path.read_text(encoding="utf-8").splitlines()) == 1_200
    else:
        assert said == "stopped: nothing was written to x.jsonl"


async def test_without_hits_there_is_nothing_to_write(sample: Path) -> None:
    async with browsing(sample, "qqqqqq") as pilot:
        await key(pilot, "browse.export")
        assert "nothing to write" in notices(pilot)[-1]
