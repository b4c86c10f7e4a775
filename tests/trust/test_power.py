"""The power goes: what was synced is there, the rest is kept, torn, zeroed or lost. No acknowledged commit is lost."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from index.codec import merge
from index.storage import using
from tests.trust.disks import RecordingDisk
from tests.trust.sizes import sized
from tests.trust.small import EMPTY, State, small_run, state, whole


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[RecordingDisk, list[State]]:
    """The small run written down, with the state after each acknowledged step."""
    monkeypatch.setattr(merge, "MERGE_FACTOR", 3)
    folder = tmp_path / "run"
    disk = RecordingDisk(folder)
    states = [EMPTY]
    with using(disk):
        for step in small_run():
            step(folder)
            disk.mark()
            states.append(state(folder))
    return disk, states


@sized(smoke=10, trust=100, soak=2_000)
def test_a_power_cut_loses_no_acknowledged_commit(
    tmp_path: Path, run: tuple[RecordingDisk, list[State]], cases: range
) -> None:
    disk, states = run
    for seed in cases:
        rng = random.Random(f"power {seed}")
        moment = rng.randrange(len(disk) + 1)
        folder = tmp_path / "after"
        disk.cut(moment, rng, folder)
        done = disk.acknowledged(moment)
        found = state(folder)
        assert found in states[done : done + 2], f"seed {seed}: cut after {moment} changes, {done} steps acknowledged"
        for step in small_run()[done:]:
            step(folder)
        assert state(folder) == states[-1], f"seed {seed}"
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
