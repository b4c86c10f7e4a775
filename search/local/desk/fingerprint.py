"""Makes the fingerprint of matches from the ids and digests in the segments, without reading an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from morgue.search.desk.receipts.fingerprint import Fingerprint, fingerprint_of

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.aggregation.facets import Matches

_NO_DIGEST = bytes(32)


def fingerprint(matches: Matches, deadline: Deadline) -> Fingerprint:
    """What the matches are known by; a source whose digest is no SHA-256 is looked up in its article."""
    return fingerprint_of(_rows(matches), matches.stories, deadline.partial)


def _rows(matches: Matches) -> Iterator[tuple[bytes, str]]:
    for segment, found in zip(matches.collection.segments, matches.found, strict=True):
        text, at = segment.reader.ids.raw_all()
        raw, bounds = text.data, at
        digests = segment.reader.digests
        for doc in found.docs.tolist():
            name = bytes(raw[int(bounds[doc]) : int(bounds[doc + 1]) - 1])
            digest = bytes(digests[32 * doc : 32 * doc + 32])
            if digest == _NO_DIGEST:
                yield name, segment.reader.headers(doc).provenance.sha256
            else:
                yield name, digest.hex()
