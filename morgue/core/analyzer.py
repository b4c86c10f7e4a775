"""Text to terms: the one analyzer for indexing, queries and snippets. Pure.

A term is a word as written, NFKC and case-folded, accents kept; nothing is stemmed and nothing dropped. Apostrophes and
hyphens separate words (`l'eau` is two terms, `rock-and-roll` three), a possessive 's is left off, `U.S.` is `us`,
`1,250.5` is one term, and scripts written without spaces become overlapping pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Bumped whenever the same text would give other terms; an archive remembers the one it was built with.
ANALYZER_VERSION = 1

#: A term keeps this many characters; the stored text is whole.
LONGEST_TERM = 255

#: Han, kana, Thai, Lao, Khmer, Burmese, Tibetan: scripts that do not separate words, as ranges of a character class.
UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
)
_MARK = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd"
)
_LETTER = f"[^\\W_{UNSPACED}]"

#: One match is one surface, before `surface_terms` turns it into terms.
SURFACE = re.compile(
    f"[{UNSPACED}]+"
    r"|\d+(?:[.,]\d+)+(?![^\W_])"
    r"|(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"
    rf"|{_LETTER}(?:{_LETTER}|[{_MARK}])*(?:['’]s\b(?!['’]))?"
)
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
_POSSESSIVE = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Token:
    """A term and the span of the text it stands for (`text[start:end]`)."""

    term: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def surface_terms(surface: str) -> tuple[str, ...]:
    """The terms of one `SURFACE` match, in order; mostly one."""
    if _UNSPACED_RUN.match(surface):
        text = unicodedata.normalize("NFKC", surface).casefold()
        return tuple(text[i : i + 2] for i in range(len(text) - 1)) or (text,)
    if surface.endswith(_POSSESSIVE) and len(surface) > 2:
        surface = surface[:-2]
    if "." in surface and not surface[0].isdigit():
        surface = surface.replace(".", "")
    term = unicodedata.normalize("NFKC", surface.casefold()).casefold()
    return (term[:LONGEST_TERM],)


def terms(text: str) -> list[str]:
    """All terms of a text in order; a term's index in the list is its position."""
    out: list[str] = []
    for surface in SURFACE.findall(text):
        out.extend(surface_terms(surface))
    return out


def tokens(text: str) -> Iterator[Token]:
    """The same terms as `terms`, each with its span."""
    for m in SURFACE.finditer(text):
        surface, start = m.group(), m.start()
        found = surface_terms(surface)
        if _UNSPACED_RUN.match(surface):
            for i, term in enumerate(found):
                yield Token(term, min(start + i, m.end() - 1), min(start + i + 2, m.end()))
        else:
            end = m.end() - 2 if surface.endswith(_POSSESSIVE) and len(surface) > 2 else m.end()
            yield Token(found[0], start, end)


@lru_cache(maxsize=200_000)
def fold(term: str) -> str:
    """A term without its accents (`café` and `cafe` fold alike): what a typed word is compared by."""
    if term.isascii():
        return term
    bare = unicodedata.normalize("NFKD", term)
    return unicodedata.normalize("NFC", "".join(c for c in bare if not unicodedata.combining(c)))


#: Two sentences are parted after . ! ? … and closing quotes, before a capital, digit or opening quote.
_STOP = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[¿¡—–-]*[^\W_a-zà-ÿа-яα-ω])|[。！？]+[」』”）]*)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Jr|Sr|St|Mt|Inc|Ltd|Co|Corp|No|vs|etc|cf|al|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Dept|Univ|Ph\.D)|\b[^\W\d_])\.\s+\Z"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text; a newline always ends one. Spans hold no surrounding white space."""
    out: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        begin = start
        for m in _STOP.finditer(text, start, end):
            if m.end() < end and not _ABBREVIATION.search(text, max(begin, m.end() - 14), m.end()):
                out.append((begin, begin + len(text[begin : m.end()].rstrip())))
                begin = m.end()
        out.append((begin, end))
    return out


_PARAGRAPH = re.compile(r"[^\s](?:[^\n]*[^\s])?")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs of a text (lines that are not blank), without surrounding white space."""
    return [m.span() for m in _PARAGRAPH.finditer(text)]
