"""Remarks on spellings that are operators in other systems and text, or punctuation, here. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.core.patterns import compiled
from morgue.search.language.fields import Field, field_named, takes_all
from morgue.search.language.lexical.tokens import Token
from morgue.search.language.remarks.hints import group_kinds

_OPERANDS = frozenset({"word", "phrase", ")", "query", "regex", "saved", "tilde", "boost"})
_OPENING = frozenset({"word", "phrase", "(", "query", "field", "saved", "atleast", "exactly"})
_BEGINNING = frozenset({"(", "and", "or", "not", "plus", "minus"})

#: Operators of other systems and languages, in capitals between two operands, each with the one meant here.
_CAPITALS = (
    dict.fromkeys(("UND", "ET", "OCH", "EN", "PLUS", "Y", "E", "OG", "ORAZ", "VE", "И", "ТА", "ΚΑΙ"), "AND")
    | dict.fromkeys(("ODER", "OU", "ELLER", "O", "LUB", "VEYA", "ИЛИ", "АБО", "Ή"), "OR")
    | dict.fromkeys(("EXCEPT", "WITHOUT", "MINUS", "BUTNOT", "NICHT", "SAUF", "UNLESS"), "NOT")
    | dict.fromkeys(("NO", "NON", "NÃO", "NIET", "INTE", "IKKE", "NIE", "НЕ", "OHNE", "SANS", "SIN"), "NOT")
    | dict.fromkeys(("NAHE",), "w/5")
    | dict.fromkeys(("NEXT", "FBY", "THEN"), "pre/1")
    | dict.fromkeys(("BEFORE",), "pre/5")
    | dict.fromkeys(("AFTER",), "pre/5 with the sides exchanged")
    | dict.fromkeys(("WITH", "SENTENCE"), "w/s")
)
_LOWER_NOT = frozenset({"and-not", "and_not", "andnot", "butnot", "but-not"})
_DISTANCE = compiled(
    r"<?([a-z]{1,8})/-?\d+(?:/[a-z]*)?>?|<(?:near|w|within)>|(?:near|adj|within|pre|onear)-\d{1,3}", re.IGNORECASE
)
_COMPARED = compiled(r"[<>]=?\w")
_PATTERN = compiled(r".*(?:\w\.[*+]|\[\w+\]\w|\w\[\w+\]|\w\{\d+(?:,\d*)?\}).*")
_INNER_SIGN = compiled(r"([^\W\d_]+)(?:([#!])([^\W\d_]+)|(~)\w[\w,.]*)")
_INNER_MEANT = {"#": "one letter is {}?{}", "!": "any letters are {}*{}", "~": "{0}~ finds near spellings"}
_COUNTED = compiled(r"atl(?:east)?/?(\d+)", re.IGNORECASE)
_TRUNCATED = compiled(r"(\w{2,})!(?!\w)")
_LONE_SIGNS = frozenset({"<", ">", "<=", ">=", "~", "$", "%", "^", "#"})
_INSIDE = compiled(r"\s(AND|OR|NOT|AND NOT|(?:w|near|pre|adj)/\d+)\s", re.IGNORECASE)
_SEVERAL = compiled(r"(\w[^,;]*)[,;]\s*(\w[^,;]*)")
#: Fields whose value is one name, host or code, so that another word behind OR may be meant for them too.
_NAMES = frozenset({"outlet", "byline", "agency", "place", "section", "site", "lang", "id", "story", "tag"})
_SQL = frozenset({"contains", "like", "matches", "includes"})


def foreign_remarks(text: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """One short sentence for each spelling of another system, as a query's tokens and the text between them show."""
    found: dict[str, None] = {}
    groups = group_kinds(tokens)
    for n, token in enumerate(tokens):
        before = tokens[n - 1] if n else None
        after = tokens[n + 1] if n + 1 < len(tokens) else None
        gap = text[before.end if before else 0 : token.start].strip()
        remark = _of_gap(gap, before, token) or _of_phrase(token) or _of_nested(before, token, after)
        if remark is None and token.kind == "word" and groups[n] not in ("date", "number"):
            remark = _of_sign(token, after, text) or _of_text(before, token, after)
        if remark is None and n >= 2:
            remark = _of_alternative(tokens, n)
        if remark:
            found[remark] = None
    return tuple(found)


