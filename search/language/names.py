"""What begins with a name: fields with their values, functions, saved queries, pasted addresses. Pure."""

from __future__ import annotations

import re

from morgue.search.language.fields import Field, field_named, may_be_called, nearest_field
from morgue.search.language.grammar.operators import FARTHEST
from morgue.search.language.lexical.scanner import CLOSERS, QUOTES, Scanner
from morgue.search.query import Keyword, NumberField, NumberRange

_VALUE = re.compile(rf"[^\s(){QUOTES}\x00-\x1f]+")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s\"“”«»<>]+", re.IGNORECASE)
_FIELD = re.compile(r"([^\W\d_][\w-]{0,40})(:(?!//)|>=|<=|=|>|<|(?=\())")
_DATE_WORDED = re.compile(r"date\s+(aft|bef)(?:er|ore)?\s+(?=\d)", re.IGNORECASE)
_SPACED_SIGN = re.compile(r"([^\W\d_]\w{0,40})\s+(?=(?:>=|<=|=|>|<)\s*\d)")
_PLURAL = re.compile(r"\((?:e?s|ies)\)", re.IGNORECASE)  # `author(s)` is no call of a field
_ATLEAST = re.compile(r"atleast/?(\d+)(?=\(|\s+[^\s)])", re.IGNORECASE)
_SAVED = re.compile(r"@([\w.-]+)")
_PATTERN = re.compile(r"/((?:\\.|[^/\\])+)/(?=[\s()^]|\Z)")
_OFF_CALLS = frozenset(["caps", "allcaps", "nocaps", "plural", "singular"])
_PATTERN_FIELDS = ("title", "byline", "url")


