"""Chunks that are looked up in a table of arrays have the numbers that the dictionary gives each piece of a text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.index.codec.terms.chunk_terms import Vocabulary
from morgue.index.pieces.cutting import pieces_of
from tests.stories.test_words import TEXTS


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXTS, max_size=4), max_size=3))
def test_numbers_are_those_of_each_piece(batches: list[list[str]]) -> None:
    table, slow = Vocabulary(), Vocabulary()
    for texts in batches:
        cut = pieces_of([text.encode("utf-8", "surrogatepass") for text in texts])
        wanted = [slow.chunks[piece] for text in texts for piece in text.split()]
        assert table.numbers_of(cut).tolist() == wanted
        assert (cut.first[1:] - cut.first[:-1]).tolist() == [len(text.split()) for text in texts]
    assert list(table.chunks) == list(slow.chunks)
