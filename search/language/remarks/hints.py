"""Remarks on how a query was read, for those who may have meant something else. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.core.patterns import compiled
from morgue.search.language.lexical.tokens import Token
from morgue.search.query import DateRange

_OPERANDS = frozenset({"word", "phrase", ")", "query", "regex", "saved", "tilde", "boost"})
_OPENING = frozenset({"word", "phrase", "(", "query", "field", "saved", "atleast", "exactly", "minus", "plus"})
_NO_DISTANCE = compiled(r"(?:w|within|near|pre|adj|n)/(?!o\Z|out\Z)\w*[^\W\d]\w*")
_DISTANT = frozenset({"near", "adj", "within", "w", "n", "pre", "around"})


def remarks_on(text: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """One short sentence for each place where a query may have been meant otherwise, as its tokens show."""
    found: dict[str, None] = {}
    for n, group in enumerate(group_kinds(tokens)):
        if remark := _of_token(tokens, n, text, group):
            found[remark] = None
    if remark := _of_mixture(tokens):
        found[remark] = None
    return tuple(found)


def _of_token(tokens: Sequence[Token], n: int, text: str, group: str) -> str | None:
    """The first remark that there is on token number n, which is in a group for a field of that kind."""
    token = tokens[n]
    before = tokens[n - 1] if n else None
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    return (
        _of_word(before, token, after)
        or _of_quotes(token, text)
        or _of_question(tokens, n, text)
        or _of_range(before, token, group)
        or _of_date(tokens[n - 2] if before is not None and before.kind == "or" and n > 1 else before, token)
        or _of_star(before, token, after)
        or _of_plus(before, token, after)
        or _of_proximity(tokens, n)
    )


def _of_word(before: Token | None, token: Token, after: Token | None) -> str | None:
    if token.kind != "word" or after is None or (before is not None and before.kind in ("field", "exactly")):
        return None
    following = after.kind in _OPENING
    inside = before is not None and before.kind in _OPERANDS and following
    word = token.text.casefold()
    if word in ("and", "or") and (inside or (after.kind == "minus" and before is not None)):
        return f'"{token.text}" is searched as a word; the operator is {token.text.upper()}'
    if word == "not" and following and (before is None or before.kind in (*_OPERANDS, "(", "and", "or")):
        return f'"{token.text}" is searched as a word; the operator is NOT'
    if before is not None and before.kind in _OPERANDS and _NO_DISTANCE.fullmatch(word):
        return f'"{token.text}" is searched as words; a proximity needs a distance, as in w/5'
    return _of_distance(token, after) if inside else None


def _of_distance(token: Token, after: Token) -> str | None:
    """A word between two values that is an operator of proximity elsewhere."""
    word = token.text.casefold()
    if (
        token.text in ("NEAR", "ADJ", "PRE", "ONEAR", "AROUND")
        or word == "adj"
        or (word in _DISTANT and after.text.isdecimal())
    ):
        return f'"{token.text}" is searched as a word; a proximity needs a distance, as in {word.upper()}/5'
    if word == "same":
        return f'"{token.text}" is searched as a word; the operator is SAME, one paragraph'
    return None


def _of_quotes(token: Token, text: str) -> str | None:
    opens = token.kind == "word" and token.text[0] in "'‘‚‹›"
    if opens and re.search(r"\s\S*['’‘›‹](?=[\s)]|\Z)", text[token.end :]):
        return "single quotes make no phrase; use double ones"
    return None


def _of_question(tokens: Sequence[Token], n: int, text: str) -> str | None:
    """A ? at the end of a query: punctuation after several words, one letter after one."""
    token, end = tokens[n], len(text.rstrip())
    asked = token.text.rstrip("!") if token.kind == "word" else ""
    if asked[-1:] != "?" or token.end != end or not asked.strip("?*"):
        return None
    if re.search(r"\w\s", text[: token.start]) and asked[-2:-1] not in ("?", "*"):
        return "a ? at the end of a question is punctuation"
    return f"? stands for one letter: {asked} does not find {asked.rstrip('?')}"


def _of_range(before: Token | None, token: Token, group: str) -> str | None:
    """`2010..2012` beside no field is two words."""
    if token.kind != "word" or (before is not None and before.kind == "field") or group in ("date", "number"):
        return None
    if ".." in token.text and re.fullmatch(r"[$€£]?\d[\d,]*\.{2,3}[$€£]?\d[\d,]*", token.text):
        return f'"{token.text}" is read as two numbers side by side; a range needs a field, as in date:2010..2012'
    return None


_PART_OF_DATE = compiled(
    r"\d{1,4}(?:[-/.]\d{1,2}){0,2}|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?", re.IGNORECASE
)


def _of_date(before: Token | None, token: Token) -> str | None:
    """`date:2013 2014`: the second is a word."""
    dated = before is not None and before.kind == "query" and isinstance(before.query, DateRange)
    word = token.text.strip(",;")
    if not dated or token.kind != "word" or not _PART_OF_DATE.fullmatch(word):
        return None
    return f'"{word}" behind the date is searched in the text; a range is date:2013..2014'


def _of_star(before: Token | None, token: Token, after: Token | None) -> str | None:
    """Google's `a * b`."""
    if token.text != "*" or token.kind != "word" or before is None or after is None:
        return None
    if before.kind == "word" and after.kind == "word":
        return '"*" by itself is every article; in quotes, as in "a * b", a word may stand there'
    return None


