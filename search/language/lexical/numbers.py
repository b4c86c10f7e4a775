"""Reads counts as people type them: 500, >1000, 500+, 100..500, [100 TO 500], 1,000. Pure."""

from __future__ import annotations

import re

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
_COMPARED = re.compile(rf"(>=|<=|=|>|<)\s*({_NUMBER})")
_RANGE = re.compile(rf"(?P<low>{_NUMBER})?(?:\.{{2,3}}|:|–|-)(?P<high>{_NUMBER})?")
_BRACKETS = re.compile(rf"(?P<open>[\[{{])\s*(?P<low>\*|{_NUMBER})\s+TO\s+(?P<high>\*|{_NUMBER})\s*(?P<close>[\]}}])")
_SINGLE = re.compile(rf"({_NUMBER})(\+?)")

#: Larger numbers than this count as a mistake.
HIGHEST = 10**9


class NumberError(ValueError):
    """A count that cannot be, with the place where it stands."""

    def __init__(self, what: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.start = start
        self.end = end
        self.hint = hint


def read_numbers(text: str, start: int) -> tuple[int | None, int | None, int]:
    """Reads the value of a number field at text[start]: lowest, highest (None is open) and where the value ends.

    Raises NumberError for what is no number or runs backwards.
    """
    low, high, end = _read(text, start)
    if end < len(text) and (text[end].isalnum() or text[end] in ".,"):
        raise NumberError("not a number", start, end + 1, "as in words:500, words:>1000 or words:100..500")
    if low is not None and high is not None and low > high:
        raise NumberError("a range that ends before it begins", start, end, "the lower number goes first")
    if max(low or 0, high or 0) > HIGHEST:
        raise NumberError(f"a number above {HIGHEST:,}", start, end)
    return low, high, end


def _read(text: str, start: int) -> tuple[int | None, int | None, int]:
    if text.startswith("*", start):
        return None, None, start + 1
    m = _COMPARED.match(text, start)
    if m is not None:
        n = _value(m[2], start, m.end())
        bounds = {">": (n + 1, None), ">=": (n, None), "<": (None, n - 1), "<=": (None, n), "=": (n, n)}[m[1]]
        if bounds[1] == -1:
            raise NumberError("nothing is less than 0", start, m.end())
        return (*bounds, m.end())
    m = _BRACKETS.match(text, start)
    if m is not None:
        low, high = (None if m[side] == "*" else _value(m[side], start, m.end()) for side in ("low", "high"))
        low = None if low is None else low + (m["open"] == "{")
        return low, None if high is None else high - (m["close"] == "}"), m.end()
    m = _RANGE.match(text, start)
    if m is not None and (m["low"] or m["high"]):
        low, high = (None if m[side] is None else _value(m[side], start, m.end()) for side in ("low", "high"))
        return low, high, m.end()
    m = _SINGLE.match(text, start)
    if m is not None:
        n = _value(m[1], start, m.end())
        return n, None if m[2] else n, m.end()
    end = next((i for i in range(start, len(text)) if text[i].isspace()), len(text))
    raise NumberError("not a number", start, max(end, start + 1), "as in words:500, words:>1000 or words:100..500")


def _value(digits: str, start: int, end: int) -> int:
    if len(digits) > 15:
        raise NumberError(f"a number above {HIGHEST:,}", start, end)
    return int(digits.replace(",", ""))
