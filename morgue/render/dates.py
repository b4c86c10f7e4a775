"""Dates as people write them. The calendar day written in the archive is what is shown. Pure."""

from __future__ import annotations

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(date: str | None) -> str:
    """`4 Mar 2021`, `Mar 2021`, `2021`, or `no date`; anything else as it is."""
    if not date:
        return "no date"
    parts = date[:10].split("-")
    try:
        if len(parts) == 3:
            return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {int(parts[0])}"
        if len(parts) == 2:
            return f"{_MONTHS[int(parts[1]) - 1]} {int(parts[0])}"
    except (ValueError, IndexError):
        return date
    return date


def moment(date: str | None) -> str:
    """The same without the year and with the time where it is known: `4 Mar 06:12`."""
    if not date or len(date) < 10:
        return day(date)
    shown = day(date).rsplit(" ", 1)[0]
    return f"{shown} {date[11:16]}" if len(date) >= 16 else shown


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
