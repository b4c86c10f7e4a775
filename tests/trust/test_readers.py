"""Four readers ask while one process writes and merges: no reader errs, and none sees half of a commit."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import os
import sys
from pathlib import Path

import pytest

from morgue.core.article import Article, Provenance
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive import merge_policy
from morgue.index.archive.archive import Archive
from morgue.index.archive.maintenance.repair import verify
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.prepared import Prepared, with_keys
from morgue.search.answer import SearchQuery
from morgue.search.searcher import Searcher
from tests.stories.invent import story
from tests.trust.sizes import SOAK
from tests.trust.small import orphans

READERS = 4
#: Questions between two looks for a newer generation.
SAME_SNAPSHOT = 8
BOUND = 1_200.0 if not SOAK else 86_400.0
#: Boats in the archive: the oldest are forgotten, so that a question costs the same after a million.
KEPT = 50


def pair(number: int) -> list[Prepared]:
    """Two articles that are always committed together."""
    out = []
    for side in ("larboard", "starboard"):
        body = f"The {side} lantern of boat number{number} burned. " + story((side, number), 3)
        sha = f"{number:032x}{'0' if side == 'larboard' else '1':>032}"
        article = Article(
            f"{side}{number}", body, Provenance("boats", sha, "text"), title=f"Lantern {number}", outlet=side
        )
        out.append(with_keys(article))
    return out


def write(folder: Path, stop: multiprocessing.synchronize.Event, wrote: multiprocessing.Queue[int]) -> None:
    """Commits pair after pair, forgets an old pair now and then, compacts; ten times at least, until told to stop."""
    merge_policy.MERGE_FACTOR = 3
    number = commits = 0
    while not stop.is_set() or commits < 10:
        with Writer(Archive.open(folder)) as writer:
            for _ in range(10):
                for prepared in pair(number):
                    writer.add(prepared)
                number += 1
                writer.commit()
                commits += 1
            if number > KEPT:
                gone = range(number - KEPT - 10, number - KEPT)
                writer.forget([f"{side}{n}" for n in gone for side in ("larboard", "starboard")])
            if commits % 50 == 0:
                writer.compact()
    wrote.put(commits)


def read(folder: Path, questions: int, said: multiprocessing.Queue[tuple[int, int, str]]) -> None:
    """Asks and compares; reports how many questions were asked, how many generations seen, and what was wrong."""
    seen: set[int] = set()
    asked = newest = 0
    try:
        while asked < questions or len(seen) < 2:  # a quick machine asks all before the first commit
            with open_searcher(Location.of_folder(folder)) as door:
                assert door.version >= newest, "an older generation than before"
                newest = door.version
                seen.add(newest)
                for _ in range(SAME_SNAPSHOT):
                    asked += 1
                    _ask(door, asked)
        said.put((asked, len(seen), ""))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test in the other process must see it
        said.put((asked, len(seen), f"question {asked}: {type(error).__name__}: {error}"))


def _ask(door: Searcher, number: int) -> None:
    if number % 4 == 0:
        answer = door.ask(SearchQuery("lantern", limit=20, facets=("outlet",), budget_ms=None)).result
        counts = {b.value: b.articles for b in answer.facets[0].buckets}
        assert counts.get("larboard") == counts.get("starboard"), counts
        assert sum(counts.values()) == answer.articles
        assert len({h.id for h in answer.hits}) == len(answer.hits)
        for hit in answer.hits:
            boat = hit.id.lstrip("larbostd")
            assert boat.isdigit()
            assert any(f"number{boat}" in s.text or "lantern" in s.text.lower() for s in hit.snippets), hit
    elif number % 4 == 1:
        assert _count(door, "larboard") == _count(door, "starboard")
    elif number % 4 == 2:
        newest = max((f.article.id for f in door.export("outlet:larboard")), key=lambda i: int(i[8:]))
        assert door.show("starboard" + newest[8:]).article.title == door.show(newest).article.title
    else:
        both = _count(door, "larboard OR starboard")
        assert both == _count(door, "boat") == 2 * _count(door, "larboard")


def _count(door: Searcher, text: str) -> int:
    """All of them, however long it takes: an answer that time cut short says so, and is no other generation's."""
    count = door.count(text, budget_ms=None)
    assert count.partial is None, count
    return count.articles


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
@pytest.mark.parametrize(
    "questions",
    [
        pytest.param(200, id="few"),
        pytest.param(1_000_000 if SOAK else 20_000, id="many", marks=pytest.mark.trust),
    ],
)
def test_readers_never_err_and_never_see_half_a_commit(tmp_path: Path, questions: int) -> None:
    folder = tmp_path / "archive"
    with Writer(Archive.open_or_create(folder)) as writer:
        for prepared in pair(999_999):
            writer.add(prepared)
        writer.commit()
    context = multiprocessing.get_context("fork")
    stop, wrote, said = context.Event(), context.Queue(), context.Queue()
    writing = context.Process(target=write, args=(folder, stop, wrote))
    reading = [context.Process(target=read, args=(folder, questions // READERS, said)) for _ in range(READERS)]
    for process in (writing, *reading):
        process.start()
    try:
        reports = [said.get(timeout=BOUND) for _ in reading]
    finally:
        stop.set()
    commits = wrote.get(timeout=600)
    for process in (writing, *reading):
        process.join(600)
    assert [error for *_, error in reports if error] == []
    assert sum(asked for asked, *_ in reports) >= questions
    assert max(seen for _, seen, _ in reports) > 1, "the readers saw no new commit: nothing was tried"
    assert commits > 5
    assert verify(folder).ok and orphans(folder) == set()


def test_a_snapshot_outlives_the_files_it_was_made_of(tmp_path: Path) -> None:
    """No mapped file is ever changed or cut in place: what a reader opened stays as it was to the last byte."""
    folder = tmp_path / "archive"
    with Writer(Archive.open_or_create(folder)) as writer:
        for prepared in pair(1):
            writer.add(prepared)
        writer.commit()
    held = {p: (os.open(p, os.O_RDONLY), p.read_bytes()) for p in folder.iterdir() if p.name != "MAIN_WRITELOCK"}
    with open_searcher(Location.of_folder(folder)) as door:
        before = door.ask(SearchQuery("lantern", budget_ms=None)).result
        for number in range(2, 14):
            with Writer(Archive.open(folder)) as writer:
                for prepared in pair(number):
                    writer.add(prepared)
                writer.commit()
                writer.compact()
        with Writer(Archive.open(folder)) as writer:
            writer.forget(["larboard1"])
        assert door.ask(SearchQuery("lantern", budget_ms=None)).result == before
    for path, (descriptor, content) in held.items():
        assert os.pread(descriptor, len(content) + 1, 0) == content, path
        os.close(descriptor)
