"""Writes addresses and regular expressions as the cluster's own patterns, and refuses what it cannot say. Pure."""

from __future__ import annotations

import re

from morgue.core.address_columns import plain_address
from morgue.core.errors import MorgueError
from morgue.search.local.filters.value_match import plain, wild

_WORD = re.compile(r"(?:[^\W_]|[*?])+")
_LETTER = "[0-9a-z\u0080-\U0010ffff]"
_GAP = "[^0-9a-z\u0080-\U0010ffff]"
_SPECIAL = re.compile(r"[.?+*|{}\[\]()\"\\#@&<>~^$-]")
#: What a regular expression of the cluster cannot say: groups with a meaning, references, borders of words, laziness.
_BEYOND = re.compile(r"\(\?(?!:)|\\[1-9bBAZzGkpPNx0uU]|[*+?}][?+]|\\[dDwWsS](?=[^\[]*\])")


def literal(text: str) -> str:
    """A text as a pattern that fits it alone."""
    return _SPECIAL.sub(lambda m: "\\" + m[0], text)


def address(value: str, whole: bool) -> str | None:
    """A pattern over whole plain addresses for the words of a value in a row, or for the whole of it; None: no word."""
    if whole:
        text = plain(value) if wild(value) else plain_address(value)
        pieces = re.split(r"(\*+|\?)", text) if wild(value) else [text]
        return "".join(".*" if p.startswith("*") else "." if p == "?" else literal(p) for p in pieces)
    words = _WORD.findall(plain_address(value))
    if not words:
        return None
    inner = f"{_GAP}+".join(map(_spelt, words))
    return f"(.*{_GAP})?{inner}({_GAP}.*)?"


def _spelt(word: str) -> str:
    pieces = re.split(r"(\*+|\?)", word)
    return "".join(f"{_LETTER}*" if p.startswith("*") else _LETTER if p == "?" else literal(p) for p in pieces)


def searched(pattern: str) -> str:
    """A typed pattern, searched anywhere in a value, as one that fits the whole value. MorgueError for what is none."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise MorgueError(f"/{pattern}/ is not a pattern: {error}", "see: morgue help query") from None
    if _BEYOND.search(pattern) or "^" in re.sub(r"\\.|\[[^\]]*\]", "", pattern[1:]):
        raise MorgueError(
            f"/{pattern}/ is more than a cluster's patterns can say", "leave out \\b, look-around and references"
        )
    begins, ends = pattern.startswith("^"), re.search(r"(?<!\\)(?:\\\\)*\$\Z", pattern) is not None
    body = pattern[begins : len(pattern) - ends].replace("(?:", "(")
    if "$" in re.sub(r"\\.|\[[^\]]*\]", "", body) or ((begins or ends) and "|" in body):
        raise MorgueError(f"/{pattern}/ is more than a cluster's patterns can say", "use ^ and $ at its ends alone")
    return ("" if begins else ".*") + f"({body})" + ("" if ends else ".*")
