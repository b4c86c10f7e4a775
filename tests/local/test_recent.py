"""What is remembered between questions, and what is told without analysis, against the plain way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from morgue.core.analyzer import surface_tokens, tokens
from morgue.index.codec.recent_blocks import RecentBlocks
from morgue.search.highlight.matches import _telling

_WORDS = st.text("aBcDéß東e'-.5\u200c", min_size=1, max_size=9)


@given(_WORDS, st.sets(_WORDS, max_size=4))
def test_a_surface_tells_as_its_tokens_do(surface: str, more: set[str]) -> None:
    by_term = {t.term for word in more for t in tokens(word)} | {w.lower() for w in more}
    for each in (surface, surface.upper(), surface.lower()):
        assert _telling(each, by_term) == any(t.term in by_term for t in surface_tokens(each))


@given(st.lists(st.integers(0, 9), max_size=40))
def test_blocks_are_what_was_unpacked(asked: list[int]) -> None:
    unpacked: list[int] = []

    def unpack(block: int) -> bytes:
        unpacked.append(block)
        return bytes([block]) * (1 << 17 if block < 9 else (1 << 17) + 1)

    blocks = RecentBlocks(unpack, len)
    assert [blocks.get(block)[:1] for block in asked] == [bytes([block]) for block in asked]
    small = [block for block in unpacked if block < 8]
    if 8 not in asked:  # eight of the largest that are kept fit
        assert len(small) == len(set(small))
