"""Reads one unit of time as people type it: a day, a month, a year, a period back from today, a word. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from morgue.search.language.grammar import foreign_dates

#: First and last day of a unit, as ordinals.
Span = tuple[int, int]
_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?:\.(?!\.))?"
)

_MONTH_NAME = rf"(?:{_MONTH_NAME}|(?:{'|'.join(foreign_dates.MONTHS)})(?![^\W\d_]))"
_DAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_TO = r"(?:st|nd|rd|th)?(?: ?[-–—] ?| to )"
_COUNTED = r"(?:days?|weeks?|months?|years?)"
_DAY_ALONE = re.compile(r"[ .-]+(\d{1,2})(?:st|nd|rd|th)?(?![\w:.,%]*\w)", re.IGNORECASE)
_END = r"(?![^\W_])"

#: The units, in the order in which they are tried; each is a regular expression with named groups.
UNITS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + _END, re.IGNORECASE))
    for name, pattern in (
        (
            "moment",
            r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?",
        ),
        ("day", r"(?P<y>\d{4})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"),
        ("slashed", r"(?P<a>\d{1,2})(?P<s>[/.-])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})"),
        ("short year", r"(?P<a>\d{1,2})(?P<s>[/.-]) ?(?P<b>\d{1,2})(?P=s) ?(?P<y>\d{2})"),
        ("no year", r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?!\.?\d)"),
        ("compact", r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
        ("month", r"(?P<y>\d{4})[-/](?P<m>\d{1,2})(?!\d|-\d|/\d{1,2}(?!\d))"),
        ("month", r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
        ("days", rf"(?P<n>{_MONTH_NAME})[ -]+(?P<d>\d{{1,2}}){_TO}(?P<e>\d{{1,2}}),?[ -]+(?P<y>\d{{4}})"),
        ("days", rf"(?P<d>\d{{1,2}}){_TO}(?P<e>\d{{1,2}})[ -]+(?P<n>{_MONTH_NAME}),?[ -]+(?P<y>\d{{4}})"),
        (
            "named",
            rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ -]+(?:de )?(?P<n>{_MONTH_NAME}),?[ -]+(?:de )?(?P<y>\d{{4}})",
        ),
        ("named", rf"(?P<n>{_MONTH_NAME}) de (?P<y>\d{{4}})"),
        ("day", r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
        ("month", r"(?P<y>\d{4})年(?P<m>\d{1,2})月"),
        ("year", r"(?P<y>\d{4})年"),
        ("quarter", r"Q(?P<q>[1-4])[ /-]?(?P<y>\d{4})|(?P<z>\d{4})[ /-]?Q(?P<r>[1-4])"),
        ("decade", r"(?:the )?(?P<y>\d{3}0)'?s"),
        ("named", rf"(?P<n>{_MONTH_NAME})[ -]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[ -]+(?P<y>\d{{4}})"),
        ("named", rf"(?P<n>{_MONTH_NAME})[ -]*(?P<y>\d{{4}})"),
        ("named", rf"(?P<y>\d{{4}})[ -]+(?P<n>{_MONTH_NAME})(?:[ -]+(?P<d>\d{{1,2}}))?"),
        ("named", rf"(?P<n>{_MONTH_NAME})"),
        ("iso", r"P(?=\d)(?:(?P<y>\d{1,4})Y)?(?:(?P<m>\d{1,5})M)?(?:(?P<w>\d{1,5})W)?(?:(?P<d>\d{1,6})D)?"),
        ("ago", rf"(?P<c>\d{{1,6}})[ _]?(?P<u>{_COUNTED}|[dwmy])(?:[ _]+ago)?"),
        ("ago", rf"(?:the[ _]+)?(?:last|past|previous)[ _]+(?P<c>\d{{1,6}})[ _]+(?P<u>{_COUNTED})"),
        ("word", r"(?P<t>today|yesterday|tomorrow|now)"),
        ("ago", r"(?:the[ _]+)?past[ _]+(?P<u>week|month|year)"),
        ("calendar", r"(?P<t>this|last|previous|next)[ _]+(?P<u>week|month|year)"),
        ("weekday", rf"(?:last[ _]+)?(?P<t>{_DAY_NAME})"),
        *foreign_dates.UNITS,
        ("year", r"(?P<y>\d{4})"),
    )
)


class DateError(ValueError):
    """A date that cannot be. `start` and `end` are where it stands in the text; `hint` may be empty."""

    def __init__(self, what: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.start = start
        self.end = max(end, start + 1)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit read: its days, where it ends in the text, and whether it is a period back from today or a bare month."""

    span: Span
    end: int
    kind: str
    month: int = 0


