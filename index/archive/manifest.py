"""The list of a generation's files with sizes and hashes: what a reader opens, and what `verify` checks. Plain JSON.

The manifest of generation g is on disk before the table of contents (`_MAIN_g.toc`) is renamed into place, which is the
commit. Nothing of ours ever reads the table of contents itself, a pickle: it is there for stock Whoosh.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
from dataclasses import asdict, dataclass
from pathlib import Path

from morgue.core.errors import ArchiveDamaged, ArchiveMissing, ArchiveTooNew

#: Raised when an older program could no longer read the archive.
FORMAT = 1

_TOC = re.compile(r"_MAIN_(\d{1,18})\.toc\Z")
#: A manifest from elsewhere must not lead out of its folder.
_OWN = re.compile(r"_?MAIN[\w.-]*\Z")


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
    """One generation. `overlay` is None only for an archive without articles."""

    generation: int
    segments: tuple[SegmentRecord, ...]
    overlay: FileRecord | None
    toc: FileRecord
    analyzer: int
    format: int = FORMAT

    def files(self) -> tuple[FileRecord, ...]:
        """All files of the generation but the manifest itself."""
        own = (self.toc,) if self.overlay is None else (self.toc, self.overlay)
        return own + tuple(f for s in self.segments for f in s.files)


def toc_name(generation: int) -> str:
    """The name stock Whoosh gives and looks for."""
    return f"_MAIN_{generation}.toc"


def manifest_name(generation: int) -> str:
    """The manifest's name; it holds the hash of everything else."""
    return f"MAIN-{generation}.manifest"


def record(path: Path) -> FileRecord:
    """Size and hash of a file as it is now."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileRecord(path.name, path.stat().st_size, digest)


def record_bytes(name: str, data: bytes) -> FileRecord:
    """The record of a file that will hold these bytes."""
    return FileRecord(name, len(data), hashlib.sha256(data).hexdigest())


def to_bytes(manifest: Manifest) -> bytes:
    """JSON with its own hash in the last line, so that a torn or edited manifest is seen."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n"
    return (text + hashlib.sha256(text.encode()).hexdigest() + "\n").encode()


def read(folder: Path, generation: int) -> Manifest:
    """Reads and checks a manifest. ArchiveDamaged names the file; ArchiveTooNew for a later format."""
    path = folder / manifest_name(generation)
    damaged = ArchiveDamaged(f"{path} is damaged", "run: morgue verify --repair")
    if not stat.S_ISREG(path.lstat().st_mode):
        raise damaged
    body, _, tail = path.read_bytes().rstrip(b"\n").rpartition(b"\n")
    if hashlib.sha256(body + b"\n").hexdigest().encode() != tail:
        raise damaged
    try:
        data = json.loads(body)
        if data["format"] > FORMAT:
            raise ArchiveTooNew(
                f"the archive {folder} was written by a newer morgue (format {data['format']}; this one: {FORMAT})",
                "upgrade morgue",
            )
        made = Manifest(
            generation=data["generation"],
            segments=tuple(
                SegmentRecord(s["name"], s["documents"], tuple(FileRecord(**f) for f in s["files"]))
                for s in data["segments"]
            ),
            overlay=FileRecord(**data["overlay"]) if data["overlay"] else None,
            toc=FileRecord(**data["toc"]),
            analyzer=data["analyzer"],
            format=data["format"],
        )
        if made.generation != generation or not all(_OWN.match(name) for name in _names(made)):
            raise damaged
    except (ValueError, KeyError, TypeError):
        raise damaged from None
    return made


def _names(manifest: Manifest) -> list[str]:
    return [f.name for f in manifest.files()] + [s.name for s in manifest.segments]


def generations(folder: Path) -> list[int]:
    """The generations that were committed and are still there, newest first."""
    try:
        names = [p.name for p in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        raise ArchiveMissing(f"there is no archive at {folder}", "make one: morgue index PATH...") from None
    return sorted((int(m.group(1)) for n in names if (m := _TOC.match(n))), reverse=True)
