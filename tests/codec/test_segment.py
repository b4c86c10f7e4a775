"""A segment read back is what was written, against the plain index."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.article import Article, Provenance
from morgue.index.codec.layout import Entry
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.stored_articles import StoredArticles
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


@pytest.mark.parametrize(
    "digest",
    [
        "ab" * 32,
        "0" * 64,
        "CD" * 32,  # the same number, and not what was given
        "ab" * 31 + "a",
        "ab" * 33,
        "",
        "xy" * 32,
        "\u0661" * 64,  # digits, and no hexadecimal ones
        "ab " * 20 + "abcd",  # of the length of one, with spaces between its bytes
        "ab" * 31 + "\n\t",
    ],
)
def test_a_digest_of_any_form_comes_back_as_it_was_given(tmp_path: Path, digest: str) -> None:
    """Also those of its neighbours, whose places in the stream are counted in bytes."""
    digests = ("12" * 32, digest, "34" * 32)
    given = [Article(f"a{n}", f"text {n}", Provenance("bay", d, "text")) for n, d in enumerate(digests)]
    write_segment(tmp_path, "bay", map(Entry, given))
    reader = SegmentReader(tmp_path, "bay")
    reader.verify(deep=True)
    assert reader.stored_many(range(3)) == given
    assert StoredArticles(tmp_path, "bay").stored(1) == given[1]