def _of_text(before: Token | None, token: Token, after: Token | None) -> str | None:
    """A word by itself, or a field's value."""
    field = before.field if before is not None and before.kind == "field" else None
    inner = _of_inner_sign(token.text) if field is None or field.kind == "text" else None
    if inner is not None or field is not None:
        return inner or _of_value(field, token)
    return _of_word(before, token, after) if before is None or before.kind != "exactly" else None


def _of_gap(gap: str, before: Token | None, token: Token) -> str | None:
    """Punctuation that was left out between two values."""
    if token.kind == "end" or not gap:
        return None
    if gap == "-" and before is not None and before.kind in _OPERANDS and token.kind in ("phrase", "("):
        return '"-" by itself is punctuation; touching what follows, as in -"a b", it leaves that out'
    if gap == "&!":
        return '"&!" is read as punctuation; AND NOT leaves out what follows'
    if gap in ("!", "=") and (before is None or before.kind in _OPERANDS):
        meant = "leaves it out" if gap == "!" else "asks for it as typed"
        return f'"{gap}" by itself is punctuation; {gap}word, without a space, {meant}'
    if gap in _LONE_SIGNS and before is not None and before.kind in _OPERANDS:
        return f'"{gap}" by itself is punctuation'
    return None


def _of_phrase(token: Token) -> str | None:
    """An operator inside quotes; not in a headline that is all in capitals."""
    if token.kind != "phrase":
        return None
    cut = _TRUNCATED.search(token.text)
    if cut is not None:
        return f'"{cut.group()}" inside quotes is searched as {cut[1]}; {cut[1]}* stands for any ending'
    inside = _INSIDE.search(token.text)
    if inside is None or (inside[1].isalpha() and (not inside[1].isupper() or token.text.isupper())):
        return None
    return f'"{inside[1]}" inside quotes is searched as text'


def _of_nested(before: Token | None, token: Token, after: Token | None) -> str | None:
    """A quotation in a quotation: a word that touches the quotes on both sides."""
    if token.kind != "word" or before is None or after is None or {before.kind, after.kind} != {"phrase"}:
        return None
    if before.end != token.start or token.end != after.start:
        return None
    return f'quotes in quotes are read apart: "{token.text}" by itself; \\" stands for a quote inside'


def _of_inner_sign(raw: str) -> str | None:
    """Signs that stand for letters elsewhere: `wom#n`, `fer!y`, `ferr!!`."""
    sign = _INNER_SIGN.fullmatch(raw) if not raw.isalnum() else None
    if sign is not None:
        meant = _INNER_MEANT[sign[2] or sign[4]].format(sign[1], sign[3])
        return f'"{raw}" is read as two words side by side; {meant}'
    if raw.endswith("!!") and raw.strip("!").isalpha():
        return f'"{raw}" is read as {raw.rstrip("!")}; {raw.rstrip("!")}! stands for any ending'
    return None


def _of_sign(token: Token, after: Token | None, text: str) -> str | None:
    """Signs at a word's edge that are punctuation here."""
    raw = token.text
    if raw[0] == "[" and after is not None and after.text == "TO":
        return "a range in brackets needs a field, as in date:[2013 TO 2014]"
    if raw[0] == "^" and raw[1:2].isalnum():
        return '"^" before a word is punctuation; behind one, as in word^2, it is a weight'
    if raw[0] == "/" and text.rstrip().endswith("/"):
        return "slashes around words are punctuation; a pattern goes in title:/…/"
    if raw[-1] == "#" and raw[:-1].isalpha() and len(raw) > 3:
        return '"#" is punctuation here; ? stands for one letter, * for any'
    if (raw[0] == "%" and raw[1:2].isalnum()) or (raw[-1] == "%" and raw[-2:-1].isalpha()):
        return '"%" is punctuation here; * stands for any letters, and -word leaves a word out'
    return None


def _of_word(before: Token | None, token: Token, after: Token | None) -> str | None:
    """A word by itself that is no plain one."""
    alone = _of_at_least(token.text, after) or _of_mark(token.text)
    if alone is not None or before is None or before.kind not in (*_OPERANDS, *_BEGINNING) or after is None:
        return alone
    return _between(before, token, after)


