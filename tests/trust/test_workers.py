"""Cleaning processes that spin, swell, crash or are killed by others: the guilty is rejected, nothing else is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from morgue.core.article import Given, RawItem, Rejected
from morgue.index.pipeline import cleaning_pool
from morgue.index.pipeline.memory_watchdog import children
from tests.trust.sizes import sized


def _item(name: str, data: bytes = b"text") -> RawItem:
    return RawItem(name, "text", "text", data, name, given=Given(id=name))


def work(item: RawItem) -> str | Rejected:
    """What a parser might do with a crafted page."""
    if item.path == "spin":
        while True:
            pass
    if item.path == "memory":
        return str(len(bytearray(2 << 30)))
    if item.path == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if item.path == "wait":
        time.sleep(2)
    if item.path == "leave":
        os._exit(3)
    return item.path


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS holds on Linux")
def test_exactly_the_guilty_item_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning_pool, "ITEM_SECONDS", 3.0)
    names = ["a", "spin", "b", "memory", "c", "crash", "d", "leave", "e"]
    with cleaning_pool.CleaningPool(work, 2, list) as pool:
        found = list(pool.map(map(_item, names)))
    assert [f if isinstance(f, str) else f.reason for f in found] == [
        "a",
        "too slow",
        "b",
        "too much memory or a crash",
        "c",
        "too much memory or a crash",
        "d",
        "too much memory or a crash",
        "e",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="counted by the clock there")
def test_an_item_that_waits_for_its_turn_is_no_slow_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a page takes longer by the clock than its work does."""
    monkeypatch.setattr(cleaning_pool, "ITEM_SECONDS", 1.0)
    with cleaning_pool.CleaningPool(work, 2, list) as pool:
        assert list(pool.map(map(_item, ["a", "wait", "b"]))) == ["a", "wait", "b"]


@pytest.mark.skipif(sys.platform == "win32", reason="no setitimer")
def test_what_hangs_without_working_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning_pool, "CLOCK_SECONDS", 0.5)
    with cleaning_pool.CleaningPool(work, 1, list) as pool:
        found = list(pool.map(map(_item, ["a", "wait", "b"])))
    assert [f if isinstance(f, str) else f.reason for f in found] == ["a", "too slow", "b"]


_RECORD = (
    '{"title": "Ferry to run twice a day", "body": "The ferry to Gull Island will run twice a day from May, the'
    ' harbour office said on Thursday, and a return ticket will cost nine."}\n'
)
#: The program under a memory limit that may be lowered only, and with a temporary folder that takes nothing.
_NARROW = """
import errno, resource, sys, tempfile
resource.setrlimit(resource.RLIMIT_AS, (614400 << 10, 614400 << 10))
def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")
tempfile.TemporaryFile = tempfile.NamedTemporaryFile = tempfile.mkstemp = tempfile.mkdtemp = full
from morgue.cli.entry import run
sys.argv = ["morgue", "--archive", sys.argv[1], "index", "-", "--json"]
sys.exit(run())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS holds on Linux")
def test_a_small_machine_files_the_same_articles(tmp_path: Path) -> None:
    """`ulimit -v 614400` and a full temporary folder."""
    done = subprocess.run(
        [sys.executable, "-c", _NARROW, str(tmp_path / "archive")],
        input=_RECORD, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["added"], report["rejected"]) == (1, {})


def finish(names: list[str]) -> list[str]:
    """What is done to a batch at once, and fails for all because of one."""
    if "odd" in names:
        raise ValueError("odd")
    return [name.upper() for name in names]


def test_an_item_that_spoils_what_is_done_together_is_rejected_alone() -> None:
    with cleaning_pool.CleaningPool(work, 2, finish) as pool:
        found = list(pool.map(map(_item, ["a", "odd", "b"])))
    assert [f if isinstance(f, str) else f.detail for f in found] == ["A", "ValueError: odd", "B"]


def test_the_watchdog_sees_the_pools_workers() -> None:
    with cleaning_pool.CleaningPool(work, 2, list) as pool:
        assert list(pool.map([_item("a")])) == ["a"]
        assert len(children()) >= 1


#: Kills in one run: without end, no worker of a large process would ever come to work.
KILLS = 25


def large(item: RawItem) -> bytes:
    """Much more than a pipe holds, so that kills fall into the middle of messages."""
    return item.data * 40


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@sized(smoke=1, trust=20, soak=1_000)
def test_workers_may_be_killed_at_any_moment(monkeypatch: pytest.MonkeyPatch, cases: range) -> None:
    """By the system for want of memory, say. Every item has its outcome, in its place; no run waits for the dead."""
    monkeypatch.setattr(cleaning_pool, "TRIES", 1_000)
    items = [_item(f"p{n}", random.Random(n).randbytes(1_000)) for n in range(600)]
    for seed in cases:
        rng = random.Random(f"workers {seed}")
        over, kills = threading.Event(), 0

        def killer(rng: random.Random = rng, over: threading.Event = over) -> None:
            nonlocal kills
            while kills < KILLS and not over.wait(rng.uniform(0.001, 0.02)):
                if there := children():
                    with suppress(ProcessLookupError):
                        os.kill(rng.choice(there), signal.SIGKILL)
                        kills += 1

        killing = threading.Thread(target=killer)
        killing.start()
        try:
            with cleaning_pool.CleaningPool(large, 2, list) as pool:
                found = list(pool.map(items))
                while not kills:
                    found = list(pool.map(items))
        finally:
            over.set()
            killing.join()
        assert found == [item.data * 40 for item in items], f"seed {seed}"
    assert children() == []
