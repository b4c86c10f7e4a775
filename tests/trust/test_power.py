"""The power goes: what was synced is there, the rest is kept, torn, zeroed or lost. No acknowledged commit is lost."""

from __future__ import annotations

import os
import random
import shutil
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from morgue.core import durable_files
from morgue.core.durable_files import using
from morgue.index.archive import manifest, merge_policy
from morgue.index.archive.maintenance.repair import repair
from morgue.workspace.notes import Note
from morgue.workspace.reading_lists import Kept, Lists
from morgue.workspace.saved_searches import SavedSearches
from morgue.workspace.store import FolderStore
from morgue.workspace.workspace import Workspace
from tests.trust import small
from tests.trust.disks import WORST, RecordingDisk
from tests.trust.sizes import sized
from tests.trust.small import Course, filing, news, small_run, state, whole


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """What the run is without a cut."""
    monkeypatch.setattr(merge_policy, "MERGE_FACTOR", 3)
    return small.course(tmp_path / "course")


@pytest.fixture
def disk(tmp_path: Path, course: Course) -> RecordingDisk:
    """The small run written down, each step of it acknowledged."""
    recording = RecordingDisk(tmp_path / "run")
    with using(recording):
        for step in small_run():
            step(tmp_path / "run")
            recording.mark()
    assert state(tmp_path / "run") == course.states[-1]
    return recording


@sized(smoke=10, trust=100, soak=2_000)
def test_a_power_cut_loses_no_acknowledged_commit(
    tmp_path: Path, course: Course, disk: RecordingDisk, cases: range
) -> None:
    for seed in cases:
        rng = random.Random(f"power {seed}")
        moment = rng.randrange(len(disk) + 1)
        folder = tmp_path / "after"
        disk.cut(moment, rng, folder)
        done = disk.acknowledged(moment)
        found = state(folder)
        assert found in course.allowed(done), f"seed {seed}: cut after {moment} changes, {done} steps acknowledged"
        for step in small_run()[done:]:
            step(folder)
        assert state(folder) == course.states[-1], f"seed {seed}"
        whole(folder)
        shutil.rmtree(folder)


PARTS = 8


@pytest.mark.parametrize(
    "part", [pytest.param(None, id="few"), *(pytest.param(n, marks=pytest.mark.trust) for n in range(PARTS))]
)
def test_a_power_cut_at_any_sync_or_rename_loses_nothing(
    tmp_path: Path, course: Course, disk: RecordingDisk, part: int | None
) -> None:
    """Before and after each of the whole run, whichever kind of names alone has reached the medium."""
    moments = disk.moments()
    assert len(moments) > 150
    chosen = moments[::37] if part is None else moments[part::PARTS]
    for number, moment in enumerate(chosen):
        done = disk.acknowledged(moment)
        for kept in WORST:
            folder = tmp_path / "after"
            disk.cut_at_worst(moment, kept, folder)
            what = f"cut after {moment} changes, {kept} kept, {done} steps acknowledged"
            assert state(folder) in course.allowed(done), what
            if kept == WORST[number % len(WORST)]:
                for step in small_run()[done:]:
                    step(folder)
                assert state(folder) == course.states[-1], what
                whole(folder)
            shutil.rmtree(folder)


def _last_overlay(folder: Path) -> None:
    newest = folder / f"MAIN-{manifest.generations(folder)[0]}.overlay"
    newest.write_bytes(newest.read_bytes()[:-1])


def _every_overlay(folder: Path) -> None:
    for path in folder.glob("*.overlay"):
        path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("every", [pytest.param(29, id="few"), pytest.param(1, id="every", marks=pytest.mark.trust)])
@pytest.mark.parametrize("harm", [_last_overlay, _every_overlay])
def test_a_power_cut_during_a_repair_loses_nothing(tmp_path: Path, harm: Callable[[Path], None], every: int) -> None:
    """Whatever was readable before is there once the repair has been run again."""
    folder = tmp_path / "run"
    for at in (0, 4):
        filing(news(8)[at : at + 4])(folder)
    wanted = state(folder)
    harm(folder)
    recording = RecordingDisk(folder)
    recording.begin()
    with using(recording):
        assert repair(folder) is not None
    assert state(folder) == wanted
    moments = recording.moments()
    assert len(moments) > 20
    for number, moment in enumerate(moments[::every]):
        for kept in WORST if every > 1 else (WORST[number % 5], WORST[(number + 2) % 5]):
            after = tmp_path / "after"
            recording.cut_at_worst(moment, kept, after)
            repair(after)
            assert state(after) == wanted, f"cut after {moment} changes, {kept} kept"
            whole(after)
            shutil.rmtree(after)


def _each_cut_leaves(
    recording: RecordingDisk,
    acts: Sequence[Callable[[], object]],
    held: Callable[[Path], object],
    folder: Path,
    allowed: Callable[[list[object]], list[object]],
) -> None:
    """Acts one after the other; a cut at any moment leaves what is `allowed` of the states before and after an act.

    held: the state that a folder has.
    """
    states = [held(folder)]
    with using(recording):
        for act in acts:
            act()
            recording.mark()
            states.append(held(folder))
    for moment in recording.moments():
        done = recording.acknowledged(moment)
        for kept in WORST:
            after = folder.with_name("after")
            recording.cut_at_worst(moment, kept, after)
            assert held(after) in allowed(states[done : done + 2]), f"cut after {moment} changes, {kept} kept"
            shutil.rmtree(after)


