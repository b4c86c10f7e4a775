"""Decodes UTF-8 text that holds some bytes of a legacy encoding, such as a footer from an old template. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

#: A letter of more than one byte in UTF-8; in legacy encodings such a sequence is rare.
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
#: Letters of UTF-8 from which on a text is in it, and so many times as many as strays, against a label that says else.
_LETTERS, MOSTLY = 3, 4
#: Bytes that are a letter of hardly any word: noise.
_NO_LETTER = (b"\xff", b"\xfe")
#: The legacy encoding of strays by the letters around them; the first that is found.
_STRAYS = (
    ("cp1251", re.compile("[\u0400-\u04ff]")),
    ("cp1253", re.compile("[\u0370-\u03ff]")),
    ("cp1255", re.compile("[\u05d0-\u05ea]")),
    ("cp1256", re.compile("[\u0620-\u064a]")),
    ("cp1254", re.compile("[ğşıİĞŞ]")),
    ("cp1250", re.compile("[ąćęłńśźżčďěňřšťůžőűĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽŐŰ]")),
)


def with_strays(data: bytes, times: int = 1) -> str | None:
    """UTF-8 with some bytes of a legacy encoding in it, such as a footer from an old template; None for anything else.

    times: so many letters in UTF-8 must stand against each stray byte.
    """
    letters = len(_SEQUENCE.findall(data))
    if letters < _LETTERS:
        return None
    strays = len(_HIGH.findall(_SEQUENCE.sub(b"", data)))
    if not strays or letters < times * strays:
        return None
    sound = data.decode("utf-8", "ignore")
    codec = next((name for name, letter in _STRAYS if letter.search(sound)), "cp1252")
    return data.decode("utf-8", f"strays-{codec}")


def _as_strays(codec: str) -> Callable[[UnicodeError], tuple[str, int]]:
    def decoded(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        part = error.object[error.start : error.end]
        return ("\ufffd" if part in _NO_LETTER else part.decode(codec, "replace")), error.end

    return decoded


for _name in ("cp1252", *(name for name, _ in _STRAYS)):
    codecs.register_error(f"strays-{_name}", _as_strays(_name))
