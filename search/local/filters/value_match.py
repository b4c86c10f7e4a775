"""Tells whether a short value (an outlet, a byline, a URL) fits what was asked. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from morgue.core.analyzer import terms
from morgue.core.folding import fold, key
from morgue.core.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

    from morgue.search.local.collection import Collection
    from morgue.search.query import KeywordField

_PIECE = compiled(r"[\w*?]+")
#: A value is looked at up to here; archive text may be of any length.
LONGEST_VALUE = 2_000


def wild(value: str) -> bool:
    """Whether it holds a wildcard."""
    return "*" in value or "?" in value


def plain(text: str) -> str:
    """Without case and accents, white space made even."""
    return fold(" ".join(text.casefold().split()))


def glob(pattern: str) -> re.Pattern[str]:
    """A pattern of ? and * as a regular expression for whole strings in their `plain` spelling."""
    pieces = re.split(r"(\*+|\?)", plain(pattern))
    body = "".join(".*" if p.startswith("*") else "." if p == "?" else re.escape(p) for p in pieces)
    return re.compile(body, re.DOTALL)


def words_fit(value: str) -> Callable[[str], bool]:
    """A test whether the words of `value` stand side by side in a text; a word with ? or * is a pattern."""
    wanted: list[re.Pattern[str] | str] = []
    for part in value.split():
        if wild(part):
            wanted.extend(glob(piece) if wild(piece) else piece for piece in _PIECE.findall(plain(part)))
        else:
            wanted.extend(key(t) for t in terms(part))

    def fits(text: str) -> bool:
        held = [key(t) for t in terms(text[:LONGEST_VALUE])]
        last = len(held) - len(wanted)
        return bool(wanted) and any(all(_same(w, held[i + j]) for j, w in enumerate(wanted)) for i in range(last + 1))

    return fits


def _same(wanted: re.Pattern[str] | str, held: str) -> bool:
    return wanted == held if isinstance(wanted, str) else wanted.fullmatch(held) is not None


def whole_fit(value: str, exact: bool) -> Callable[[str], bool]:
    """A test for the whole value: the very same string if `exact`, else case, accents and wildcards aside."""
    if exact:
        return lambda text: text == value
    if wild(value):
        pattern = glob(value)
        return lambda text: pattern.fullmatch(plain(text[:LONGEST_VALUE])) is not None
    wanted = plain(value)
    return lambda text: plain(text[:LONGEST_VALUE]) == wanted


def held_words(collection: Collection, field: KeywordField, text: str) -> tuple[bool, bool]:
    """Whether a value of outlet, byline, agency, place or section has these words side by side, and whether some has
    no others (or an outlet goes by that name in the table of outlets)."""
    fits, wanted = words_fit(text), [key(t) for t in terms(text)]
    some = False
    for segment in collection.segments:
        column = segment.reader.bylines if field == "byline" else segment.column(field)
        for value in column.strings:
            if value and fits(value):
                some = True
                if [key(t) for t in terms(value)] == wanted:
                    return True, True
    if field == "outlet" and not some:
        from morgue.search.local.filters.outlet_names import same_outlet

        if same_outlet(text, collection.outlets) is not None:
            return True, True
    return some, False
