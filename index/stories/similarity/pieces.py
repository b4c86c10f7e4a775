"""Reads a piece of text between white space: the numbers and kinds of its terms, as they are compared. Pure.

A term's number is a hash of it, the same in every process; figures are hashed as they are compared, however they were
written. `read_piece` is the whole truth; `read_pieces` says the same of many, most of which are one word between marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from morgue.core.analyzer import UNSPACED, surface_terms, terms
from morgue.index.stories.similarity.calendar import CAPITAL_DAYS, DAYS, NUMBER_WORDS, NUMBERS

#: Kinds of words, as bits. FIGURE has a digit or is a number word, DAY names a day or month, NAME has a capital;
#: STOP ends a sentence, OPEN stands after an opening quotation mark and CLOSE before a closing one.
FIGURE, DAY, NAME, STOP, OPEN, CLOSE = 1, 2, 4, 8, 16, 32

_STOPS = (".", "!", "?", "…", ":", "。", "！", "？")
_CLOSING = "\"'”’»)]“」』"
#: A piece of letters between such marks is one term, as the analyzer would find.
_ASCII_MARKS = '.,;:!?"()[]'
_AROUND_AMOUNTS = _ASCII_MARKS + "$€£¥%“”‘’«»'…"
#: A figure, perhaps with the first letters of its unit; a mark before three digits parts thousands.
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)*)[a-z]{0,3}", re.ASCII)
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_OPENING = "([—–-"
_OPENS = ('"', "“", "„", "«", "「", "『", "»", "''", "``")
_CLOSES = ('"', "”", "»", "“", "」", "』", "«", "''")
#: A line of one word, or of several with dashes between, among marks: the marks before, the words, a possessive ending
#: that is no term, the marks after. Of such marks and words there are few enough that they can be remembered each.
_MARKS = re.escape(_ASCII_MARKS + "“”‘’«»…—–-'")
_LETTERS = rf"[^\W\d_{UNSPACED}]{{1,60}}"
_PLAIN = re.compile(
    rf"^(?:([{_MARKS}]{{0,3}})({_LETTERS}(?:[-–—/]{_LETTERS}){{0,3}})(?:['’]s(?!['’]))?([{_MARKS}]{{0,4}})$|.*$)",
    re.MULTILINE,
)
_DASH = re.compile("[-–—/]")


def hash_of(text: str) -> int:
    """The 64-bit number of any text, the same in every process."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


#: The 64-bit number of one term.
term_hash = lru_cache(maxsize=100_000)(hash_of)


def kind_of(term: str, capital: bool) -> int:
    """FIGURE, DAY, NAME or 0 for a term that stands in a piece with or without a capital."""
    if term in NUMBERS or (not term.isalpha() and any(map(str.isdigit, term))):
        return FIGURE
    if term in DAYS or (capital and term in CAPITAL_DAYS):
        return DAY
    return NAME if capital else 0


def written(term: str) -> str:
    """A term as it is compared: a figure without marks between thousands and without its unit, in digits if small."""
    if not term[:1].isdigit():
        return NUMBER_WORDS.get(term, term)
    amount = _AMOUNT.fullmatch(term)
    return _THOUSANDS.sub("", amount[1]).replace(",", ".") if amount else term


def _terms(piece: str) -> list[str]:
    """The terms of a piece as they are compared; an amount with its unit ("$1.2m") is one."""
    bare = piece.strip(_ASCII_MARKS)
    if bare.isascii() and bare.isalpha():
        return [bare.lower()]
    amount = _AMOUNT.fullmatch(piece.strip(_AROUND_AMOUNTS).lower())
    return [amount[0]] if amount else terms(piece)


def _opening(piece: str) -> int:
    return OPEN * piece.lstrip(_OPENING).startswith(_OPENS)


def _ending(piece: str) -> int:
    bare = piece.rstrip(".,;:!?…)]")
    return STOP * piece.rstrip(_CLOSING).endswith(_STOPS) | CLOSE * bare.endswith(_CLOSES)


def read_piece(piece: str) -> tuple[list[int], list[int]]:
    """The numbers and the kinds of the words of one piece."""
    capital = piece.lower() != piece
    found = [_term(term, capital) for term in _terms(piece)]
    kinds = [kind for _, kind in found]
    if found and not piece.isalpha():
        kinds[0] |= _opening(piece)
        kinds[-1] |= _ending(piece)
    return [number for number, _ in found], kinds


def read_pieces(pieces: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    """As `read_piece` of each: how many words each piece has, and the numbers and kinds of all, one after another."""
    counts: list[int] = []
    numbers: list[int] = []
    kinds: list[int] = []
    for piece, (before, plain, after) in zip(pieces, _PLAIN.findall("\n".join(pieces)), strict=True):
        if plain:
            told = (_word(plain),) if plain.isalpha() else _compound(plain)
            size = len(told)
            for number, kind in told:
                numbers.append(number)
                kinds.append(kind)
            if before:
                kinds[-size] |= _opening_marks(before)
            if after:
                kinds[-1] |= _ending_marks(after)
        else:
            found, of_each = read_piece(piece)
            size = len(found)
            numbers += found
            kinds += of_each
        counts.append(size)
    return counts, numbers, kinds


def _compound(words: str) -> list[tuple[int, int]]:
    """The numbers and kinds of words with dashes between."""
    capital = words.lower() != words
    return [_term(_folded(word), capital) for word in _DASH.split(words)]


@lru_cache(maxsize=100_000)
def _word(word: str) -> tuple[int, int]:
    """The number and kind of a piece of letters alone."""
    term = _folded(word)
    return term_hash(written(term)), kind_of(term, word.lower() != word)


@lru_cache(maxsize=100_000)
def _term(term: str, capital: bool) -> tuple[int, int]:
    """The number and kind of one term."""
    return term_hash(written(term)), kind_of(term, capital)


def _folded(word: str) -> str:
    """The term of a word of letters alone."""
    return word.lower() if word.isascii() else surface_terms(word)[0]


_opening_marks = lru_cache(maxsize=4096)(_opening)
_ending_marks = lru_cache(maxsize=4096)(_ending)