@dataclass(frozen=True, slots=True)
class Units:
    """Reads single units of one text."""

    text: str
    today: date

    def unit(self, start: int) -> Unit:
        """The unit at text[start]. Raises DateError when there is none."""
        for name, pattern in UNITS:
            m = pattern.match(self.text, start)
            if m is not None and m.end() > start:
                return self.meaning(name, m)
        end = next(
            (i for i in range(start, len(self.text)) if self.text[i].isspace() or self.text[i] in '()"'), len(self.text)
        )
        shown = self.text[start : min(end, start + 40)]
        what = f'"{shown}" is no date' if shown else "a date is missing"
        raise DateError(what, start, end, "as in 2025, 2025-02, 2025-02-27, 2025-02..2025-04, yesterday or 7d")

    def meaning(self, name: str, m: re.Match[str]) -> Unit:
        """What a match of one of the unit patterns stands for."""
        start, end = m.span()
        group = m.groupdict()
        if name in ("moment", "day", "compact", "month", "year"):
            parts = (int(group["y"]), int(group.get("m") or 0), int(group.get("d") or 0))
            given = 3 if name in ("moment", "day", "compact") else 2 if name == "month" else 1
            return Unit(self.calendar(*parts, start, end, given), end, name)
        if name in ("slashed", "short year", "no year"):
            return Unit(self.slashed(m) if name == "slashed" else self.short(m), end, "day")
        if name == "iso week":
            return Unit(self.week(m), end, name)
        if name == "named":
            return self.named(m)
        if name == "days":
            return self.several_days(m)
        if name in ("quarter", "decade"):
            return Unit(self.longer(name, m), end, name)
        return self.from_today(name, m)

    def from_today(self, name: str, m: re.Match[str]) -> Unit:
        """What a match stands for that is counted from today: a weekday, a distance, a word."""
        start, end = m.span()
        group = m.groupdict()
        if name in ("weekday", "foreign weekday"):
            foreign = foreign_dates.WEEKDAYS.get(group["t"].casefold())
            day = foreign - 1 if foreign else next(i for i, d in enumerate(_DAYS) if d[:3] == group["t"].casefold()[:3])
            back = (self.today.weekday() - day) % 7
            return self.back({"d": back}, start, end, "day")
        if name == "iso":
            return self.back(period(m), start, end, "ago")
        if name == "ago":
            return self.back({group["u"][0].casefold(): int(group.get("c") or 1)}, start, end, "ago")
        if name == "word":
            back = {"yesterday": 1, "tomorrow": -1}.get(group["t"].casefold(), 0)
            return self.back({"d": back}, start, end, "day")
        if name == "days back":
            return self.back({"d": foreign_dates.DAYS_BACK[foreign_dates.plain(group["t"])]}, start, end, "day")
        if name == "calendar word":
            return Unit(self.around(*foreign_dates.CALENDAR[foreign_dates.plain(group["t"])]), end, "calendar")
        return Unit(self.around(group["t"].casefold(), group["u"].casefold()), end, "calendar")

    def calendar(self, year: int, month: int, day: int, start: int, end: int, given: int = 0) -> Span:
        """The days of a year, month or day; DateError if the calendar has none such. `given` parts are not 0."""
        given = given or (3 if day else 2 if month else 1)
        try:
            first = date(year, month if given > 1 else 1, day if given > 2 else 1)
        except ValueError:
            kind = {1: "year", 2: "month", 3: "day"}[given]
            raise DateError(f"{self.text[start:end]} is not a {kind} of the calendar", start, end) from None
        if given == 3:
            return first.toordinal(), first.toordinal()
        if given == 2:
            return first.toordinal(), first.replace(day=monthrange(year, month)[1]).toordinal()
        return first.toordinal(), first.replace(month=12, day=31).toordinal()

    def slashed(self, m: re.Match[str]) -> Span:
        """27/2/2025 and 2/27/2025 are plain, 27.2.2025 is day first by custom; 1/2/2025 is refused."""
        a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
        if m["s"] == "." or a > 12 or a == b:
            return self.calendar(year, b, a, *m.span(), 3)
        if b > 12:
            return self.calendar(year, a, b, *m.span(), 3)
        hint = f"{year:04}-{a:02}-{b:02} or {year:04}-{b:02}-{a:02}?"
        raise DateError(f"{m.group()} may be two days", *m.span(), hint)

    def short(self, m: re.Match[str]) -> Span:
        """27.2.25, with the latest such year that has begun; 27/2/25 has too many readings, 27.2 has no year."""
        a, b, year = int(m["a"]), int(m["b"]), m.groupdict().get("y")
        if year is None:
            hint = f"as in {a}.{b}.{self.today.year}"
            raise DateError("a day of a month without its year", *m.span(), hint)
        full = full_year(int(year), self.today)
        if m["s"] == ".":
            return self.calendar(full, b, a, *m.span(), 3)
        readings = ((full, b, a), (full, a, b), (full_year(a, self.today), b, int(year)))
        written = dict.fromkeys(f"{y:04}-{m:02}-{d:02}" for y, m, d in readings if 1 <= m <= 12 and 1 <= d <= 31)
        hint = " or ".join(written) + "?" if written else "as in 2025-02-27"
        raise DateError(f"{m.group()} needs the four figures of its year", *m.span(), hint)

    def week(self, m: re.Match[str]) -> Span:
        """A week of ISO 8601 (the first has the year's first Thursday), or one day of it."""
        try:
            first = date.fromisocalendar(int(m["y"]), int(m["w"]), int(m["d"] or 1)).toordinal()
        except ValueError:
            raise DateError(f"{m.group()} is not a week of the calendar", *m.span()) from None
        return first, first + (0 if m["d"] else 6)

    def named(self, m: re.Match[str]) -> Unit:
        """A month by its name, with or without day and year; without a year the latest such month that has begun."""
        group = m.groupdict()
        month = _month(group["n"])
        day_alone = _DAY_ALONE.match(self.text, m.end()) if group.get("y") is None else None
        if day_alone is not None:
            hint = f"as in {m.group()} {day_alone[1]} {self.today.year}"
            raise DateError("a day of a month without its year", m.start(), day_alone.end(), hint)
        if group.get("y") is None:
            year = self.today.year - (month > self.today.month)
            return Unit(self.calendar(year, month, 0, *m.span()), m.end(), "bare month", month)
        day = int(group.get("d") or 0)
        given = 3 if group.get("d") else 2
        return Unit(self.calendar(int(group["y"]), month, day, *m.span(), given), m.end(), "named", month)

    def several_days(self, m: re.Match[str]) -> Unit:
        """`Oct 1-5 2013`: days of one month."""
        month = _month(m["n"])
        first = self.calendar(int(m["y"]), month, int(m["d"]), *m.span(), 3)
        last = self.calendar(int(m["y"]), month, int(m["e"]), *m.span(), 3)
        if last[0] < first[0]:
            raise DateError("a range that ends before it begins", *m.span(), "the earlier date goes first")
        return Unit((first[0], last[0]), m.end(), "named", month)

    def longer(self, name: str, m: re.Match[str]) -> Span:
        """The days of a quarter or of ten years."""
        if name == "decade":
            year = int(m["y"])
            return self.calendar(year, 0, 0, *m.span())[0], self.calendar(year + 9, 0, 0, *m.span())[1]
        year, quarter = int(m["y"] or m["z"]), int(m["q"] or m["r"])
        first, last = (self.calendar(year, month, 0, *m.span()) for month in (3 * quarter - 2, 3 * quarter))
        return first[0], last[1]

    def back(self, period: dict[str, int], start: int, end: int, kind: str) -> Unit:
        """The day that lies a period before today."""
        try:
            day = shift(self.today, period, -1).toordinal()
        except (ValueError, OverflowError):
            raise DateError(f"{self.text[start:end]} goes back before the calendar", start, end) from None
        return Unit(
            (day, day),
            end,
            "iso" if kind == "ago" and self.text[start] in "Pp" and self.text[start + 1].isdigit() else kind,
        )

    def around(self, which: str, unit: str) -> Span:
        """This, last or next calendar week, month or year: the ordinals of its first and last day."""
        step = {"this": 0, "next": 1}.get(which, -1)
        if unit == "week":
            monday = self.today.toordinal() - self.today.weekday() + 7 * step
            return monday, monday + 6
        if unit == "month":
            months = self.today.year * 12 + self.today.month - 1 + step
            return self.calendar(months // 12, months % 12 + 1, 0, 0, 0)
        return self.calendar(self.today.year + step, 0, 0, 0, 0)


def full_year(short: int, today: date) -> int:
    """The latest year that ends in two figures and has begun."""
    return today.year - (today.year - short) % 100


def _month(name: str) -> int:
    """The number of a month by its name in one of the languages above."""
    known = foreign_dates.MONTHS.get(name.casefold())
    return known or next(i for i, full in enumerate(_MONTHS, 1) if full.startswith(name.casefold()[:3]))


def period(m: re.Match[str]) -> dict[str, int]:
    """An ISO 8601 period as counts of d, w, m, y."""
    return {unit: int(count) for unit, count in m.groupdict().items() if count}


def shift(day: date, period: dict[str, int], sign: int) -> date:
    """A day moved by a period; a month's missing day becomes its last (31 March less a month is 28 February)."""
    months = day.year * 12 + day.month - 1 + sign * (period.get("m", 0) + 12 * period.get("y", 0))
    year, month = months // 12, months % 12 + 1
    moved = date(year, month, min(day.day, monthrange(year, month)[1]))
    return moved + timedelta(days=sign * (period.get("d", 0) + 7 * period.get("w", 0)))
