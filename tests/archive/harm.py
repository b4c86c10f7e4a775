"""Looks at the generations of a folder, and harms what is in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from morgue.index.archive import manifest
from morgue.index.archive.ids import tombstone
from morgue.index.archive.ids.tombstone import Tombstone, forget_key
from tests.archive.conftest import article
from tests.trust.numbers import streams_of, vouch, write_container


def newest_of(folder: Path) -> manifest.Manifest:
    """What the newest generation says of itself."""
    return manifest.read(folder, manifest.generations(folder)[0])


def flip(path: Path, at: int = -1) -> None:
    """A bit of the byte there is another."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def mislead(folder: Path, segment: str) -> None:
    """Texts are packed otherwise than can be unpacked, under checksums that are all right."""
    name = f"{segment}.segment"
    streams, notes = streams_of(folder / name)
    kind, data = streams["store.bodies"]
    streams["store.bodies"] = kind, bytes(b ^ 0xFF for b in data)
    write_container(folder / name, streams, notes, lambda lines: None)
    vouch(folder, name)


def key(number: int) -> int:
    """By which the article of that number is known to be forgotten."""
    return forget_key(f"a{number}", article(number).provenance.sha256)


def buried(path: Path, docs: list[int]) -> Path:
    """A tombstone of these documents and two keys."""
    path.unlink(missing_ok=True)
    tombstone.write(path, Tombstone(np.array(docs, np.int64), np.array([5, 9], np.uint64)))
    return path
