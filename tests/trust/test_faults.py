"""An error of the disk, a full disk or a kill at each single change: the old or the new, and the next run mends it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from morgue.core.durable_files import using
from morgue.core.errors import MorgueError
from morgue.index.archive import merge_policy
from morgue.index.archive.archive import Archive
from morgue.index.codec.reader import SegmentReader
from tests.trust import small
from tests.trust.disks import FailingDisk, Killed
from tests.trust.small import Course, Step, small_run, state, whole

FAULTS = ("io", "full", "kill")
#: The step of the small run that forgets.
FORGOTTEN_AT = 4


@pytest.fixture(autouse=True)
def _merge_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge_policy, "MERGE_FACTOR", 3)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_policy, "MERGE_FACTOR", 3)
        return small.course(tmp_path_factory.mktemp("course"))


def points(start: Path, step: Step, scratch: Path) -> int:
    """How many changes a step makes to the disk."""
    counting = FailingDisk(0, "none")
    folder = scratch / "count"
    if start.exists():
        shutil.copytree(start, folder)
    with using(counting):
        step(folder)
    shutil.rmtree(folder)
    return counting.steps


def fail_at(at: int, fault: str, step: Step, folder: Path) -> str | None:
    """Runs a step on a disk that fails at its change `at`; what failed, or None when the step was over before."""
    disk = FailingDisk(at, fault)
    try:
        with using(disk):
            step(folder)
    except (OSError, Killed, MorgueError):
        pass
    return disk.failed


def holds(folder: Path, id: str) -> bool:
    """Whether any segment on disk, of whatever generation, has the article."""
    return any(SegmentReader(folder, p.stem).find_id(id) is not None for p in folder.glob("*.segment"))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("every", [pytest.param(97, id="few"), pytest.param(1, id="every", marks=pytest.mark.trust)])
@pytest.mark.parametrize("number", range(len(small_run())))
def test_a_fault_at_any_change_leaves_the_old_or_the_new(
    tmp_path: Path, course: Course, fault: str, every: int, number: int
) -> None:
    step, start, states = small_run()[number], course.before[number], course.states
    for at in range(1, points(start, step, tmp_path) + 1, every):
        folder = tmp_path / f"at-{at}"
        if start.exists():
            shutil.copytree(start, folder)
        what = fail_at(at, fault, step, folder)
        found = state(folder)
        assert found in course.allowed(number), f"{fault} at change {at} ({what}) left neither old nor new"
        step(folder)
        assert state(folder) == states[number + 1], f"{fault} at change {at} ({what}): the next run did not mend it"
        whole(folder)
        if number >= FORGOTTEN_AT:
            assert not holds(folder, "h0003"), f"{fault} at change {at} ({what}): the forgotten is still on the disk"
        shutil.rmtree(folder)


def test_the_small_run_has_every_kind_of_change(course: Course) -> None:
    states = course.states
    assert [len(s.articles) for s in states] == [0, 3, 6, 9, 12, 10, 13, 13]
    assert any(len(group) > 1 for group in states[-1].stories)
    assert {role for _, role, _ in states[-1].roles} >= {"original", "copy"}
    assert states[-1] == states[-2]
    assert len(Archive.open(course.before[4]).snapshot().segments) < 4, "something was merged"
    assert set(course.between) - set(states), "something was settled"
    assert holds(course.before[FORGOTTEN_AT], "h0003")
    whole(course.before[-1])
