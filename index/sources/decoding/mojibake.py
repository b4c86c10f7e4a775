"""Repairs text: undoes wrong decoding (mojibake), takes out invisible characters, and normalises to NFC. Pure."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from morgue.index.sources.decoding.charsets import guess

# Soft hyphens, zero-width space, word joiner, byte order mark, marks and controls of writing direction: invisible, and
# in the way of searching. Joiner and non-joiner (U+200C, U+200D) stay: Persian, the Indic scripts and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")  # windows-1252 read as Latin-1 leaves these, and mending turns them back
#: What is removed may leave mojibake that was not seen before; more than two passes are hardly ever needed.
_PASSES = 5
#: Characters of one text in which mojibake is undone: more than the longest article has. A flood of it costs ftfy some
#: four seconds a million.
_MOST_UNDONE = 1 << 19
_BREAK = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_NEXT_LINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")  # U+0085 may be half of a letter until mojibake is undone
_ESCAPES = re.compile("\x1b\\[[0-9;:<=>?]{0,64}[ -/]{0,8}[@-~]|\x1b\\][^\x07\x1b\n]{0,2048}(?:\x07|\x1b\\\\)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def mend(text: str) -> str:
    """Text as it was meant: mojibake undone line by line, NFC, no control or invisible characters, lines ended by \\n.

    Quotes, ligatures, full-width forms and HTML entities stay as they are. Mending twice changes nothing, unless the
    text is longer than half a million characters: mojibake further on stays.
    """
    if text.isascii() and text.isprintable():
        return text
    if _harmless(text):
        return _normal(text)
    head, rest = text[:_MOST_UNDONE], text[_MOST_UNDONE:]
    for _ in range(_PASSES):
        before, head = head, _visible(_undone(_plain(head)))
        if head == before:
            break
    return _composed(head + _visible(_plain(rest))) if rest else head


#: How letters of UTF-8 look that were read in windows-1252 or Latin-1.
_TWICE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022"
    "\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_PIECE = re.compile("[^<>\n]+")
#: So many such pairs make a page one that was encoded twice.
_PAIRS = 3


def once(text: str) -> str:
    """A page's markup without letters that were encoded twice; the pieces between tags are judged one by one."""
    if text.isascii() or len(text) > _MOST_UNDONE * 8:
        return text
    if (codec := _read_as_western(text)) is not None:
        return _PIECE.sub(lambda m: _decoded(m[0], codec) or m[0], text)
    if sum(1 for _ in islice(_TWICE.finditer(text), _PAIRS)) < _PAIRS:
        return text
    return _PIECE.sub(lambda m: _undone_line(m[0]) if _TWICE.search(m[0]) else m[0], text)


#: Letters of Western Europe beyond ASCII; no language has so large a share of them among its letters as a text in
#: another script has that was read as if it were one of theirs.
_WESTERN = re.compile("[\u00c0-\u00ff]")
_LETTERS = re.compile(r"[^\W\d_]")
_WESTERN_SHARE, _MARKUP = (
    0.6,
    re.compile(r"<(?:script|style)\b.*?</(?:script|style)|<[^<>]*>", re.DOTALL | re.IGNORECASE),
)
#: Characters in which that is looked for, letters of the least that tells, and bytes that the guess gets to see.
_SHOWN, _LEAST_LETTERS, _GUESSED = 1 << 18, 60, 12 << 10


def _read_as_western(text: str) -> str | None:
    """The encoding of a page in another script that was read as Windows-1252 or Latin-1 and written anew."""
    if len(_WESTERN.findall(text[:_SHOWN])) < _LEAST_LETTERS:
        return None
    shown = "".join(part for part in _MARKUP.sub("\n", text[:_SHOWN]).split("\n") if not part.isascii())
    letters = _LETTERS.findall(shown)
    if len(letters) < _LEAST_LETTERS or len(_WESTERN.findall(shown)) < _WESTERN_SHARE * len(letters):
        return None
    codec = guess(_bytes_of(shown)[:_GUESSED])
    found = _LETTERS.findall(_decoded(shown, codec) or "")
    return codec if found and sum(c > "\u036f" for c in found) > _WESTERN_SHARE * len(found) else None


def _bytes_of(text: str) -> bytes:
    """The bytes that were read as Windows-1252, or where it has none as Latin-1; what is in neither is left out."""
    return b"".join(c.encode("latin-1", "ignore") if c <= "\u00ff" else c.encode("cp1252", "ignore") for c in text)


def _decoded(text: str, codec: str) -> str | None:
    """The text that such letters were meant to be, None where it was ASCII or does not fit."""
    if text.isascii() or any(c > "\u00ff" and not c.encode("cp1252", "ignore") for c in text):
        return None
    return _bytes_of(text).decode(codec, "replace")


def _plain(text: str) -> str:
    """Text without surrogates, escapes and control characters below U+0080."""
    text = _BREAK.sub("\n", _SURROGATE.sub("\ufffd", text))
    return _CONTROL.sub("", _ESCAPES.sub("", text))


def _undone(text: str) -> str:
    """Text without mojibake: ftfy judges and mends each line by itself."""
    if not _SUSPECT.search(text):
        return text
    return "\n".join(_undone_line(line) if _SUSPECT.search(line) else line for line in text.split("\n"))


def _undone_line(line: str) -> str:
    import ftfy
    from ftfy.badness import is_bad

    return ftfy.fix_encoding(line) if is_bad(line) else line


def _visible(text: str) -> str:
    """Text without invisible characters, composed."""
    if text.isascii():
        return text
    text = _NEXT_LINE.sub("\n", _INVISIBLE.sub("", text))
    return _composed(_C1.sub("", text))


def _composed(text: str) -> str:
    """NFC, after runs of more than 30 combining marks are cut (the limit of the Stream-Safe Text Format, UAX 15).

    Putting a run of marks in order takes time in the square of its length.
    """
    return _normal(_MARKS.sub(r"\1", text))


def _normal(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


# Nearly all combining marks: the blocks of diacritics, and those of the scripts that pile them up.
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u07eb-\u07f3"
    "\u0816-\u082d\u0859-\u085b\u08d3-\u0903\u093a-\u094f\u0951-\u0957\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd"
    "\u0f18-\u0f84\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2de0-\u2dff\u302a-\u302f\u3099\u309a"
    "\ua66f-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua8e0-\ua8f1\ufe20-\ufe2f"
)
_MARKS = re.compile(f"([{_MARK}]{{30}})[{_MARK}]+")
#: What mending takes out or changes, but for mojibake and what is not in NFC; most texts have none of it.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    f"\ufffe\uffff{_MARK}]"
)
#: Mojibake has this in it: of all of ftfy's patterns none is satisfied by less.
_SUSPECT = re.compile("[^\x00-\x7f]{2}|[\x80-\x9f\xc2\xc3\u0152\u0153]")
#: Of UTF-8: what is beyond ASCII stays, what is printed in ASCII, tabs and line feeds become spaces, the rest zeros.
_RUNS = bytes(i if i > 127 else 32 if i in (9, 10) or 32 <= i < 127 else 0 for i in range(256))


def _harmless(text: str) -> bool:
    """Whether a text has nothing odd and nothing suspect: most have single dashes and quotation marks beyond ASCII.

    The two patterns look at each character in turn, which takes ten times as long; here they see the different runs.
    """
    beyond = set(text.encode("utf-8", "surrogatepass").translate(_RUNS).split())
    joined = b"\n".join(beyond).decode("utf-8", "surrogatepass")
    return not _ODD.search(joined) and not _SUSPECT.search(joined)
