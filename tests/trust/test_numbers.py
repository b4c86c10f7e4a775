"""Crafted counts and offsets under right hashes: no command hangs, swells, breaks or ends as it may not."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

import numpy as np
import pytest

from morgue.cli.main import main
from morgue.core.errors import ArchiveDamaged
from morgue.index.codec.layout import KEYS
from morgue.index.codec.reader import SegmentReader
from tests.trust.numbers import craft, streams_of, vouch, write_container
from tests.trust.program import resident, taken
from tests.trust.sizes import SOAK, sized
from tests.trust.small import filing, forgetting, news, small_dictionaries

#: Seconds of processor time and bytes that a command may take.
MOST_SECONDS, MOST_BYTES = 10, 1 << 30

READERS = (
    ("search", "harbour", "--facets", "outlet,month,language,byline,section", "--explain"),
    ("search", '"the harbour" OR coun* NOT mayor', "--sort", "newest", "--copies"),
    ("search", "harbor~ OR outlet:Harbour", "--sort", "oldest", "--json"),
    ("search", "harbour NEAR/5 council", "--snippets", "3"),
    ("count", "date:2021"),
    ("show", "h0001"),
    ("show", "h00"),
    ("stories", "--min", "1"),
    ("story", "h0003"),
    ("similar", "h0004"),
    ("diff", "h0002", "h0003"),
    ("timeline", "harbour", "--outlet-rows", "3"),
    ("why", "h0001", "harbour council"),
    ("export", "harbour OR council"),
    ("complete", "bash", "morgue search outlet:"),
    ("count", "url:harbour"),
    ("stats",),
    ("doctor",),
    ("verify",),
)
WRITERS = (("compact",), ("forget", "h0001"), ("index",), ("verify", "--repair"))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Segments whose texts are packed with a dictionary, as those of large ones are, and others."""
    folder = tmp_path_factory.mktemp("numbers") / "archive"
    with small_dictionaries():
        for at in range(0, 27, 9):
            filing(news(30)[at : at + 9])(folder)
        forgetting("h0007")(folder)
    filing(news(30)[27:])(folder)
    assert {any("dictionary" in n for n in streams_of(p)[0]) for p in folder.glob("*.segment")} == {True, False}
    return folder


def _try(folder: Path, command: tuple[str, ...]) -> dict[str, object]:
    """Runs one command in this process; how it ended."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    sys.stdout, sys.stderr = out, err
    began, status = time.process_time(), -1
    trace = ""
    try:
        if command == ("index",):
            status = _index(folder)
        else:
            os.environ["MORGUE_ARCHIVE"] = str(folder)
            status = main([*command, *(() if command[0] == "complete" else ("-v",))])
    except BaseException:  # noqa: BLE001 - whatever it is, it is what the test looks for
        trace = traceback.format_exc()
    err.flush()
    said = err.buffer.getvalue().decode() + trace
    return {
        "command": command,
        "status": status,
        "said": said[:700] + said[-2000:],
        "took": time.process_time() - began,
    }


def _index(folder: Path) -> int:
    """What `morgue index` does once news has been cleaned, under the program's own last stop."""
    from morgue.cli.main import _told

    try:
        filing(news(33)[27:])(folder)
    except BaseException as error:  # noqa: BLE001 - as the program does
        return _told(error, ["index", "--archive", str(folder)], True)
    return 0


def tried(folder: Path, commands: tuple[tuple[str, ...], ...]) -> list[dict[str, object]]:
    """The same in a process of their own, with a memory and a time of its own."""
    told, tells = os.pipe()
    before = resident()
    child = os.fork()
    if not child:
        try:
            os.close(told)
            hole = os.open(os.devnull, os.O_WRONLY)
            os.dup2(hole, 1)
            held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (held + 2 * MOST_BYTES, held + 2 * MOST_BYTES))
            with os.fdopen(tells, "w") as pipe:
                for command in commands:
                    signal.alarm(60)  # whatever else the machine does
                    soft = int(time.process_time()) + MOST_SECONDS + 2
                    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
                    pipe.write(json.dumps({"begun": command}) + "\n")
                    pipe.flush()
                    pipe.write(json.dumps(_try(folder, command)) + "\n")
                    pipe.flush()
        finally:
            os._exit(0)
    os.close(tells)
    with os.fdopen(told) as pipe:
        rows = [json.loads(row) for row in pipe]
    _, status, used = os.wait4(child, 0)
    ended = [r for r in rows if "begun" not in r]
    if os.waitstatus_to_exitcode(status) or len(ended) < len(commands):
        last = rows[-1].get("begun", rows[-1]) if rows else None
        ended.append({"command": last, "status": "killed", "said": f"ended with {status}: hangs", "took": 0})
    if taken(used, before) > MOST_BYTES:
        ended.append({"command": "all", "status": "large", "said": f"{taken(used, before):,} bytes", "took": 0})
    return ended


