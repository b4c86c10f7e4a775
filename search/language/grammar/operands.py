"""Turns tokens into the leaves of a query by the kind of their field, and refuses what a field cannot take. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import cast

from morgue.core.patterns import compiled
from morgue.search.language.build import negated
from morgue.search.language.errors import QueryError
from morgue.search.language.fields import Field, language_code, nearest
from morgue.search.language.grammar import leaves
from morgue.search.language.lexical.tokens import Token
from morgue.search.language.named_sets import IS, Sets
from morgue.search.query import (
    And,
    Exact,
    Fuzzy,
    IdSet,
    Keyword,
    KeywordField,
    Near,
    NumberField,
    NumberRange,
    Or,
    PatternField,
    Phrase,
    Prefix,
    Query,
    Regex,
    TextField,
    Wildcard,
    Word,
)

_TEXT = (Word, Exact, Phrase, Prefix, Wildcard, Fuzzy)
_FACTOR = compiled(r"\d{1,4}(?:\.\d{1,4})?\Z|\.\d{1,4}\Z")
#: Ends of host names that a site may be asked for by alone (`site:gov`).
_DOMAIN = compiled(r"(?:com|org|net|gov|edu|mil|int|info|eu|[a-z]{2})\Z")
#: Most words that may stand between those of a phrase with ~n.
LONGEST_SLOP = 1_000


class Operands:
    """Makes leaves of a query's tokens; `context` is the field token they stand under. All raise QueryError."""

    def __init__(self, text: str, today: date, sets: Sets | None = None) -> None:
        self.text = text
        self.today = today
        self.sets = sets

    def error(self, what: str, token: Token, hint: str = "") -> QueryError:
        """An error at a token."""
        return QueryError(what, self.text, token.start, token.end - token.start, hint)

    def word(self, token: Token, tilde: Token | None, context: Token | None) -> Query:
        """`ferry`, `ferr*`, `ferr!`, `ferry~2`, or a value of the field around it."""
        field = _field(context)
        if field is not None and field.kind != "text":
            if tilde is not None:
                raise self.error(f"{field.name}: takes no ~", tilde)
            return self.value(token, context, whole=False)
        try:
            found = self.text_word(token, tilde, _text_field(field))
        except leaves.LeafError as fault:
            raise self.error(str(fault), token) from None
        if found is None:
            raise self.error(f'"{token.text}" has no letters', token)
        return found

    def text_word(self, token: Token, tilde: Token | None, field: TextField | None) -> Query | None:
        """A word of running text; LeafError for what cannot be searched, None for what has no letters."""
        if tilde is not None:
            return leaves.fuzzy(token.text, self.edits(tilde), field)
        if token.text[-1] == "!" and token.text[-2:-1].isalnum():
            return leaves.truncated(token.text[:-1], field)
        return leaves.word(token.text.rstrip("?!") if self.asks(token) else token.text, field)

    def asks(self, token: Token) -> bool:
        """Whether a word's last ? is that of a question: it ends a query of several words."""
        asked = token.text.rstrip("!")
        last = token.end == len(self.text.rstrip()) and asked[-1:] == "?" and asked[-2:-1] not in ("?", "*")
        return last and bool(re.search(r"\w\s", self.text[: token.start]))

    def phrase(self, token: Token, tilde: Token | None, context: Token | None) -> Query:
        """`"several words"`, with a distance or not."""
        field = _field(context)
        if field is not None and field.kind != "text":
            return self.value(token, context, whole=False, quoted=True)
        slop = self.slop(tilde) if tilde else 0
        try:
            found = leaves.phrase(_unescaped(token.text), _text_field(field), slop)
        except leaves.LeafError as fault:
            raise self.error(str(fault), token) from None
        if found is None:
            raise self.error("nothing between the quotes", token, "expected a word")
        if tilde is not None and not isinstance(found, Phrase):
            raise self.error("a distance needs several words inside the quotes", tilde)
        if tilde is not None and isinstance(found, Phrase) and tilde.end - tilde.start > 0 and self.unordered(tilde):
            return self.scattered(found, slop, token)
        return found

    def unordered(self, tilde: Token) -> bool:
        """Recoll's `"a b"p5`: any order."""
        return self.text[tilde.start] == "p"

    def scattered(self, phrase: Phrase, slop: int, token: Token) -> Query:
        """Two words in any order with at most so many between; no value says this of three."""
        if len(phrase.words) != 2:
            raise self.error("p takes two words in the quotes", token, "write a w/5 b w/5 c")
        left, right = (Word(word, phrase.field) for word in phrase.words)
        return Near(left, right, slop + 1)

    def exact(self, token: Token, context: Token | None) -> Query:
        """`=word`, `outlet:="Hill Gazette"`."""
        field = _field(context)
        if field is not None and field.kind != "text":
            return self.value(token, context, whole=True, quoted=token.kind == "phrase")
        try:
            if token.kind == "word":
                found = leaves.exact(token.text, _text_field(field))
            else:
                found = leaves.phrase(_unescaped(token.text), _text_field(field), strict=True)
        except leaves.LeafError as fault:
            raise self.error(str(fault), token) from None
        if found is None:
            raise self.error("= needs a word behind it", token)
        return found

    def regex(self, token: Token, context: Token) -> Query:
        """`title:/pattern/`."""
        from morgue.search.language.lexical.patterns import pattern_fault  # only here: few queries hold a pattern

        fault = pattern_fault(token.text)
        if fault is not None:
            raise self.error(fault, token)
        field = _field(context)
        assert field is not None  # the lexer makes patterns only under a field
        return Regex(token.text, cast(PatternField, field.name))

    def value(self, token: Token, context: Token | None, whole: bool, quoted: bool = False) -> Query:
        """A value of a field that holds no running text."""
        field = _field(context)
        assert field is not None and context is not None
        if field.kind == "date":
            return self.days(token, field)
        if field.kind == "number":
            return self.numbers(token, field)
        text = " ".join((_unquoted(token.text) if quoted else token.text).split())
        if not text or not any(c.isalnum() or c == "*" for c in text):
            raise self.error(f"{field.name}: needs a value", token)
        if field.kind == "choice":
            return self.choice(token, field, text)
        if field.kind == "set":
            return self.named_set(token, field.name, text)
        name = cast(KeywordField, field.name)
        if name == "site":
            return self.site(token, text, whole)
        return Keyword(name, text, whole or field.kind == "id")

    def site(self, token: Token, text: str, whole: bool) -> Query:
        """`site:politico.com`, `site:.gov`, `site:politico.com/news`; a value without a dot is an outlet's name."""
        host, slash, path = re.sub(r"\A[a-z]+://", "", text, flags=re.IGNORECASE).partition("/")
        host = host.casefold()
        if host.startswith("*.") and "*" not in host[2:] + path:
            host, text = host[2:], text.replace("*.", "", 1)
        if set(host) & set(",;|"):
            raise self.error("several sites in one value", token, "a group takes them: site:(a OR b)")
        if "." in host and ("*" in host or "?" in host):
            raise self.error("site: takes no wildcard", token, f"url:{host} looks at the address as it is written")
        if " " in text or "*" in text or not ("." in host or _DOMAIN.match(host)):
            return Keyword("outlet", text, whole)
        wanted = Keyword("site", host.removeprefix("www.").strip("."))
        return And((wanted, Keyword("url", slash + path))) if any(c.isalnum() for c in path) else wanted

    def days(self, token: Token, field: Field) -> Query:
        """A date inside a group, `date:(2024 OR 2025-03)`."""
        from morgue.search.language.grammar.units import DateError
        from morgue.search.language.lexical.dates import read_dates  # only here, as in the lexer

        quote = token.kind == "phrase"
        start, stop = token.start + quote, token.end - quote
        try:
            days, end = read_dates(self.text[:stop], start, field.name, self.today)
        except DateError as e:
            raise QueryError(e.what, self.text, e.start, e.end - e.start, e.hint) from None
        if end < stop:
            raise self.error(f'"{token.text[:40]}" is no date', token)
        return days

    def numbers(self, token: Token, field: Field) -> Query:
        """A number inside a group."""
        from morgue.search.language.lexical.numbers import NumberError, read_numbers  # only here, as in the lexer

        try:
            low, high, end = read_numbers(token.text, 0)
        except NumberError as e:
            raise self.error(e.what, token, e.hint) from None
        if end < len(token.text):
            raise self.error("not a number", token)
        return NumberRange(cast(NumberField, field.name), low, high)

    def choice(self, token: Token, field: Field, text: str) -> Query:
        """A value of lang, role, is or changed: one of a list."""
        if field.name == "lang":
            return self.language(token, text)
        value = text.casefold()
        if value not in field.choices:
            near = nearest(value, field.choices)
            hint = f"did you mean {near}?" if near else "one of " + ", ".join(field.choices)
            raise self.error(f'{field.name}: has no value "{text[:40]}"', token, hint)
        if field.name == "is" and value in IS:
            name, inside = IS[value]
            found = self.named_set(token, "is", name)
            return found if inside else negated(found)
        return Keyword(cast(KeywordField, field.name), value)

    def language(self, token: Token, text: str) -> Query:
        """`lang:en`, `lang:German`, `lang:*`."""
        code = "*" if text == "*" else language_code(text)
        if code is None:
            raise self.error(f'"{text[:40]}" is no language', token, "a code such as en, or its English name")
        return Keyword("lang", code)

    def named_set(self, token: Token, kind: str, name: str) -> Query:
        """`tag:budget`, `tag:bud*`: the articles that the workspace has under this name; none without a workspace."""
        if self.sets is None:
            return IdSet(kind, name, frozenset())
        ids = self.sets.members(kind, name)
        if ids is None:
            names = self.sets.names(kind)
            near = nearest(name.casefold(), names)
            listed = f"there are {', '.join(names[:20])}" if names else "none is made yet"
            hint = f"did you mean {near}?" if near else listed
            raise self.error(f'there is no {kind} "{name[:40]}"', token, hint)
        return IdSet(kind, name, ids)

    def edits(self, tilde: Token) -> int:
        """`~`, `~1`, `~2`."""
        if tilde.text not in ("", "1", "2"):
            raise self.error(f"~{tilde.text} is out of range", tilde, "~1 or ~2 letters")
        return int(tilde.text or 1)

    def slop(self, tilde: Token) -> int:
        """`"a b"~5`."""
        if not tilde.text.isdecimal() or len(tilde.text) > 4 or int(tilde.text) > LONGEST_SLOP:
            raise self.error("~ after a quotation takes a number of words", tilde, f"0 to {LONGEST_SLOP}")
        return int(tilde.text)

    def factor(self, boost: Token) -> float:
        """`^2`, `^0.5`."""
        if not _FACTOR.match(boost.text) or float(boost.text) == 0:
            raise self.error(f"^{boost.text} is out of range", boost, "a weight is 0.0001 to 9999")
        return float(boost.text)


