"""Takes the words around a stretch of a text: so many to either side, or as far as its sentence goes. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from morgue.core.analyzer import Token, sentences, surface_pattern, surface_terms, surface_tokens

#: Characters a word is taken to have when a stretch is cut; where that is too few, more are read.
_A_WORD = 7
#: A stretch begins between words where there is a space within so many characters.
_TO_A_SPACE = 40
#: Chunks of letters and digits between blanks, each one term, with signs that are in no term about them. A hyphen or a
#: slash parts terms as a blank does.
_OPENING, _CLOSING, _BLANKS = '"(<', '[,.;:!?)">]*+', "[ \n/-]"
_DOTS = r"[A-Za-z](?>(?:\.[A-Za-z]){1,9})(?![A-Za-z0-9])\.?+"
_WORD = f"(?:{_DOTS}|[0-9]{{1,9}}+(?>(?:[.,][0-9]{{1,9}}+){{0,9}})(?![A-Za-z0-9])|[A-Za-z0-9]{{1,99}}+)"
_CHUNK = f"[{_OPENING}]*+{_WORD}(?>(?:'s)?)"
_FIRST = f"[{_OPENING}]*+({_WORD})(?>(?:'s)?)"
_BEFORE = f"{_FIRST}{_CLOSING}{_BLANKS}++(?>(?:{_CHUNK}{_CLOSING}{_BLANKS}++)*)"
_PLAIN_BEFORE = re.compile(f"{_BLANKS}++{_BEFORE}")
_PLAIN_FROM_THE_FIRST = re.compile(f"{_BLANKS}*+(?>(?:{_BEFORE})?)")
_PLAIN = re.compile(f"({_WORD})(?>(?:'s)?)")
_POSSESSIVE = re.compile(r"['’]s\b(?!['’])")
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
    return _begin(text, start, count) if begin is None else begin


def end_of(text: str, end: int, count: int) -> int:
    """Where the context of so many terms after a place ends."""
    after = past_possessive(text, end)
    found = _plain_after(count).match(text, after)
    if found is None and len(text) - end < _A_WORD * count + _TO_A_SPACE:
        found = _plain_to_the_last(count).match(text, after)
    if found is None:
        return _end(text, end, count)
    return end if found[1] is None else found.end(1)


def terms_before(text: str, start: int, count: int) -> list[str]:
    """The terms of `before`, in any order."""
    if count and (begin := _plain_begin(text, start, count)) is not None:
        return _plain_terms(text[begin:start])
    found: list[str] = []
    for first, last in _surfaces_before(text, start, count):
        if len(found) >= count:
            break
        found += surface_terms(text[first:last])[::-1]
    return found[:count]


def terms_after(text: str, end: int, count: int) -> list[str]:
    """The terms of `after`, in any order."""
    if count and (near := _plain_after(count).match(text, past_possessive(text, end))):
        return _plain_terms(near.group())
    found: list[str] = []
    for first, last in _surfaces_after(text, end, count):
        if len(found) >= count:
            break
        found += surface_terms(text[first:last])
    return found[:count]


def _plain_terms(stretch: str) -> list[str]:
    """The terms of plain chunks; an abbreviation ends with a dot, whether it was written or not."""
    words: list[str] = _PLAIN.findall(stretch.lower())
    if any("." in word for word in words):
        return [word.rstrip(".") + "." if "." in word and not word[-1].isdigit() else word for word in words]
    return words


def _plain_begin(text: str, start: int, count: int) -> int | None:
    """Where so many plain chunks before a place begin, or all there are; None where not all are plain."""
    stop = start - 1 if start and text[start - 1] in _OPENING else start
    low = max(0, start - _A_WORD * count - _TO_A_SPACE)
    rest = text[low:stop].replace("-", " ").replace("/", " ").rsplit(None, count)
    if len(rest) > count:
        found = _PLAIN_BEFORE.fullmatch(text, low + len(rest[0]), stop)
    else:
        found = None if low else _PLAIN_FROM_THE_FIRST.fullmatch(text, 0, stop)
    if found is None:
        return None
    return start if found[1] is None else found.start(1)


def sentence_around(text: str, start: int, end: int, terms: int) -> Context:
    """The context of text[start:end] from the beginning of its sentence to the end of it; with so many terms told."""
    spans = sentences(text)
    at = max(0, bisect_right(spans, (start, len(text) + 1)) - 1)
    ends = next((b for _, b in spans[at:] if b >= end), end)
    near = words_around(text, start, end, terms)
    return near._replace(begin=min(spans[at][0], start) if spans else start, end=ends)


def before(text: str, start: int, count: int) -> list[Token]:
    """At most so many terms that stand before a place in a text, the nearest first, by where they are in the text."""
    return _nearest(text, _surfaces_before(text, start, count), count, -1)[:count]


def after(text: str, end: int, count: int) -> list[Token]:
    """At most so many terms that stand after a place in a text, the nearest first, by where they are in the text."""
    return _nearest(text, _surfaces_after(text, end, count), count, 1)[:count]


def _surfaces_before(text: str, start: int, count: int) -> list[tuple[int, int]]:
    """The surfaces of a stretch before a place that has more than so many, or is all there is; the nearest first."""
    chars = _A_WORD * count + _TO_A_SPACE
    while True:
        low = _between_words(text, max(0, start - chars), start)
        spans = [m.span() for m in surface_pattern(text, low, start).finditer(text, low, start)]
        if low == 0 or len(spans) > count:
            return spans[::-1]
        chars *= 4


def _surfaces_after(text: str, end: int, count: int) -> list[tuple[int, int]]:
    """The surfaces of a stretch after a place that has more than so many, or is all there is; the nearest first."""
    end = past_possessive(text, end)
    chars = _A_WORD * count + _TO_A_SPACE
    while True:
        high = min(len(text), end + chars)
        space = text.rfind(" ", max(end, high - _TO_A_SPACE), high) if high < len(text) else high
        high = space if space > end else high
        spans = [m.span() for m in surface_pattern(text, end, high).finditer(text, end, high)]
        if high == len(text) or len(spans) > count:
            return spans
        chars *= 4


def _begin(text: str, start: int, count: int) -> int:
    """Where the last of so many terms before a place begins."""
    for first, last in _surfaces_before(text, start, count):
        terms = _standing(text[first:last])
        start = first + terms[-min(count, len(terms))][0]
        count -= len(terms)
        if count <= 0:
            break
    return start


def _end(text: str, end: int, count: int) -> int:
    """Where the last of so many terms after a place ends."""
    for first, last in _surfaces_after(text, end, count):
        terms = _standing(text[first:last])
        end = first + terms[min(count, len(terms)) - 1][1]
        count -= len(terms)
        if count <= 0:
            break
    return end


@lru_cache(maxsize=200_000)
def _standing(surface: str) -> tuple[tuple[int, int], ...]:
    """Where the terms of a surface that have a place begin and end."""
    return tuple((token.start, token.end) for token in surface_tokens(surface) if not token.extra)


def past_possessive(text: str, end: int) -> int:
    """The end of a word with its possessive, which is no part of its term, nor a term of its own."""
    found = _POSSESSIVE.match(text, end) if text[end : end + 1] in ("'", "’") else None
    return found.end() if found else end


@cache
def _plain_after(count: int) -> re.Pattern[str]:
    """So many plain chunks, the last one as its first group."""
    chunks = f"(?:{_CLOSING}{_BLANKS}++{_CHUNK}){{{count - 1}}}"
    return re.compile(f"{chunks}{_CLOSING}{_BLANKS}++{_FIRST}(?={_CLOSING}{_BLANKS})")


@cache
def _plain_to_the_last(count: int) -> re.Pattern[str]:
    """At most so many plain chunks, the last one of the text as its first group."""
    chunks = f"(?:{_CLOSING}{_BLANKS}++{_CHUNK}){{0,{count - 1}}}"
    return re.compile(rf"(?:{chunks}{_CLOSING}{_BLANKS}++{_FIRST})?{_CLOSING}{_BLANKS}*+\Z")


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
    if not text.isprintable():
        text = text.replace("\n", " ")  # mostly there is no other break
    return text if text.isprintable() else text.translate(_WHITE)
