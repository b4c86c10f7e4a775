"""A typed query to tokens, each with its place. Knows spelling, not grammar. Pure."""

from __future__ import annotations

import re
from datetime import date

from morgue.core.analyzer import SURFACE
from morgue.search.language.errors import QueryError
from morgue.search.language.lexical.scanner import CLOSERS, LONGEST_WORD, QUOTES, WORD
from morgue.search.language.lexical.tokens import Kind, Token
from morgue.search.language.names import Names

LONGEST_QUERY = 8_192

_TILDE = re.compile(r"~([\d.]*)")
_BOOST = re.compile(r"\^([\d.]+)")
_RECOLL = re.compile(r"([op])(\d+)(?![^\W_])")


def tokenize(text: str, today: date) -> tuple[Token, ...]:
    """The tokens of a query, closed by one of kind end. Stray punctuation is left out. Raises QueryError."""
    if len(text) > LONGEST_QUERY:
        raise QueryError(f"a query of {len(text):,} characters", text, hint=f"at most {LONGEST_QUERY:,}")
    lexer = _Lexer(text, today)
    lexer.run()
    return tuple(lexer.out)


class _Lexer(Names):
    def run(self) -> None:
        """Reads the whole text."""
        while self.at < len(self.text):
            if not (self.space() or self.bracket() or self.quoted() or self.suffix() or self.prefix() or self.named()):
                self.word()
        self.out.append(Token("end", len(self.text), len(self.text)))

    def space(self) -> bool:
        """White space and control characters."""
        c = self.text[self.at]
        if c.isspace() or not c.isprintable():
            self.at += 1
            return True
        return False

    def bracket(self) -> bool:
        """( and )."""
        kind: Kind | None = {"(": "(", ")": ")", "（": "(", "）": ")"}.get(self.text[self.at])  # type: ignore[assignment]  # a dict of literals
        return kind is not None and self.add(kind, self.at + 1)

    def quoted(self) -> bool:
        """A quotation, with the distance or weight that follows it."""
        closers = CLOSERS.get(self.text[self.at])
        if closers is None:
            return self.text[self.at] in QUOTES and self.skip()
        body, end = self.inside_quotes(closers)
        if any(len(w) > LONGEST_WORD for w in body.split()):
            raise self.error(f"a word of more than {LONGEST_WORD} characters", self.at, end)
        self.add("phrase", end, body)
        recoll = _RECOLL.match(self.text, self.at)
        if recoll is not None:
            self.add("tilde", recoll.end(), recoll[2], ordered=recoll[1] == "o")
        return True

    def suffix(self) -> bool:
        """~n and ^n, which must touch what they follow."""
        m = _TILDE.match(self.text, self.at) or _BOOST.match(self.text, self.at)
        if m is None:
            return False
        before = self.adjacent()
        if before is None or before.kind in ("(", "and", "or", "not", "near", "minus", "plus", "exactly", "field"):
            if m[1]:
                raise self.error(
                    f"{m.group()} with nothing before it", *m.span(), "it follows a word or a quotation directly"
                )
            return self.skip()
        return self.add("tilde" if m.group()[0] == "~" else "boost", m.end(), m[1])

    def prefix(self) -> bool:
        """- ! + = when they touch what follows."""
        c = self.text[self.at]
        kind: Kind | None = {"-": "minus", "!": "minus", "+": "plus", "=": "exactly"}.get(c)  # type: ignore[assignment]  # a dict of literals
        if kind is None:
            return False
        following = self.text[self.at + 1 : self.at + 2]
        if not following or following.isspace() or following in "-!+=)" or self.stands_alone(self.at + 1):
            while self.at < len(self.text) and self.text[self.at] in "-!+=":
                self.at += 1
            return True
        return self.add(kind, self.at + 1)

    def stands_alone(self, start: int) -> bool:
        """Whether only punctuation follows up to the next space, so that a sign before it negates nothing."""
        if self.text[start] in CLOSERS or self.text[start] in "(（@*":
            return False
        m = WORD.match(self.text, start)
        return m is None or not SURFACE.search(m.group())