def test_a_power_cut_loses_no_saved_search(tmp_path: Path) -> None:
    """What a person made is as durable as the articles: each file is the old one or the new one, whole."""
    folder = tmp_path / "run"
    folder.mkdir()
    searches, recording = SavedSearches(FolderStore(folder)), RecordingDisk(folder)
    lists = Lists(FolderStore(folder))
    recording.begin()
    acts: tuple[Callable[[], object], ...] = (
        lambda: searches.save("a", "harbour"),
        lambda: searches.mark_seen("a", ["h0001"]),
        lambda: searches.save("b", "council"),
        lambda: lists.add("kept", [Kept("h0001", "Quay", "Times", "2021", "")]),
        lambda: searches.save("a", "ferry"),
        lambda: lists.add("kept", [Kept("h0002", "Quay", "Times", "2021", "")]),
        lambda: searches.remove("b"),
    )

    def held(place: Path) -> object:
        found = SavedSearches(FolderStore(place))
        return dict(found.all()), found.unseen("a", ["h0001"]), Lists(FolderStore(place)).read("kept")

    _each_cut_leaves(recording, acts, held, folder, _between)


def test_a_power_cut_loses_no_tag_and_no_note(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    space, recording = Workspace(FolderStore(folder)), RecordingDisk(folder)
    recording.begin()
    quay = [Kept(f"h000{n}", "Quay", "Times", "2021", "", "2026-01-01T00:00:00Z") for n in range(3)]
    acts: tuple[Callable[[], object], ...] = (
        lambda: space.tags.add("budget", quay[:2]),
        lambda: space.notes.put([Note("h0001", "a note", "2026-01-01T00:00:00Z")]),
        lambda: space.read.mark(["h0001"]),
        lambda: space.tags.add("budget", quay[2:]),
        lambda: space.notes.put([Note("h0002", "b", "2026-01-01T00:00:00Z")]),
        lambda: space.read.mark(["h0001"], read=False),
        lambda: space.tags.remove("budget", ["h0000", "h0001", "h0002"]),
        lambda: space.notes.put([Note("h0001", ""), Note("h0002", "")]),
    )

    def held(place: Path) -> object:
        found = Workspace(FolderStore(place))
        return found.tags.by_article(), dict(found.notes.all()), found.read.ids()

    _each_cut_leaves(recording, acts, held, folder, list)


def test_a_power_cut_between_the_names_of_a_tag_leaves_it_one_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    tags, recording = Workspace(FolderStore(folder)).tags, RecordingDisk(folder)
    recording.begin()
    with using(recording):
        tags.add("old", [Kept("h0001", "Quay", "Times", "2021", "")])
        recording.mark()
        tags.rename("old", "new")
    for moment in (m for m in recording.moments() if recording.acknowledged(m)):
        for kept in WORST:
            after = tmp_path / "after"
            recording.cut_at_worst(moment, kept, after)
            assert Workspace(FolderStore(after)).tags.of("h0001"), f"cut after {moment} changes, {kept} kept"
            shutil.rmtree(after)


def _between(states: list[object]) -> list[object]:
    """Two states, and what is half the one and half the other where an act changes two files one after the other."""
    old, new = states[0], states[-1]
    assert isinstance(old, tuple) and isinstance(new, tuple)
    return [old, new, (old[0], new[1], old[2])]


def test_what_is_synced_is_on_the_real_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk itself, not one that plays it: each file whole, each folder before and after a rename."""
    synced: list[tuple[str, int]] = []
    real, folder = durable_files._sync, tmp_path / "archive"

    def sync(descriptor: int) -> None:
        info = os.fstat(descriptor)
        synced.append(("folder" if stat.S_ISDIR(info.st_mode) else str(info.st_ino), info.st_size))
        real(descriptor)

    rename = os.rename

    def renamed(*args: Any, **more: Any) -> None:
        synced.append(("rename", 0))
        rename(*args, **more)

    monkeypatch.setattr(durable_files, "_sync", sync)
    monkeypatch.setattr(os, "rename", renamed)
    filing(news(3))(folder)
    files = [p for p in folder.iterdir() if p.name != "MAIN_WRITELOCK"]
    assert files
    for path in files:
        info = path.stat()
        assert (str(info.st_ino), info.st_size) in synced, f"{path.name} was not synced whole"
    kinds = [name for name, _ in synced]
    for at, kind in enumerate(kinds):
        if kind == "rename":
            assert kinds[at - 1] == kinds[at + 1] == "folder"


def test_the_simulation_catches_a_disk_that_forgets_to_sync(tmp_path: Path) -> None:
    """A file written and named without any sync is lost by some cut: else the test above would show nothing."""
    folder = tmp_path / "run"
    folder.mkdir()
    disk = RecordingDisk(folder)
    with disk.create(folder / "a.tmp") as file:
        file.write(b"every word")
    disk.rename(folder / "a.tmp", folder / "a")
    contents = set()
    for seed in range(60):
        after = tmp_path / f"after-{seed}"
        disk.cut(len(disk), random.Random(seed), after)
        contents.add((after / "a").read_bytes() if (after / "a").exists() else None)
    assert {b"every word", None, b"", bytes(10)} <= contents