def faults(folder: Path, work: Path, chosen: random.Random | None = None) -> list[str]:
    """What goes wrong with a crafted archive, a line a command; of all commands, or of some that are chosen."""
    readers: tuple[tuple[str, ...], ...] = READERS
    writers: tuple[tuple[str, ...], ...] = WRITERS
    if chosen is not None:
        readers, writers = tuple(chosen.sample(READERS, 7)), tuple(chosen.sample(WRITERS, 2))
    runs = tried(folder, readers)
    for command in writers:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(folder, work)
        runs += tried(work, (command,))
    out = []
    for run in runs:
        lines = str(run["said"]).split("\n")
        first = next((line for line in lines if line.startswith("morgue: ")), "")
        bad = run["status"] not in (0, 1, 2) or "internal error" in first
        bad |= run["status"] == 2 and not first and run["command"] != ["doctor"]  # which tells it in its answer
        bad |= float(str(run["took"])) > MOST_SECONDS
        if bad:
            out.append(f"{run['command']}: {run['status']} {run['took']}: {run['said']}")
    return out


@pytest.mark.skipif(sys.platform != "linux", reason="measures in /proc")
@sized(smoke=2, trust=300, soak=5_000, parts=4)
def test_crafted_numbers_are_refused_or_borne(tmp_path: Path, good: Path, cases: range) -> None:
    for seed in cases:
        folder = tmp_path / "archive"
        shutil.copytree(good, folder)
        rng = random.Random(f"numbers {seed}")
        what = craft(folder, rng)
        found = faults(folder, tmp_path / "work", None if SOAK else rng)
        assert not found, f"seed {seed}: {what}: {found[0]}"
        shutil.rmtree(folder)


def test_an_archive_that_nothing_was_done_to_has_no_fault(tmp_path: Path, good: Path) -> None:
    shutil.copytree(good, tmp_path / "archive")
    runs = tried(tmp_path / "archive", READERS)
    refused = [r["command"] for r in runs if r["status"] not in (0, 1)]
    assert len(runs) == len(READERS) and refused == [["show", "h00"]]  # which is short for several
    assert sum(r["status"] == 0 for r in runs) > 10
    assert faults(tmp_path / "archive", tmp_path / "work") == []


