"""Dates as people type them: days, months, years, spans, ranges and words like yesterday. Pure.

A unit named covers the whole unit: `2025-02` is the 1st to the 28th. `after` and `before` leave the unit out, `since`,
`from`, `until` and `to` take it in. A period back from today (`7d`, `3w`, `P1M`) is the day so long ago: alone it means
from that day to today. Weeks begin on Monday. Nothing is guessed: 1/2/2025 is refused, 27/2/2025 is not.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from search.query import DateRange

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
_DAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_COUNTED = r"(?:days?|weeks?|months?|years?)"
_END = r"(?![^\W_])"

#: The units, in the order in which they are tried; each is a regular expression with named groups.
_UNITS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + _END, re.IGNORECASE))
    for name, pattern in (
        (
            "moment",
            r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?",
        ),
        ("day", r"(?P<y>\d{4})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"),
        ("slashed", r"(?P<a>\d{1,2})(?P<s>[/.-])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})"),
        ("compact", r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
        ("month", r"(?P<y>\d{4})[-/](?P<m>\d{1,2})(?![-/]?\d)"),
        ("named", rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -]+(?P<n>{_MONTH_NAME}),?[ -]+(?P<y>\d{{4}})"),
        ("named", rf"(?P<n>{_MONTH_NAME})[ -]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[ -]+(?P<y>\d{{4}})"),
        ("named", rf"(?P<n>{_MONTH_NAME})[ -]*(?P<y>\d{{4}})"),
        ("named", rf"(?P<y>\d{{4}})[ -]+(?P<n>{_MONTH_NAME})(?:[ -]+(?P<d>\d{{1,2}}))?"),
        ("named", rf"(?P<n>{_MONTH_NAME})"),
        ("iso", r"P(?=\d)(?:(?P<y>\d{1,4})Y)?(?:(?P<m>\d{1,5})M)?(?:(?P<w>\d{1,5})W)?(?:(?P<d>\d{1,6})D)?"),
        ("ago", rf"(?P<c>\d{{1,6}})[ _]?(?P<u>{_COUNTED}|[dwmy])(?:[ _]+ago)?"),
        ("ago", rf"(?:the[ _]+)?(?:last|past|previous)[ _]+(?P<c>\d{{1,6}})[ _]+(?P<u>{_COUNTED})"),
        ("word", r"(?P<t>today|yesterday|tomorrow|now)"),
        ("calendar", r"(?P<t>this|last|past|previous|next)[ _]+(?P<u>week|month|year)"),
        ("weekday", rf"(?:last[ _]+)?(?P<t>{_DAY_NAME})"),
        ("year", r"(?P<y>\d{4})"),
    )
)
_BETWEEN = re.compile(r"\s*\.{2,}\s*|:|\s*[–—]\s*|/|\s+(?i:to|until|through)\s+")
_YEARS = re.compile(r"(\d{4})-(\d{4})(?![-\d])")
_COMPARE = re.compile(r"(>=|<=|=|>|<)\s*")
_OPENING = re.compile(r"[\[{]\s*")
_CLOSING = re.compile(r"\s*[\]}]")
_SPACE = re.compile(r"\s*")


class DateError(ValueError):
    """A date that cannot be. `start` and `end` are where it stands in the text; `hint` may be empty."""

    def __init__(self, what: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.start = start
        self.end = max(end, start + 1)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit read: its days, where it ends in the text, and whether it is a period back from today or a bare month."""

    span: Span
    end: int
    kind: str
    month: int = 0


