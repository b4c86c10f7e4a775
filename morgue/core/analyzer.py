"""Turns text into terms: the one analyzer for indexing, queries and snippets. Pure.

A term is a word as written, NFKC and case-folded, accents kept; nothing is stemmed and nothing dropped. Apostrophes and
hyphens separate words (`l'eau` is two terms, `rock-and-roll` three), a possessive 's is left off. Numbers keep their
separators and their currency or per cent (`1,250.5`, `$5bn`, `5%`), abbreviations their dots (`u.s.`), names of a
letter their signs (`c++`, `c#`); scripts written without spaces become overlapping pairs of characters.

Beside these stand terms that take no place of their own: a compound as a whole (`e-mail`, beside `e` and `mail`), and a
word of two to five capitals in capitals (`US`, beside `us`), so that `U.S.` need not find the pronoun. What is only
another spelling (`email`, `café` and `cafe`, `1000`) meets by `morgue.core.folding.key`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from morgue.core.folding import fold
from morgue.core.patterns import compiled

__all__ = [
    "ANALYZER_VERSION", "LONGEST_TERM", "SURFACE", "Token", "fold", "holds_a_surface", "in_capitals", "joints",
    "paragraphs", "plain_surface", "sentences", "surface_pattern", "surface_terms", "surface_tokens", "terms", "tokens",
]  # fmt: skip

#: Bumped whenever the same text would give other terms; an archive remembers the one it was built with.
ANALYZER_VERSION = 2

#: A term keeps this many characters; the stored text is whole.
LONGEST_TERM = 255
#: Most parts of a compound that is a term as a whole, and the lengths of words that are kept in capitals too.
MOST_PARTS = 5
SHORTEST_CAPITALS, LONGEST_CAPITALS = 2, 5

#: Han, kana, Thai, Lao, Khmer, Burmese, Tibetan: scripts that do not separate words, as ranges of a character class.
UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
)
_MARK = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd"
)
#: Characters inside a word that are not seen: soft hyphen, joiners and the like. In Arabic script the non-joiner parts
#: a word from its ending, as a hyphen does.
_UNSEEN = "\u00ad\u200b\u200d\u2060\ufeff"
_ARABIC = "\u0600-\u06ff\u0750-\u077f"
_HYPHENS = "-\u2010\u2011"
_LETTER = f"[^\\W_{UNSPACED}]"
_INSIDE = rf"(?:{_LETTER}|[{_MARK}]|(?:[{_UNSEEN}]|\u200c(?![{_ARABIC}]))(?=[^\W_{UNSPACED}]|[{_MARK}]))"
_POSSESSIVE_END = r"(?:['’]s\b(?!['’]))?"
_NUMBER = rf"[$€£¥₹₩₽₺₪฿＄￡￥]?\d+(?:[.,]\d+|['’]\d{{3}}(?!\d))*(?:[%‰％٪]|{_INSIDE}*{_POSSESSIVE_END})"
_DOTS = rf"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?{_POSSESSIVE_END}"
_WITH_SIGN = r"(?<![^\W_])[^\W\d_](?:\+\+|#)(?![\w+#])"
_WORD = rf"{_LETTER}{_INSIDE}*(?:\+(?![\w+])|{_POSSESSIVE_END})"
_PIECE = f"(?:{_NUMBER}|{_WITH_SIGN}|{_DOTS}|{_WORD})"

#: One match is one surface, before `surface_terms` turns it into terms; compiled by `surface_pattern`.
SURFACE = f"[{UNSPACED}]+|{_PIECE}(?:(?:[{_HYPHENS}]|\u200c){_PIECE})*"
_SPACED = SURFACE.removeprefix(f"[{UNSPACED}]+|").replace(UNSPACED, "")
#: Most surfaces are letters before a space or a stop, and most of what is none is those: told first, a text is gone
#: through in a third of the time.
_PLAIN = r"[A-Za-z]{2,}+(?=[ ,.\n])|(?![ ,.\n])"
#: What stands around words and is no part of them.
_STOPS = ".,;:!?()[]<>\"'"
_JOINER = compiled(f"[{_HYPHENS}]|\u200c(?=[{_ARABIC}])")
_UNSPACED_RUN = compiled(f"[{UNSPACED}]")
_FIRST_UNSPACED = "\u0e00"
_POSSESSIVE = ("'s", "’s")
_DROPPED = compiled(f"[{_UNSEEN}\u200c]")
_JOINT = compiled("[-\u200c]")


class Token(NamedTuple):
    """A term, the span of the text it stands for (`text[start:end]`) and its place among the terms.

    extra  it takes no place of its own: it stands beside the term with the same place
    """

    term: str
    start: int
    end: int
    place: int = 0
    extra: bool = False


def surface_pattern(text: str, start: int = 0, end: int | None = None) -> re.Pattern[str]:
    """The pattern whose matches in text[start:end] are its surfaces; Python compiles the one for all scripts in 30 ms.

    Where no character is of a script without spaces, the classes need not leave those out: the matches are the same.
    """
    stop = len(text) if end is None else end
    return _surface(text.isascii() or _UNSPACED_RUN.search(text, start, stop) is None)


def holds_a_surface(text: str) -> bool:
    """Whether the pattern would find any; each letter and figure of ASCII is one or a part of one, nothing else is."""
    return any(map(str.isalnum, text)) if text.isascii() else surface_pattern(text).search(text) is not None


def plain_surface(text: str, start: int, end: int) -> tuple[int, str] | None:
    """The one surface of a piece between white space, with where it begins, if that is letters of ASCII between stops.

    None for any other piece: the pattern has to be asked, which a search that finds plain words need not compile.
    """
    piece = text[start:end]
    word = piece.strip(_STOPS)
    letters = word[:-2] if word.endswith("'s") and piece.count("'") == 1 else word
    if len(letters) < 2 or not (letters.isascii() and letters.isalpha()):
        return None
    return start + piece.index(word[0]), word


@cache
def _surface(spaced: bool) -> re.Pattern[str]:
    return re.compile(f"{_PLAIN}(?:{_SPACED if spaced else SURFACE})")


@lru_cache(maxsize=200_000)
def surface_tokens(surface: str) -> tuple[Token, ...]:
    """The terms of one surface with their spans and places in it, by place, extra ones last."""
    if surface[:1] >= _FIRST_UNSPACED and _UNSPACED_RUN.match(surface):
        text = unicodedata.normalize("NFKC", surface).casefold()
        last = len(surface)
        pairs = [text[i : i + 2] for i in range(len(text) - 1)] or [text]
        return tuple(Token(p, min(i, last - 1), min(i + 2, last), i) for i, p in enumerate(pairs))
    parts = [(0, surface)] if surface.isalnum() else _parts(surface)
    out: list[Token] = []
    written: list[str] = []
    for place, (start, piece) in enumerate(parts):
        if piece.endswith(_POSSESSIVE) and len(piece) > 2:
            piece = piece[:-2]
        term = _term(piece)
        end = start + len(piece)
        out.append(Token(term, start, end, place))
        written.append(term)
        if (
            SHORTEST_CAPITALS <= len(piece) <= LONGEST_CAPITALS
            and piece.isupper()
            and piece.isalpha()
            and piece != term
        ):
            out.append(Token(piece, start, end, place, True))
    if 1 < len(parts) <= MOST_PARTS and any(c.isalpha() for term in written for c in term):
        joined = ["\u200c" if surface[start - 1] == "\u200c" else "-" for start, _ in parts[1:]]
        whole = written[0] + "".join(j + w for j, w in zip(joined, written[1:], strict=True))
        if len(whole) <= LONGEST_TERM:
            out.insert(1, Token(whole, 0, out[-1].end, 0, True))
    return tuple(out)


def _parts(surface: str) -> list[tuple[int, str]]:
    """The pieces that hyphens join, each with where it begins."""
    parts: list[tuple[int, str]] = []
    start = 0
    for m in _JOINER.finditer(surface):
        parts.append((start, surface[start : m.start()]))
        start = m.end()
    parts.append((start, surface[start:]))
    return parts


def _term(piece: str) -> str:
    """The term of one piece: a word, a number or an abbreviation."""
    if not piece.isascii():
        piece = _DROPPED.sub("", piece)
    if "." in piece and not piece[-1].isdigit() and len(piece) <= 2 * piece.count(".") + 1:
        piece = piece.rstrip(".") + "."  # `U.S` and `U.S.` are one
    term = unicodedata.normalize("NFKC", piece.casefold()).casefold().replace("٪", "%")
    return term[:LONGEST_TERM]


@lru_cache(maxsize=200_000)
def surface_terms(surface: str) -> tuple[str, ...]:
    """The terms of one surface that have a place, in order; mostly one."""
    return tuple(t.term for t in surface_tokens(surface) if not t.extra)


def terms(text: str) -> list[str]:
    """All terms of a text that have a place, in order; a term's index in the list is its position."""
    if len(text) > 1 and text.isascii() and text.isalpha():  # its own surface, as `plain_surface` has it
        return [*surface_terms(text)]
    return [*chain.from_iterable(map(surface_terms, surface_pattern(text).findall(text)))]


