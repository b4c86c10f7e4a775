"""Turns patterns of ? (one character) and * (any number) into regular expressions over characters or bytes. Pure."""

from __future__ import annotations

import re


def glob_regex(pattern: str) -> str:
    """A regular expression over characters for a pattern of ? and *; runs of stars are one."""
    return re.sub(r"\*+", "*", re.escape(pattern).replace(r"\*", "*").replace(r"\?", "[^\n]")).replace("*", "[^\n]*")


def glob_bytes(pattern: str) -> bytes:
    """A regular expression over UTF-8 bytes for a pattern of ? and *; runs of stars are one."""
    one = rb"(?:[^\n\x80-\xff]|[\xc2-\xf4][\x80-\xbf]+)"
    parts = []
    for piece in re.findall(r"\*+|\?|[^*?]+", pattern):
        if piece == "?":
            parts.append(one)
        elif piece[0] == "*":
            parts.append(rb"[^\n]*")
        else:
            parts.append(re.escape(piece.encode("utf-8", "surrogatepass")))
    return b"".join(parts)
