"""Reads what begins with a name: fields with their values, functions, saved queries, pasted addresses. Pure."""

from __future__ import annotations

import re
from functools import cached_property
from typing import get_args

from morgue.core.patterns import compiled
from morgue.search.language.calls import balanced
from morgue.search.language.dated import Dated
from morgue.search.language.fields import ELSEWHERE, Field, field_named, may_be_called, nearest_field
from morgue.search.language.lexical.scanner import CLOSERS, ENDING, QUOTES
from morgue.search.query import NumberField, NumberRange

_VALUE = compiled(rf"[^\s()|{QUOTES}\x00-\x1f]+")
_ADDRESS_VALUE = compiled(r"[^\s\"“”«»]+")
_FIELD = compiled(r"([^\W\d_][\w-]{0,40})(:(?!//)|!=|!:|<>|=~|>=|<=|==?|>|<|~(?=[^\W\d_])|(?=\())")
_SPACED_SIGN = compiled(r"([^\W\d_]\w{0,40})\s+(!=|<>|=~|>=|<=|==?|>|<|~(?=\s))(?=\s*[^\s=])")
#: One of these stands in each query that the patterns of fields and calls find anything in.
_SIGNS_OR_CALLS = frozenset(":=<>!~(")
_SPACED_COLON = compiled(r"([^\W\d_]\w{0,40})\s+:\s*\w")
_SIGNED = compiled(r"(?:[-+!~\u2013\u2212\u2014]|[!<>]=|[<>]|=~)(?=[\w\"\u201c])")
_COMPARED_GROUP = compiled(r"[(（]\s*(>=|<=|=|>|<)\s+(?=\S)")
_RANGE = compiled(r"[\[{][^\]}]*\sTO\s[^\]}]*[\]}]")
_UPPER_CALL = compiled(r"([A-Z][A-Z-]{1,40})\s+\(")
_BOOLEAN = compiled(r"(?:AND|OR|NOT|ANDNOT)(?=[\s()]|\Z)")
_PLURAL = compiled(r"\((?:e?s|ies)\)", re.IGNORECASE)  # `author(s)` is no call of a field
#: SQL's quotes around several words behind a field's sign.
_SINGLE = compiled(r"['\u2018]([^'\u2018\u2019]*\w\s+\w[^'\u2018\u2019]*)['\u2019](?=[\s)]|\Z)")
_PATTERN = compiled(r"/((?:\\.|[^/\\])+)/([a-z]{0,3})(?=[\s()^]|\Z)")
_OFF_CALLS = frozenset(["caps", "allcaps", "nocaps", "plural", "singular"])
#: The fields of counts, by the names that the table has too.
_NUMBERS: dict[str, NumberField] = {name: name for name in get_args(NumberField)}
_PATTERN_FIELDS = ("title", "byline", "url")


