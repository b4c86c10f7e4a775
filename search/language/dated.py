"""Reads dates behind a field's name or in words: `date:2013`, `date aft 2013`, `date last week`. Pure."""

from __future__ import annotations

import re
from datetime import date

from morgue.core.patterns import compiled
from morgue.search.language.calls import Calls
from morgue.search.language.lexical.scanner import CLOSERS
from morgue.search.query import DateRange

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{4}\b"
_DATE_WORDED = compiled(
    r"(?:date|pd)\s+(?:is\s+(?=aft|bef|on\s))?(?:(aft|gtr|bef|lss|geq|since|from|leq|until|is|on|equals)(?:er|ore)?\s+"
    rf"(?=\d|{_MONTH})"
    r"|(?=(?:last|past|previous)\s+\d+\s+(?:day|week|month|year)s?\b)|(?=between\s+[\d'\u2018]))",
    re.IGNORECASE,
)
#: What may be a date or a sentence's words.
_LIKELY_DATE = compiled(
    r"date\s+(?:in\s+)?((?:last|past|previous|this|next)\s+(?:week|month|year)\b|(?:today|yesterday)\b"
    rf"|(?:-?\d{{1,8}}(?:[-/.]\d{{1,8}}){{0,2}}|{_MONTH})(?![\w/.]))",
    re.IGNORECASE,
)
_WORDED = dict.fromkeys(("aft", "gtr"), "after") | dict.fromkeys(("bef", "lss"), "before")
_WORDED |= dict.fromkeys(("leq", "until"), "until") | dict.fromkeys(("geq", "since", "from"), "since")
_LOAD_DATE = compiled(r"load-date(?=\s+(?:aft|bef|is|geq|leq|[<>=])|\()", re.IGNORECASE)
#: `date:before 2013`, `date:between 2013 and 2015`, `date >= "2013"`.
_INNER = compiled(
    r"(?:(before|after|since|from|until|till)\s+|(>=|<=|=|>|<)\s*(?=[\"\u201c'\u2018])|between\s+)(?=[\d\"\u201c'\u2018])",
    re.IGNORECASE,
)
_INNER_KINDS = {
    "till": "until",
    "from": "since",
    ">": "after",
    ">=": "since",
    "<": "before",
    "<=": "until",
    "=": "date",
}
_AND = compiled(r"\s+(?:and|AND|to|TO|-)\s+(?=[\d'\u2018])")
_FROM_TO = compiled(rf"\S+(?:\s+\S+){{0,2}}?\s+to\s+(?:\d|{_MONTH})", re.IGNORECASE)
_SHORT_YEAR = compiled(r"(?<![\w.])(\d{1,2})\. ?(\d{1,2})\. ?(\d{2})(?!\w)")
_QUOTED_END = compiled(r"\s*(?:\.\.+|-|\u2013|to\s|TO\s)\s*[\"\u201c]")


