"""The power goes: what was synced is there, the rest is kept, torn, zeroed or lost. No acknowledged commit is lost."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from morgue.core.durable_files import using
from morgue.index.codec import merge
from tests.trust import small
from tests.trust.disks import RecordingDisk
from tests.trust.sizes import sized
from tests.trust.small import Course, small_run, state, whole


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """What the run is without a cut."""
    monkeypatch.setattr(merge, "MERGE_FACTOR", 3)
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
