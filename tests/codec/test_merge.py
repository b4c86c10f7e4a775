"""A merge is the segment of the survivors."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.index.codec.layout import Entry
from morgue.index.codec.merge import merge_segments
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.writer import write_segment
from tests.codec.oracle import check_entries, check_terms, entries, plain


@settings(max_examples=50, deadline=None)
@given(entries(20), st.data())
def test_a_merge_is_the_segment_of_the_survivors(given_entries: list[Entry], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(given_entries)), max_size=3)))
    borders = [0, *cuts, len(given_entries)]
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=len(given_entries), max_size=len(given_entries))), bool)
    alive |= data.draw(st.booleans())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for i, (a, b) in enumerate(pairwise(borders)):
            with patch("morgue.index.codec.story_keys._WORTH", data.draw(st.sampled_from([0, 2, 1 << 40]))):
                write_segment(folder, f"part{i}", given_entries[a:b])
            live = None if alive[a:b].all() else alive[a:b]
            sources.append((SegmentReader(folder, f"part{i}"), live))
        with (
            patch("morgue.index.codec.story_keys._STEP_KEYS", data.draw(st.sampled_from([1, 7, 1 << 21]))),
            patch("morgue.index.codec.story_keys._WORTH", data.draw(st.sampled_from([0, 2, 1 << 40]))),
        ):
            info = merge_segments(folder, "whole", sources)
        reader = SegmentReader(folder, "whole")
        reader.verify()
        survivors = [e for e, a in zip(given_entries, alive, strict=True) if a]
        want = plain(survivors)
        assert (info.doc_count, info.term_count) == (len(survivors), len(want.postings))
        check_terms(reader, want)
        check_entries(reader, survivors, want)