def _of_plus(before: Token | None, token: Token, after: Token | None) -> str | None:
    """Westlaw's `a +5 b`."""
    if token.kind != "plus" or before is None or before.kind not in _OPERANDS or after is None:
        return None
    if after.kind == "word" and after.text.isdecimal() and len(after.text) < 3:
        return f'"+{after.text}" asks for the number; the proximity is pre/{after.text}'
    if after.kind == "word" and after.text in ("s", "p"):
        return f'"+{after.text}" asks for the letter; the proximity is pre/{after.text}'
    return None


def _of_proximity(tokens: Sequence[Token], n: int) -> str | None:
    """`night shift w/10 talks`: a proximity takes the two values beside it, and another word stands beside those."""
    if tokens[n].kind != "near":
        return None
    left = _bare_word(tokens, n - 1) and _bare_word(tokens, n - 2)
    right = _bare_word(tokens, n + 1) and _bare_word(tokens, n + 2)
    if not left and not right:
        return None
    first, second = (n - 2, n - 1) if left else (n + 1, n + 2)
    joined = f"{tokens[n - 1].text} and {tokens[n + 1].text}"
    phrase = f'"{tokens[first].text} {tokens[second].text}"'
    return f"{tokens[n].text} joins {joined} alone; {phrase} in quotes is a phrase"


def _bare_word(tokens: Sequence[Token], n: int) -> bool:
    return (
        0 <= n < len(tokens) and tokens[n].kind == "word" and (n == 0 or tokens[n - 1].kind not in ("field", "minus"))
    )


def group_kinds(tokens: Sequence[Token]) -> list[str]:
    """For each token, the kind of the field before the innermost group around it that has one; empty for none."""
    groups: list[str] = []
    kinds = []
    for n, token in enumerate(tokens):
        kinds.append(groups[-1] if groups else "")
        if token.kind == "(":
            field = tokens[n - 1].field if n else None
            groups.append(kinds[-1] if field is None else field.kind)
        elif token.kind == ")" and groups:
            groups.pop()
    return kinds


def _of_mixture(tokens: Sequence[Token]) -> str | None:
    """AND (or nothing) or a proximity, and OR on one level, where systems differ on which goes first."""
    levels: list[set[str]] = [set()]
    for n, token in enumerate(tokens):
        levels[-1].add(_joining(tokens[n - 1] if n else None, token))
        if {"near", "or"} <= levels[-1]:
            return "a proximity goes before OR: a w/5 b OR c is (a w/5 b) OR c; parentheses say otherwise"
        if {"and", "or"} <= levels[-1]:
            return "AND goes before OR: a b OR c is (a b) OR c; parentheses say otherwise"
        if token.kind == "(":
            levels.append(set())
        elif token.kind == ")" and len(levels) > 1:
            levels.pop()
    return None


def _joining(before: Token | None, token: Token) -> str:
    """and, or, near: how a token is joined to the one before it; empty where it is not, and where a sign joins it."""
    if token.kind in ("and", "or", "near"):
        return token.kind
    beside = before is not None and before.kind in _OPERANDS and token.kind in _OPENING - {"minus", "plus"}
    return "and" if beside else ""
