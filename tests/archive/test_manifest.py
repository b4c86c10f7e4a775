"""The manifest tells damage, age and absence apart, and a lock keeps a second writer out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace as replaced
from hashlib import sha256
from pathlib import Path
from typing import Any

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


# -- what a manifest may say, under a hash that is right


def _data(folder: Path) -> dict[str, Any]:
    """A good manifest of generation 3 as its JSON, with everything that it can list."""
    good = replaced(_manifest(), tombstone=FileRecord("MAIN-3.tombstone", 5, "1" * 64))
    data = json.loads(manifest.to_bytes(good).rstrip(b"\n").rpartition(b"\n")[0])
    assert isinstance(data, dict)
    return data


def _written(folder: Path, data: object) -> None:
    text = json.dumps(data) + "\n"
    (folder / manifest.manifest_name(3)).write_bytes((text + sha256(text.encode()).hexdigest() + "\n").encode())


def _put(data: dict[str, Any], place: tuple[str | int, ...], value: object) -> None:
    held: Any = data
    for key in place[:-1]:
        held = held[key]
    held[place[-1]] = value


FILE = {"name": "MAIN_00112233aabbccdd.segment", "sha256": "0", "size": 1}
SEGMENT = {"documents": 2, "files": [FILE], "name": ""}
NUMBERS = (
    ("generation",),
    ("analyzer",),
    ("format",),
    ("segments", 0, "documents"),
    ("segments", 0, "files", 0, "size"),
    ("overlay", "size"),
    ("toc", "size"),
    ("tombstone", "size"),
)
NAMES: dict[tuple[str | int, ...], tuple[object, ...]] = {
    ("segments", 0, "name"): (None, 7, [], "MAIN_00112233AABBCCDD", "MAIN_00112233aabbccdd/", "x", ""),
    ("segments", 0, "files"): ([], None, [{}], [FILE] * 2),
    ("segments", 0, "files", 0, "name"): (None, 7, "MAIN_00112233aabbccde.segment", "/etc/passwd", "../x.segment"),
    ("segments", 0, "files", 0, "sha256"): (None, 7, []),
    ("overlay", "name"): (None, 7, "MAIN-2.overlay.bak", "../MAIN-2.overlay", "MAIN-02.overlay", "MAIN-2.manifest"),
    ("overlay", "sha256"): (None, 7),
    ("toc", "name"): (None, "_MAIN_2.toc", "_MAIN_3.toc.tmp", "MAIN-3.manifest"),
    ("toc",): (None, [], "x", {}),
    ("tombstone", "name"): (None, "MAIN-2.tombstone", "MAIN-3.overlay"),
    ("segments",): (None, 7, [7], {"a": 1}),
}


@pytest.mark.parametrize("place", NUMBERS)
def test_a_number_of_a_manifest_is_a_count(tmp_path: Path, place: tuple[str | int, ...]) -> None:
    odd: tuple[object, ...] = (-1, 1 << 63, 1 << 64, True, 1.5, "1", None, [], {})
    for bad in odd:
        data = _data(tmp_path)
        _put(data, place, bad)
        _written(tmp_path, data)
        with pytest.raises((ArchiveDamaged, ArchiveTooNew)):
            manifest.read(tmp_path, 3, any_age=True)
    if "size" in place or "documents" in place:
        for good in (0, 1, (1 << 63) - 1):
            data = _data(tmp_path)
            _put(data, place, good)
            _written(tmp_path, data)
            assert manifest.read(tmp_path, 3).generation == 3


@pytest.mark.parametrize("place", NAMES)
def test_a_name_of_a_manifest_is_one_that_a_writer_gives(tmp_path: Path, place: tuple[str | int, ...]) -> None:
    data = _data(tmp_path)
    _written(tmp_path, data)
    assert len(manifest.read(tmp_path, 3).files()) == 4
    for bad in NAMES[place]:
        data = _data(tmp_path)
        _put(data, place, bad)
        _written(tmp_path, data)
        with pytest.raises(ArchiveDamaged, match="manifest is damaged"):
            manifest.read(tmp_path, 3)


@pytest.mark.parametrize("name", ["x", "../x", "MAIN_00112233AABBCCDD", "MAIN_00112233aabbccdd/../x", ""])
def test_a_segment_and_its_file_agree_in_a_name_that_is_no_segments(tmp_path: Path, name: str) -> None:
    data = _data(tmp_path)
    data["segments"][0]["name"] = name
    data["segments"][0]["files"][0]["name"] = f"{name}.segment"
    _written(tmp_path, data)
    with pytest.raises(ArchiveDamaged, match="manifest is damaged"):
        manifest.read(tmp_path, 3)


def test_what_a_manifest_need_not_have(tmp_path: Path) -> None:
    for name in ("overlay", "tombstone"):
        data = _data(tmp_path)
        data[name] = None
        _written(tmp_path, data)
        assert getattr(manifest.read(tmp_path, 3), name) is None
    del data["tombstone"]
    _written(tmp_path, data)
    assert manifest.read(tmp_path, 3).tombstone is None
    data["overlay"] = {"name": "MAIN-1.overlay", "size": 1, "sha256": ""}  # of an earlier generation
    _written(tmp_path, data)
    assert manifest.read(tmp_path, 3).overlay == FileRecord("MAIN-1.overlay", 1, "")


def test_no_segment_is_listed_twice_and_the_number_is_the_names(tmp_path: Path) -> None:
    data = _data(tmp_path)
    data["segments"] *= 2
    _written(tmp_path, data)
    with pytest.raises(ArchiveDamaged):
        manifest.read(tmp_path, 3)
    data = _data(tmp_path)
    data["generation"] = 4
    data["toc"]["name"], data["tombstone"]["name"] = "_MAIN_4.toc", "MAIN-4.tombstone"
    _written(tmp_path, data)
    with pytest.raises(ArchiveDamaged):
        manifest.read(tmp_path, 3)


@pytest.mark.parametrize("data", [[], "x", 7, None, {}, {"format": 2}])
def test_what_is_no_manifest_is_damage(tmp_path: Path, data: object) -> None:
    _written(tmp_path, data)
    with pytest.raises(ArchiveDamaged):
        manifest.read(tmp_path, 3)


def test_brackets_without_end_are_damage(tmp_path: Path) -> None:
    text = "[" * 100_000 + "\n"
    (tmp_path / manifest.manifest_name(3)).write_bytes((text + sha256(text.encode()).hexdigest() + "\n").encode())
    with pytest.raises(ArchiveDamaged):
        manifest.read(tmp_path, 3)


@pytest.mark.parametrize(
    ("form", "error"), [(1, ArchiveTooOld), (2, None), (3, None), (4, None), (5, None), (6, ArchiveTooNew)]
)
def test_the_formats_that_are_read(tmp_path: Path, form: int, error: type[Exception] | None) -> None:
    write_new(tmp_path / manifest.manifest_name(3), manifest.to_bytes(_manifest(form=form)))
    if error is None:
        assert manifest.read(tmp_path, 3).format == form
    else:
        with pytest.raises(error):
            manifest.read(tmp_path, 3)


def test_a_manifest_is_json_that_begins_as_a_sweep_knows_it(tmp_path: Path) -> None:
    data = manifest.to_bytes(_manifest())
    text, _, digest = data.rstrip(b"\n").rpartition(b"\n")
    assert data.endswith(b"\n") and digest.decode() == sha256(text + b"\n").hexdigest()
    assert text.startswith(b'{\n "analyzer": ')
    record = manifest.record_bytes("x", b"text")
    (tmp_path / "x").write_bytes(b"text")
    assert manifest.record(tmp_path / "x") == record == FileRecord("x", 4, sha256(b"text").hexdigest())


def test_a_file_is_hashed_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "_PART", 3)
    (tmp_path / "x").write_bytes(b"12345678")
    assert manifest.record(tmp_path / "x") == FileRecord("x", 8, sha256(b"12345678").hexdigest())


@pytest.mark.parametrize(
    ("name", "ours", "segment"),
    [
        ("MAIN_00112233aabbccdd.segment", True, True),
        ("MAIN_00112233aabbccdd", False, False),
        ("MAIN_00112233aabbccd.segment", False, False),
        ("x.segment", False, False),
        ("MAIN-0.manifest", True, False),
        ("MAIN-10.overlay", True, False),
        ("MAIN-10.tombstone", True, False),
        ("_MAIN_7.toc", True, False),
        ("_MAIN_7.toc.tmp", True, False),
        ("MAIN_WRITELOCK", True, False),
        ("_MAIN_07.toc", False, False),
        ("_MAIN_7.toc\n", False, False),
        ("_MAIN_1234567890123456789.toc", False, False),
        ("saved.json", False, False),
    ],
)
def test_which_names_are_ours(name: str, ours: bool, segment: bool) -> None:
    assert (manifest.own(name), manifest.is_segment(name)) == (ours, segment)


def test_a_manifest_is_of_the_newest_format_unless_it_says_otherwise() -> None:
    toc = FileRecord("_MAIN_3.toc", 1, "0" * 64)
    assert Manifest(3, (), None, toc, ANALYZER_VERSION).format == FORMAT
