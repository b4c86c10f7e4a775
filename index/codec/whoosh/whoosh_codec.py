"""Lets stock Whoosh read our segments: `whoosh.index.open_dir` and its Searcher need not know of them.

Made for compatibility and as the oracle of the executor, not for speed: each posting list becomes Python lists.
Segments are written by `write_segment` and `merge_segments` alone; Whoosh's own way, posting by posting, is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base

from morgue.core.errors import ArchiveError
from morgue.core.regular_files import rooted
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.whoosh.whoosh_documents import MorgueDocuments
from morgue.index.codec.whoosh.whoosh_terms import MorgueTerms


def _refused() -> ArchiveError:
    return ArchiveError("an archive's segments are not written through Whoosh", "use morgue index")


class MorgueCodec(base.Codec):
    """Opens readers over one segment; refuses writers."""

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        """Refused: Whoosh reads these segments and does not write them."""
        raise _refused()

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Refused: Whoosh reads these segments and does not write them."""
        raise _refused()

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """Refused: Whoosh reads these segments and does not write them."""
        raise _refused()

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """Refused: postings come from the terms reader."""
        raise _refused()

    def new_segment(self, storage: Any, indexname: str) -> Any:
        """Refused: Whoosh reads these segments and does not write them."""
        raise _refused()

    def terms_reader(self, storage: Any, segment: MorgueSegment) -> MorgueTerms:
        """Terms and postings."""
        return MorgueTerms(open_segment(storage, segment))

    def per_document_reader(self, storage: Any, segment: MorgueSegment) -> MorgueDocuments:
        """Columns, lengths and stored articles."""
        return MorgueDocuments(open_segment(storage, segment), segment)


def open_segment(storage: Any, segment: MorgueSegment) -> SegmentReader:
    """Our reader of a segment in a Whoosh FileStorage."""
    return SegmentReader(rooted(Path(storage.folder)), segment.name)


class MorgueSegment(base.Segment):
    """A segment as Whoosh's table of contents names it. Pickles as plain values: names, a count, and bytes."""

    def __init__(self, indexname: str, name: str, documents: int, deleted: Iterable[int] = ()) -> None:
        self.indexname = indexname
        self.name = name
        self.documents = documents
        self.compound = False
        self.deleted = np.array(sorted(set(deleted)), dtype="<u4").tobytes()

    def codec(self) -> MorgueCodec:
        """The codec that reads it."""
        return MorgueCodec()

    def should_assemble(self) -> bool:
        """Whoosh must not pack its files into one."""
        return False

    def doc_count_all(self) -> int:
        """Documents, deleted ones included."""
        return self.documents

    def set_doc_count(self, doccount: int) -> None:
        """Only while Whoosh writes, which it does not."""
        raise _refused()

    def deleted_count(self) -> int:
        """How many documents are deleted."""
        return len(self.deleted) // 4

    def deleted_docs(self) -> list[int]:
        """Deleted documents, ascending."""
        found: list[int] = np.frombuffer(self.deleted, dtype="<u4").tolist()
        return found

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in _members(self.deleted)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Marks a document deleted, or takes the mark away."""
        kept = set(self.deleted_docs())
        (kept.add if delete else kept.discard)(docnum)
        self.deleted = np.array(sorted(kept), dtype="<u4").tobytes()


@lru_cache(maxsize=256)
def _members(packed: bytes) -> frozenset[int]:
    return frozenset(np.frombuffer(packed, dtype="<u4").tolist())


# -- terms
