"""Cuts a typed query into tokens, each with its place; it knows spelling, not grammar. Pure."""

from __future__ import annotations

from datetime import date

from morgue.core.analyzer import holds_a_surface
from morgue.core.patterns import compiled
from morgue.search.language.errors import QueryError
from morgue.search.language.lexical.scanner import CLOSERS, ENDING, LONGEST_WORD, QUOTES, WORD
from morgue.search.language.lexical.tokens import Kind, Token
from morgue.search.language.names import Names

LONGEST_QUERY = 8_192

_TILDE = compiled(r"~([\d.]*)")
_BOOST = compiled(r"\^([\d.]+)")
_COMMA = compiled(r",\d")
_SIGNS = compiled(r"[-!+=\u2010\u2011\u2014\u2013\u2212\u2012\ufe63\uff0d\uff01\uff0b\uff1d]+")
_SENTENCE_DASHES = frozenset("\u2013\u2014\u2012")
_DASHES = str.maketrans("\u2010\u2011\u2013\u2212\u2012\ufe63\uff0d\uff01\uff0b\uff1d", "-------!+=")
_BAR = compiled(r"\|\|?")
_AMPERSAND = compiled(r"&&|&(?=\s|\Z|\w+:)")
_BRACKETS: dict[str, Kind] = {"(": "(", ")": ")", "（": "(", "）": ")"}
_GERSHAYIM = compiled(r'(?<=[א-ת])"(?=[א-ת])')
_RECOLL = compiled(r"([op])(\d+)(?![^\W_])")


def tokenize(text: str, today: date) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """The tokens of a query, the last of kind end, and remarks. Stray punctuation is left out. Raises QueryError."""
    if len(text) > LONGEST_QUERY:
        raise QueryError(f"a query of {len(text):,} characters", text, hint=f"at most {LONGEST_QUERY:,}")
    lexer = _Lexer(_with_gershayim(text), today)
    lexer.run()
    return tuple(lexer.out), tuple(lexer.remarks)


def _with_gershayim(text: str) -> str:
    """The text with the quote of a Hebrew abbreviation, as keyboards have it, made its own sign: `צה"ל`, `ארה"ב`.

    Between two letters of Hebrew it opens and closes nothing, unless another quote would then stand alone.
    """
    if text.isascii():
        return text
    made = _GERSHAYIM.sub("\u05f4", text)
    return text if made.count('"') % 2 else made


class _Lexer(Names):
    def run(self) -> None:
        """Reads the whole text."""
        while self.at < len(self.text):
            if not (
                self.space()
                or self.bracket()
                or self.bar()
                or self.quoted()
                or self.suffix()
                or self.prefix()
                or self.named()
            ):
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
        """( and ); an ending in parentheses behind a word is none."""
        if self.text[self.at] == "(" and self.ending():
            return True
        kind = _BRACKETS.get(self.text[self.at])
        return kind is not None and self.add(kind, self.at + 1)

    def ending(self) -> bool:
        """`(s)` behind a word, which stands for all its forms without it."""
        m = ENDING.match(self.text, self.at)
        before = self.adjacent()
        if m is None or before is None or before.kind != "word":
            return False
        self.remark(f'"{m.group()}" behind a word is left out; a word is found in all its forms')
        self.at = m.end()
        return True

    def bar(self) -> bool:
        """| and || for OR, & between two operands for AND."""
        if self.text[self.at] not in "|&":
            return False
        m = _BAR.match(self.text, self.at)
        before = self.adjacent()
        if m is not None and before is not None and len(self.out) > 1 and self.out[-2].kind == "field":
            name = self.out[-2].text
            raise self.error(f"{m.group()} inside {name}:", *m.span(), f"a group takes it: {name}:(a OR b)")
        if m is not None:
            return self.add("or", m.end(), m.group())
        m = _AMPERSAND.match(self.text, self.at)
        if m is None or (m.group() == "&" and not self.between(m.end())):
            return False
        return self.add("and", m.end(), m.group())

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
        if self.text[self.at] not in "~^":
            return False
        m = _TILDE.match(self.text, self.at) or _BOOST.match(self.text, self.at)
        if m is None:
            return False
        before = self.adjacent()
        if before is None or before.kind in ("(", "and", "or", "not", "near", "minus", "plus", "exactly", "field"):
            if m[1]:
                raise self.error(
                    f"{m.group()} with nothing before it", *m.span(), "it follows a word or a quotation directly"
                )
            if m.group() == "~" and self.text[m.end() : m.end() + 1].isalnum():
                self.remark('"~" before a word is punctuation; behind it, as in word~, it finds near spellings')
            return self.skip()
        if _COMMA.match(self.text, m.end()):
            raise self.error(f"{m.group()}, is no number", *m.span(), "a dot separates decimals")
        return self.add("tilde" if m.group()[0] == "~" else "boost", m.end(), m[1])

    def prefix(self) -> bool:
        """- ! + = when they touch what follows; `-=word` leaves out that form. A dash is a minus before a word."""
        m = _SIGNS.match(self.text, self.at) if not self.text[self.at].isalnum() else None
        if m is None:
            return False
        following = self.text[m.end() : m.end() + 1]
        if not following or following.isspace() or following in ")）" or self.stands_alone(m.end()):
            self.at = m.end()
            return True
        signs = m.group().translate(_DASHES)
        glued = self.adjacent() is not None and m.group() in _SENTENCE_DASHES
        if glued or not signs.strip("—") or (len(signs) > 1 and not signs.strip("-")):
            self.at = m.end()  # a dash of a sentence
            if not glued:
                self.remark(f'"{m.group()}" before a word is punctuation; one hyphen, as in -word, leaves it out')
            return True
        if signs not in ("-", "!", "+", "=", "-=", "!=", "+="):
            raise self.error(
                f"{m.group()} before a word", *m.span(), "one sign: -word leaves it out, =word asks for it as typed"
            )
        self.add("plus" if signs[0] == "+" else "exactly" if signs == "=" else "minus", self.at + 1)
        return self.add("exactly", self.at + 1) if len(signs) == 2 else True

    def stands_alone(self, start: int) -> bool:
        """Whether only punctuation follows up to the next space, so that a sign before it negates nothing."""
        if self.text[start] in CLOSERS or self.text[start] in "(（@*":
            return False
        m = WORD.match(self.text, start)
        return m is None or not holds_a_surface(m.group())
