"""Hands the parser the tokens of a query one by one, and knows how far it has read. Pure."""

from __future__ import annotations

from morgue.search.language.errors import QueryError
from morgue.search.language.lexical.tokens import Kind, Token


class Cursor:
    """Gives the tokens one by one; `at` is the number of the next one."""

    def __init__(self, text: str, tokens: tuple[Token, ...], remarks: tuple[str, ...]) -> None:
        self.text, self.tokens, self.remarks = text, tokens, remarks
        self.at = 0

    def peek(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """The next token; the cursor moves behind it."""
        token = self.tokens[self.at]
        self.at += 1
        return token

    def accept(self, kind: Kind) -> Token | None:
        """The next token if it is of this kind."""
        return self.take() if self.peek().kind == kind else None

    def error(self, what: str, token: Token, hint: str = "") -> QueryError:
        """An error at the place of a token."""
        return QueryError(what, self.text, token.start, token.end - token.start, hint)

    def touches(self, kind: Kind) -> bool:
        """Whether the next token is of this kind and stands directly behind the last one."""
        return self.peek().kind == kind and self.at > 0 and self.tokens[self.at - 1].end == self.peek().start
