"""A commit whose segment another process writes is the commit that the writer would have made, or is made by it."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from morgue.core.article import Article, Given, RawItem
from morgue.core.errors import ArchiveError
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.prepared import Prepared, with_keys_of_many
from tests.archive.conftest import article, prepared
from tests.stories.invent import paragraphs, story

PROMO = "The table of every tide is printed by Dunmore of Quay Street."


def news(count: int) -> list[Article]:
    """Every fourth repeats the one before it, every seventh is cut from it; one line recurs at all three outlets."""
    bodies = []
    for n in range(count):
        body = story(n - 1, 6) if n % 4 == 3 else story(n, 6)
        bodies.append(f"{paragraphs(story(n - 1, 6), 0, 1, 2, 3) if n % 7 == 5 else body}\n{PROMO}")
    return [article(n, body) for n, body in enumerate(bodies)]


def parts(articles: Sequence[Article], size: int) -> list[list[Prepared]]:
    """Ready to be filed, so many to a commit."""
    return [with_keys_of_many(articles[i : i + size]) for i in range(0, len(articles), size)]


def add_all(writer: Writer, filed: Sequence[Prepared]) -> None:
    for one in filed:
        assert writer.add(one)


def children() -> set[int]:
    """The processes that this one has started, that have not ended and that write segments."""
    found = {p for task in Path("/proc/self/task").iterdir() for p in (task / "children").read_text().split()}
    return {int(p) for p in found if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()}


def raw(number: int) -> RawItem:
    made = news(number + 1)[number]
    return RawItem("invented", "text", "text", b"", made.provenance.sha256, given=Given(id=made.id))


def ids(archive: Archive) -> set[str]:
    snapshot = archive.snapshot()
    return {snapshot.id(d) for d in range(snapshot.documents) if snapshot.live(d)}


def held(folder: Path) -> tuple[object, ...]:
    """All that an archive is but the names of its segments: their bytes, and its overlay's."""
    listed = manifest.read(folder, manifest.generations(folder)[0])
    segments = [(folder / f.name).read_bytes() for s in listed.segments for f in s.files]
    assert listed.overlay is not None
    return segments, (folder / listed.overlay.name).read_bytes()


@pytest.mark.parametrize("size", [7, 16])
def test_the_archive_is_the_one_that_plain_commits_make(tmp_path: Path, size: int) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for settled in (False, True):
        with Writer(Archive.open_or_create(one)) as writer:
            for part in parts(news(60), size) if not settled else ():
                add_all(writer, part)
                writer.commit()
            if settled:
                writer.settle()
        with Writer(Archive.open_or_create(other)) as writer:
            for part in parts(news(60), size) if not settled else ():
                add_all(writer, part)
                writer.commit_beside()
            writer.commit()
            if settled:
                writer.settle()
        assert held(one) == held(other)


def test_the_next_call_makes_the_one_before_durable(archive: Archive) -> None:
    with Writer(archive) as writer:
        for n, part in enumerate(parts(news(24), 8)):
            add_all(writer, part)
            writer.commit_beside()
            assert len(ids(archive)) == 8 * n
        writer.settle()
    assert len(ids(archive)) == 24


def test_what_is_written_is_committed_without_another_call(archive: Archive) -> None:
    with Writer(archive) as writer:
        add_all(writer, parts(news(8), 8)[0])
        writer.commit_beside()
        while not ids(archive):
            writer.keep_up()
    assert len(ids(archive)) == 8


def test_what_is_under_way_is_known_by_its_id(archive: Archive) -> None:
    first, second = parts(news(16), 8)
    with Writer(archive) as writer:
        add_all(writer, first)
        writer.commit_beside()
        assert writer.holds(raw(3)) and not writer.holds(raw(9))
        assert not writer.add(first[3])
        assert writer.add(prepared(article(3, "Quite another text under the same id, and of some length."))[0])
        add_all(writer, second)
        writer.commit()
    assert ids(archive) == {f"a{n}" for n in range(16)} | {"a3~2"}


def test_what_is_under_way_can_be_forgotten(archive: Archive) -> None:
    with Writer(archive) as writer:
        add_all(writer, parts(news(8), 8)[0])
        writer.commit_beside()
        assert writer.forget(["a2"]) == ("a2",)
    assert ids(archive) == {f"a{n}" for n in range(8)} - {"a2"}


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the process in /proc")
def test_nothing_is_kept_that_was_only_begun_and_the_process_ends(archive: Archive) -> None:
    with Writer(archive) as writer:
        add_all(writer, parts(news(8), 8)[0])
        writer.commit_beside()
        while not children():
            pass
    assert not children() and ids(archive) == set()
    Writer(archive).close()
    assert not list(archive.folder.glob("*.segment"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the process in /proc")
@pytest.mark.parametrize("late", [False, True])
def test_a_killed_process_loses_nothing(archive: Archive, late: bool) -> None:
    killed = 0
    with Writer(archive) as writer:
        for part in parts(news(40), 8):
            add_all(writer, part)
            writer.commit_beside()
            if late:
                writer.commit()
            for child in children():
                os.kill(child, signal.SIGKILL)
                killed += 1
        writer.commit()
    assert killed and ids(archive) == {f"a{n}" for n in range(40)}
    listed = {f.name for g in manifest.generations(archive.folder) for f in manifest.read(archive.folder, g).files()}
    assert {p.name for p in archive.folder.glob("*.segment")} <= listed


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit of a file's size")
def test_a_disk_without_room_is_told_as_if_the_writer_had_met_it(archive: Archive) -> None:
    import resource

    with Writer(archive) as writer:
        add_all(writer, parts(news(8), 8)[0])
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
        try:
            writer.commit_beside()
            with pytest.raises(OSError, match="too large") as told:
                writer.commit()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert told.value.errno == errno.EFBIG
        with pytest.raises(ArchiveError, match="failed before"):
            writer.remember([1])
    assert ids(archive) == set()
    with Writer(archive) as writer:
        add_all(writer, parts(news(8), 8)[0])
        writer.commit()
    assert len(ids(archive)) == 8


def test_ctrl_c_leaves_nothing_behind_that_was_added(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Writer._furnished

    def pressed(self: Writer) -> list[Prepared]:
        os.kill(os.getpid(), signal.SIGINT)
        return real(self)

    monkeypatch.setattr(Writer, "_furnished", pressed)
    with Writer(archive) as writer:
        for part in parts(news(24), 8):
            add_all(writer, part)
            with pytest.raises(KeyboardInterrupt):
                writer.commit_beside()
        writer.commit()
    assert len(ids(archive)) == 24


def test_keys_are_the_same_on_the_other_side(archive: Archive) -> None:
    import pickle

    for one in parts(news(9), 9)[0]:
        again = pickle.loads(pickle.dumps(one, protocol=5))
        assert again.article == one.article and again.furniture == one.furniture
        for field in fields(one.keys):
            assert np.array_equal(getattr(again.keys, field.name), getattr(one.keys, field.name))
