"""The browser's bench from end to end on an archive of sixty articles: every figure it promises comes out."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from bench import browse
from tests.tui.conftest import build, write_lines

LINES = (
    "start to first results",
    "  processor time of it",
    "key to new results",
    "  processor time of it, all threads",
    "interface held up, typing",
    "  processor time of it",
    "interface held up, scrolling",
    "  processor time of it",
    "facet to new results",
    "interface held up, choosing facets",
    "  processor time of it",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty notices from Harrow Bay; all of them have `the` and `oil`, which the bench asks for."""
    place = tmp_path_factory.mktemp("browse")
    rows: list[dict[str, object]] = [
        {
            "id": f"n{n}",
            "title": f"Notice {n} of the harbour",
            "body": f"The oil lamp on pier {n} was lit at {n % 12} by keeper {n % 7}; the green boat {n * 31} left.",
            "date": f"20{10 + n % 9}-0{1 + n % 9}-11",
            "outlet": ("Quay List", "Hill Gazette", "Valley Post")[n % 3],
        }
        for n in range(60)
    ]
    build(place / "archive", write_lines(place / "notices.jsonl", rows))
    return place / "archive"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory and processor time are read from /proc")
def test_every_figure_comes_out(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(browse, "say", said.append)
    monkeypatch.setattr(browse, "TYPED", ("oil", "gr* la", '"the oil"'))
    monkeypatch.setattr(sys, "argv", ["browse", str(archive), "--queries", "30", "--starts", "1"])
    browse.main()
    told = [line for line in said if re.search(r"\(\d", line)]
    assert [re.split(r"   ", line)[0].rstrip() for line in told] == [line.rstrip() for line in LINES]
    for line in told:
        median, p95, most = (float(figure) for figure in re.findall(r"\d+\.\d", line)[:3])
        assert 0 <= median <= p95 <= most
    keys = re.search(r"\((\d+)\)", next(line for line in told if line.startswith("key to")))
    assert keys is not None and int(keys[1]) == 3 + 5, "keys that change nothing are not counted"
    memory = re.search(r"^30 questions, (\d+\.\d) ms .*own memory, MB: \[([\d, ]+)\]$", said[-1])
    assert memory is not None and float(memory[1]) > 0
    assert len(memory[2].split(",")) == 10 and all(5 < int(size) < 4_000 for size in memory[2].split(","))


def test_callbacks_are_measured_and_the_loop_is_left_as_it_was() -> None:
    import asyncio
    import time

    run = asyncio.Handle._run  # what is measured

    async def work() -> None:
        for _ in range(3):
            until = time.thread_time() + 0.01
            while time.thread_time() < until:
                pass
            await asyncio.sleep(0)

    held = browse.Held()
    with held.measured():
        asyncio.run(work())
    assert asyncio.Handle._run is run
    assert sum(busy >= 0.01 for busy in held.busy) >= 3 and len(held.wall) == len(held.busy)
    assert all(wall >= busy - 0.01 for wall, busy in zip(held.wall, held.busy, strict=True))


def test_the_share_below_a_value() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert browse.part(values, 0.5) == 51 and browse.part(values, 0.95) == 96 and browse.part(values, 1) == 100
    assert browse.part([7.0], 0.95) == 7
