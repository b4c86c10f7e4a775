"""Reads dates as written anywhere in news, into the archive's form. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from morgue.core.partial_date import parse_when
from morgue.index.clean.dates.calendars import common
from morgue.index.clean.dates.clocks import clock, time
from morgue.index.clean.dates.months import MONTHS, month, single

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{1,2}))?(?:\.\d+)?\s*(Z\b|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(
    r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2}):?(\d{2}):?(\d{2})?(?:\.\d+)?(Z\b|[+-]\d{2}:?\d{2}(?!\d))?)?(?!\d)"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./](\d{1,2})[./](\d{1,2})(?!\d)")
#: Numbers in a longer row of such ("LTE 1/3/7/8/20") are no date.
_NUMERIC = re.compile(r"(?<![\d.])(?<!\d/)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d|/\d)")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?")
#: A word in any script that may be a month's name: dots and the signs that Indic vowels are written with belong to it.
_WORD = r"([^\s\d,:;/|()\[\]·•–—\"'“”«»!?+*<>=&#@_-]{2,24})"
_BETWEEN = r"(?:(?:de|del|d’|d'|di|of|ng|του|της)\s+|d’|d')?"
_YEARS = r"(?:(?:de|del|year|год|року|سنة|عام|سال|ค\.?\s?ศ\.?|พ\.?\s?ศ\.?|năm),?\s*)?"
_DAY_FIRST = re.compile(
    rf"(?<![\d.])(\d{{1,2}})(?:st|nd|rd|th|er|re|\.|º|ª|-?го|-е)?[\s-]*(?<![a-z\d]){_BETWEEN}{_WORD}[.,]?[\s-]*{_YEARS}(\d{{4}})(?!\d)",
    re.I,
)
_MONTH_FIRST = re.compile(rf"(?<![^\W_]){_WORD}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:at\s+)?(\d{{4}})(?!\d)", re.I)
#: `2024. március 5.`, `2024 m. kovo 5 d.`, `2024. gada 5. marts`.
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}})\.?,?\s*(?:m\.|ko)?\s*{_WORD}\s+(\d{{1,2}})(?!\d)", re.I)
_YEAR_DAY = re.compile(rf"(?<!\d)(\d{{4}})\.?\s*(?:gada|ж\.|жылы)?\s+(\d{{1,2}})\.?\s+{_WORD}", re.I)
#: `5 tháng 3, 2024`, `2024 оны 3 сарын 5`.
_NUMBERED = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2}),?\s*(?:năm\s*)?(\d{4})(?!\d)", re.I)
_NUMBERED_YEAR = re.compile(r"(?<!\d)(\d{4})\s*(?:оны?)\s*(\d{1,2})(?:-р)?\s*сарын\s*(\d{1,2})(?!\d)", re.I)
_MONTH_YEAR = re.compile(rf"\A\W*{_WORD}\.?,?\s+(?:de\s+)?(\d{{4}})\W*\Z", re.I)
_URL_DAY = re.compile(
    r"[/_-]((?:18|19|20)\d{2})(?:([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])"
    r"|[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01]))(?!\d)"
)
_URL_MONTH = re.compile(r"/((?:18|19|20)\d{2})/(0[1-9]|1[0-2])(?:/|$)")
_URL_MONTH_NAME = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,9})/(\d{1,2})(?:/|$)")
_UNIX = re.compile(r"\A\w{3} (\w{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\w{3,4}) (\d{4})\Z")
#: Zone names that mean one offset in news; others are left unsaid.
_ZONES = {
    "CET": "+01:00",
    "CEST": "+02:00",
    "MEZ": "+01:00",
    "MESZ": "+02:00",
    "EST": "-05:00",
    "EDT": "-04:00",
    "CDT": "-05:00",
    "PST": "-08:00",
    "PDT": "-07:00",
    "JST": "+09:00",
    "KST": "+09:00",
    "MSK": "+03:00",
    "BST": "+01:00",
    "EET": "+02:00",
    "EEST": "+03:00",
}
_FIGURE = re.compile(r"\d")
_EPOCH = re.compile(r"\A(\d{10}|\d{13})\Z")


@lru_cache(maxsize=4096)
def read_date(text: str, language: str | None = None) -> tuple[str, str | None] | None:
    """A date as written anywhere, in the archive's form; with the other reading when day and month could be swapped.

    language: ISO 639-1 where it is known; a few names of months mean another one there.

    >>> read_date("Published February 27, 2025 at 9:05 pm")
    ('2025-02-27T21:05:00', None)
    >>> read_date("02/03/2021")
    ('2021-03-02', '2021-02-03')
    """
    if not _FIGURE.search(text):
        return None
    text = single(common(" ".join(text[:300].split())))
    if m := _EPOCH.match(text):
        seconds = int(m[1]) / (1000 if len(m[1]) == 13 else 1)
        return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%dT%H:%M:%S}Z", None
    if (m := _UNIX.match(text)) and m[1].lower() in MONTHS:
        zone = _ZONES.get(m[4], "Z" if m[4] in ("UTC", "GMT") else "")
        return f"{m[5]}-{MONTHS[m[1].lower()]:02d}-{int(m[2]):02d}T{m[3]}{zone}", None
    if m := _ISO.search(text):
        return _iso(text, m)
    return _rfc(text) or _named(text, language) or _numeric(text) or _coarse(text, language)


def _iso(text: str, m: re.Match[str]) -> tuple[str, None] | None:
    """A date in the form of ISO 8601, its time before "p.m." too; what goes on with more figures is a number."""
    day = _day(m[1], m[2], m[3])
    if not day or re.match(r"-\d", text[m.end(3) :]):
        return None
    if m[4] and "T" in text[m.end(3) : m.start(4)]:
        return day + time(m[4], m[5], m[6], m[7]), None
    found = clock(text[m.end(3) :])
    return day + (found if not m[7] or not found else time(found[1:3], m[5], m[6], m[7])), None


def _rfc(text: str) -> tuple[str, None] | None:
    if not re.match(r"\A(?:\w{3},? )?\d{1,2} \w{3} \d{4} \d{1,2}:\d{2}(?::\d{2})? ?(?:[+-]\d{4}|[A-Z]{1,4})", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    stamp = moment.replace(microsecond=0).isoformat()
    return (stamp.replace("+00:00", "Z"), None) if moment.year >= 1000 else None


#: Patterns of dates with a month's name, or numbered months in words, and the groups of year, month and day.
_FORMS = (
    (_DAY_FIRST, (3, 2, 1)),
    (_MONTH_FIRST, (3, 1, 2)),
    (_YEAR_MONTH, (1, 2, 3)),
    (_YEAR_DAY, (1, 3, 2)),
    (_NUMBERED, (3, 2, 1)),
    (_NUMBERED_YEAR, (1, 2, 3)),
)


def _named(text: str, language: str | None) -> tuple[str, None] | None:
    if m := _CJK.search(text):
        day = _day(m[1], m[2], m[3])
        return (day + clock(text[m.end() :]), None) if day else None
    for pattern, (year, name, of_month) in _FORMS:
        for m in pattern.finditer(text):
            number = int(m[name]) if m[name].isdigit() else month(m[name], language)
            if number and (day := _day(m[year], str(number), m[of_month])):
                return day + clock(text[m.end() :], text[: m.start()]), None
    return None


def _numeric(text: str) -> tuple[str, str | None] | None:
    if m := _YEAR_FIRST.search(text):
        day = _day(m[1], m[2], m[3])
        return (day + clock(text[m.end() :]), None) if day else None
    if (m := _COMPACT.search(text)) and (day := _day(m[1], m[2], m[3])):
        return (day + (time(m[4], m[5], m[6], m[7]) if m[4] else ""), None)
    if m := _NUMERIC.search(text):
        year = m[4] if len(m[4]) == 4 else ("20" if int(m[4]) < 70 else "19") + m[4]
        hours = clock(text[m.end() :], text[: m.start()])
        european, american = _day(year, m[3], m[1]), _day(year, m[1], m[3])
        if m[2] == "." or european == american:
            american = ""
        if european and american:
            return european + hours, american + hours
        return ((european or american) + hours, None) if european or american else None
    return None


def _coarse(text: str, language: str | None) -> tuple[str, None] | None:
    if re.fullmatch(r"\d{4}(?:-\d{2})?", text):
        return (text, None) if parse_when(text) else None
    if (m := _MONTH_YEAR.match(text)) and (number := month(m[1], language)):
        return f"{m[2]}-{number:02d}", None
    return None


def _day(year: str, month: str, day: str) -> str:
    text = f"{int(year):04d}-{int(month):02d}-{int(day):02d}"
    return text if parse_when(text) else ""


def from_url(url: str) -> str | None:
    """The day written in a URL's path (`/2025/02/27/`, `-20250227`), at least the month (`/2025/02/`), or None."""
    path = re.sub(r"\A\w+://[^/]*", "", url.split("?")[0])
    if (m := _URL_MONTH_NAME.search(path.lower())) and (number := MONTHS.get(m[2])):
        return _day(m[1], str(number), m[3]) or None
    for m in _URL_DAY.finditer(path):
        if day := _day(m[1], m[3] or m[5], m[4] or m[6]):
            return day
    return f"{m[1]}-{m[2]}" if (m := _URL_MONTH.search(path)) else None
