"""Lists a generation's files with sizes and hashes, for readers to open and `verify` to check. Plain JSON.

The manifest of generation g is on disk before the table of contents (`_MAIN_g.toc`) is renamed into place, which is the
commit. Nothing of ours ever reads the table of contents itself, a pickle: it is there for stock Whoosh.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from morgue.core import regular_files
from morgue.core.analyzer import ANALYZER_VERSION
from morgue.core.dataclass import dataclass
from morgue.core.errors import ArchiveDamaged, ArchiveMissing, ArchiveTooNew, ArchiveTooOld
from morgue.core.loading.digests import sha256
from morgue.core.patterns import compiled

#: Raised when an older program could no longer read the archive. 5: numbers may be kept in narrower types. 4: segments
#: may have dictionaries and story keys in buckets. 3: there may be a tombstone, without which the forgotten would be
#: shown. Format 1 is of before the rooms moved. Segments of format 2 to 4 are read as they are.
FORMAT = 5
_OLDEST = 2

_GENERATION = "(0|[1-9][0-9]{0,17})"
_TOC = compiled(rf"_MAIN_{_GENERATION}\.toc\Z")
#: A segment's name, as `morgue.index.archive.segments.new_name` makes them.
_SEGMENT = compiled(r"MAIN_[0-9a-f]{16}\Z")
SEGMENT_SUFFIX = ".segment"
#: Every name that a writer ever gives to a file in an archive's folder. Other names are other people's files.
_OWN = compiled(
    rf"(?:_MAIN_{_GENERATION}\.toc(?:\.tmp)?|MAIN-{_GENERATION}\.(?:manifest|overlay|tombstone)"
    rf"|MAIN_[0-9a-f]{{16}}\{SEGMENT_SUFFIX}|MAIN_WRITELOCK)\Z"
)
#: The last generation there can be: stock Whoosh's table of contents has four bytes for its number.
LAST_GENERATION = 2**31 - 1
#: Bytes of a manifest at most; one of 16 segments has five thousand.
_MOST = 16 << 20
#: Bytes of a file hashed at a time.
_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of the archive: its name, size in bytes and SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A segment: its name, the documents in it (deleted ones too) and its files."""

    name: str
    documents: int
    files: tuple[FileRecord, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation. `overlay` is None only for an archive without articles; `tombstone` mostly.

    The overlay may be an earlier generation's, with a tombstone beside it.
    """

    generation: int
    segments: tuple[SegmentRecord, ...]
    overlay: FileRecord | None
    toc: FileRecord
    analyzer: int
    format: int = FORMAT
    tombstone: FileRecord | None = None

    def files(self) -> tuple[FileRecord, ...]:
        """All files of the generation but the manifest itself."""
        own = (self.toc, self.overlay, self.tombstone, *(f for s in self.segments for f in s.files))
        return tuple(f for f in own if f is not None)

    @property
    def documents(self) -> int:
        """Documents in all segments, deleted ones included."""
        return sum(s.documents for s in self.segments)


def toc_name(generation: int) -> str:
    """The name stock Whoosh gives and looks for."""
    return f"_MAIN_{generation}.toc"


def manifest_name(generation: int) -> str:
    """The manifest's name; it holds the hash of everything else."""
    return f"MAIN-{generation}.manifest"


def record(path: Path) -> FileRecord:
    """Size and hash of a file as it is now."""
    with regular_files.open_file(path) as file:
        from hashlib import sha256 as of_files

        made, size = of_files(), 0
        while part := file.read(_PART):
            made.update(part)
            size += len(part)
    return FileRecord(path.name, size, made.hexdigest())


def record_bytes(name: str, data: bytes) -> FileRecord:
    """The record of a file that will hold these bytes."""
    return FileRecord(name, len(data), sha256(data).hexdigest())


def to_bytes(manifest: Manifest) -> bytes:
    """JSON with its own hash in the last line, so that a torn or edited manifest is seen."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n"
    return (text + sha256(text.encode()).hexdigest() + "\n").encode()


def read(folder: Path, generation: int, *, any_age: bool = False) -> Manifest:
    """Reads and checks a manifest: ArchiveDamaged names the file, ArchiveTooNew or ArchiveTooOld for another format.

    any_age: takes one of an older format or whose words were parted by other rules, of which only what is stored can
    be used.
    """
    path = folder / manifest_name(generation)
    damaged = ArchiveDamaged(f"{path} is damaged", "run: morgue verify --repair")
    body, _, tail = regular_files.read(path, _MOST).rstrip(b"\n").rpartition(b"\n")
    if sha256(body + b"\n").hexdigest().encode() != tail:
        raise damaged
    try:
        data = json.loads(body)
        _check_age(folder, data, any_age)
        made = _manifest(data)
        if made.generation != generation or not _own_names(made):
            raise damaged
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged from None
    return made


def _check_age(folder: Path, data: dict[str, Any], any_age: bool) -> None:
    """ArchiveTooNew or ArchiveTooOld for what this program does not read."""
    if _number(data["format"]) > FORMAT:
        raise ArchiveTooNew(
            f"the archive {folder} was written by a newer morgue (format {data['format']}; this one: {FORMAT})",
            "upgrade morgue",
        )
    if (data["format"] < _OLDEST or data["analyzer"] != ANALYZER_VERSION) and not any_age:
        raise ArchiveTooOld(
            f"the archive {folder} was made by a morgue that parts words otherwise "
            f"(analyzer {data['analyzer']}, format {data['format']}; this one: {ANALYZER_VERSION}, {FORMAT})",
            "renew it in place, from the text it holds: morgue reindex",
        )


def _manifest(data: dict[str, Any]) -> Manifest:
    segments = (
        SegmentRecord(s["name"], _number(s["documents"]), tuple(map(_file, s["files"]))) for s in data["segments"]
    )
    return Manifest(
        generation=_number(data["generation"]),
        segments=tuple(segments),
        overlay=_file(data["overlay"]) if data["overlay"] else None,
        toc=_file(data["toc"]),
        analyzer=_number(data["analyzer"]),
        format=data["format"],
        tombstone=_file(data["tombstone"]) if data.get("tombstone") else None,
    )


def _number(value: Any) -> int:
    """A count; ValueError for what is none."""
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError
    return value


def _file(record: Any) -> FileRecord:
    made = FileRecord(**record)
    if not isinstance(made.name, str) or not isinstance(made.sha256, str):
        raise ValueError
    return FileRecord(made.name, _number(made.size), made.sha256)


def _own_names(manifest: Manifest) -> bool:
    """Whether every file has the very name that a writer gives it, so that none leads elsewhere."""
    names = [s.name for s in manifest.segments]
    return (
        all(isinstance(n, str) and _SEGMENT.match(n) for n in names)
        and len(set(names)) == len(names)
        and all([f.name for f in s.files] == [s.name + SEGMENT_SUFFIX] for s in manifest.segments)
        and manifest.toc.name == toc_name(manifest.generation)
        and (manifest.overlay is None or re.match(rf"MAIN-{_GENERATION}\.overlay\Z", manifest.overlay.name) is not None)
        and (manifest.tombstone is None or manifest.tombstone.name == f"MAIN-{manifest.generation}.tombstone")
    )


def is_segment(name: str) -> bool:
    """Whether a file's name is that of a segment."""
    return name.endswith(SEGMENT_SUFFIX) and _SEGMENT.match(name.removesuffix(SEGMENT_SUFFIX)) is not None


def own(name: str) -> bool:
    """Whether a writer gives such names to the archive's files."""
    return _OWN.match(name) is not None


def generations(folder: Path) -> list[int]:
    """The generations that were committed and are still there, newest first."""
    try:
        names = regular_files.names(folder)
    except (FileNotFoundError, NotADirectoryError):
        raise ArchiveMissing(f"there is no archive at {folder}", "make one: morgue index PATH...") from None
    return sorted((int(m.group(1)) for n in names if (m := _TOC.match(n))), reverse=True)
