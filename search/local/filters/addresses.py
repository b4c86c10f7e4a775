"""Evaluates conditions on addresses: searches all addresses of a segment as one text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.address_columns import plain_address
from morgue.core.patterns import compiled
from morgue.search.local.docset import DocSet
from morgue.search.local.filters.value_match import glob, wild

if TYPE_CHECKING:
    from collections.abc import Callable

    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Segment
    from morgue.search.query import Keyword

#: The time is looked at once in so many bytes of addresses.
_STEP = 8 << 20
_WORD = compiled(r"(?:[^\W_]|[*?])+")
_LETTER = rb"[0-9a-z\x80-\xff]"
_ONE = rb"(?:[0-9a-z]|[\xc2-\xf4][\x80-\xbf]+)"
_GAP = rb"[^0-9a-z\x80-\xff\n]+"


def site_fits(value: str) -> Callable[[str], bool]:
    """A test whether a host is the one asked for or below it."""
    below = "." + value
    return lambda host: host == value or host.endswith(below)


def addresses(segment: Segment, query: Keyword, deadline: Deadline) -> DocSet:
    """The documents whose address holds the words of the value in a row, or is the whole value."""
    column = segment.reader.addresses
    if query.value == "*":
        at = column.at[:]
        return DocSet.where(at[1:] - at[:-1] > 1)
    pattern = _whole(query.value) if query.whole else _words(query.value)
    if pattern is None:
        return DocSet.empty(segment.size)
    text, starts = column.text, column.at
    hits: list[int] = []
    begin = 0
    while begin < segment.size:
        if deadline.passed():
            deadline.cut(f"url:{query.value} was tried on {begin:,} of {segment.size:,} addresses")
            break
        end = max(begin + 1, int(np.searchsorted(starts, int(starts[begin]) + _STEP, side="right")) - 1)
        first = int(starts[begin])
        hits += [first + m.start() for m in pattern.finditer(text[first : int(starts[end])])]
        begin = end
    found = np.searchsorted(starts, np.array(hits, starts.dtype), side="right") - 1
    return DocSet.of(segment.size, np.unique(found.astype(np.intp)))


def _whole(value: str) -> re.Pattern[bytes]:
    if wild(value):
        body = glob(value).pattern.replace(".*", "[^\n]*").encode("utf-8", "surrogatepass")
    else:
        body = re.escape(plain_address(value)).encode("utf-8", "surrogatepass")
    return re.compile(rb"^" + body + rb"$", re.MULTILINE)


def _words(value: str) -> re.Pattern[bytes] | None:
    """The words with anything but letters and digits between them. A literal beginning lets the search leap ahead."""
    words = _WORD.findall(plain_address(value))
    if not words:
        return None
    first, *rest = map(_spelt, words)
    begins = b"(?<!" + _LETTER + b")"
    first = begins + first if wild(words[0]) else first + b"(?<!" + _LETTER + first + b")"
    return re.compile(_GAP.join([first, *rest]) + b"(?!" + _LETTER + b")")


def _spelt(word: str) -> bytes:
    """A word as a pattern over the bytes of addresses: ? is one letter, * any number."""
    pieces = re.split(r"(\*+|\?)", word)
    return b"".join(
        _LETTER + b"*" if p.startswith("*") else _ONE if p == "?" else re.escape(p.encode("utf-8", "surrogatepass"))
        for p in pieces
    )
