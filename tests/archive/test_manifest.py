"""The manifest tells damage, age and absence apart, and a lock keeps a second writer out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from morgue.core.analyzer import ANALYZER_VERSION
from morgue.core.durable_files import replace, write_new
from morgue.core.errors import ArchiveDamaged, ArchiveLocked, ArchiveMissing, ArchiveTooNew, ArchiveTooOld
from morgue.index.archive import manifest
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.manifest import FORMAT, FileRecord, Manifest, SegmentRecord


def _manifest(generation: int = 3, form: int = FORMAT, analyzer: int = ANALYZER_VERSION) -> Manifest:
    segment = "MAIN_00112233aabbccdd"
    files = [FileRecord(n, 10, "0" * 64) for n in (f"{segment}.segment", "MAIN-2.overlay", f"_MAIN_{generation}.toc")]
    return Manifest(generation, (SegmentRecord(segment, 2, (files[0],)),), files[1], files[2], analyzer, form)


def test_a_manifest_reads_back_as_written(tmp_path: Path) -> None:
    wanted = _manifest()
    write_new(tmp_path / manifest.manifest_name(3), manifest.to_bytes(wanted))
    assert manifest.read(tmp_path, 3) == wanted


def test_every_flipped_byte_of_a_manifest_is_seen(tmp_path: Path) -> None:
    path = tmp_path / manifest.manifest_name(3)
    good = manifest.to_bytes(_manifest())
    for at in range(0, len(good) - 1, 7):
        bad = bytearray(good)
        bad[at] ^= 1
        path.write_bytes(bad)
        with pytest.raises((ArchiveDamaged, ArchiveTooNew)):
            manifest.read(tmp_path, 3)


def test_a_newer_format_says_so(tmp_path: Path) -> None:
    write_new(tmp_path / manifest.manifest_name(3), manifest.to_bytes(_manifest(form=FORMAT + 1)))
    with pytest.raises(ArchiveTooNew, match="upgrade"):
        manifest.read(tmp_path, 3)


@pytest.mark.parametrize("other", [{"analyzer": ANALYZER_VERSION - 1}, {"analyzer": ANALYZER_VERSION + 1}, {"form": 1}])
def test_an_archive_of_another_analyzer_is_refused_with_the_cure(tmp_path: Path, other: dict[str, int]) -> None:
    write_new(tmp_path / manifest.manifest_name(3), manifest.to_bytes(_manifest(**other)))
    with pytest.raises(ArchiveTooOld, match="morgue reindex"):
        manifest.read(tmp_path, 3)
    assert manifest.read(tmp_path, 3, any_age=True).generation == 3


def test_generations_are_listed_newest_first(tmp_path: Path) -> None:
    for g in (9, 10, 2):
        (tmp_path / manifest.toc_name(g)).touch()
    (tmp_path / "_MAIN_11.toc.123.tmp").touch()
    assert manifest.generations(tmp_path) == [10, 9, 2]
    with pytest.raises(ArchiveMissing):
        manifest.generations(tmp_path / "nowhere")


def test_replace_is_all_or_nothing_and_leaves_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    replace(path, b"one")
    replace(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_the_lock_names_its_holder_and_ends_with_the_process(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from morgue.index.archive.lock import WriterLock\n"
            "lock = WriterLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()",
            str(tmp_path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None and holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(ArchiveLocked, match=f"process {holder.pid} on"):
        WriterLock(tmp_path)
    holder.kill()
    holder.communicate()
    WriterLock(tmp_path).release()
