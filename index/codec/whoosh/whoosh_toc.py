"""Writes the archive's table of contents as stock Whoosh reads it, at every commit; nothing of ours reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.whoosh.whoosh_codec import MorgueSegment
from morgue.index.codec.whoosh.whoosh_schema import schema

#: The name under which `whoosh.index.open_dir` looks when none is given.
INDEX_NAME = "MAIN"


@dataclass(frozen=True, slots=True)
class Listed:
    """A segment with the numbers of its deleted documents, ascending."""

    name: str
    documents: int
    deleted: NDArray[np.integer]


def toc_bytes(generation: int, segments: Sequence[Listed]) -> bytes:
    """The content of `_MAIN_{generation}.toc`."""
    storage = RamStorage()
    listed = [MorgueSegment(INDEX_NAME, s.name, s.documents, s.deleted.tolist()) for s in segments]
    TOC(schema(), listed, generation).write(storage, INDEX_NAME)
    (content,) = storage.files.values()
    return bytes(content)
