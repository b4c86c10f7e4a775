"""Words that are operators: AND, OR, NOT and the proximities, as several systems write them. Pure."""

from __future__ import annotations

import re

from morgue.search.language.lexical.tokens import Kind, Token
from morgue.search.query import Unit

#: Most words that a proximity may span, and most occurrences that may be asked for.
FARTHEST = 1_000

_NEAR = re.compile(r"(?:(w|within|n|p|pre)/|(near|adj|onear)/?)(\d+)\Z", re.IGNORECASE)
_SAME_UNIT = re.compile(r"(w|within|pre)/(s|sent|sentence|p|para|paragraph)\Z", re.IGNORECASE)
_OFF_UNIT = re.compile(r"(?:w|within|pre)/(?:seg|doc)\Z", re.IGNORECASE)
_OPERATORS: dict[str, Kind] = {"AND": "and", "&&": "and", "OR": "or", "||": "or", "NOT": "not", "ANDNOT": "not"}
_OFF = {
    "XOR": "write (a OR b) AND NOT (a AND b)",
    "FUZZY": "write word~",
}


class OperatorError(ValueError):
    """An operator that is not offered or out of range, with a hint."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def operator(raw: str, start: int) -> Token | None:
    """The operator that a word at this place of a query is, or None. Raises OperatorError."""
    end = start + len(raw)
    if raw in _OPERATORS:
        return Token(_OPERATORS[raw], start, end, raw)
    if raw in _OFF or _OFF_UNIT.match(raw):
        hint = _OFF.get(raw, "AND is enough: every clause looks at one article")
        raise OperatorError(f"{raw} is not offered", hint)
    m = _SAME_UNIT.match(raw)
    if m is not None or raw == "SAME":
        sentence = m is not None and m[2][0] in "sS"
        unit: Unit = "sentence" if sentence else "paragraph"
        return Token("near", start, end, raw, ordered=m is not None and m[1][0] in "pP", unit=unit)
    m = _NEAR.match(raw)
    if m is None:
        return None
    if not 0 < int(m[3][:9]) <= FARTHEST:
        raise OperatorError(f"{raw} is out of range", f"a distance is 1 to {FARTHEST} words")
    ordered = (m[1] or m[2]).casefold() in ("p", "pre", "adj", "onear")
    return Token("near", start, end, raw, distance=int(m[3]), ordered=ordered)
