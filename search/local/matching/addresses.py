"""Conditions on addresses: all of a segment lie in one text, which is searched as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.address_columns import plain_address
from morgue.search.local.docset import DocSet
from morgue.search.local.value_match import glob, wild

if TYPE_CHECKING:
    from collections.abc import Callable

    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Segment
    from morgue.search.query import Keyword

#: The time is looked at once in so many bytes of addresses.
_STEP = 8 << 20
_WORDS = re.compile(r"[^\W_]+|[*?]+")
_LETTER = rb"[0-9a-z\x80-\xff]"
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
    words = [w for part in plain_address(value).split() for w in _WORDS.findall(part)]
    if not words:
        return None
    parts: list[bytes] = []
    for part in re.findall(r"(?:[^\W_]|[*?])+", plain_address(value)):
        pieces = re.split(r"(\*+|\?)", part)
        body = b"".join(
            _LETTER + b"*"
            if p.startswith("*")
            else _LETTER
            if p == "?"
            else re.escape(p.encode("utf-8", "surrogatepass"))
            for p in pieces
        )
        parts.append(body)
    first = parts[0]
    before = rb"(?<!" + _LETTER + first + rb")" if not wild(words[0]) else b""
    body = _GAP.join([first + before, *parts[1:]])
    return re.compile((rb"(?<!" + _LETTER + rb")" if not before else b"") + body + rb"(?!" + _LETTER + rb")")
