"""Tells what a line in the head of an exported article is (a day, a length, a copyright) by its wording. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from morgue.index.clean.dates.date_parser import read_date
from morgue.index.clean.dates.months import MONTHS, fold

#: "877 words" in the languages that databases speak to their users in.
_WORDS = (
    r"words?|wörter|worte?|mots?|palabras?|parol[ae]|palavras?|woorden|woord|слов\w*|słów|słowa|słowo|ord|sanaa|slov\w*"
    r"|szó|kelime|字|单词|單詞|ワード|語|文字|단어|자|كلمة|λέξεις|tokens?|kata"
)
_LENGTH = re.compile(rf"\A\s*\d[\d.,'’ \u00a0\u202f]*\s*(?:{_WORDS})\s*\Z", re.I)
_COPYRIGHT = re.compile(
    r"\A\W{0,3}(?:copyright\b|\(c\)\s|©|℗|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|alle rechten voorbehouden|todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados"
    r"|版權所有|版权所有|無断転載)",
    re.I,
)
_CODE = re.compile(r"\A[A-Z0-9]{2,10}\Z")
_CLOCK = re.compile(r"\A\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*(?:[ap]\.?m\.?|uhr|h|gmt|utc|[A-Z]{2,4}))*\s*\Z", re.I)
_PAGE = re.compile(r"\A(?:pg?\.?|pp\.?|s\.|seite|page)?\s*[A-Z]{0,4}\d{1,4}(?:\s*[-,/]\s*[A-Z]{0,4}\d{1,4})*\Z", re.I)
_BY = re.compile(r"\A(?:by|von|par|por|di|door|av|af|przez|de|da|от)\s+\S", re.I)
_SEASON = re.compile(
    r"\A(?:(?:spring|summer|fall|autumn|winter|frühjahr|frühling|sommer|herbst|printemps|été|automne|hiver)\W{0,3})?"
    r"(?:1[89]|20)\d\d\Z",
    re.I,
)
#: Months before a year: "May / June 2008", "März 2011", "October 2002, No. 3".
_MONTHS = re.compile(
    r"\A\W*([^\W\d_]{3,12})\.?(?:\s*[-/–,&]\s*([^\W\d_]{3,12})\.?)?,?\s+(?:de\s+)?((?:1[89]|20)\d\d)\b"
)
#: A line that gives a date is no longer, edition and time of day included.
_LONGEST = 110
#: Letters of a day line that name neither month nor weekday, zone nor edition: no sentence has so few.
_LOOSE = 70
_OFFSET = re.compile(r"\b(?:GMT|UTC|MEZ|CET)\s?([+-])\s?(\d{1,2})(?!\d|:)")
#: Zone names that Nexis writes after the time of day; CST is left, which is China's too.
_ZONES = {
    "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00",
    "PDT": "-07:00", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00", "MEZ": "+01:00", "MESZ": "+02:00",
    "JST": "+09:00", "AEST": "+10:00", "AEDT": "+11:00", "HKT": "+08:00", "SGT": "+08:00", "NZST": "+12:00",
    "NZDT": "+13:00",
}  # fmt: skip
_ZONE = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?)\s+(" + "|".join(_ZONES) + r")\b", re.I)


def is_length(text: str) -> bool:
    """Whether a line counts the article's words."""
    return len(text) < 40 and _LENGTH.match(text) is not None


def is_copyright(text: str) -> bool:
    """Whether a line says whose the article is."""
    return _COPYRIGHT.match(text) is not None


def is_code(text: str) -> bool:
    """Whether a line is a short code, such as a database has for each of its sources."""
    return _CODE.match(text) is not None


def is_clock(text: str) -> bool:
    """Whether a line is a time of day and nothing else."""
    return _CLOCK.match(text) is not None


def is_page(text: str) -> bool:
    """Whether a line is the number of a page."""
    return _PAGE.match(text) is not None


def is_byline(text: str) -> bool:
    """Whether a line begins as a byline does."""
    return len(text) < 160 and _BY.match(text) is not None


def is_day(text: str) -> bool:
    """Whether a line gives the day (or month) of publication and little else."""
    return bool(day_of(text)) if 4 <= len(text) <= _LONGEST else False


@lru_cache(maxsize=4096)
def day_of(text: str) -> str:
    """The day in a line of a database, in the archive's form, or "" when the line is something else.

    >>> day_of("27. Februar 2012 Montag 9:50 PM GMT+1")
    '2012-02-27T21:50:00+01:00'
    >>> day_of("May / June 2008")
    '2008-05'
    >>> day_of("The pact of 5 May 2004 was not signed")
    ''
    """
    line = " ".join(text.split())
    if (found := read_date(_ZONE.sub(_zone, _OFFSET.sub(_offset, line)))) and found[1] is None and _bare(line):
        return found[0]
    if (found := read_date(line)) and found[1] is not None and len(line) < 24:
        return line
    if (m := _MONTHS.match(line)) and (month := MONTHS.get(fold(m[1]))) and len(line) < 60:
        return f"{m[3]}-{month:02d}"
    return line[-4:] if _SEASON.match(line) else ""


def _offset(m: re.Match[str]) -> str:
    return f"{m[1]}{int(m[2]):02d}:00"


def _zone(m: re.Match[str]) -> str:
    return f"{m[1]} {_ZONES[m[2].upper()]}"


def _bare(line: str) -> bool:
    """Whether the date begins within a few letters of the line's start, and no sentence goes on after it."""
    first = re.search(r"\d", line)
    words = line[: first.start()].split() if first else []
    return first is not None and len(words) <= 3 and sum(c.isalpha() for c in line) <= _LOOSE and line[-1] not in ".!?"
