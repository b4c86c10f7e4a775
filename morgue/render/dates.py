"""Writes dates as people read them, in both faces; the day written in the archive is the day shown. Pure."""

from __future__ import annotations

from morgue.core.partial_date import parse_when

#: What stands where an article has no date.
UNDATED = "undated"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(date: str | None) -> str:
    """`4 Mar 2021`, `Mar 2021`, `2021` or `undated`; what is no date is shown as it is."""
    if not date:
        return UNDATED
    if parse_when(date) is None:
        return date
    year, *rest = date[:10].split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def short(date: str | None) -> str:
    """Day, month and time without the year, for rows below each other: `4 Mar 07:40`."""
    found = parse_when(date) if date else None
    if date is None or found is None:
        return day(date)
    if found.precision == "moment":
        return f"{day(date)[:-5]} {date[11:16]}"
    return day(date)[:-5] if found.precision == "day" else day(date)


def moment(date: str | None) -> str:
    """The day, and the time of day where it is known: `4 Mar 2021, 07:40`."""
    found = parse_when(date) if date else None
    if date is None or found is None or found.precision != "moment":
        return day(date)
    return f"{day(date)}, {date[11:16]}"


def full(date: str | None) -> str:
    """The day, and the time and zone where they are known: `4 Mar 2021, 07:40 +01:00`."""
    if not date or len(date) < 16:
        return day(date)
    zone = date[19:].replace("Z", "UTC")
    return f"{day(date)}, {date[11:16]} {zone}".rstrip()


def period(first: str | None, last: str | None) -> str:
    """From the first to the last, as short as it can be: `4–6 Mar 2021`, `4 Mar – 2 Apr 2021`, `2019–2021`."""
    if not first or not last:
        return day(first or last)
    a, b = day(first), day(last)
    if a == b:
        return a
    if len(first) < 10 or len(last) < 10:
        return f"{a}–{b}" if len(first) == len(last) == 4 else f"{a} – {b}"
    if first[:7] == last[:7]:
        return f"{a.split()[0]}–{b}"
    return f"{a.rsplit(' ', 1)[0]} – {b}" if first[:4] == last[:4] else f"{a} – {b}"


def years(first: str | None, last: str | None) -> str:
    """The years alone: `2019–2021`, `2021`; empty when nothing is dated."""
    if not first or not last:
        return ""
    return first[:4] if first[:4] == last[:4] else f"{first[:4]}–{last[:4]}"
