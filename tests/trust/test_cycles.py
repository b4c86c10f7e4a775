"""Index, forget, compact, again and again: memory, descriptors and files stay as they were."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.ingest import IngestOptions, ingest, read_sources
from morgue.search.answer import SearchQuery
from tests.stories.invent import story
from tests.trust.sizes import sized
from tests.trust.small import orphans

ROOT = Path(__file__).parents[2]
#: Cycles after which caches and pools have their size.
WARM = 15
#: Growth allowed over all later cycles, in bytes: allocators round.
SLACK = 24 << 20


def _measured() -> tuple[int, int, int]:
    """Resident bytes, open descriptors, mapped regions of the archive's files."""
    gc.collect()
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    maps = sum(".segment" in row or ".overlay" in row for row in Path("/proc/self/maps").read_text().splitlines())
    return resident, len(list(Path("/proc/self/fd").iterdir())), maps


def _cycle(home: Path, number: int) -> None:
    """Indexes ten new articles and ten old, asks, forgets five, compacts."""
    archive = home / "archive"
    rows = [
        {"id": f"c{n}", "title": f"Cycle {n}", "outlet": "Harbour Times", "body": story(n, 5), "date": "2021-03-04"}
        for n in range(max(0, number * 10 - 10), number * 10 + 10)
    ]
    (home / "news.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    with Writer(Archive.open_or_create(archive)) as writer:
        report = ingest(writer, read_sources((str(home / "news.jsonl"),), None), IngestOptions(jobs=1))
    assert report.added == 10
    with open_searcher(Location.of_folder(archive)) as door:
        assert door.ask(SearchQuery("cycle", facets=("outlet",), snippets=2)).result.articles
    with Writer(Archive.open(archive)) as writer:
        assert len(writer.forget([f"c{n}" for n in range(number * 10, number * 10 + 5)])) == 5
        writer.compact()
    assert orphans(archive) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="measures in /proc")
@sized(smoke=3, trust=50, soak=2_000)
def test_nothing_grows(tmp_path: Path, cases: range) -> None:
    """In a process of its own: one forked from this would begin with what other tests left, and map its files anew."""
    code = f"from pathlib import Path; from tests.trust.test_cycles import run; run(Path({str(tmp_path)!r}), {cases!r})"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    told = tmp_path / "measured"
    assert ended.returncode == 0, (told.read_text() if told.exists() else "") + ended.stderr


def run(home: Path, cases: range) -> None:
    """The cycles; AssertionError where something has grown, and what was measured in a file."""
    warm = min(WARM, len(cases) - 1)
    first = _measured()
    for number in cases:
        _cycle(home, number)
        now = _measured()
        if number == warm:
            first = now
        if number % 10 == 0 or number == cases[-1]:
            with (home / "measured").open("a") as file:
                file.write(f"cycle {number}: resident {now[0] >> 20} MiB, descriptors {now[1]}, maps {now[2]}\n")
    last = _measured()
    allowed = SLACK + (len(cases) - warm) * 20_000  # the archive itself grows by five articles a cycle
    assert last[0] - first[0] < allowed, "memory"
    assert last[1] == first[1], "descriptors"
    assert last[2] <= first[2], "mapped files"