def _of_at_least(raw: str, after: Token | None) -> str | None:
    """`atleast 5`, `atleast5` with nothing behind it."""
    if raw.casefold() == "atleast" and after is not None and after.text.isdecimal():
        return f'"{raw} {after.text}" is searched as words; write atleast{after.text}(word)'
    counted = _COUNTED.fullmatch(raw) if raw[:1] in "aA" else None
    return f'"{raw}" is searched as a word; write atleast{counted[1]}(word)' if counted is not None else None


def _of_mark(raw: str) -> str | None:
    """Signs in a word that are operators or patterns elsewhere."""
    if raw[0] in "<>" and _COMPARED.match(raw) and not _DISTANCE.fullmatch(raw):
        return f'"{raw[0]}" before a word is punctuation; a comparison needs a field, as in date>2013'
    if raw[0] == "`":
        return "single quotes make no phrase; use double ones"
    if raw[-1] == "!" and raw[:-1] in ("AND", "OR", "NOT"):
        return f'"{raw}" is read as {raw[:-1].lower()}*; the operator is {raw[:-1]}'
    if not raw.isalnum() and _PATTERN.fullmatch(raw):
        return f'"{raw}" is read as text; * stands for any letters, and a pattern goes in title:/…/'
    return None


def _between(before: Token, token: Token, after: Token) -> str | None:
    """Operators of other systems between two values."""
    raw = token.text
    if before.kind not in _OPERANDS or after.kind not in (*_OPENING, "not", "minus"):
        return None
    if raw == "BUT" and after.kind == "not":
        return '"BUT" is searched as a word; the operator is NOT alone'
    if raw in _CAPITALS:
        return f'"{raw}" is searched as a word; the operator is {_CAPITALS[raw]}'
    if raw.casefold() in _LOWER_NOT:
        return f'"{raw}" is searched as a word; the operator is AND NOT'
    if _DISTANCE.fullmatch(raw) or (raw.casefold() in ("w/", "near/", "pre/") and after.text.isdecimal()):
        return f'"{raw}" is searched as words; the proximities are w/5, pre/5, w/s and w/p'
    if before.kind == "word" and raw.casefold() in _SQL | {"in", "is"}:
        return _of_sql(before, token, after)
    return None


def _of_sql(before: Token, token: Token, after: Token) -> str | None:
    """`outlet in (nyt, wsj)`, `title contains obama`."""
    field, sign = field_named(before.text), token.text.casefold()
    if field is None or before.text.casefold() in ("by", "to", "on", "from"):
        return None
    named = before.text.casefold() == field.name and field.kind in ("keyword", "choice")
    if (sign == "in" and after.kind != "(") or (sign == "is" and after.kind != "phrase" and not named):
        return None
    return f'"{before.text} {token.text}" is searched as words; {field.name}:word looks in that field'


def _of_value(field: Field | None, token: Token) -> str | None:
    """`outlet:nyt,wsj`: one name with a comma."""
    several = _SEVERAL.fullmatch(token.text)
    if field is None or field.name not in _NAMES or several is None:
        return None
    return f"the comma is read as part of the name; either of two is {field.name}:({several[1]} OR {several[2]})"


def _of_alternative(tokens: Sequence[Token], n: int) -> str | None:
    """`outlet:nyt OR wsj`: the second is searched in the text. `outlet:(nyt, wsj)`: both are asked for."""
    token, before, value = tokens[n], tokens[n - 1], tokens[n - 2]
    if token.kind == "word" and token.text[-1] in ",;" and before.kind == "(":
        field = value.field if value.kind == "field" else None
        if field is not None and field.name in _NAMES:
            return f"a comma in a group is punctuation; either of two is {field.name}:(a OR b)"
    if {token.kind, value.kind} - {"word", "phrase"} or before.kind not in ("or", "and") or n < 3:
        return None
    named = tokens[n - 3]
    field = named.field if named.kind == "field" else None
    if field is None or not (takes_all(named.text) or (field.name in _NAMES and before.kind == "or")):
        return None
    sign, meant = ("OR", "either of two is") if before.kind == "or" else ("AND", "both are")
    return f'"{token.text}" is searched in the text; {meant} {field.name}:({value.text} {sign} {token.text})'
