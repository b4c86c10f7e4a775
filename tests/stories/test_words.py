"""Texts to word numbers by a table of arrays, and the slow way beside it: each piece of `str.split` read by itself."""

import random
import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.analyzer import ANALYZER_VERSION
from morgue.core.article import Article, Provenance
from morgue.index.pieces.cutting import PADDING
from morgue.index.pieces.piece_table import SHORT
from morgue.index.stories.similarity import token_table
from morgue.index.stories.similarity.pieces import read_piece, read_pieces
from morgue.index.stories.similarity.signature import story_keys
from morgue.index.stories.similarity.token_table import Memo
from morgue.index.stories.similarity.words import words_of_many

LETTERS = "abcSTßİΣςиЖ019²Ⅷ٠〆東京ไทย한.,;:!?\"()[]“”‘’«»…—–-'`/_@$%。」\x00\x01\u0301\u00ad\ud800\U0001f600"
SPACES = " \t\n\x0b\x0c\r\x1c\x1f\x85\xa0\u1680\u2000\u2003\u200a\u2028\u2029\u202f\u205f\u3000"
WORDS = """it's Fed’s one’s' U.S. U.S.-led $1.2m 1,250.5 twelve Twelve-year May may Mars Monday's x-ray pier/quay ''so
``then crews' 's 1990s don't Sept. ein—zwei (“Well, town.”) [sic]…" Fähre «Порт» ferry-and-mail-boat-only""".split()

PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.text(LETTERS, min_size=1, max_size=24),
    st.builds(lambda before, word, after: before + word + after, *[st.text("\"'(“—.,’”)", max_size=5)] * 3),
    st.builds(lambda a, b: a + b, st.sampled_from(WORDS), st.sampled_from(WORDS)),
)
TEXTS = st.lists(st.tuples(PIECES, st.text(SPACES, min_size=1, max_size=2)), max_size=25).map(
    lambda parts: "".join(piece + space for piece, space in parts)
)


def slowly(texts: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    """Numbers, kinds and where each text's begin, piece by piece."""
    numbers, kinds, at = [], [], [0]
    for text in texts:
        for piece in text.split():
            some, of_each = read_piece(piece)
            numbers += some
            kinds += of_each
        at.append(len(numbers))
    return numbers, kinds, at


def quickly(texts: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    words, at = words_of_many(texts)
    return words.numbers.tolist(), words.kinds.tolist(), at.tolist()


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_words_are_those_of_each_piece(texts: list[str]) -> None:
    assert quickly(texts) == slowly(texts)


def test_every_character_that_splits_a_string_splits_a_text() -> None:
    for code in range(0x110000):
        if chr(code).isspace():
            assert quickly([f"ferry{chr(code)}late"]) == slowly([f"ferry{chr(code)}late"])
    lookalikes = "\u200b\u2060\ufeff\u180e\u0080\u00c2\u00e2\u1681\u2080\u3001\u4000\U00013000\U00012000"
    assert quickly([f"a{c}b" for c in lookalikes]) == slowly([f"a{c}b" for c in lookalikes])


def test_pieces_of_any_length_and_of_zero_bytes_are_told_apart() -> None:
    pieces = ["\0" * k for k in range(1, 40)] + ["q" * k for k in range(1, 300)] + ["q" * k + "\0" for k in range(40)]
    pieces += ["é" * k for k in range(1, 12)] + [f"{'w' * (SHORT - 2)}{i}" for i in range(2000)]
    assert quickly([" ".join(pieces)]) == slowly([" ".join(pieces)])
    assert quickly(pieces) == slowly(pieces)


def test_a_text_of_more_pieces_than_are_looked_up_at_once() -> None:
    rng = random.Random(3)
    text = " ".join("".join(rng.choices("aeinrst.", k=rng.randint(1, 4))) for _ in range(150_000))
    assert quickly(["", text, "Late."]) == slowly(["", text, "Late."])


def test_what_was_forgotten_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_table, "MOST_PIECES", 500)
    read: list[str] = []

    def reading(pieces: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
        read.extend(pieces)
        return read_pieces(pieces)

    monkeypatch.setattr(token_table, "read_pieces", reading)
    held = Memo()
    text = " ".join([f"crate{i} of-{i} {'long' * 5}{i}" for i in range(150)])
    for _ in range(3):
        for half in (text[: len(text) // 2], text[len(text) // 2 :]):
            whole = (half + " ").encode() + PADDING
            pieces = half.split()
            starts = np.cumsum([0, *(len(piece) + 1 for piece in pieces)])[:-1]
            found = held.look_up(whole, starts, starts + [len(piece) for piece in pieces])
            assert found.numbers.tolist() == slowly([half])[0]
    assert len(set(text.split())) < len(read) and len(held) <= 1000


def test_threads_do_not_disturb_each_other() -> None:
    texts = [[f"boat{i} pier-{i}" * 3 for i in range(start, start + 400)] for start in (0, 200, 400)]
    found: dict[int, object] = {}
    threads = [threading.Thread(target=lambda k=k: found.update({k: quickly(texts[k])})) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[k] for k in range(3)] == [slowly(part) for part in texts]


def test_keys_are_those_that_archives_hold() -> None:
    """Keys lie on disk: if this fails, archives made before no longer find their copies, unless the analyzer's version
    rose with it. These values are of version 2."""
    assert ANALYZER_VERSION == 2
    body = "\n".join(
        f'On Monday, May {i % 28 + 1}, the Harrow Bay ferry-boat carried {i * 37:,} crates — “the crew’s best,” said '
        f"Ms. Quill{i}; twelve of them, worth $1.{i}m, went to the U.S.-owned cannery." for i in range(1, 30)
    )  # fmt: skip
    keys = story_keys(Article("a", body, Provenance("-", "0", "text"), title="Ferry's best May yet", outlet="Bay Post"))
    assert hex(int(keys.text[0])) == "0x57c0cabb37fe5a36"
    assert hex(int(np.bitwise_xor.reduce(keys.band))) == "0x4418947d7def95bd"
    assert (len(keys.sample), int(keys.sample.sum())) == (33, 82197007493)
    assert keys.link.tolist() == [12234321523892160030] and hex(keys.title) == "0x402000201000020"