class Names(Scanner):
    """Reads them; each method says whether there was one here."""

    def named(self) -> bool:
        """Fields, functions, saved queries, pasted addresses: what begins with a name."""
        return self.address() or self.saved() or self.at_least() or self.date_worded() or self.field()

    def address(self) -> bool:
        """An address pasted in."""
        m = _ADDRESS.match(self.text, self.at)
        if m is None:
            return False
        url = _balanced(m.group()).rstrip(".,;:!?")
        return self.add("query", self.at + len(url), query=Keyword("url", url))

    def saved(self) -> bool:
        """@NAME."""
        m = _SAVED.match(self.text, self.at)
        return m is not None and self.add("saved", m.end(), m[1])

    def at_least(self) -> bool:
        """atleast5."""
        m = _ATLEAST.match(self.text, self.at)
        if m is None:
            return False
        if not 0 < int(m[1][:9]) <= FARTHEST:
            raise self.error(f"{m.group()} is out of range", *m.span(), f"from atleast1 to atleast{FARTHEST}")
        return self.add("atleast", m.end(), distance=int(m[1]))

    def date_worded(self) -> bool:
        """Nexis: `date aft 2025`, `length > 500`."""
        m = _DATE_WORDED.match(self.text, self.at)
        if m is not None:
            return self.date_value("after" if m[1][0] in "aA" else "before", m.end())
        m = _SPACED_SIGN.match(self.text, self.at)
        field = field_named(m[1]) if m is not None else None
        if m is None or field is None or field.kind not in ("date", "number"):
            return False
        return self.number_value(field, m.end()) if field.kind == "number" else self.date_value(field.name, m.end())

    def field(self) -> bool:
        """`name:value`, `name=value`, `name>value`, `name(value)`."""
        m = _FIELD.match(self.text, self.at)
        if m is None:
            return False
        name, sign = m.groups()
        field = field_named(name)
        if sign == "" and name.casefold() in _OFF_CALLS:
            raise self.error(
                f"{name}() is not offered",
                m.start(),
                m.end(),
                "letter case does not count here; =word asks for one form",
            )
        if field is None:
            return self.unknown_field(m)
        if sign == "" and (not may_be_called(name) or _PLURAL.match(self.text, m.end())):
            return False
        if sign in ("", ":", "="):
            return self.field_value(field, name, m.end())
        if field.kind == "number":
            return self.number_value(field, m.start(2))
        return field.name == "date" and self.date_value("date", m.start(2))

    def unknown_field(self, m: re.Match[str]) -> bool:
        """An error for `outlt:Hill`; a colon at a word's end, a time or a sum is punctuation."""
        following = self.text[m.end() : m.end() + 1]
        if m[2] != ":" or not following or following.isspace() or following in ":)-":
            return False
        near = nearest_field(m[1])
        hint = f"did you mean {near}?" if near else "morgue help query lists them; in quotes it is text"
        raise self.error(f'unknown field "{m[1]}"', *m.span(), hint)

    def field_value(self, field: Field, name: str, start: int) -> bool:
        """What follows a known field's sign."""
        while start < len(self.text) and self.text[start].isspace():
            start += 1
        following = self.text[start : start + 1]
        if not following or following == ")":
            raise self.error(f"{name}: needs a value", self.at, start)
        if following in "(（" or (following in CLOSERS and field.kind not in ("date", "number")):
            return self.add("field", start, name, field=field)
        if field.kind == "date":
            return self.date_value(field.name, start)
        if field.kind == "number":
            return self.number_value(field, start)
        self.add("field", start, name, field=field)
        return self.pattern(field) or self.plain_value(field)

    def pattern(self, field: Field) -> bool:
        """`title:/…/`. In an address a bare slash is only a slash, so there a pattern holds none but `\\/`."""
        if self.text[self.at] != "/":
            return False
        m = _PATTERN.match(self.text, self.at)
        if m is not None and field.name == "url" and re.search(r"\s", m[1]):
            m = None
        if m is not None and field.name in _PATTERN_FIELDS:
            inner = re.sub(r"\\(.)", lambda e: "/" if e[1] == "/" else e.group(), m[1], flags=re.DOTALL)
            return self.add("regex", m.end(), inner)
        if m is not None:
            raise self.error(f"{field.name}: takes no /pattern/", *m.span(), "only title, byline and url do")
        if field.name in ("title", "byline"):
            raise self.error("a pattern that is not closed", self.at, self.at + 1, "expected a closing /")
        return False

    def plain_value(self, field: Field) -> bool:
        """The word after `field:`; it is never an operator."""
        if field.kind == "text":
            if self.text[self.at] in "-+!":
                raise self.error(f"a sign inside {field.name}:", self.at, self.at + 1, f"write -{field.name}:word")
            if self.text[self.at] == "=" and self.text[self.at + 1 : self.at + 2].strip():
                self.add("exactly", self.at + 1)
                if self.text[self.at] in CLOSERS:
                    return True
            return self.word(operators=False)
        if self.text[self.at] == "=":
            self.add("exactly", self.at + 1)
        if self.text[self.at : self.at + 1] in CLOSERS:
            return True
        m = (re.compile(r"[^\s\"“”«»]+") if field.name == "url" else _VALUE).match(self.text, self.at)
        if m is None:
            raise self.error(f"{field.name}: needs a value", self.out[-1].start, self.at)
        value = m.group()
        if field.name == "url":
            value = _balanced(value)
        boost = re.search(r"\^\d[\d.]*\Z", value)
        value = value[: boost.start()] if boost else value
        return self.add("word", self.at + len(value), value)

    def date_value(self, field: str, start: int) -> bool:
        """A date, in quotes or not."""
        from morgue.search.language.grammar.units import DateError
        from morgue.search.language.lexical.dates import (
            read_dates,  # only here: its patterns cost several milliseconds to compile
        )

        try:
            if self.text[start : start + 1] in CLOSERS:
                hold, self.at = self.at, start
                body, end = self.inside_quotes(CLOSERS[self.text[start]])
                self.at = hold
                days, stop = read_dates(self.text[: end - 1], start + 1, field, self.today)
                if self.text[stop : end - 1].strip():
                    raise DateError(f'"{body[:40]}" is no date', start, end)
            else:
                days, end = read_dates(self.text, start, field, self.today)
                stop = self.end_of_value(end)
                if stop > end:
                    hint = "as in 2025-02-27 or 2025-02..2025-04"
                    raise DateError(f'"{self.text[start:stop][:40]}" is no date', start, stop, hint)
        except DateError as e:
            raise self.error(e.what, e.start, e.end, e.hint) from None
        return self.add("query", end, query=days)

    def end_of_value(self, end: int) -> int:
        """Where the value that is read up to `end` ends for the eye (`date:2025-02-27x` is no date)."""
        if end >= len(self.text) or self.text[end].isspace() or self.text[end] in "()^,;.?!":
            return end
        return next((i for i in range(end, len(self.text)) if self.text[i].isspace()), len(self.text))

    def number_value(self, field: Field, start: int) -> bool:
        """A count or a range of counts."""
        from morgue.search.language.lexical.numbers import NumberError, read_numbers  # only here, as above

        quoted = self.text[start : start + 1] == '"'
        try:
            low, high, end = read_numbers(self.text, start + quoted)
        except NumberError as e:
            raise self.error(e.what, e.start, e.end, e.hint) from None
        name: NumberField = field.name  # type: ignore[assignment]  # the table's number fields are these
        return self.add("query", end + (quoted and self.text[end : end + 1] == '"'), query=NumberRange(name, low, high))


def _balanced(address: str) -> str:
    """An address up to a closing parenthesis that it does not open itself."""
    depth = 0
    for n, c in enumerate(address):
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return address[:n]
    return address
