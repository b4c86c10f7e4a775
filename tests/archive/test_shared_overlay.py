"""Two generations that are the same share their overlay, but not what no article could give back."""

from __future__ import annotations

from pathlib import Path

from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.maintenance.repair import problems, repair
from morgue.index.archive.writer import Writer
from tests.archive.conftest import article, prepared


def filed(folder: Path, *forgotten: str) -> Archive:
    """An archive of six articles whose last two generations hold the same."""
    archive = Archive.open_or_create(folder)
    with Writer(archive) as writer:
        for first in (0, 3):
            for number in range(first, first + 3):
                writer.add(prepared(article(number))[0])
            writer.commit()
        writer.forget(forgotten)
        writer.settle()
        if forgotten:
            writer.compact()
    return archive


def overlays(folder: Path) -> list[str]:
    newest, before = manifest.generations(folder)[:2]
    told = [manifest.read(folder, g).overlay for g in (before, newest)]
    return [record.name for record in told if record is not None]


def test_generations_that_are_the_same_have_one_overlay(tmp_path: Path) -> None:
    archive = filed(tmp_path / "a")
    before, newest = overlays(archive.folder)
    assert before == newest
    assert [p.name for p in archive.folder.glob("*.overlay")] == [newest]
    assert not problems(archive.folder, manifest.generations(archive.folder)[0], deep=True)
    assert archive.snapshot().articles == 6


def test_what_was_forgotten_is_kept_twice(tmp_path: Path) -> None:
    archive = filed(tmp_path / "a", "a2")
    assert len(set(overlays(archive.folder))) == 2


def test_what_comes_after_has_an_overlay_of_its_own(tmp_path: Path) -> None:
    archive = filed(tmp_path / "a")
    with Writer(archive) as writer:
        writer.add(prepared(article(9))[0])
        writer.commit()
    before, newest = overlays(archive.folder)
    assert before != newest and len(list(archive.folder.glob("*.overlay"))) == 2
    assert archive.snapshot().articles == 7


def test_a_damaged_overlay_of_both_is_made_again_from_the_articles(tmp_path: Path) -> None:
    archive = filed(tmp_path / "a")
    stories = [archive.snapshot().stories.id_of(s, str) for s in range(6)]
    path = next(archive.folder.glob("*.overlay"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    done = repair(archive.folder)
    assert done is not None and done.articles == 6 and not done.lost
    again = Archive.open(archive.folder).snapshot()
    assert again.articles == 6 and [again.stories.id_of(s, str) for s in range(6)] == stories
