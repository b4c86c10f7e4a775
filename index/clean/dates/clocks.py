"""Reads the time of day beside a date, in whatever words its half of the day is named. Pure.

A time is twelve hours off when "in the afternoon" is not understood, and then the wrong outlet was first. So a word
beside an hour of one to twelve that could name half a day, and is not known, leaves the day alone.
"""

from __future__ import annotations

import re

#: Names of the two halves of a day and of its parts, in the languages that count twice twelve hours. From the Unicode
#: Common Locale Data Repository, and forms that newspapers use beside them.
_AM = (
    r"a\.? ?m\b|上午|凌晨|清晨|早上|午前|오전|새벽|π\.? ?μ|صباح\w*|ص\b|ق\.?ظ|صبح|पूर्वाह्न|सुबह|সকাল|காலை|ਸਵੇਰੇ|"
    r"öö\b|sabah|d\.? ?e\b(?=\.)|délelőtt|reggel|sáng|pagi|umaga|de la mañana|da manhã|du matin|morgens"
    r"|vormittags|del mattino|"
    r"in the morning|утра|ранку|rano|dopo?ledne|dopoldne|fm\b|f\.m\.|dop\.|לפנה|בבוקר|ก่อนเที่ยง|e paradites|öň\b"
)
_PM = (
    r"p\.? ?m\b|下午|晚上|傍晚|中午|午後|오후|저녁|밤|μ\.? ?μ|مساء\w*|م\b(?!\w)|ب\.?ظ|"
    r"بعد ?از ?ظهر|عصر|शाम|अपराह्न|दोपहर|রাত|"
    r"বিকাল|বিকেল|দুপুর|সন্ধ্যা|மாலை|ਸ਼ਾਮ|ös\b|öğleden sonra|akşam|d\.? ?u\b(?=\.)|délután|este|chiều|tối|ptg\b"
    r"|petang|malam|sore|"
    r"hapon|gabi|de la tarde|de la noche|da tarde|da noite|du soir|de l['’]après-midi|nachmittags|abends|di sera"
    r"|della sera|"
    r"del pomeriggio|in the (?:afternoon|evening)|вечера|дня|вечора|popo[lł]udniu|po południu|wieczorem|odpoledne"
    r"|večer|"
    r"popoldne|em\b(?=[\s.]|$)|e\.m\.|odp\.|pop\.|אחה|בערב|หลังเที่ยง|e pasdites|soň\b"
)
_HALVES = re.compile(rf"(?P<am>{_AM})|(?P<pm>{_PM})", re.I)
#: An offset stands apart, or behind seconds: `10:00-11:30` is a span of hours.
_ZONE = r"(?P<zone>Z\b|UTC|GMT|(?:(?<=\s)|(?<=:\d\d:\d\d))[+-](?:0\d|1[0-4]):?[0-5]\d(?!\d))?"
_HALF_ZONE = re.compile(rf"\.?\s*{_ZONE}", re.I)
_TIME = re.compile(
    r"(?<![\d.,])(?P<hour>\d{1,2})\s?(?:[:.h]|[时時點点]"
    r"|시)\s?(?P<minute>\d{2})(?!\d)(?::(?P<second>\d{2}))?(?:\.\d+)?[分분]?\s*"
    rf"(?:(?:Uhr|hrs?|hours|h|น|นาฬิกา|óra|klo)\b\.?\s*)?{_ZONE}",
    re.I,
)
#: A word right behind a time that says nothing of the half: a zone, a label, a preposition, a name in capitals.
_NO_HALF = re.compile(
    r"\s*(?:\Z|[|•·,;()\[\]/–—\-\d]|[A-Z]{2,5}\b|[A-Z][a-z]+|(?:Uhr|Min|น|by|in|on|at|und|and|et|y|e|von|par|por"
    r"|av|klo|uur)\b\W?)"
)
_SPAN = re.compile(
    r"(?<!\d)\d{1,2}[:.]\d{2}\s?(?:Uhr|h|[ap]\.?m\.?)?\s?(?:[-–—]|to|bis|until|à)\s?\d{1,2}[:.]\d{2}(?!\d|[.:]\d)", re.I
)
#: A time stands within so many characters of its date.
_NEAR = 32


def clock(after: str, before: str = "") -> str:
    """The time of day within a few words after a date, or before it, as `T21:05:00` with its zone; or nothing."""
    return _clock(after[:_NEAR]) or (_clock(before[-_NEAR:]) if before else "")


def _clock(text: str) -> str:
    m = _TIME.search(text)
    if m is None:
        return ""
    hour = int(m["hour"])
    half = _half(text[max(0, m.start() - 12) : m.start()], text[m.end() :], hour)
    if half is None:
        return ""
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return time(str(hour), m["minute"], m["second"], m["zone"] or _zone_behind(text[m.end() :]))


def _zone_behind(after: str) -> str | None:
    """The zone behind the named half of the day: `9:50 PM +01:00`."""
    half = _HALVES.match(after := after.lstrip())
    zone = _HALF_ZONE.match(after, half.end()) if half is not None else None
    return zone["zone"] if zone is not None else None


def _half(before: str, after: str, hour: int) -> str | None:
    """`am`, `pm`, or nothing where none is named; None where an unknown word may name it."""
    if not 1 <= hour <= 12:
        return ""
    stands = _HALVES.match(after.lstrip(" ,(\u202f\xa0")) or _before(before)
    if stands is not None:
        return "am" if stands["am"] else "pm"
    return "" if _NO_HALF.match(after) else None


def _before(text: str) -> re.Match[str] | None:
    """The half named right before a time (`下午6:30`); a letter (`m`) is none there."""
    for m in _HALVES.finditer(text):
        if not text[m.end() :].strip(" .，,") and len(m.group()) > 1:
            return m
    return None


def spans_hours(text: str) -> bool:
    """Whether a line gives a span of hours, `10:00-11:30`: when something takes place, not when it was published."""
    return _SPAN.search(text) is not None


def time(hour: str, minute: str, second: str | None, zone: str | None) -> str:
    """`T21:05:00` and the zone, nothing for what is no time of day."""
    if int(hour) > 23 or int(minute) > 59:
        return ""
    zone = (zone or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    if zone[1:] == "00:00":
        zone = "Z"
    return f"T{int(hour):02d}:{int(minute):02d}:{min(59, int(second or 0)):02d}{zone}"