def near_fault(query: Query, operator: str) -> tuple[str, str] | None:
    """Why a query cannot stand in or beside a proximity: what is wrong, and a hint. None when it can.

    Words, phrases, patterns, alternatives of such and other proximities can, all of one field.
    """
    parts: list[Query] = [query]
    fields: set[TextField | None] = set()
    while parts:
        part = parts.pop()
        if isinstance(part, _TEXT):
            fields.add(part.field)
        elif isinstance(part, Near):
            parts += [part.left, part.right]
        elif isinstance(part, Or):
            parts += part.parts
        else:
            kind = type(part).__name__
            named = {"And": "words joined by AND", "Not": "a negation", "Boost": "a weight", "All": "a lone *"}.get(
                kind, "a filter"
            )
            return f"{operator} cannot take {named}", "it takes words, phrases and (a OR b)"
    if len(fields) > 1:
        return f"{operator} joins words of one field", "as in title:(ferry w/5 strike)"
    return None


def _field(context: Token | None) -> Field | None:
    return context.field if context is not None else None


def _text_field(field: Field | None) -> TextField | None:
    return cast(TextField, field.name) if field is not None else None


def _unescaped(quoted: str) -> str:
    """Text of a phrase: an escaped quote is punctuation, `\\{term}` stays."""
    return quoted.replace('\\"', " ")


def _unquoted(quoted: str) -> str:
    """Text of a quoted value: a backslash keeps a quote or a backslash."""
    return re.sub(r"\\([\"\\“”„«»])", r"\1", quoted)