class Names(Dated):
    """Reads what begins with a name; each method says whether there was one here."""

    @cached_property
    def _signed(self) -> bool:
        return not _SIGNS_OR_CALLS.isdisjoint(self.text)

    def named(self) -> bool:
        """Fields, functions, saved queries, pasted addresses: what begins with a name."""
        first = self.text[self.at]
        if first == "@":
            return self.saved()
        if first in "*_":
            return self.everything()
        if not first.isalpha():
            return False
        return (
            self.address()
            or self.at_least()
            or self.around()
            or self.date_worded()
            or self.spaced_sign()
            or self.field()
        )

    def spaced_sign(self) -> bool:
        """`title = ferry`, `length > 500`, `outlet != fox`; of `title : ferry` it says that it is three words."""
        if not self._signed:
            return False
        m = _SPACED_SIGN.match(self.text, self.at)
        field = field_named(m[1]) if m is not None else None
        if m is None or field is None or not may_be_called(m[1]):
            m = _UPPER_CALL.match(self.text, self.at)
            if m is not None and may_be_called(m[1]):
                self.remark(f'"{m[1]} (" is read as a word; {m[1]}(…), without a space, looks in that field')
            m = _SPACED_COLON.match(self.text, self.at)
            if m is not None and may_be_called(m[1]):
                self.remark(f'"{m[1]} :" is read as a word; {m[1]}:word, without a space, looks in that field')
            return False
        return self.compared(field, m[1], m[2], m.end())

    def compared(self, field: Field, name: str, sign: str, end: int) -> bool:
        """A field's name, a sign of comparison (the text goes on at `end`) and a value."""
        if sign in ("!=", "!:", "<>"):
            self.add("minus", self.at)
        if sign in ("=", "==", "!=", "!:", "<>"):
            return self.field_value(field, name, end)
        if field.kind == "number":
            return self.number_value(field, end - len(sign))
        if field.name != "date":
            hint = "word~ finds near spellings" if "~" in sign else "dates and numbers do; in quotes it is text"
            raise self.error(f"{name}: takes no {sign}", self.at, end, hint)
        return self.date_value("date", end - len(sign))

    def field(self) -> bool:
        """`name:value`, `name=value`, `name>value`, `name(value)`."""
        m = _FIELD.match(self.text, self.at) if self._signed else None
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
            return sign != "~" and self.unknown_field(m)
        if sign == "" and (not may_be_called(name) or _PLURAL.match(self.text, m.end())):
            return False
        return (
            self.field_value(field, name, m.end()) if sign in ("", ":") else self.compared(field, name, sign, m.end())
        )

    def unknown_field(self, m: re.Match[str]) -> bool:
        """An error for `outlt:Hill`; a colon at a word's end, a time or a sum is punctuation, with a remark."""
        name, sign = m.groups()
        following = self.text[m.end() : m.end() + 1]
        near = nearest_field(name)
        hint = f"did you mean {near}?" if near else "morgue help query lists them; in quotes it is text"
        foreign = name.casefold() in ELSEWHERE
        if sign == ":" and (not following or following.isspace() or following in ":)"):
            if foreign or (near and len(name) > 4):
                self.remark(f'"{name}:" is read as a word, for there is no such field; {hint}')
            return False
        if sign == ":" or (foreign and sign == "=" and following.strip()):
            raise self.error(f'unknown field "{name}"', *m.span(), hint)
        if sign == "" and ENDING.match(self.text, m.end()):
            return False
        if foreign or sign or len(name) > 1:
            said = f"{name}{sign or '('}"
            self.remark(f'"{said}" is read as a word, for there is no field "{name}"')
        return False

    def field_value(self, field: Field, name: str, start: int) -> bool:
        """Reads the value behind a known field's sign."""
        while start < len(self.text) and self.text[start].isspace():
            start += 1
        following = self.text[start : start + 1]
        if not following or following == ")":
            raise self.error(f"{name}: needs a value", self.at, start)
        compared = _COMPARED_GROUP.match(self.text, start) if field.kind in ("date", "number") else None
        if compared is not None:
            return self.compared_group(field, name, compared)
        if following in "(（" or (following in CLOSERS and field.kind not in ("date", "number")):
            return self.add("field", start, name, field=field)
        if field.kind == "date":
            return self.date_value(field.name, start)
        if field.kind == "number":
            return self.number_value(field, start)
        self.add("field", start, name, field=field)
        single = _SINGLE.match(self.text, start)
        if single is not None:
            return self.add("phrase", single.end(), single[1])
        return self.pattern(field) or self.plain_value(field)

    def compared_group(self, field: Field, name: str, m: re.Match[str]) -> bool:
        """Nexis: `DATE(> 2013-01-01)`."""
        kind = {">": "after", ">=": "since", "<": "before", "<=": "until", "=": "date"}[m[1]]
        if field.kind == "date":
            self.date_value(kind, m.end())
        else:
            self.number_value(field, m.start(1))
        closing = re.compile(r"\s*[)）]").match(self.text, self.at)
        if closing is None:
            raise self.error(f"{name}(…) takes one comparison", m.start(), self.at, "as in date:>2013 AND date:<2015")
        self.at = closing.end()
        return True

    def pattern(self, field: Field) -> bool:
        """`title:/…/`. In an address a bare slash is only a slash, so there a pattern holds none but `\\/`."""
        if self.text[self.at] != "/":
            return False
        m = _PATTERN.match(self.text, self.at)
        if m is not None and field.name == "url" and m[2]:
            m = None  # an address whose last part is short
        if m is not None:
            return self.closed_pattern(field, m)
        if field.name in ("title", "byline"):
            raise self.error("a pattern that is not closed", self.at, self.at + 1, "expected a closing /")
        return False

    def closed_pattern(self, field: Field, m: re.Match[str]) -> bool:
        """A pattern between its two slashes, for a field that takes one."""
        if field.name == "url" and re.search(r"\s", m[1]):
            raise self.error(
                "a pattern with a space in url:", *m.span(), "an address has none; as text it goes in quotes"
            )
        if m[2] not in ("", "i"):
            raise self.error(f"/{m[2]} after a pattern is not offered", *m.span(), "letter case does not count anyway")
        if field.name not in _PATTERN_FIELDS:
            raise self.error(f"{field.name}: takes no /pattern/", *m.span(), "only title, byline and url do")
        inner = re.sub(r"\\(.)", lambda e: "/" if e[1] == "/" else e.group(), m[1], flags=re.DOTALL)
        return self.add("regex", m.end(), inner)

    def plain_value(self, field: Field) -> bool:
        """The word after `field:`; an operator there is an error, for what was meant is not plain."""
        self.refuse_operators(field)
        return self.text_value() if field.kind == "text" else self.name_value(field)

    def refuse_operators(self, field: Field) -> None:
        """An error for AND, OR or NOT, for a range, and for a sign, where the value should be."""
        m = _BOOLEAN.match(self.text, self.at)
        if m is not None:
            group = f"a group takes it: {field.name}:(a {m.group()} b)"
            hint = f"write NOT {field.name}:word" if "NOT" in m.group() else group
            raise self.error(f"{m.group()} where a value of {field.name}: should be", *m.span(), hint)
        m = _RANGE.match(self.text, self.at)
        if m is not None:
            raise self.error(f"{field.name}: takes no range", *m.span(), "dates and numbers do")
        self.second_field(field)
        m = _SIGNED.match(self.text, self.at) if field.kind != "id" else None
        if m is not None:
            raise self.error(f"a sign inside {field.name}:", *m.span(), f"write -{field.name}:word")

    def text_value(self) -> bool:
        """The word of a field of running text, as typed behind =."""
        if self.text[self.at] == "=" and self.text[self.at + 1 : self.at + 2].strip():
            self.add("exactly", self.at + 1)
            if self.text[self.at] in CLOSERS:
                return True
        return self.word(operators=False)

    def name_value(self, field: Field) -> bool:
        """A name, an address or an id up to the next space; its weight stays behind it."""
        if self.text[self.at] == "=":
            self.add("exactly", self.at + 1)
        if self.text[self.at : self.at + 1] in CLOSERS:
            return True
        if field.kind == "id" and self.text[self.at] == "{":
            raise self.error(f"a query in braces after {field.name}:", self.at, self.at + 1, "it takes an id")
        is_address = field.name in ("url", "site")
        m = (_ADDRESS_VALUE if is_address else _VALUE).match(self.text, self.at)
        if m is None:
            raise self.error(f"{field.name}: needs a value", self.out[-1].start, self.at)
        value = balanced(m.group()) if is_address else m.group()
        boost = re.search(r"\^\d[\d.]*\Z", value)
        value = value[: boost.start()] if boost else value
        return self.add("word", self.at + len(value), value)

    def second_field(self, field: Field) -> None:
        """`title:body:word` is an error: one name is too many."""
        m = _FIELD.match(self.text, self.at) if field.kind in ("text", "choice", "set") else None
        if m is not None and m[2] == ":" and field_named(m[1]) is not None and may_be_called(m[1]):
            hint = f"write {field.name}:word AND {m[1]}:word"
            raise self.error(f"two fields before one value, {field.name}: and {m[1]}:", *m.span(), hint)

    def number_value(self, field: Field, start: int) -> bool:
        """A count or a range of counts."""
        from morgue.search.language.lexical.numbers import NumberError, read_numbers  # only here, as above

        quoted = self.text[start : start + 1] == '"'
        try:
            low, high, end = read_numbers(self.text, start + quoted)
        except NumberError as e:
            raise self.error(e.what, e.start, e.end, e.hint) from None
        counts = NumberRange(_NUMBERS[field.name], low, high)
        return self.add("query", end + (quoted and self.text[end : end + 1] == '"'), query=counts)
