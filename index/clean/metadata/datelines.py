"""Reads the dateline that opens an agency report: its place, and what it says of the day. Pure."""

from __future__ import annotations

import re

from morgue.index.clean.dates.months import MONTHS, fold

_PLACE = re.compile(
    r"\A\W{0,3}([A-ZÀ-ÞА-Я][\w.'’-]*(?:[ /-][A-ZÀ-ÞА-Яa-z][\w.'’-]*){0,3}(?:,\s[A-Z][\w. ]{1,25}){0,2})"
    r"(?:\s*\[[^\]]{2,30}\])?"
    r"(?:[,:]?\s+(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\.?\s[A-Za-z]{3,9})(?:,?\s\d{4})?)?\s*"
    r"(?:[(（][^()]{2,40}[)）]\s*[-–—:]?|\s[-–—]{1,2}\s|\s?[—–])\s*(?=\S)"
)


def dateline(body: str) -> tuple[str | None, str | None]:
    """The place that opens an agency report (`MOSCOW (Reuters) -`, `Berlin, 3 March (dpa) –`), and the dateline."""
    for line in body.split("\n")[:3]:
        m = _PLACE.match(line[:160])
        if m is None or len(line) < 60:
            continue
        place = m[1].strip(" ,")
        bracket = "(" in m.group() or "（" in m.group()
        capital = place.split(",")[0].isupper() and len(place) > 3
        if (bracket or capital) and len(place.split()) <= 6 and fold(place.split()[0]) not in MONTHS:
            return _title_case(place), m.group().strip()
    return None, None


def _title_case(place: str) -> str:
    return re.sub(r"[^\W\d_]{3,}", lambda m: m.group().capitalize() if m.group().isupper() else m.group(), place)
