"""Reads the words that are operators: AND, OR, NOT and the proximities, as several systems write them. Pure."""

from __future__ import annotations

import re

from morgue.core.patterns import compiled
from morgue.search.language.lexical.tokens import Kind, Token
from morgue.search.query import Unit

#: Most words that a proximity may span, and most occurrences that may be asked for.
FARTHEST = 1_000

_NEAR = compiled(r"(?:(w|within|n|p|pre)/|(near|adj|onear)/?)(\d+)/?\Z|/([nf]?)(\d+)/\Z", re.IGNORECASE)
#: Proximities that are words elsewhere (`W5` is a programme): only between two operands.
_NEAR_BETWEEN = compiled(r"(w|n|p|pre)(\d{1,3})\Z|/([nf]?)(\d{1,3})/?\Z", re.IGNORECASE)
_SAME_UNIT = compiled(r"(w|within|pre)/(s|sent|sentence|p|para|paragraph)\Z", re.IGNORECASE)
_SAME_UNIT_BETWEEN = compiled(r"(/)(s|sent|sentence|p|para|paragraph)\Z", re.IGNORECASE)
_OFF_UNIT = compiled(r"(?:w|within|pre)?/(?:seg|doc)\Z", re.IGNORECASE)
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


def operator(raw: str, start: int, between: bool) -> Token | None:
    """The operator that a word at this place of a query is, or None. Raises OperatorError.

    `between`: an operand stands before it and something follows.
    """
    end = start + len(raw)
    if raw in _OPERATORS:
        return Token(_OPERATORS[raw], start, end, raw)
    if raw in _OFF or ("/" in raw and _OFF_UNIT.match(raw)):
        hint = _OFF.get(raw, "AND is enough: every clause looks at one article")
        raise OperatorError(f"{raw} is not offered", hint)
    if raw != "SAME" and "/" not in raw and not any(map(str.isdecimal, raw)):
        return None  # every proximity has a slash or a number
    m = _SAME_UNIT.match(raw) or (_SAME_UNIT_BETWEEN.match(raw) if between else None)
    if m is not None or raw == "SAME":
        sentence = m is not None and m[2][0] in "sS"
        unit: Unit = "sentence" if sentence else "paragraph"
        return Token("near", start, end, raw, ordered=m is not None and m[1][0] in "pP", unit=unit)
    return _near(raw, start, between)


def _near(raw: str, start: int, between: bool) -> Token | None:
    """`w/5`, `near5`, `NEAR/5/`, Factiva's `/n5/` and `/f5/`; between operands also `w5` and `/5`."""
    m = _NEAR.match(raw) or (_NEAR_BETWEEN.match(raw) if between else None)
    if m is None:
        return None
    name, digits = next((g.casefold() for g in m.groups()[:-1] if g and not g.isdecimal()), ""), m[m.lastindex or 0]
    if not 0 < int(digits[:9]) <= FARTHEST:
        raise OperatorError(f"{raw} is out of range", f"a distance is 1 to {FARTHEST} words")
    ordered = name in ("p", "pre", "adj", "onear", "f")
    return Token("near", start, start + len(raw), raw, distance=int(digits), ordered=ordered)
