"""A segment read back is what was written, against the plain index."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.index.codec.layout import Entry
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.writer import write_segment
from tests.codec.oracle import check_entries, check_terms, entries, plain


@settings(max_examples=80, deadline=None)
@given(entries(), st.sampled_from([0, 2, 1 << 40]))
def test_reads_back_what_was_written(given_entries: list[Entry], worth: int) -> None:
    """worth: the number of story keys to a bucket from which they lie in buckets."""
    want = plain(given_entries)
    with tempfile.TemporaryDirectory() as folder, patch("morgue.index.codec.story_keys._WORTH", worth):
        info = write_segment(Path(folder), "bay", given_entries)
        reader = SegmentReader(Path(folder), "bay")
        reader.verify()
        assert info.doc_count == len(given_entries)
        assert info.token_count == sum(t + b for t, _, b in want.lengths)
        check_terms(reader, want)
        check_entries(reader, given_entries, want)