class Dated(Calls):
    """Reads dates and ranges of dates; each method says whether one stood here."""

    def date_worded(self) -> bool:
        """Nexis and Factiva: `date aft 2025`, `date from 2025-01 to 2025-03`, `date last 3 weeks`."""
        if self.text[self.at] not in "dDpPlL":  # the patterns below cost some milliseconds to compile
            return False
        m = _LOAD_DATE.match(self.text, self.at)
        if m is not None:
            raise self.error("load-date is not offered", *m.span(), "date: is the day of publication")
        m = _DATE_WORDED.match(self.text, self.at)
        if m is None:
            return self.date_unsigned()
        word = (m[1] or "").casefold()
        if word == "from" and _FROM_TO.match(self.text, m.end()):
            return self.date_value("date", m.end())
        return self.date_value(_WORDED.get(word, "date"), m.end())

    def date_unsigned(self) -> bool:
        """`date 2013`, `date last week`: words, and a remark says so."""
        m = _LIKELY_DATE.match(self.text, self.at)
        if m is not None:
            words, value = " ".join(m.group().split()), " ".join(m[1].split())
            value = f"{value[1:]}d" if value[0] == "-" else value
            self.remark(f'"{words}" is searched as words; date:{value} is the day of publication')
        return False

    def date_value(self, field: str, start: int) -> bool:
        """A date, in quotes or not."""
        m = _INNER.match(self.text, start) if field == "date" else None
        if m is not None:
            return self.inner_word(m)
        # only here and below: the patterns of dates cost several milliseconds to compile
        from morgue.search.language.grammar.units import DateError

        read = self.quoted_days if self.text[start : start + 1] in CLOSERS else self.bare_days
        try:
            days, end = read(field, start)
        except DateError as e:
            raise self.error(e.what, e.start, e.end, e.hint) from None
        self.short_years(self.text[start:end])
        return self.add("query", end, query=days)

    def short_years(self, value: str) -> None:
        """A remark for each year of two figures: which one it is read as."""
        from morgue.search.language.grammar.units import full_year

        for m in _SHORT_YEAR.finditer(value):
            read = date(full_year(int(m[3]), self.today), int(m[2]), int(m[1]))
            self.remark(f"{m.group()} is read as {read.isoformat()}")

    def quoted_days(self, field: str, start: int) -> tuple[DateRange, int]:
        """The days that a quotation names, and where it ends."""
        from morgue.search.language.grammar.units import DateError
        from morgue.search.language.lexical.dates import read_dates

        hold, self.at = self.at, start
        body, end = self.inside_quotes(CLOSERS[self.text[start]])
        self.at = hold
        days, stop = read_dates(self.text[: end - 1], start + 1, field, self.today)
        if self.text[stop : end - 1].strip():
            raise DateError(f'"{body[:40]}" is no date', start, end)
        if _QUOTED_END.match(self.text, end):
            raise DateError("a range in two quotations", start, end, "as in date:2013-10-01..2013-10-05")
        return days, end

    def bare_days(self, field: str, start: int) -> tuple[DateRange, int]:
        """The days of a date without quotes, and where it ends."""
        from morgue.search.language.grammar.units import DateError
        from morgue.search.language.lexical.dates import read_dates

        single = self.text[start : start + 1] in ("'", "\u2018")
        days, end = read_dates(self.text, start + single, field, self.today)
        if single and self.text[end : end + 1] in ("'", "\u2019"):
            end += 1
        stop = self.end_of_value(end)
        if stop > end:
            hint = "as in 2025-02-27 or 2025-02..2025-04"
            raise DateError(f'"{self.text[start:stop][:40]}" is no date', start, stop, hint)
        return days, end

    def end_of_value(self, end: int) -> int:
        """Where a reader would see the value end that was read up to `end` (`date:2025-02-27x` is no date)."""
        if end >= len(self.text) or self.text[end].isspace() or self.text[end] in "()^,;.?!":
            return end
        return next((i for i in range(end, len(self.text)) if self.text[i].isspace()), len(self.text))

    def inner_word(self, m: re.Match[str]) -> bool:
        """A date behind a word or a sign: `date:since 2013`, `date:>2013`."""
        said = (m[1] or m[2] or "").casefold()
        if said == "from" and _FROM_TO.match(self.text, m.end()):
            return self.date_value("date", m.end())
        if said:
            return self.date_value(_INNER_KINDS.get(said, said), m.end())
        return self.between_dates(m.end())

    def between_dates(self, start: int) -> bool:
        """`between a and b`."""
        begun = self.at
        self.date_value("since", start)
        joined = _AND.match(self.text, self.at)
        first = self.out.pop().query
        if joined is None:
            raise self.error("between takes two dates", begun, self.at, "as in date:2013..2015")
        self.date_value("until", joined.end())
        last = self.out.pop().query
        assert isinstance(first, DateRange) and isinstance(last, DateRange)
        if first.first is not None and last.last is not None and first.first > last.last:
            raise self.error("a range that ends before it begins", begun, self.at, "the earlier date goes first")
        end, self.at = self.at, begun
        return self.add("query", end, query=DateRange(first.first, last.last))
