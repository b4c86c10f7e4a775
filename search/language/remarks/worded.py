"""Remarks on fields and days that are asked for in words or in a database's own codes, and read as words here. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from morgue.core.patterns import compiled
from morgue.search.language.fields import field_named
from morgue.search.language.lexical.tokens import Token
from morgue.search.language.remarks.hints import group_kinds

#: Codes that stand before a value in EBSCO's databases, with the field meant; None where there is no such field.
_CODES = {"TI": "title", "AU": "byline", "SO": "outlet", "JN": "outlet", "TX": "body", "DT": "date"}
_CODES_OF_NOTHING = frozenset({"AB", "SU", "KW"})
_VALUES = frozenset({"word", "phrase", "("})
_BEGINNING = frozenset({"(", "and", "or", "not"})
#: ProQuest's `su.exact(`, `TI,AB(`.
_PARTED_NAME = compiled(r"[A-Za-z]{2,12}(?:[.,][A-Za-z]{2,12}){1,4}")
_YEAR = compiled(r"(?:1[89]|20)\d\d[,;.]?")
_YEARS = compiled(r"((?:1[89]|20)\d\d)[-–—]((?:1[89]|20)\d\d)")
#: What stands before a year, with the field that means it.
_SIDES = (
    dict.fromkeys(("since", "seit", "depuis", "desde"), "since")
    | dict.fromkeys(("after", "nach", "après", "después"), "after")
    | dict.fromkeys(("before", "vor", "avant"), "before")
    | dict.fromkeys(("until", "till", "bis", "hasta"), "until")
    | dict.fromkeys(("in", "im", "en"), "date")
)
_SPANS = frozenset({"week", "month", "year"})
_WHICH = frozenset({"last", "past", "this", "previous"})
_DATE_NAMES = frozenset({"date", "pubdate", "pd"})
_DATE_WORDS = frozenset("is are geq leq gtr lss aft bef after before since until between = in".split())


def worded_remarks(text: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """One short sentence for each; never for the value of a field, nor inside a group of dates or numbers."""
    found = {
        n: remark
        for n, (token, after) in enumerate(pairwise(tokens))
        if token.kind in ("word", "field") and (after.kind in _VALUES or token.text[0] in "12")
        if (remark := _of_token(tokens, n, text))
    }
    groups = group_kinds(tokens) if found else []
    return tuple(dict.fromkeys(remark for n, remark in found.items() if groups[n] not in ("date", "number")))


def _of_token(tokens: Sequence[Token], n: int, text: str) -> str | None:
    token, after = tokens[n], tokens[n + 1]
    if token.kind == "field":
        called = token.text == "SUBJECT" and after.kind == "("
        return '"SUBJECT(" looks in the headline; index terms of databases are not kept' if called else None
    before = tokens[n - 1] if n else None
    if before is not None and before.kind in ("field", "exactly"):
        return None
    return _of_call(token, after) or _of_code(before, token, after, text) or _of_day(token, after)


def _of_call(token: Token, after: Token) -> str | None:
    """`su.exact("…")`, `TI,AB(…)`: fields of ProQuest with a part or several of them."""
    if after.kind != "(" or after.start != token.end or not _PARTED_NAME.fullmatch(token.text):
        return None
    names = [field.name for part in token.text.replace(".", ",").split(",") if (field := field_named(part))]
    meant = f"; {names[0]}:(…) looks in that field" if names else ""
    return f'"{token.text}(" is read as words, for there is no such field{meant}'


def _of_code(before: Token | None, token: Token, after: Token, text: str) -> str | None:
    """EBSCO's `TI ferry AND SO guardian`; not in a headline that is all in capitals."""
    if token.text not in _CODES and token.text not in _CODES_OF_NOTHING:
        return None
    begins = before is None or before.kind in _BEGINNING
    if not begins or after.kind not in ("word", "phrase", "(") or after.start == token.end or text.isupper():
        return None
    meant = _CODES.get(token.text)
    told = f"{meant}:word looks in that field" if meant else "there is no such field here"
    return f'"{token.text}" is searched as a word; {told}'


def _of_day(token: Token, after: Token) -> str | None:
    """`since 2019`, `last week`, `2019-2020`, `date is after 1/1/2019`."""
    years = _YEARS.fullmatch(token.text)
    if years is not None:
        return f'"{token.text}" is searched as text; date:{years[1]}..{years[2]} is from one to the other'
    word = token.text.casefold()
    if after.kind != "word":
        return _of_date(word, token, after)
    if word in _SIDES and _YEAR.fullmatch(after.text):
        year = after.text.strip(",;.")
        return f'"{token.text} {year}" is searched as words; {_SIDES[word]}:{year} asks for the day of publication'
    if word in _WHICH and after.text.casefold() in _SPANS:
        asked = f"{word} {after.text.casefold()}"
        return f'"{token.text} {after.text}" is searched as words; date:"{asked}" asks for the day of publication'
    return _of_date(word, token, after)


def _of_date(word: str, token: Token, after: Token) -> str | None:
    """`date geq (2019)`, `date BETWEEN '2019-01-01' AND …`."""
    if word not in _DATE_NAMES or after.kind != "word" or after.text.casefold() not in _DATE_WORDS:
        return None
    return f'"{token.text} {after.text}" is searched as words; as in date:2019..2020, since:2019, before:2020'
