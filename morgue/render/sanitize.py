"""Makes text safe for a terminal: whatever could command it or hide something becomes visible. Pure.

Everything from an archive, a file name or a query passes through here at the last moment before a screen. What is shown
instead: the control pictures of Unicode for C0 and DEL (`␛` for ESC), and `<U+202E>` for C1, bidirectional controls,
line and paragraph separators, invisible operators and fillers, tag characters and lone surrogates. Two invisible
characters are kept where writing needs them: the joiners U+200C and U+200D between letters or signs outside ASCII
(Persian, Indic scripts, emoji), and the soft hyphen is left out, for that is how it is meant to look.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from morgue.core.patterns import compiled

# U+0085 and U+2028/2029 break lines in some programs; U+034F, U+115F/1160, U+3164, U+FFA0 and U+2800 show as nothing.
_UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff"
)
# A joiner joins when both its neighbours are characters outside ASCII that are shown as they are.
_NEIGHBOUR = f"[^\x00-\x7f\u00ad\u200c\u200d{_UNSAFE}]"
_JOINERS = f"(?<!{_NEIGHBOUR})[\u200c\u200d]|[\u200c\u200d](?!{_NEIGHBOUR})"
_FIND = compiled(f"[{_UNSAFE}\u00ad]|{_JOINERS}")
_BREAKS = compiled(
    "[ \t\r\n\x0b\x0c\x85\u2028\u2029]*[\t\r\n\x0b\x0c\x85\u2028\u2029][ \t\r\n\x0b\x0c\x85\u2028\u2029]*"
)


def _shown(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return "" if code == 0xAD else f"<U+{code:04X}>"


def safe(text: str) -> str:
    """The text with every character that could act on a terminal made visible; tabs and newlines stay. Idempotent."""
    return _FIND.sub(_shown, text)


def safe_line(text: str) -> str:
    """Safe text on one line: every run of white space with a tab or a line break in it becomes one space."""
    if text.isascii() and text.isprintable():  # most of what there is, told quickly
        return text
    return _FIND.sub(_shown, _BREAKS.sub(" ", text))


def escaped(text: str, escape: Callable[[str], str]) -> str:
    """The text with each character that `safe` would change put through `escape` instead."""
    return _FIND.sub(lambda match: escape(match.group()), text)


def is_safe(text: str) -> bool:
    """Whether `safe` would leave the text as it is."""
    return _FIND.search(text) is None
