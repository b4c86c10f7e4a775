"""An archive whose words were parted by other rules is renewed from what it stores, and is then as one made today."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from morgue.core import regular_files
from morgue.core.analyzer import ANALYZER_VERSION
from morgue.core.article import Article, Membership
from morgue.core.errors import ArchiveDamaged, ArchiveMissing, ArchiveTooOld
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.commit import create
from morgue.index.archive.maintenance.renewal import renew
from morgue.index.archive.maintenance.repair import verify
from morgue.index.archive.writer import Writer
from tests.archive.conftest import article, file_all, prepared


def aged(folder: Path) -> None:
    """Makes every generation one of the analyzer before, as that program would have signed it."""
    for generation in manifest.generations(folder):
        path = folder / manifest.manifest_name(generation)
        old = replace(manifest.read(folder, generation, any_age=True), analyzer=ANALYZER_VERSION - 1)
        path.write_bytes(manifest.to_bytes(old))


def held(folder: Path) -> dict[str, tuple[Article, Membership]]:
    """Every article with its place in its story."""
    snapshot = Archive.open(folder).snapshot()
    docs = [d for d in range(snapshot.documents) if snapshot.live(d)]
    filed = zip(docs, snapshot.filed(docs), strict=True)
    return {f.article.id: (f.article, snapshot.membership(d)) for d, f in filed}


def test_what_is_stored_is_all_there_again(archive: Archive) -> None:
    file_all(archive, *(article(n) for n in range(30)))
    file_all(archive, replace(article(31), id="a3"), replace(article(2), id="copy", outlet="Outlet 9"))
    with Writer(archive) as writer:
        writer.settle()
        assert writer.forget(["a7"]) == ("a7",)
    before = held(archive.folder)
    aged(archive.folder)
    with pytest.raises(ArchiveTooOld, match="morgue reindex"):
        Archive.open(archive.folder)
    done = renew(archive.folder)
    assert (done.articles, done.lost) == (31, ())
    assert held(archive.folder) == before
    assert verify(archive.folder, deep=True).ok
    with Writer(Archive.open(archive.folder)) as writer:
        assert not any(writer.add(p) for p in prepared(*(a for a, _ in before.values())))
        assert writer.add(prepared(article(40))[0])
        writer.commit()
    assert len(held(archive.folder)) == 32


def test_what_was_forgotten_does_not_come_back(archive: Archive) -> None:
    file_all(archive, *(article(n) for n in range(5)))
    with Writer(archive) as writer:
        writer.forget(["a1", "a2", "a0", "a3", "a4"])
    aged(archive.folder)
    assert renew(archive.folder).articles == 0
    file_all(Archive.open(archive.folder), article(6))
    assert set(held(archive.folder)) == {"a6"}


def test_a_run_that_was_killed_is_run_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    file_all(archive, *(article(n) for n in range(8)))
    before = held(archive.folder)
    aged(archive.folder)
    generation = manifest.generations(archive.folder)[0]
    with monkeypatch.context() as patch:
        patch.setattr("morgue.index.archive.maintenance.repair.publish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            renew(archive.folder)
    assert manifest.generations(archive.folder)[0] == generation
    assert renew(archive.folder).articles == 8
    assert held(archive.folder) == before
    file_all(Archive.open(archive.folder), article(20))  # what the killed run left is swept
    assert sum(map(manifest.is_segment, regular_files.names(archive.folder))) <= 3


def test_one_of_today_may_be_renewed_too(archive: Archive) -> None:
    file_all(archive, *(article(n) for n in range(3)))
    before = held(archive.folder)
    assert renew(archive.folder).articles == 3
    assert held(archive.folder) == before


def test_what_cannot_be_read_is_told(archive: Archive) -> None:
    file_all(archive, article(1))
    file_all(archive, article(2))
    aged(archive.folder)
    listed = manifest.read(archive.folder, manifest.generations(archive.folder)[0], any_age=True)
    paths = [archive.folder / f.name for s in listed.segments for f in s.files]
    paths[0].write_bytes(b"\0" * paths[0].stat().st_size)
    done = renew(archive.folder)
    assert done.articles == 1 and len(done.lost) == 1
    aged(archive.folder)
    for path in archive.folder.glob("*.segment"):
        path.write_bytes(b"")
    with pytest.raises(ArchiveDamaged, match="can be read"):
        renew(archive.folder)


def test_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing):
        renew(tmp_path)
    create(tmp_path / "new")
    aged(tmp_path / "new")
    assert renew(tmp_path / "new").articles == 0
