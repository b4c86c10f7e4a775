"""Joins the words of a name typed without quotes: `outlet:fox news` is one name where the archive has it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from morgue.search.language.fields import Field
from morgue.search.language.lexical.tokens import Token
from morgue.search.query import KeywordField

#: Whether a value of the field has these words side by side, and whether they are all that it has.
Values = Callable[[KeywordField, str], tuple[bool, bool]]
#: Fields whose values are names of several words.
SEVERAL = frozenset({"outlet", "byline", "agency", "place", "section"})
#: Most words of a name that is typed without quotes.
MOST_WORDS = 8


def joined_name(
    tokens: tuple[Token, ...], at: int, field: Field, values: Values | None
) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """The tokens, with the words from token number `at` on that make one value of the field joined; and remarks.

    Words are taken as long as some value of the archive has them all side by side. Without an archive none are.
    """
    words = _following(tokens, at)
    if len(words) < 2:
        return tokens, _after_pattern(tokens, at, field)
    name = cast(KeywordField, field.name)
    most, spare = (1, 0) if values is None else _longest_name(words, lambda text: values(name, text)[0])
    if most > 1:
        value = " ".join(words[spare:most])
        one = replace(tokens[at], end=tokens[at + most - 1].end, text=value)
        remark = f'read as {field.name}:"{value}"; what is to be found in the text goes before it'
        return (*tokens[:at], one, *tokens[at + most :]), (remark,)
    known = values is not None and values(name, words[0])[1]
    return tokens, () if known else (_takes_one(field, words[0], words[1]),)


def grouped_name(
    tokens: tuple[Token, ...], at: int, field: Field, values: Values | None
) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """The tokens, with a group of plain words at token number `at` made one value of the field; and remarks.

    `publication(The New York Times)` is a name where the archive has it, with or without "The"; else the words each,
    and so are bylines, for `byline(jane brook)` is also Jane M. Brook.
    """
    words = [] if field.name == "byline" else _following(tokens, at + 1)
    closing = at + 1 + len(words)
    if values is None or len(words) < 2 or tokens[closing].kind != ")":
        return tokens, ()
    name = cast(KeywordField, field.name)
    most, spare = _longest_name(words, lambda text: values(name, text)[0])
    if most < len(words):
        return tokens, ()
    value = " ".join(words[spare:])
    one = replace(tokens[at + 1], start=tokens[at].start, end=tokens[closing].end, text=value)
    return (*tokens[:at], one, *tokens[closing + 1 :]), (f'read as {field.name}:"{value}"',)


def _longest_name(words: list[str], held: Callable[[str], bool]) -> tuple[int, int]:
    """How many words make a value of the archive, at least one; and how many at its beginning are not part of it."""
    most = 1
    while most < len(words) and held(" ".join(words[: most + 1])):
        most += 1
    if most > 1 or words[0].casefold() != "the":
        return most, 0
    most = 2  # "the" of `outlet:the new york times`, which is filed without
    while most < len(words) and held(" ".join(words[1 : most + 1])):
        most += 1
    return (most, 1) if held(" ".join(words[1:most])) else (1, 0)


def _takes_one(field: Field, first: str, second: str) -> str:
    quoted = f'{field.name}:"{first} {second}"'
    return f'{field.name}: takes one word, "{second}" is searched in the text; a name is {quoted}'


def _after_pattern(tokens: tuple[Token, ...], at: int, field: Field) -> tuple[str, ...]:
    """`outlet:fox* news`: the second word is searched in the text."""
    one, other = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if other is None or other.kind != "word" or not one.text or not ("*" in one.text or "?" in one.text):
        return ()
    return (_takes_one(field, one.text, other.text),)


def _following(tokens: tuple[Token, ...], at: int) -> list[str]:
    """The plain words from a token on, as far as nothing else stands between them."""
    found: list[str] = []
    for token in tokens[at : at + MOST_WORDS]:
        if token.kind != "word" or not token.text or token.text[-1] in "*?!" or token.text[0] in "*?":
            break
        found.append(token.text)
    return found