def test_what_hangs_or_swells_or_breaks_is_seen(tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above would show nothing."""
    monkeypatch.setattr("tests.trust.test_numbers.main", lambda args: dict[str, int]()["broken"])
    assert any("KeyError" in f for f in faults(good, tmp_path / "work"))
    monkeypatch.setattr("tests.trust.test_numbers.main", lambda args: os.kill(os.getpid(), signal.SIGXCPU))
    assert any("hangs" in f for f in faults(good, tmp_path / "work"))


@pytest.mark.parametrize("change", ["shorter", "longer", "gone", "wider"])
def test_a_stream_that_does_not_fit_the_others_is_refused_at_opening(tmp_path: Path, good: Path, change: str) -> None:
    """Every stream of a segment whose length says something, under right checksums."""
    streams, notes = next(s for s in map(streams_of, good.glob("*.segment")) if "store.bodies.dictionary" in s[0])
    free = {"postings", "store.bodies", "store.headers"} if change != "gone" else set()
    free |= {n for n in streams if change in ("shorter", "longer") and _of_any_length(n)}
    for name, (kind, data) in streams.items():
        size = int(kind[-1])
        if name in free or not data or (change == "wider" and (size == 8 or not any(data))):
            continue
        bad = dict(streams)
        if change == "gone":
            del bad[name]
        elif change == "wider":
            bad[name] = f"<u{size * 2}", data + bytes(-len(data) % (size * 2))
        else:
            bad[name] = kind, data[:-size] if change == "shorter" else data + data[-size:]
        write_container(tmp_path / "MAIN_0000000000000000.segment", bad, notes, lambda lines: None)
        if change == "gone" and name.startswith("stems.") and name.count(".") == 1:
            continue  # one language fewer
        try:
            SegmentReader(tmp_path, "MAIN_0000000000000000").verify(deep=True)
        except ArchiveDamaged as error:
            assert "MAIN_0000000000000000.segment" in error.what
        else:
            pytest.fail(f"{name} made {change} is not seen")


def _of_any_length(name: str) -> bool:
    return name.endswith(".text")


@pytest.mark.parametrize("number", [0, 1, -1, 1 << 31, (1 << 32) - 1, 1 << 40])
@pytest.mark.parametrize("note", ["documents", "tokens"])
def test_a_count_that_lies_is_refused(tmp_path: Path, good: Path, note: str, number: int) -> None:
    path = max(good.glob("*.segment"), key=lambda p: p.stat().st_size)
    streams, notes = streams_of(path)
    assert notes[note] != number
    write_container(tmp_path / "MAIN_0000000000000000.segment", streams, {**notes, note: number}, lambda lines: None)
    with pytest.raises(ArchiveDamaged):
        SegmentReader(tmp_path, "MAIN_0000000000000000").verify()


@pytest.mark.parametrize("name", ["first_day", "last_day"])
@pytest.mark.parametrize("day", [0, 1, 3_000_000])
def test_days_that_do_not_go_together_are_refused(tmp_path: Path, good: Path, name: str, day: int) -> None:
    """The first possible day after the last, or one known without the other: each alone is a day."""
    folder = tmp_path / "archive"
    shutil.copytree(good, folder)
    path = max(folder.glob("*.segment"), key=lambda p: p.stat().st_size)
    streams, notes = streams_of(path)
    days = np.frombuffer(streams[name][1], streams[name][0]).copy()
    days[1] = day
    bad = {**streams, name: (streams[name][0], days.tobytes())}
    write_container(path, bad, notes, lambda lines: None)
    vouch(folder, path.name)
    if (name, day) in (("first_day", 1), ("last_day", 3_000_000)):
        assert not faults(folder, tmp_path / "work", random.Random(1))  # a long time, and nothing wrong with it
        return
    with pytest.raises(ArchiveDamaged):
        SegmentReader(folder, path.stem).verify(deep=True)
    with pytest.raises(ArchiveDamaged):
        _ = SegmentReader(folder, path.stem).last_day
    assert not faults(folder, tmp_path / "work")


@pytest.mark.parametrize("channel", KEYS)
def test_story_keys_that_are_not_in_order_are_refused(tmp_path: Path, good: Path, channel: str) -> None:
    """Keys are looked for by halving, which may find the last of some before the first if they do not ascend."""
    streams, notes = streams_of(max(good.glob("*.segment"), key=lambda p: p.stat().st_size))
    keys = np.frombuffer(streams[f"keys.{channel}"][1], KEYS[channel])
    refused = 0
    for seed in range(200):
        rng, mixed = np.random.default_rng(seed), keys.copy()
        between = rng.integers(np.iinfo(keys.dtype).max, size=4, dtype=keys.dtype)
        mixed[rng.random(len(keys)) < rng.random()] = between[0]
        asked = np.unique(np.concatenate((rng.choice(keys, len(keys) // 2), between[1:]))).astype(np.uint64)
        bad = {**streams, f"keys.{channel}": (KEYS[channel], mixed.tobytes())}
        write_container(tmp_path / "MAIN_0000000000000000.segment", bad, notes, lambda lines: None)
        try:
            SegmentReader(tmp_path, "MAIN_0000000000000000").keys(channel).find(asked)
        except ArchiveDamaged as error:
            refused += "not in order" in error.what
    assert refused or f"keys.{channel}.first" in streams  # buckets ascend, whatever lies in them
