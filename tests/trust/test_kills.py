"""`morgue index`, killed at any moment: the archive opens, holds what was committed, and the next run finishes it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from morgue.core.errors import ArchiveMissing
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.maintenance.repair import verify
from tests.stories.invent import paragraphs, story
from tests.trust.sizes import sized
from tests.trust.small import State, orphans, state

ROOT = Path(__file__).parents[2]
#: The program as installed, but that it commits after a few articles and merges often, so that there is much to kill.
PROGRAM = (
    "import morgue.index.pipeline.ingest, morgue.index.archive.merge_policy\n"
    "morgue.index.pipeline.ingest.COMMIT_ARTICLES = 8\n"
    "morgue.index.archive.merge_policy.MERGE_FACTOR = 3\n"
    "from morgue.cli.main import run\n"
    "run()\n"
)
#: Kills of one archive before it is let through.
KILLS = 3
PAGE = (
    "<html><head><title>{title}</title><meta property='og:site_name' content='Harbour Times'></head>"
    "<body><article><h1>{title}</h1>{body}</article></body></html>"
)


@dataclass(frozen=True, slots=True)
class Course:
    """The sources, what an archive of them is, and how long a run takes, in seconds."""

    sources: Path
    golden: State
    seconds: float


def start(sources: Path, archive: Path, log: Path) -> subprocess.Popen[bytes]:
    """`morgue index` in a process group of its own."""
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "index", str(sources), "--archive", str(archive), "--jobs", "2", "--json"],
            cwd=ROOT,
            env={**os.environ, "HOME": str(archive.parent)},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    home = tmp_path_factory.mktemp("kills")
    sources = home / "news"
    sources.mkdir()
    rows = [
        {
            "id": f"k{n}",
            "title": f"Report {n}",
            "outlet": f"Outlet {n % 3}",
            "date": f"2021-03-{n % 28 + 1:02}",
            "body": body,
        }
        for n, body in enumerate(_bodies(60))
    ]
    (sources / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for n in range(12):
        body = "".join(f"<p>{line}</p>" for line in story(n, 8).split("\n"))
        (sources / f"page{n:02}.html").write_text(PAGE.format(title=f"Page {n} of Harrow Bay", body=body))
    began = time.monotonic()
    process = start(sources, home / "golden", home / "log")
    assert process.wait(300) == 0, (home / "log").read_text()
    return Course(sources, state(home / "golden"), time.monotonic() - began)


def _bodies(count: int) -> list[str]:
    return [paragraphs(story(n - 1, 6), 0, 1, 2, 3) if n % 4 == 3 else story(n, 6) for n in range(count)]


def committed(archive: Path) -> set[str]:
    """The ids in the newest generation, none where there is no archive yet."""
    try:
        snapshot = Archive.open(archive).snapshot()
    except ArchiveMissing:
        return set()
    return {snapshot.id(d) for d in range(snapshot.documents) if snapshot.live(d)}


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """The cleaning processes."""
    with suppress(FileNotFoundError):
        return [
            int(child)
            for task in Path(f"/proc/{process.pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    return []


def kill(process: subprocess.Popen[bytes], rng: random.Random) -> bool:
    """Kills the program, or all its processes, or one worker of it; whether the program itself was killed."""
    how = rng.choice(("program", "group", "worker"))
    if how == "worker" and (there := workers(process)):
        with suppress(ProcessLookupError):
            os.kill(rng.choice(there), signal.SIGKILL)
        return False
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL) if how == "program" else os.killpg(process.pid, signal.SIGKILL)
    return True


def _rounds(cases: range) -> Iterator[tuple[int, int]]:
    """A seed and a number of kills for each archive."""
    for first in range(cases.start, cases.stop, KILLS):
        yield first, min(KILLS, cases.stop - first)


@pytest.mark.skipif(sys.platform != "linux", reason="finds workers in /proc")
@sized(smoke=2, trust=60, soak=1_000, parts=4)
def test_a_killed_run_loses_nothing_and_the_next_goes_on(tmp_path: Path, course: Course, cases: range) -> None:
    for seed, kills in _rounds(cases):
        rng = random.Random(f"kill {seed}")
        archive, log = tmp_path / f"archive-{seed}", tmp_path / "log"
        done: set[str] = set()
        for _ in range(kills):
            process = start(course.sources, archive, log)
            with suppress(subprocess.TimeoutExpired):
                process.wait(course.seconds * rng.uniform(0.2, 1))
            before = committed(archive)
            dead = kill(process, rng)
            status = process.wait(300)
            assert dead or status == 0, f"seed {seed}: a worker was killed and the run failed: {log.read_text()}"
            done = committed(archive)
            assert before <= done, f"seed {seed}: committed articles are gone"
            assert not manifest_there(archive) or verify(archive).ok
        process = start(course.sources, archive, log)
        assert process.wait(300) == 0, f"seed {seed}: the next run failed: {log.read_text()}"
        assert done <= committed(archive)
        assert state(archive) == course.golden, f"seed {seed}"
        assert verify(archive).ok and orphans(archive) == set()


def manifest_there(archive: Path) -> bool:
    """Whether anything was committed."""
    return archive.exists() and bool(manifest.generations(archive))


@pytest.mark.skipif(sys.platform != "linux", reason="finds workers in /proc")
def test_workers_end_with_a_killed_program(tmp_path: Path, course: Course) -> None:
    process = start(course.sources, tmp_path / "archive", tmp_path / "log")
    there: list[int] = []
    until = time.monotonic() + 300
    while len(there) < 2 and time.monotonic() < until and process.poll() is None:
        there = workers(process)
        time.sleep(0.01)
    assert there
    process.kill()
    process.wait()
    until = time.monotonic() + 120
    while any(Path(f"/proc/{pid}").exists() for pid in there) and time.monotonic() < until:
        time.sleep(0.05)
    alive = [pid for pid in there if Path(f"/proc/{pid}").exists()]
    assert not [pid for pid in alive if " Z " not in Path(f"/proc/{pid}/stat").read_text()]


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_ctrl_c_commits_what_is_whole_and_says_how_to_go_on(tmp_path: Path, course: Course, share: float) -> None:
    archive, log = tmp_path / "archive", tmp_path / "log"
    process = start(course.sources, archive, log)
    until = time.monotonic() + 300
    while not manifest_there(archive) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(course.seconds * share * 0.2)
    process.send_signal(signal.SIGINT)
    status = process.wait(300)
    said = log.read_text()
    assert "Traceback" not in said
    if status == 130:
        assert "the same command goes on" in said
        report = json.loads(said.splitlines()[0] if said.startswith("{") else said.splitlines()[-1])
        assert report["read"] == report["added"] + report["unchanged"] + sum(report["rejected"].values())
        assert len(committed(archive)) == report["archive"]["articles"] >= report["added"]
    else:
        assert status == 0
    assert start(course.sources, archive, log).wait(120) == 0
    assert state(archive) == course.golden
