"""Hides articles that were forgotten until their text is off the disk, and keeps a hash of each.

Taking an article's text off the disk rewrites its segment and the overlay, for which there may be no room. So an
article is forgotten in two steps: a tombstone, a list of document numbers beside the overlay, hides it from every
reader at once; then, when there is room, the segment is rewritten without it, and the tombstone goes.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from copy import copy
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.article import ROLES
from morgue.core.dataclass import dataclass, replace
from morgue.core.loading.arrays import NDArray
from morgue.core.loading.digests import blake2b
from morgue.index.codec.container import Container, ContainerWriter

if TYPE_CHECKING:
    from morgue.index.archive.snapshot import SegmentView
    from morgue.index.codec.reader import SegmentReader
    from morgue.index.stories.clusters.columns import StoryColumns

Docs = NDArray[np.int64]

_VERSION = ROLES.index("version")
_COUNTED_AS_COPIES = (ROLES.index("copy"), ROLES.index("excerpt"))


def forget_key(id: str, sha256: str) -> int:
    """What is kept of a forgotten article, so that its source does not bring it back: 64 bits that tell nothing.

    They are of a hash of the article's id and of the hex digest of its source.
    """
    return int.from_bytes(blake2b(f"{id}\0{sha256}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def no_room(error: OSError) -> bool:
    """Whether an error of the disk says that there is no room on it, or none left for this user."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """docs: ascending global numbers of documents that no reader shows; forgotten: keys, ascending uint64."""

    docs: Docs
    forgotten: NDArray[np.uint64]


def tombstone_name(generation: int) -> str:
    """The tombstone of a generation."""
    return f"MAIN-{generation}.tombstone"


def write(path: Path, tombstone: Tombstone) -> None:
    """Writes and syncs a new tombstone."""
    with ContainerWriter(path) as out:
        out.add("docs", tombstone.docs.astype(np.int64))
        out.add("forgotten", tombstone.forgotten.astype(np.uint64))
        out.close()


def read(path: Path, documents: int) -> Tombstone:
    """A tombstone of an archive of so many documents; ArchiveDamaged when it is not what was written."""
    file = Container(path)
    docs, forgotten = file.array("docs"), file.array("forgotten")
    if docs.dtype != np.int64 or forgotten.dtype != np.uint64:
        raise file.damaged("holds other numbers than a tombstone's")
    if len(docs) and not (docs[0] >= 0 and docs[-1] < documents and bool((np.diff(docs) > 0).all())):
        raise file.damaged("names documents that are not there")
    return Tombstone(docs, forgotten)


def hidden(live: NDArray[np.bool_] | None, docs: Docs, documents: int) -> NDArray[np.bool_]:
    """Which of all documents are live (bool[documents]) once `docs` are not; live: which were before, None for all."""
    out = np.ones(documents, np.bool_) if live is None else live.copy()
    out[docs] = False
    return out


def without(columns: StoryColumns, docs: Docs, views: Sequence[SegmentView]) -> StoryColumns:
    """The stories without some documents: a text that derived from one of these is an original for now.

    A stand-in until the stories are worked out anew: nothing is split or joined by it.
    """
    if not len(docs):
        return columns
    new = replace(columns, **{f.name: copy(getattr(columns, f.name)) for f in fields(columns)})
    touched = np.unique(new.story[docs])
    orphaned = np.flatnonzero(np.isin(new.of, docs))
    new.of[orphaned], new.role[orphaned], new.kept[orphaned] = -1, ROLES.index("original"), np.nan
    new.story[docs] = -1
    for story in touched[touched >= 0].tolist():
        _recount(new, story, docs, views)
    return new


def _recount(columns: StoryColumns, story: int, docs: Docs, views: Sequence[SegmentView]) -> None:
    """Counts the members that a story has left; its id stays, though its founder may have gone."""
    members = np.flatnonzero(columns.story == story)
    roles = columns.role[members]
    columns.articles[story], columns.outlets[story] = len(members), _outlets(views, members)
    columns.copies[story] = np.isin(roles, _COUNTED_AS_COPIES).sum()
    columns.versions[story] = (roles == _VERSION).sum()
    if columns.founder[story] in docs and len(members):
        columns.names[story], columns.founder[story] = _id(views, int(columns.founder[story])), -1


def _home(views: Sequence[SegmentView], doc: int) -> tuple[SegmentReader, int]:
    view = next(v for v in reversed(views) if v.base <= doc)
    return view.reader, doc - view.base


def _id(views: Sequence[SegmentView], doc: int) -> str:
    reader, local = _home(views, doc)
    return reader.id(local)


def _outlets(views: Sequence[SegmentView], members: Docs) -> int:
    """How many outlets ran some documents; one at least."""
    found: set[str] = set()
    for doc in members.tolist():
        reader, local = _home(views, doc)
        column = reader.column("outlet")
        found.add(column.strings[int(column.values[local])])
    return max(1, len(found - {""}))