def read_dates(text: str, start: int, field: str, today: date) -> tuple[DateRange, int]:
    """Reads the value of a date field that begins at text[start]; gives the days and where the value ends.

    `field` is date, after, before, since or until. Raises DateError for what is no date, is not in the calendar, or
    runs backwards.
    """
    reader = _Reader(text, today)
    if field != "date":
        return reader.one_sided(start, field)
    opening = _OPENING.match(text, start)
    if opening is not None:
        return reader.bracketed(opening)
    compare = _COMPARE.match(text, start)
    if compare is not None:
        kind = {">": "after", ">=": "since", "<": "before", "<=": "until", "=": "date"}[compare[1]]
        return read_dates(text, compare.end(), kind, today)
    return reader.range_or_unit(start)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    today: date

    def one_sided(self, start: int, field: str) -> tuple[DateRange, int]:
        """The value of `after:`, `before:`, `since:`, `until:`."""
        unit = self.unit(start)
        first, last = unit.span
        if field == "after":
            return self.days(last + 1, None, start, unit.end), unit.end
        if field == "before":
            return self.days(None, first - 1, start, unit.end), unit.end
        if field == "since":
            return DateRange(first, None), unit.end
        return DateRange(None, last), unit.end

    def range_or_unit(self, start: int) -> tuple[DateRange, int]:
        """`a..b`, `a..`, `..b` and their like, `*`, or one unit."""
        if self.text.startswith("*", start) and not _BETWEEN.match(self.text, start + 1):
            return DateRange(None, None), start + 1
        years = _YEARS.match(self.text, start)
        if years is not None and int(years[2]) > 12:
            opening = self.calendar(int(years[1]), 0, 0, *years.span(1))
            closing = self.calendar(int(years[2]), 0, 0, *years.span(2))
            return self.days(opening[0], closing[1], start, years.end()), years.end()
        between = _BETWEEN.match(self.text, start)
        left = None if between is not None or self.text.startswith("*", start) else self.unit(start)
        at = start + (self.text.startswith("*", start)) if left is None else left.end
        between = between or _BETWEEN.match(self.text, at)
        if between is None or not self.goes_on(between):
            assert left is not None  # without a left side there is a separator
            today = self.today.toordinal()
            last = today if left.kind in ("ago", "iso") and left.span[0] <= today else left.span[1]
            return DateRange(left.span[0], last), left.end
        right, end = self.right_side(between.end())
        if left is None and right is None:
            return DateRange(None, None), end
        return self.both_sides(left, right, start, end), end

    def goes_on(self, between: re.Match[str]) -> bool:
        """Whether a separator really is one: dots, colons and slashes are, a spaced word only before a date."""
        if between.group().strip().isalpha() or between.group().strip() in "–—":
            return self.unit_at(between.end())
        return True

    def unit_at(self, start: int) -> bool:
        """Whether something that looks like a date stands here."""
        return any(pattern.match(self.text, start) for _, pattern in _UNITS)

    def right_side(self, start: int) -> tuple[_Unit | None, int]:
        """The unit after a separator, None when nothing stands there or a star does."""
        if self.text.startswith("*", start):
            return None, start + 1
        spaced = self.text[start - 1].isspace()
        if not self.text[start : start + 1].isalnum() or (spaced and not self.unit_at(start)):
            return None, len(self.text[:start].rstrip())  # `date:2025.. ferry`: open, and a word follows
        unit = self.unit(start)
        return unit, unit.end

    def both_sides(self, left: _Unit | None, right: _Unit | None, start: int, end: int) -> DateRange:
        """A range of two units; `february..march 2025` lends its year, an ISO period counts from the other end."""
        if left is None or right is None:
            return DateRange(left.span[0] if left else None, right.span[1] if right else None)
        first, last = left.span[0], right.span[1]
        if left.kind == "bare month" and right.kind != "bare month":
            year = date.fromordinal(right.span[0]).year
            first = self.calendar(year, left.month, 0, start, left.end)[0]
        if right.kind == "bare month" and left.kind != "bare month":
            year = date.fromordinal(left.span[0]).year
            last = self.calendar(year, right.month, 0, start, end)[1]
        if right.kind == "iso" and left.kind != "iso" and self.text[start : left.end].strip():
            last = self.counted_from(first, self.text[left.end : end])
        return self.days(first, last, start, end)

    def counted_from(self, first: int, tail: str) -> int:
        """Last day of an ISO 8601 interval `2025-01-01/P1M`: a month on, less a day."""
        m = dict(_UNITS)["iso"].search(tail)
        assert m is not None  # the caller has read it
        return _shift(date.fromordinal(first), _period(m), 1).toordinal() - 1

    def bracketed(self, opening: re.Match[str]) -> tuple[DateRange, int]:
        """`[a TO b]` takes both ends in, `{a TO b}` leaves them out."""
        at, sides = opening.end(), list[_Unit | None]()
        for n in range(2):
            star = self.text.startswith("*", at)
            unit = None if star else self.unit(at)
            sides.append(unit)
            at = unit.end if unit else at + 1
            between = _BETWEEN.match(self.text, at) if n == 0 else None
            if n == 0 and between is None:
                raise DateError("a range in brackets needs TO", at, at + 1, "as in date:[2025-01 TO 2025-03]")
            at = between.end() if between else at
        closing = _CLOSING.match(self.text, at)
        if closing is None:
            raise DateError("a range that is not closed", opening.start(), opening.start() + 1, "expected ] or }")
        left, right = sides
        first = None if left is None else left.span[0] if "[" in opening.group() else left.span[1] + 1
        last = None if right is None else right.span[1] if "]" in closing.group() else right.span[0] - 1
        return self.days(first, last, opening.start(), closing.end()), closing.end()

    def days(self, first: int | None, last: int | None, start: int, end: int) -> DateRange:
        """A range that is checked to be forward and within the calendar."""
        if (first is not None and first > date.max.toordinal()) or (last is not None and last < 1):
            raise DateError("no day is left", start, end, "years run from 1 to 9999")
        if first is not None and last is not None and first > last:
            raise DateError("a range that ends before it begins", start, end, "the earlier date goes first")
        return DateRange(first, last)

    def unit(self, start: int) -> _Unit:
        """The unit at text[start]. Raises DateError when there is none."""
        for name, pattern in _UNITS:
            m = pattern.match(self.text, start)
            if m is not None and m.end() > start:
                return self.meaning(name, m)
        end = next(
            (i for i in range(start, len(self.text)) if self.text[i].isspace() or self.text[i] in '()"'), len(self.text)
        )
        shown = self.text[start : min(end, start + 40)]
        what = f'"{shown}" is no date' if shown else "a date is missing"
        raise DateError(what, start, end, "as in 2025, 2025-02, 2025-02-27, 2025-02..2025-04, yesterday or 7d")

    def meaning(self, name: str, m: re.Match[str]) -> _Unit:
        """What a match of one of the unit patterns stands for."""
        start, end = m.span()
        group = m.groupdict()
        if name in ("moment", "day", "compact", "month", "year"):
            parts = (int(group["y"]), int(group.get("m") or 0), int(group.get("d") or 0))
            given = 3 if name in ("moment", "day", "compact") else 2 if name == "month" else 1
            return _Unit(self.calendar(*parts, start, end, given), end, name)
        if name == "slashed":
            return _Unit(self.slashed(m), end, "day")
        if name == "named":
            return self.named(m)
        if name == "weekday":
            day = next(i for i, full in enumerate(_DAYS) if full.startswith(group["t"].casefold()[:3]))
            back = (self.today.weekday() - day) % 7
            return self.back({"d": back}, start, end, "day")
        if name == "iso":
            return self.back(_period(m), start, end, "ago")
        if name == "ago":
            return self.back({group["u"][0].casefold(): int(group["c"])}, start, end, "ago")
        if name == "word":
            back = {"yesterday": 1, "tomorrow": -1}.get(group["t"].casefold(), 0)
            return self.back({"d": back}, start, end, "day")
        return _Unit(self.around(group["t"].casefold(), group["u"].casefold()), end, "calendar")

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

    def named(self, m: re.Match[str]) -> _Unit:
        """A month by its name, with or without day and year; without a year the latest such month that has begun."""
        group = m.groupdict()
        month = next(i for i, full in enumerate(_MONTHS, 1) if full.startswith(group["n"].casefold()[:3]))
        if group.get("y") is None:
            year = self.today.year - (month > self.today.month)
            return _Unit(self.calendar(year, month, 0, *m.span()), m.end(), "bare month", month)
        day = int(group.get("d") or 0)
        given = 3 if group.get("d") else 2
        return _Unit(self.calendar(int(group["y"]), month, day, *m.span(), given), m.end(), "named", month)

    def back(self, period: dict[str, int], start: int, end: int, kind: str) -> _Unit:
        """The day so long before today."""
        try:
            day = _shift(self.today, period, -1).toordinal()
        except (ValueError, OverflowError):
            raise DateError(f"{self.text[start:end]} goes back before the calendar", start, end) from None
        return _Unit(
            (day, day),
            end,
            "iso" if kind == "ago" and self.text[start] in "Pp" and self.text[start + 1].isdigit() else kind,
        )

    def around(self, which: str, unit: str) -> Span:
        """This, last or next calendar week, month or year."""
        step = {"this": 0, "next": 1}.get(which, -1)
        if unit == "week":
            monday = self.today.toordinal() - self.today.weekday() + 7 * step
            return monday, monday + 6
        if unit == "month":
            months = self.today.year * 12 + self.today.month - 1 + step
            return self.calendar(months // 12, months % 12 + 1, 0, 0, 0)
        return self.calendar(self.today.year + step, 0, 0, 0, 0)


def _period(m: re.Match[str]) -> dict[str, int]:
    """An ISO 8601 period as counts of d, w, m, y."""
    return {unit: int(count) for unit, count in m.groupdict().items() if count}


def _shift(day: date, period: dict[str, int], sign: int) -> date:
    """A day moved by a period; a month's missing day becomes its last (31 March less a month is 28 February)."""
    months = day.year * 12 + day.month - 1 + sign * (period.get("m", 0) + 12 * period.get("y", 0))
    year, month = months // 12, months % 12 + 1
    moved = date(year, month, min(day.day, monthrange(year, month)[1]))
    return moved + timedelta(days=sign * (period.get("d", 0) + 7 * period.get("w", 0)))
