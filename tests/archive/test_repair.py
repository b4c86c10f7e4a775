"""What a repair leaves in the folder, and what not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from morgue.index.archive import manifest, overlay
from morgue.index.archive.archive import Archive
from morgue.index.archive.lock import LOCK_FILE
from morgue.index.archive.maintenance import repair as repairing
from morgue.index.archive.maintenance.repair import repair, verify
from morgue.index.archive.writer import Writer
from tests.archive.conftest import file_all
from tests.archive.harm import flip, key, mislead, newest_of
from tests.archive.test_furniture import PROMO, bodies, courier


def _orphans(folder: Path) -> set[str]:
    kept = manifest.generations(folder)
    named = {f.name for g in kept for f in manifest.read(folder, g).files()}
    return {p.name for p in folder.iterdir()} - named - {manifest.manifest_name(g) for g in kept} - {LOCK_FILE}


def test_a_repair_looks_deep_into_each_generation(folder: Path) -> None:
    newest, before = (manifest.read(folder, g) for g in manifest.generations(folder))
    assert newest.segments[-1] not in before.segments and before.segments[0] in newest.segments
    mislead(folder, newest.segments[-1].name)
    done = repair(folder)
    assert done is not None and done.how == f"went back to generation {before.generation}"  # none later can be read
    assert done.articles == before.documents and len(done.lost) == 1
    assert verify(folder, deep=True).ok and _orphans(folder) == set()
    assert manifest.generations(folder) == [newest.generation + 1, before.generation]
    mislead(folder, before.segments[0].name)
    done = repair(folder)
    assert done is not None and done.how == "rebuilt from the stored articles"


def test_a_repair_that_goes_back_hides_what_is_live_and_was_forgotten_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = Archive.open(folder).snapshot().find
    first, second, third = (find(f"a{number}") for number in range(3))
    assert first is not None and second is not None and third is not None
    live = np.ones(3, np.bool_)
    live[second] = False
    keys = np.array([key(0), key(1)], np.uint64)
    assert repairing._forgotten_again(folder, newest_of(folder), keys)[1].tolist() == sorted((first, second))
    known = replace(overlay.of(folder, newest_of(folder)), live=live)
    monkeypatch.setattr(overlay, "of", lambda folder, listed: known)
    told, gone = repairing._forgotten_again(folder, newest_of(folder), keys)
    assert gone.tolist() == [first] and told is live  # the other was removed before, and stays so


@pytest.fixture
def unsettled(folder: Path) -> Path:
    """An archive with a line that recurs at an outlet, which no commit has seen by itself."""
    for some in ([1], range(2, 6)):
        file_all(Archive.open(folder), *map(courier, [n + 10 for n in some]))
    assert overlay.of(folder, newest_of(folder)).unsettled
    return folder


def _settled(folder: Path) -> bool:
    return not overlay.of(folder, newest_of(folder)).unsettled and not any(
        PROMO in body for body in bodies(Archive.open(folder)).values()
    )


def test_a_repair_of_what_is_whole_ends_what_was_left_undone(unsettled: Path) -> None:
    assert not _settled(unsettled)
    assert repair(unsettled) is None
    assert _settled(unsettled)


def test_rebuilt_articles_are_committed_some_at_a_time_and_settled_at_the_end(
    unsettled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, commits = Writer.commit, list[int]()

    def commit(writer: Writer) -> None:
        commits.append(1)
        real(writer)

    monkeypatch.setattr(Writer, "commit", commit)
    monkeypatch.setattr(repairing, "_COMMIT", 1)
    newest = manifest.generations(unsettled)[0]
    for path in unsettled.glob("*.overlay"):
        flip(path)
    done = repair(unsettled)
    assert done is not None and done.articles == 8 and done.generation == newest + 1
    assert len(commits) == 9
    assert _settled(unsettled)
