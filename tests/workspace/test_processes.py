"""Several processes that change one workspace at the same time, and processes that are killed while they do."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from morgue.core.errors import MorgueError
from morgue.workspace import store
from morgue.workspace.notes import Note
from morgue.workspace.reading_lists import Kept
from morgue.workspace.store import FolderStore
from morgue.workspace.workspace import Workspace


def space(folder: Path) -> Workspace:
    return Workspace(FolderStore(folder))


def kept(name: str) -> Kept:
    return Kept(name, f"Title {name}", "Harrow Bay", "2025-02-27", "")


def forked(work: Callable[[], object]) -> int:
    """A process of its own that does this and ends."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def ended(children: Iterable[int]) -> list[int]:
    return [os.waitpid(child, 0)[1] for child in children]


def test_changes_of_one_file_by_several_processes_are_all_kept(tmp_path: Path) -> None:
    names = [f"p{n}" for n in range(3)]
    space(tmp_path).tags.add("gone", [kept(f"{name}-{n}") for name in names for n in range(5)])

    def work(name: str) -> None:
        mine = space(tmp_path)
        for n in range(5):
            one = f"{name}-{n}"
            mine.tags.add("both", [kept(one)])
            mine.tags.remove("gone", [one])
            mine.notes.write(one, f"note {one}")
            mine.read.mark([one])
            mine.places.put({one: 0.5})
        mine.saved.save(name, "ferry")
        mine.saved.mark_seen("all", [name])
        mine.asked.add([name])

    assert ended([forked(partial(work, name)) for name in names]) == [0] * 3
    every = {f"{name}-{n}" for name in names for n in range(5)}
    found = space(tmp_path)
    assert found.tags.ids("both") == found.read.ids() == every and found.tags.ids("gone") == frozenset()
    assert {one: note.text for one, note in found.notes.all().items()} == {one: f"note {one}" for one in every}
    assert set(found.places.all()) == every and set(found.saved.all()) == set(found.asked.all()) == set(names)
    assert found.saved.unseen("all", names) == []


@pytest.mark.parametrize("seed", range(6))
def test_what_was_said_to_be_kept_is_there_after_kill_9(tmp_path: Path, seed: int) -> None:
    """A process tags and notes, says each time what is done, and is killed at some moment of it."""
    reading, writing = os.pipe()

    def work() -> None:
        mine = space(tmp_path)
        for n in range(100_000):
            mine.tags.add("both", [kept(f"a{n}")])
            mine.notes.put([Note(f"a{n}", f"note {n} " + "x" * 400)])
            os.write(writing, b"%d\n" % n)

    child = forked(work)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        first = told.readline()
        time.sleep(random.Random(seed).uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        said = [int(line) for line in (first + told.read()).splitlines()]
    assert os.WTERMSIG(ended([child])[0]) == signal.SIGKILL and said
    found = space(tmp_path)
    for n in said:
        assert f"a{n}" in found.tags.ids("both") and found.notes.all()[f"a{n}"].text.startswith(f"note {n} ")
    assert found.tags.ids("both") - {f"a{n}" for n in said} <= {f"a{len(said)}"}, "only what was being written"
    found.tags.add("both", [kept("after")])
    found.notes.write("after", "the lock went with the process")
    assert "after" in found.tags.ids("both") and "after" in found.notes.all()


def test_whoever_keeps_it_for_long_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.02)
    one, other = FolderStore(tmp_path), FolderStore(tmp_path)
    with one.alone(), one.alone(), pytest.raises(MorgueError, match="another process"), other.alone():
        pass
    with other.alone():
        pass
    with pytest.raises(MorgueError, match="cannot write"), FolderStore(tmp_path / "none").alone():
        pass
