"""Says what is wrong where a value is missing. Pure."""

from __future__ import annotations

from morgue.search.language.errors import QueryError
from morgue.search.language.lexical.tokens import Token


def missing(text: str, before: Token | None, token: Token) -> QueryError:
    """The error for an operator, a bracket or the end where a value should be."""
    hint = "expected a word, a quotation or a group"
    if before is not None and before.kind == "(" and token.kind == ")":
        return _error(text, "nothing between the parentheses", before, "in quotes they are text")
    if before is not None and before.kind == "(" and token.kind == "end":
        return _error(text, "a parenthesis that is not closed", before, "expected a closing parenthesis")
    if token.kind in ("and", "or", "near"):
        side = "before" if before is None or before.kind == "(" else "between operators before"
        return _error(text, f"nothing {side} {token.text}", token, hint + "; in quotes it is text")
    if before is not None and before.kind in ("and", "or", "near", "not", "minus", "plus"):
        return _error(text, f"nothing after {text[before.start : before.end]}", before, hint)
    if token.kind == ")":
        return _error(text, "a closing parenthesis without an opening one", token)
    return _error(text, "a value is missing", before or token, hint)


def _error(text: str, what: str, token: Token, hint: str = "") -> QueryError:
    return QueryError(what, text, token.start, token.end - token.start, hint)
