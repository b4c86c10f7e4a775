"""Finds plain words in a text without reading all of it: a pattern finds candidates, their terms confirm them.

Only for words of plain letters in texts in which no other character could stand for one of them (a ligature, a wide
letter, a soft hyphen within a word); whoever asks has another way for the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from morgue.core.analyzer import surface_pattern, surface_tokens

#: Most forms that one pattern looks for.
MOST_FORMS = 200
_PLAIN = re.compile(r"[A-Za-z]+\Z")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_BLANK = re.compile(r"\s")
#: A word of letters between these is a term by itself; nothing at all is an end of the text.
_BLANKS, _ENDS = ("", " ", "\n"), ("", " ", ",", ".", "\n")


class Spotter:
    """Looks for some forms in texts."""

    def __init__(self, forms: frozenset[str]) -> None:
        self._forms = forms
        longest_first = sorted({form.lower() for form in forms}, key=lambda form: (-len(form), form))
        self._pattern = re.compile("(?:" + "|".join(longest_first) + ")(?![^\\W_])")

    @staticmethod
    def possible(forms: frozenset[str]) -> bool:
        """Whether these forms can be looked for so."""
        return 0 < len(forms) <= MOST_FORMS and all(map(_PLAIN.match, forms))

    def spots(self, text: str) -> list[tuple[int, int]] | None:
        """Where the forms stand, half-open, in order; None for a text in which they might be hidden."""
        if not text.isascii() and any(map(_hides, set(_FOREIGN.findall(text)))):
            return None
        found: list[tuple[int, int]] = []
        lower = text.lower()  # every character in its place: the one that becomes two is among those that hide
        done = 0
        for match in self._pattern.finditer(lower):
            start, end = match.span()
            before = lower[start - 1 : start]
            if before.isalnum() or start < done:
                continue
            alone = end - start > 1 and before in _BLANKS and lower[end : end + 1] in _ENDS
            if alone and match.group() in self._forms:
                found.append((start, end))
            else:
                start, done = _chunk(text, start, end)
                found += self._in(text, start, done)
        return found

    def _in(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The forms among the terms of a stretch without white space; a place of several terms is told once."""
        for surface in surface_pattern(text, start, end).finditer(text, start, end):
            at = surface.start()
            places: dict[int, tuple[int, int]] = {}
            for token in surface_tokens(surface.group()):
                if token.term in self._forms:
                    first, last = places.get(token.place, (token.start, 0))
                    places[token.place] = first, max(last, token.end)
            yield from ((at + first, at + last) for first, last in places.values())


def _chunk(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space around text[start:end]."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    blank = _BLANK.search(text, end)
    return start, blank.start() if blank else len(text)


@lru_cache(maxsize=20_000)
def _hides(char: str) -> bool:
    """Whether a character outside ASCII is one that terms have as plain letters, or leave out."""
    bare = unicodedata.normalize("NFKC", char.casefold()).casefold()
    return any(c.isascii() and c.isalpha() for c in bare) or unicodedata.category(char) in ("Cf", "Mn", "Me")
