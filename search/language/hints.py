"""Remarks on how a query was read, for those who may have meant something else. Pure."""

from __future__ import annotations

import re
from datetime import date

from morgue.search.language.errors import QueryError
from morgue.search.language.lexical.lexer import tokenize
from morgue.search.language.lexical.tokens import Token

_ANY_DAY = date(2000, 1, 1)


def hints(text: str) -> tuple[str, ...]:
    """One short sentence for each place where a query may have been meant otherwise; none for a query in error."""
    try:
        tokens = tokenize(text, _ANY_DAY)
    except QueryError:
        return ()
    found: dict[str, None] = {}
    for before, token, after in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        remark = _of_word(before, token, after) or _of_quotes(token, text)
        if remark:
            found[remark] = None
    if remark := _of_mixture(tokens):
        found[remark] = None
    return tuple(found)


def _of_word(before: Token | None, token: Token, after: Token | None) -> str | None:
    if token.kind != "word" or before is None or after is None or before.kind == "field":
        return None
    inside = before.kind in ("word", "phrase", ")", "query") and after.kind in ("word", "phrase", "(", "field")
    if token.text in ("and", "or", "not") and inside:
        return f'"{token.text}" is searched as a word; the operator is {token.text.upper()}'
    if token.text == "NEAR" and inside:
        return '"NEAR" is searched as a word; a proximity needs a distance, as in NEAR/5'
    return None


def _of_quotes(token: Token, text: str) -> str | None:
    if token.kind == "word" and token.text[0] in "'‘" and re.search(r"\s\S*['’](?=[\s)]|\Z)", text[token.end :]):
        return "single quotes make no phrase; use double ones"
    if token.kind == "word" and token.text[-1] == "?" and text.rstrip()[-1:] == "?" and token.end == len(text.rstrip()):
        return "a ? at the end of a question is punctuation" if re.search(r"\w\s", text[: token.start]) else None
    return None


def _of_mixture(tokens: tuple[Token, ...]) -> str | None:
    """AND (or nothing) and OR on one level, where systems differ on which goes first."""
    levels: list[set[str]] = [set()]
    before: Token | None = None
    for token in tokens:
        if token.kind in ("and", "or"):
            levels[-1].add(token.kind)
        elif before is not None and _ends(before) and _begins(token):
            levels[-1].add("and")
        if levels[-1] == {"and", "or"}:
            return "AND goes before OR: a b OR c is (a b) OR c; parentheses say otherwise"
        if token.kind == "(":
            levels.append(set())
        elif token.kind == ")" and len(levels) > 1:
            levels.pop()
        before = token
    return None


def _ends(token: Token) -> bool:
    return token.kind in ("word", "phrase", ")", "query", "regex", "saved", "tilde", "boost")


def _begins(token: Token) -> bool:
    return token.kind in ("word", "phrase", "(", "query", "field", "saved", "atleast", "exactly")
