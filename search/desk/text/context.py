"""Takes the words around a stretch of a text: so many to either side, or as far as its sentence goes. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from morgue.core.analyzer import Token, sentences, surface_pattern, surface_tokens

#: Characters a word is taken to have when a stretch is cut; where that is too few, more are read.
_A_WORD = 8
#: A stretch begins between words where there is a space within so many characters.
_TO_A_SPACE = 64
#: Chunks of letters and digits between blanks, each one term, with signs that are in no term about them.
_OPENING, _CLOSING, _CHUNK = '"(', '[,.;:!?)"]*+', '["(]*+[A-Za-z0-9]{1,99}+'
_FIRST = '["(]*+([A-Za-z0-9])[A-Za-z0-9]{0,98}+'
_PLAIN_BEFORE = re.compile(rf"[ \n]++{_FIRST}{_CLOSING}[ \n]++(?:{_CHUNK}{_CLOSING}[ \n]++)*+")
_PLAIN = re.compile("[a-z0-9]+")
_WHITE = str.maketrans(dict.fromkeys("\n\t\r\x0b\x0c\x85\u2028\u2029", " "))


class Context(NamedTuple):
    """Where the context of a stretch begins and ends in its text; the terms on both sides, the nearest first."""

    begin: int
    end: int
    left: tuple[str, ...]
    right: tuple[str, ...]


def words_around(text: str, start: int, end: int, count: int) -> Context:
    """The context of text[start:end] by so many terms on either side."""
    left, right = before(text, start, count), after(text, end, count)
    return Context(
        left[-1].start if left else start,
        right[-1].end if right else end,
        tuple(t.term for t in left),
        tuple(t.term for t in right),
    )


def begin_of(text: str, start: int, count: int) -> int:
    """Where the context of so many terms before a place begins: as `words_around`, and fast between plain words."""
    begin = _plain_begin(text, start, count)
    if begin is None:
        left = before(text, start, count)
        begin = left[-1].start if left else start
    return begin


def end_of(text: str, end: int, count: int) -> int:
    """Where the context of so many terms after a place ends."""
    if found := _plain_after(count).match(text, end):
        return found.end()
    right = after(text, end, count)
    return right[-1].end if right else end


def terms_before(text: str, start: int, count: int) -> list[str]:
    """The terms of `before`, in any order."""
    begin = _plain_begin(text, start, count) if count else None
    if begin is None:
        return [t.term for t in before(text, start, count)]
    return _PLAIN.findall(text[begin:start].lower())


def terms_after(text: str, end: int, count: int) -> list[str]:
    """The terms of `after`, in any order."""
    if found := _plain_after(count).match(text, end):
        return _PLAIN.findall(found.group().lower())
    return [t.term for t in after(text, end, count)]


def _plain_begin(text: str, start: int, count: int) -> int | None:
    """Where so many plain chunks before a place begin; None where they are not so many, or not all plain."""
    stop = start - 1 if start and text[start - 1] in _OPENING else start
    low = max(0, start - _A_WORD * count - _TO_A_SPACE)
    rest = text[low:stop].rsplit(None, count)
    found = _PLAIN_BEFORE.fullmatch(text, low + len(rest[0]), stop) if len(rest) > count else None
    return found.start(1) if found else None


def sentence_around(text: str, start: int, end: int, terms: int) -> Context:
    """The context of text[start:end] from the beginning of its sentence to the end of it; with so many terms told."""
    spans = sentences(text)
    at = max(0, bisect_right(spans, (start, len(text) + 1)) - 1)
    ends = next((b for _, b in spans[at:] if b >= end), end)
    near = words_around(text, start, end, terms)
    return near._replace(begin=min(spans[at][0], start) if spans else start, end=ends)


def before(text: str, start: int, count: int) -> list[Token]:
    """At most so many terms that stand before a place in a text, the nearest first, by where they are in the text."""
    chars = _A_WORD * count + _TO_A_SPACE
    while True:
        low = _between_words(text, max(0, start - chars), start)
        spans = [m.span() for m in surface_pattern(text, low, start).finditer(text, low, start)]
        found = _nearest(text, spans[::-1], count, -1)
        if low == 0 or len(found) > count:
            return found[:count]
        chars *= 4


def after(text: str, end: int, count: int) -> list[Token]:
    """At most so many terms that stand after a place in a text, the nearest first, by where they are in the text."""
    chars = _A_WORD * count + _TO_A_SPACE
    while True:
        high = min(len(text), end + chars)
        space = text.rfind(" ", max(end, high - _TO_A_SPACE), high) if high < len(text) else high
        high = space if space > end else high
        spans = (m.span() for m in surface_pattern(text, end, high).finditer(text, end, high))
        found = _nearest(text, spans, count, 1)
        if high == len(text) or len(found) > count:
            return found[:count]
        chars *= 4


@cache
def _plain_after(count: int) -> re.Pattern[str]:
    """So many plain chunks, up to the last letter."""
    return re.compile(rf"(?:{_CLOSING}[ \n]++{_CHUNK}){{{count}}}(?={_CLOSING}[ \n])")


def _nearest(text: str, spans: Iterable[tuple[int, int]], count: int, step: int) -> list[Token]:
    """The terms of surfaces in this order, each one's own forwards or backwards: one more than asked for at most."""
    found: list[Token] = []
    for start, end in spans:
        tokens = surface_tokens(text[start:end])[::step]
        found += [Token(t.term, start + t.start, start + t.end, t.place) for t in tokens if not t.extra]
        if len(found) > count:
            break
    return found


def _between_words(text: str, at: int, most: int) -> int:
    """The place after the first space from here on; this place itself where there is none near."""
    if at == 0:
        return 0
    space = text.find(" ", at, min(most, at + _TO_A_SPACE))
    return space + 1 if space >= 0 else at


def on_one_line(text: str) -> str:
    """A piece of a text with its line breaks as spaces: as long as it was, so that places in it stay."""
    return text.translate(_WHITE)
