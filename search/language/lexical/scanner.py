"""Scans a query from left to right: keeps the place in the text, reads quotations and words. Pure."""

from __future__ import annotations

import re
from datetime import date

from morgue.core.analyzer import holds_a_surface
from morgue.core.patterns import compiled
from morgue.search.language.errors import QueryError
from morgue.search.language.fields import Field
from morgue.search.language.grammar.operators import OperatorError, operator
from morgue.search.language.lexical.tokens import Kind, Token
from morgue.search.query import Query

LONGEST_WORD = 256

#: Kinds of token with which an operand ends.
OPERANDS = frozenset({")", "word", "phrase", "query", "regex", "saved", "tilde", "boost"})

CLOSERS = {
    '"': ('"', "”“"), "“": ("”", '"“'), "”": ("”", '"'), "„": ("“", '”"'), "‟": ("”", '"'),
    "«": ("»", '"'), "»": ("«", '"'), "「": ("」", ""), "『": ("』", ""), "＂": ("＂", '"'),
}  # fmt: skip
QUOTES = "".join(CLOSERS) + "」』"
WORD = compiled(rf"(?:\\\{{[^{{}}]*\}}|\\[^\s]|(?!&&)[^\s()（）|{QUOTES}\x00-\x1f\x7f-\x9f])+")
#: `strike(s)`, `Leser(innen)`: an ending that a word may have.
ENDING = compiled(r"\((?:e?s|ies|e|en|innen)\)", re.IGNORECASE)
#: An operator glued to a sign and a word, as in `obama OR-clinton`.
_GLUED = compiled(r"(AND|OR|NOT)[-!+=]\w")
#: A regular expression in slashes that stands by itself.
_BARE_PATTERN = compiled(r"/[^\s/]*[^\s/\w][^\s/]*/(?=[\s)]|\Z)|/[^\s/]+/(?=[\s)]|\Z)")
#: Factiva's `strik$`, `strik$2`.
_TRUNCATED = compiled(r"([^\W\d_]{2,})\$\d?\Z")
#: Two weights, one below nothing, one with a comma or followed by punctuation.
_ODD_WEIGHT = compiled(r"(?<!\\)\^(?:[\d.]+\^[\d.]*|-\d[\d.]*|[\d.]+[,;:!?][\d.]*)\Z")
_SUFFIX = compiled(r"(~[\d.]*)?(\^[\d.]+)?\Z")


class Scanner:
    """A text, how far it is read, the tokens so far and what is to be said about them."""

    def __init__(self, text: str, today: date) -> None:
        self.text = text
        self.today = today
        self.at = 0
        self.out: list[Token] = []
        self.remarks: dict[str, None] = {}
        self.closing: dict[str, int] = {}

    def error(self, what: str, start: int, end: int, hint: str = "") -> QueryError:
        """An error at this place of the text."""
        return QueryError(what, self.text, start, end - start, hint)

    def remark(self, text: str) -> None:
        """Says how a piece of the query is read, where another reading may be meant."""
        self.remarks[text] = None

    def add(
        self,
        kind: Kind,
        end: int,
        text: str = "",
        *,
        query: Query | None = None,
        field: Field | None = None,
        distance: int = 0,
        ordered: bool = False,
    ) -> bool:
        """Adds a token from here to `end` and goes on there; always true."""
        self.out.append(Token(kind, self.at, end, text, query, field, distance, ordered))
        self.at = end
        return True

    def skip(self) -> bool:
        """Leaves a character out; always true."""
        self.at += 1
        return True

    def adjacent(self) -> Token | None:
        """The token that ends right here, if any."""
        return self.out[-1] if self.out and self.out[-1].end == self.at else None

    def inside_quotes(self, closers: tuple[str, str]) -> tuple[str, int]:
        """What stands between the quotes and where they end; a backslash keeps a quote inside."""
        for closer in (closers[0], *closers[1]):
            if self.last_of(closer) <= self.at:
                continue
            m = re.compile(rf"((?>(?:\\.|[^\\{re.escape(closer)}])*)){re.escape(closer)}", re.DOTALL).match(
                self.text, self.at + 1
            )
            if m is not None:
                return m[1], m.end()
        raise self.error("a quotation that is not closed", self.at, self.at + 1, "expected a closing quote")

    def last_of(self, closer: str) -> int:
        """The last place of a closing quote in the text, looked up once however many quotes open."""
        if closer not in self.closing:
            self.closing[closer] = self.text.rfind(closer)
        return self.closing[closer]

    def word(self, operators: bool = True) -> bool:
        """A run of characters up to a space, bracket or quote: an operator, a proximity or a word."""
        m = WORD.match(self.text, self.at)
        if m is None:
            return self.skip()
        raw = m.group()
        if len(raw) > LONGEST_WORD:
            raise self.error(f"a word of more than {LONGEST_WORD} characters", *m.span())
        if operators and self.operator(raw):
            return True
        self.refuse_ambiguous(raw, operators)
        truncated = _TRUNCATED.match(raw) if "$" in raw else None
        if truncated is not None:
            self.remark(f'"{raw}" is read as {truncated[1]}*, any ending')
            return self.add("word", m.end(), truncated[1] + "*")
        return self.bare_word(raw)

    def refuse_ambiguous(self, raw: str, operators: bool) -> None:
        """An error for an operator glued to a word between two values, and for a pattern without a field."""
        glued = _GLUED.match(raw) if operators and self.between(self.at) else None
        if glued is not None:
            parted = f"{glued[1]} {raw[len(glued[1]) :]}"
            hint = f'write {parted}, or "{raw}" in quotes'
            raise self.error(f"{raw} may be two things", self.at, self.at + len(raw), hint)
        pattern = _BARE_PATTERN.match(self.text, self.at) if raw[0] == "/" else None
        if pattern is not None:
            hint = "as in title:/pattern/; byline: and url: take one too"
            raise self.error("a /pattern/ without a field", *pattern.span(), hint)

    def bare_word(self, raw: str) -> bool:
        """A word without the weight and the ~ behind it; what holds no letter or figure is passed over."""
        end = self.at + len(raw)
        weight = _ODD_WEIGHT.search(raw) if "^" in raw else None
        if weight is not None:
            hint = "one number from 0.0001 to 9999, as in word^2"
            raise self.error(f"{weight.group()} is no weight", self.at, end, hint)
        suffix = _SUFFIX.search(raw)
        assert suffix is not None  # both parts are optional
        raw = raw[: suffix.start()]
        if not holds_a_surface(raw) and "*" not in raw:
            self.at = end if not raw or not suffix.group() else self.at + len(raw)
            return True
        return self.add("word", self.at + len(raw), raw)

    def between(self, end: int) -> bool:
        """Whether an operand stands before this place and something more after `end`."""
        ends = self.out and self.out[-1].kind in OPERANDS
        return bool(ends) and bool(self.text[end:].strip(" \t\n)"))

    def operator(self, raw: str) -> bool:
        """AND, OR, NOT, w/5 and their like."""
        try:
            token = operator(raw, self.at, self.between(self.at + len(raw)))
        except OperatorError as e:
            raise self.error(e.what, self.at, self.at + len(raw), e.hint) from None
        if token is None:
            return False
        if (
            token.kind == "near"
            and raw[-1].isdigit()
            and raw.isalnum()
            and raw[:2].casefold() not in ("ne", "ad", "on")
        ):
            self.remark(f'"{raw}" is read as {raw.rstrip("0123456789")}/{token.distance}; in quotes it is text')
        self.out.append(token)
        self.at = token.end
        return True
