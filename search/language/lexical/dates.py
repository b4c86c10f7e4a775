"""Reads dates as people type them: days, months, years, spans, ranges and words like yesterday. Pure.

A unit named covers the whole unit: `2025-02` is the 1st to the 28th. `after` and `before` leave the unit out, `since`,
`from`, `until` and `to` take it in. A period back from today (`7d`, `3w`, `P1M`) is the day so long ago: alone it means
from that day to today. Weeks begin on Monday. Nothing is guessed: 1/2/2025 is refused, 27/2/2025 is not.
"""

from __future__ import annotations

import re
from datetime import date

from morgue.search.language.grammar.units import UNITS, DateError, Unit, Units, period, shift
from morgue.search.query import DateRange

_BETWEEN = re.compile(r"\s*\.{2,}\s*|:|\s*[–—]\s*|\s+-\s+|-|/|\s+(?i:to|until|through)\s+")
_YEARS = re.compile(r"(\d{4})-(\d{4})(?![-\d])")
_COMPARE = re.compile(r"(>=|<=|=|>|<)\s*")
_OPENING = re.compile(r"[\[{]\s*")
_CLOSING = re.compile(r"\s*[\]}]")
_SPACE = re.compile(r"\s*")
_DOTS = re.compile(r"\.{2,}(?=\w)")


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


class _Reader(Units):
    """Reads ranges of them."""

    __slots__ = ()

    def one_sided(self, start: int, field: str) -> tuple[DateRange, int]:
        """The value of `after:`, `before:`, `since:`, `until:`."""
        unit = self.unit(start)
        if dots := _DOTS.match(self.text, unit.end):
            raise DateError("a range where one date is taken", start, dots.end(), "as in date:2013..2015")
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
        years = _YEARS.match(self.text, start)
        if years is not None and int(years[2]) > 12:
            return self.years(years)
        star = self.text.startswith("*", start)
        between = _BETWEEN.match(self.text, start)
        if between is not None:
            self.no_minus(between)
        left = None if between is not None or star else self.unit(start)
        between = between or _BETWEEN.match(self.text, start + star if left is None else left.end)
        if between is None or not self.goes_on(between):
            if star:
                return DateRange(None, None), start + 1
            return self.alone(left or self.unit(start))  # a separator before nothing is no date: the error says so
        right, end = self.right_side(between.end())
        if left is None and right is None:
            return DateRange(None, None), end
        return self.both_sides(left, right, start, end), end

    def years(self, m: re.Match[str]) -> tuple[DateRange, int]:
        """`2013-2015`."""
        opening = self.calendar(int(m[1]), 0, 0, *m.span(1))
        closing = self.calendar(int(m[2]), 0, 0, *m.span(2))
        return self.days(opening[0], closing[1], m.start(), m.end()), m.end()

    def alone(self, unit: Unit) -> tuple[DateRange, int]:
        """One unit; a period back from today reaches to today."""
        today = self.today.toordinal()
        last = today if unit.kind in ("ago", "iso") and unit.span[0] <= today else unit.span[1]
        return DateRange(unit.span[0], last), unit.end

    def no_minus(self, m: re.Match[str]) -> None:
        """`-2013` is up to it to some, and without it to others."""
        if m.group() in "-–—" and self.unit_at(m.end()):
            hint = "..date is up to it; a minus before the field's name leaves it out"
            raise DateError("a minus before a date", *m.span(), hint)

    def goes_on(self, between: re.Match[str]) -> bool:
        """Whether a separator parts two dates: dots, colons and slashes do, a spaced word only before a date."""
        if between.group().strip().isalpha() or between.group().strip() in "–—-":
            return self.unit_at(between.end())
        return True

    def unit_at(self, start: int) -> bool:
        """Whether something that looks like a date stands here."""
        return any(pattern.match(self.text, start) for _, pattern in UNITS)

    def right_side(self, start: int) -> tuple[Unit | None, int]:
        """The unit after a separator; None for a star, or when nothing follows."""
        if self.text.startswith("*", start):
            return None, start + 1
        spaced = self.text[start - 1].isspace()
        if not self.text[start : start + 1].isalnum() or (spaced and not self.unit_at(start)):
            return None, len(self.text[:start].rstrip())  # `date:2025.. ferry`: open, and a word follows
        unit = self.unit(start)
        return unit, unit.end

    def both_sides(self, left: Unit | None, right: Unit | None, start: int, end: int) -> DateRange:
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
        m = dict(UNITS)["iso"].search(tail)
        assert m is not None  # the caller has read it
        return shift(date.fromordinal(first), period(m), 1).toordinal() - 1

    def bracketed(self, opening: re.Match[str]) -> tuple[DateRange, int]:
        """`[a TO b]` takes both ends in, `{a TO b}` leaves them out."""
        at, sides = opening.end(), list[Unit | None]()
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
