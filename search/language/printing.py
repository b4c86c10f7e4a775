"""Prints a query value in its normal form, which parses back to the same value whatever `match` says. Pure.

Operators are spelled out, groups are bracketed wherever two kinds of operator meet, dates are ISO. A term that would
not survive being typed (after normalisation it may hold signs) is written `\\{term}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from morgue.core.analyzer import terms
from morgue.core.patterns import compiled
from morgue.search.language.grammar import leaves
from morgue.search.query import (
    All,
    And,
    AtLeast,
    Boost,
    DateRange,
    Exact,
    Fuzzy,
    IdSet,
    Keyword,
    Near,
    Not,
    NumberRange,
    Or,
    Prefix,
    Query,
    Regex,
    Text,
    Wildcard,
    Word,
)

_SIMPLE_VALUE = compiled(r"\w(?:[\w.-]*\w)?\*?\Z|\*\Z")
#: Words that are operators or call for a field when they are typed (`near5`, `atleast3`).
_SPECIAL = compiled(r"(?:near|adj|onear|atleast)\d+\Z")
_UNITS = {"sentence": "s", "paragraph": "p"}


def print_query(query: Query) -> str:
    """The normal form of a query made by `morgue.search.language.parse.parse`; parsing it gives an equal value."""
    printed = _whole(query)
    # A ? that ends a query of several words would be read as a question mark.
    return f"({printed})" if printed.endswith("?") and " " in printed else printed


def _whole(query: Query) -> str:
    if isinstance(query, And):
        return " AND ".join(_part(p) for p in query.parts)
    if isinstance(query, Or):
        return " OR ".join(_part(p) for p in query.parts)
    if isinstance(query, Not):
        return "NOT " + _operand(query.part)
    if isinstance(query, Near):
        sign = _UNITS.get(query.unit) or str(query.distance)
        return f"{_operand(query.left)} {'pre' if query.ordered else 'w'}/{sign} {_operand(query.right)}"
    return _operand(query)


def _part(query: Query) -> str:
    """A part of an AND or OR: groups in brackets, negations and proximities bare."""
    return f"({_whole(query)})" if isinstance(query, And | Or) else _whole(query)


def _operand(query: Query) -> str:
    """A value that can stand beside any operator."""
    if isinstance(query, And | Or | Not | Near):
        return f"({_whole(query)})"
    if isinstance(query, Boost):
        weight = f"{query.factor:.4f}".rstrip("0").rstrip(".")
        inner = _operand(query.part)
        return f"({inner})^{weight}" if isinstance(query.part, Boost | AtLeast) else f"{inner}^{weight}"
    if isinstance(query, AtLeast):
        return f"atleast{query.count}({_whole(query.part)})"
    return _single(query)


def _single(query: Text | Regex | Keyword | IdSet | NumberRange | DateRange | All) -> str:
    """A value that holds no other."""
    if isinstance(query, Regex):
        return query.field + ":/" + query.pattern.replace("/", "\\/") + "/"
    if isinstance(query, Keyword):
        return _keyword(query)
    if isinstance(query, IdSet):
        return _named(query.kind, query.name, "")
    if isinstance(query, NumberRange):
        return _numbers(query)
    if isinstance(query, DateRange):
        return _days(query)
    if isinstance(query, All):
        return "*"
    return (f"{query.field}:" if query.field else "") + _text(query)


def _text(query: Text) -> str:
    if isinstance(query, Word):
        return _typed(query.text, Word, leaves.word)
    if isinstance(query, Exact) and query.strict:
        return "=" + _typed(query.text, Exact, leaves.exact)
    if isinstance(query, Exact):
        return _phrase((query.text,))
    if isinstance(query, Prefix):
        return _typed(query.text + "*", lambda text: Prefix(text[:-1]), leaves.word)
    if isinstance(query, Wildcard):
        return "*" if query.pattern == "*" else _typed(query.pattern, Wildcard, leaves.word)
    if isinstance(query, Fuzzy):
        term = query.text if terms(query.text) == [query.text] else f"\\{{{query.text}}}"
        return term + ("~" if query.edits == 1 else f"~{query.edits}")
    return ("=" if query.strict else "") + _phrase(query.words) + (f"~{query.slop}" if query.slop else "")


def _typed(text: str, value: Callable[[str], Query], read: Callable[[str, None], Query | None]) -> str:
    """A word as it would be typed, if typing it gives that value back; else spelled verbatim."""
    return _typed_or_verbatim(text, value(text), read) if not _SPECIAL.match(text) else f"\\{{{text}}}"


def _typed_or_verbatim(text: str, wanted: Query, read: Callable[[str, None], Query | None]) -> str:
    try:
        same = text.isprintable() and not re.search(r"[\s()\"]", text) and read(text, None) == wanted
    except leaves.LeafError:
        same = False
    return text if same else f"\\{{{text}}}"


@lru_cache(maxsize=4_096)
def _phrase(words: tuple[str, ...]) -> str:
    """Words between quotes, pairs of characters of an unspaced script joined to the run they came from."""
    joined = words[0]
    for before, word in pairwise(words):
        runs_on = (
            len(before) == 2 and len(word) == 2 and before[1] == word[0] and terms(before + word[1]) == [before, word]
        )
        joined += word[1] if runs_on else " " + word
    if terms(joined) == list(words):
        return f'"{joined}"'
    return '"' + " ".join(w if terms(w) == [w] else f"\\{{{w}}}" for w in words) + '"'


def _keyword(query: Keyword) -> str:
    return _named(query.field, query.value, "=" if query.whole and query.field not in ("id", "story") else "")


def _named(field: str, value: str, sign: str) -> str:
    if _SIMPLE_VALUE.match(value):
        return f"{field}:{sign}{value}"
    return f'{field}:{sign}"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def _numbers(query: NumberRange) -> str:
    low, high = query.low, query.high
    if low is None and high is None:
        return f"{query.field}:*"
    if low == high:
        return f"{query.field}:{low}"
    return f"{query.field}:{'' if low is None else low}..{'' if high is None else high}"


def _days(query: DateRange) -> str:
    first = None if query.first is None else date.fromordinal(query.first)
    last = None if query.last is None else date.fromordinal(query.last)
    if first is None and last is None:
        return "date:*"
    if first is None or last is None:
        return f"date:{first or ''}..{last or ''}"
    if first == last:
        return f"date:{first}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = f"{first.year:04}", f"{last.year:04}"
        return f"date:{years[0]}" if years[0] == years[1] else f"date:{years[0]}..{years[1]}"
    ends_month = last == date.max or (last + timedelta(days=1)).day == 1
    if first.day == 1 and ends_month and (first.year, first.month) == (last.year, last.month):
        return f"date:{first.year:04}-{first.month:02}"
    return f"date:{first}..{last}"
