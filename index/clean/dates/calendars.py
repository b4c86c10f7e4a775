"""Converts years of other calendars, written out in a date, to those of the common one. Pure.

Thai (Buddhist era), Japanese eras, the Republic of China, and the Persian solar calendar; figures of any script.
Calendars whose days depend on the sight of the moon are left alone: newspapers print the common date beside them.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

#: Year 1 of a Japanese era.
_ERAS = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}
_ERA = re.compile(r"(令和|平成|昭和|大正|明治)\s*(元|\d{1,2})\s*年")
_REPUBLIC = re.compile(r"(?:中華)?民[國国]\s*(\d{2,3})\s*年")
#: Buddhist years of our time: 543 more than the common ones.
_BUDDHIST = re.compile(r"(?:พ\s?\.?\s?ศ\s?\.?\s*)?(?<!\d)(2[45]\d\d)(?!\d)")
_BUDDHIST_SHORT = re.compile(r"([\u0e01-\u0e4e.]+\s?)(?<!\d)([5-9]\d)(?!\d|\s?[:.]\s?\d)")
_THAI = re.compile(r"[\u0e01-\u0e4e]")
_PERSIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_AFGHAN_MONTHS = (
    "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت",
)  # fmt: skip
_PERSIAN = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+({'|'.join((*_PERSIAN_MONTHS, *_AFGHAN_MONTHS))})\s*(?:ماه)?\s*[،,]?\s*(1[34]\d\d)(?!\d)"
)
_PERSIAN_FIGURES = re.compile(r"(?<!\d)(1[34]\d\d)\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{1,2})(?!\d)")
#: Of these letters Persian has some in nearly every line and Arabic none; its figures differ too.
_PERSIAN_LETTERS = re.compile("[پچژگکی۰-۹]")
#: Solar years in which a text on the web can have been written.
_SOLAR = range(1340, 1421)


#: Scripts and figures without which there is nothing to do.
_OTHER = re.compile(r"[\u0600-\u06ff\u0e01-\u0e59\u3400-\u9fff]|[^\D0-9]")
#: Every decimal figure of the Basic Multilingual Plane but 0 to 9.
_FIGURES = {c: str(unicodedata.digit(chr(c))) for c in range(128, 0x10000) if chr(c).isdecimal()}


def common(text: str) -> str:
    """A text with the years of other calendars, and figures of any script, in the common form."""
    if text.isascii() or not _OTHER.search(text):
        return text
    persian = _PERSIAN_LETTERS.search(text) is not None
    text = _figures(text)
    text = _ERA.sub(lambda m: f"{_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2])) - 1}年", text)
    text = _REPUBLIC.sub(lambda m: f"{1911 + int(m[1])}年", text)
    if _THAI.search(text):
        text = _BUDDHIST.sub(lambda m: str(int(m[1]) - 543), text)
        text = _BUDDHIST_SHORT.sub(lambda m: f"{m[1]}{2500 + int(m[2]) - 543}", text)
    if persian:
        text = _PERSIAN.sub(_named, text)
        text = _PERSIAN_FIGURES.sub(_figured, text)
    return text


def _figures(text: str) -> str:
    """Every decimal figure as one of 0 to 9."""
    return text.translate(_FIGURES)


def _named(m: re.Match[str]) -> str:
    months = _PERSIAN_MONTHS if m[2] in _PERSIAN_MONTHS else _AFGHAN_MONTHS
    return _solar(int(m[3]), months.index(m[2]) + 1, int(m[1])) or m[0]


def _figured(m: re.Match[str]) -> str:
    return _solar(int(m[1]), int(m[2]), int(m[3])) or m[0]


def _solar(year: int, month: int, day: int) -> str | None:
    """A day of the Persian solar calendar; None when there is no such day.

    The year begins at the spring equinox; from 1340 to 1420 the 33-year cycle gives its day (leap years are those that
    leave 1, 5, 9, 13, 17, 22, 26 or 30 when divided by 33).
    """
    if year not in _SOLAR or not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        return None
    leaps = sum(1 for y in range(_SOLAR.start, year) if y % 33 in (1, 5, 9, 13, 17, 22, 26, 30))
    first = date(1961, 3, 21) + timedelta(days=365 * (year - _SOLAR.start) + leaps)
    passed = 31 * min(month - 1, 6) + 30 * max(0, month - 7)
    return (first + timedelta(days=passed + day - 1)).isoformat()