def tokens(text: str) -> Iterator[Token]:
    """The terms of a text with their spans and places, and the extra terms beside them."""
    before = 0
    for m in surface_pattern(text).finditer(text):
        start, places = m.start(), 0
        for t in surface_tokens(m.group()):
            yield Token(t.term, start + t.start, start + t.end, before + t.place, t.extra)
            places = max(places, t.place + 1)
        before += places


def in_capitals(term: str) -> bool:
    """Whether it is an extra term that stands for a word in capitals; other terms are case-folded."""
    return term.isupper() and term != term.casefold()


def joints(term: str) -> list[str]:
    """The parts of a compound term, `e` and `mail` of `e-mail`; the term alone when it is none."""
    return [term] if term.isalnum() else _JOINT.split(term)


#: Two sentences are parted after . ! ? … and closing quotes, before a capital, digit or opening quote.
_STOP = compiled(r"(?:[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[¿¡—–-]*[^\W_a-zà-ÿа-яα-ω])|[。！？]+[」』”）]*)")
_ABBREVIATION = compiled(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Jr|Sr|St|Mt|Inc|Ltd|Co|Corp|No|vs|etc|cf|al|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Dept|Univ|Ph\.D)|\b[^\W\d_])\.\s+\Z"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans (characters) of the sentences of a text, less the space around; a newline always ends one."""
    out: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        begin = start
        for m in _STOP.finditer(text, start, end):
            if m.end() < end and not _ABBREVIATION.search(text, max(begin, m.end() - 14), m.end()):
                out.append((begin, begin + len(text[begin : m.end()].rstrip())))
                begin = m.end()
        out.append((begin, end))
    return out


_PARAGRAPH = compiled(r"[^\s](?:[^\n]*[^\s])?")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Half-open spans (characters) of the paragraphs of a text: its lines that are not blank, less the space around."""
    return [m.span() for m in _PARAGRAPH.finditer(text)]
