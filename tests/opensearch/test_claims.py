"""Several machines are given the same files: each file is read by one of them, and by another when that one dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from morgue.index.cluster import archive, claims
from morgue.index.cluster.claims import Claims
from morgue.index.cluster.http import Connection
from tests.opensearch.build import address, remove
from tests.opensearch.test_commands import NEWS, morgue

pytestmark = pytest.mark.opensearch

FILES = [Path(f"/news/{n}.warc") for n in range(6)]


@pytest.fixture
def door(hosts: str) -> Iterator[Connection]:
    made = Connection(address(hosts))
    archive.create(made)
    yield made
    remove(made)


def test_each_file_is_read_once(door: Connection) -> None:
    runs = [Claims(Connection(door.address)) for _ in range(3)]
    for n, file in enumerate(FILES):
        taken = [run.take(file, 10) for run in runs[n % 3 :] + runs[: n % 3]]
        assert taken == [True, False, False]
    assert not runs[0].take(FILES[1], 10)
    assert runs[0].take(FILES[1], 11), "another size, another file"
    for run in runs:
        run.close(whole=True)
        run.close(whole=False)
    late = Claims(Connection(door.address))
    assert late.take(FILES[0], 10), "all runs are over: the next begins anew"
    late.close(whole=True)


def test_what_an_ended_or_interrupted_run_leaves_is_taken(door: Connection) -> None:
    first, second = (Claims(Connection(door.address)) for _ in range(2))
    assert first.take(FILES[0], 1) and first.take(FILES[1], 1) and not second.take(FILES[0], 1)
    first.close(whole=False)
    assert second.take(FILES[0], 1, last=True)
    third = Claims(Connection(door.address))
    assert not third.take(FILES[0], 1)
    second.close(whole=True)
    assert not third.take(FILES[0], 1), "done, while a run of those goes on"
    assert third.take(FILES[1], 1)
    third.close(whole=True)


def test_the_files_of_a_dead_machine_are_taken_over(door: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "LOST", 1.0)
    dead, other = (Claims(Connection(door.address)) for _ in range(2))
    assert dead.take(FILES[0], 1)
    dead._stop.set()  # as if killed: no sign of life, nothing given back
    assert not other.take(FILES[0], 1)
    assert other.take(FILES[0], 1, last=True)
    other.close(whole=True)


def test_two_runs_of_one_command_at_once(door: Connection) -> None:
    where = door.address.shown
    command = [sys.executable, "-m", "morgue", "index", str(NEWS), "--json", "--jobs", "1", "--archive", where]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ}) for _ in range(2)]
    told = [json.loads(run.communicate(timeout=240)[0]) for run in running]
    assert sum(t["added"] for t in told) == 56
    assert sum(t["read"] for t in told) == 65, "each file was read by one of them"
    assert json.loads(morgue(where, "count", "*", "--json")[1])["articles"] == 56
