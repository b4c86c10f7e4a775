"""Forgetting on a full disk: the article is hidden at once by a small file, and its text goes when there is room."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from morgue.cli.main import main
from morgue.core.article import Given, RawItem
from morgue.core.durable_files import using
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.maintenance.repair import repair, verify
from morgue.index.archive.writer import Writer
from morgue.index.codec.reader import SegmentReader
from morgue.search.answer import SearchQuery
from tests.stories.invent import story
from tests.trust.disks import FullDisk
from tests.trust.small import State, compacting, filing, forgetting, half_filing, news, orphans, state

#: Room for a table of contents, a manifest and a tombstone.
LITTLE = 5_000
#: h0003 is a copy of h0002, h0007 of h0006; h0005 is an excerpt of h0004; h0008 is of no story with others.
GONE = ("h0002", "h0003", "h0004", "h0008")


def on_disk(folder: Path, id: str) -> bool:
    """Whether any segment of whatever generation has the article."""
    return any(SegmentReader(folder, p.stem).find_id(id) is not None for p in folder.glob("*.segment"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for at in (0, 6):
        filing(news(12)[at : at + 6])(tmp_path / "archive")
    compacting(tmp_path / "archive")  # both generations share the segment: nothing that goes makes room
    return tmp_path / "archive"


def _on_full_disk(folder: Path, *ids: str, room: int = LITTLE) -> str:
    with using(FullDisk(room)), Writer(Archive.open(folder)) as writer:
        assert writer.forget(ids) == ids
        return writer.unpurged


@pytest.mark.parametrize("ids", [(i,) for i in GONE] + [GONE])
def test_a_full_disk_does_not_keep_an_article(tmp_path: Path, folder: Path, ids: tuple[str, ...]) -> None:
    roomy = tmp_path / "roomy"
    shutil.copytree(folder, roomy)
    forgetting(*ids)(roomy)
    assert _on_full_disk(folder, *ids)
    assert all(on_disk(folder, i) for i in ids) and verify(folder).ok
    _shows_nothing_of(folder, ids)
    hidden, gone = state(folder), state(roomy)
    assert hidden.articles == gone.articles
    with open_searcher(Location.of_folder(folder)) as door, open_searcher(Location.of_folder(roomy)) as other:
        for query in ("", "harbour", "outlet:Harbour"):
            found, expected = (d.ask(SearchQuery(query, limit=50, budget_ms=None)).result for d in (door, other))
            assert {h.id for h in found.hits} <= {a.id for a in gone.articles}
            assert found.articles == expected.articles
    Writer(Archive.open(folder)).close()  # there is room now
    assert not any(on_disk(folder, i) for i in ids)
    assert state(folder) == gone and verify(folder).ok and orphans(folder) == set()


def _shows_nothing_of(folder: Path, ids: tuple[str, ...]) -> None:
    for command in (
        ["search", "harbour OR council", "--json"],
        ["export", "harbour OR council"],
        ["stories", "--min", "1"],
        ["stats"],
    ):
        assert main([*command, "--archive", str(folder)]) == 0
    held = state(folder)
    assert not {a.id for a in held.articles} & set(ids)
    assert not {of for _, _, of in held.roles} & set(ids)
    snapshot = Archive.open(folder).snapshot()
    live = [d for d in range(snapshot.documents) if snapshot.live(d)]
    for filed in snapshot.filed(live):
        members = snapshot.stories.members(int(snapshot.stories.story[snapshot.find(filed.article.id)]))
        assert filed.story.articles == len(members)
        assert filed.story.copies + filed.story.versions < filed.story.articles


def test_forgetting_takes_little_room_whatever_the_archive_holds(tmp_path: Path) -> None:
    """Not the overlay's size, nor the segments'."""
    used = []
    for count in (12, 48):
        folder = tmp_path / str(count)
        filing(news(count))(folder)
        disk = FullDisk(LITTLE)
        with (
            using(disk),
            Writer(Archive.open(folder)) as writer,
            patch.object(writer, "_purge_if_there_is_room", return_value=None),
        ):
            writer.forget(["h0003"])  # only what comes before the purge
        used.append(disk.most)
    assert max(used) < LITTLE
    assert used[1] - used[0] < 512


def test_more_can_be_forgotten_while_the_disk_is_full(folder: Path) -> None:
    assert _on_full_disk(folder, "h0002")
    assert _on_full_disk(folder, "h0008", "h0003")
    assert {a.id for a in state(folder).articles} == {f"h{n:04}" for n in (0, 1, 4, 5, 6, 7, 9, 10, 11)}
    assert verify(folder).ok
    with using(FullDisk(LITTLE)), Writer(Archive.open(folder)) as writer:
        assert writer.forget(["h0002"]) == ()
        for n in (2, 3, 8):
            article = news(12)[n].article
            item = RawItem("harrow", "text", "text", b"", article.provenance.sha256, given=Given(id=article.id))
            assert writer.forgotten(item) and not writer.holds(item)


@pytest.mark.parametrize("act", ["commit", "settle", "compact"])
def test_the_next_change_that_finds_room_takes_the_text_off(folder: Path, act: str) -> None:
    assert _on_full_disk(folder, "h0002")
    disk = FullDisk(0)
    with using(disk), Writer(Archive.open(folder)) as writer:
        assert writer.unpurged
        disk.room = 1 << 30
        if act == "commit":
            writer.add(news(13)[12])
        if act == "settle":
            writer._unsettled.add("Hill Gazette")
        getattr(writer, act)()
    assert not on_disk(folder, "h0002") and verify(folder).ok
    assert "h0002" not in {a.id for a in state(folder).articles}


def test_with_no_room_at_all_the_old_stays_and_a_line_says_so(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = state(folder)
    with using(FullDisk(100)):
        assert main(["forget", "h0002", "--archive", str(folder)]) == 2
    said = capfd.readouterr()
    assert "no space left" in said.err and said.err.count("\n") == 1 and said.out == ""
    assert state(folder) == before and verify(folder).ok


def test_the_command_says_what_is_still_there(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with using(FullDisk(LITTLE)):
        assert main(["forget", "h0002", "--archive", str(folder)]) == 0
    said = capfd.readouterr()
    assert said.out == "forgotten: h0002\n"
    assert "still on the disk" in said.err and said.err.count("\n") == 1
    assert main(["compact", "--archive", str(folder)]) == 0
    assert not on_disk(folder, "h0002")
    assert main(["show", "h0002", "--archive", str(folder)]) != 0


def test_an_older_program_does_not_open_what_it_would_show(folder: Path) -> None:
    """A tombstone came with format 3: no manifest says less, with one or without."""
    newest = manifest.generations(folder)[0]
    assert json.loads(_text(folder, newest))["format"] == manifest.FORMAT > 3
    _on_full_disk(folder, "h0002")
    newest = manifest.generations(folder)[0]
    assert json.loads(_text(folder, newest))["format"] == manifest.FORMAT
    Writer(Archive.open(folder)).close()
    newest = manifest.generations(folder)[0]
    assert json.loads(_text(folder, newest))["format"] == manifest.FORMAT


def _text(folder: Path, generation: int) -> str:
    return (folder / manifest.manifest_name(generation)).read_text().rpartition("}")[0] + "}"


def test_a_repair_does_not_bring_the_forgotten_back(folder: Path) -> None:
    """Whatever it goes back to: a generation from before, while a later one that is damaged says what was forgotten."""
    _on_full_disk(folder, "h0002")
    newest = manifest.generations(folder)[0]
    toc = folder / manifest.toc_name(newest)
    toc.write_bytes(toc.read_bytes()[:-1])
    assert repair(folder) is not None
    assert "h0002" not in {a.id for a in state(folder).articles} and len(state(folder).articles) == 11
    assert not on_disk(folder, "h0002") and verify(folder).ok


def test_a_repair_keeps_what_was_let_in_again(folder: Path) -> None:
    forgetting("h0002")(folder)
    with Writer(Archive.open(folder)) as writer:
        assert writer.add(news(12)[2])
        writer.commit()
    wanted: State = state(folder)
    assert "h0002" in {a.id for a in wanted.articles}
    half_filing(news(13)[12:])(folder)
    newest = manifest.generations(folder)[0]
    overlay = folder / f"MAIN-{newest}.overlay"
    overlay.write_bytes(overlay.read_bytes()[:-1])
    done = repair(folder)
    assert done is not None
    assert {a.id for a in state(folder).articles} == {a.id for a in wanted.articles} | {"h0012"}


def test_nothing_is_hidden_for_long_by_a_text_of_another_story() -> None:
    """The invented stories of these tests differ, or the counts above would show nothing."""
    assert story(2, 6) != story(4, 6) != story(8, 6)
