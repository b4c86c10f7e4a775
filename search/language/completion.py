"""Completes the last word of a query: a field, one of its values, a saved search, a word of the archive. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from morgue.search.language.fields import FIELDS, Field

#: Values of an archive: (field, beginning) to the values, commonest first.
LookUp = Callable[[str, str], Iterable[str]]

# The last word of a query that is being typed: a field with a value that may be in quotes, or anything without spaces.
_LAST = re.compile(r'(?P<lead>(?:^|(?<=[\s(]))[-(!]*)(?P<word>@?[^\W\d]*:=?"[^"]*|[^\s()"]*)$')
_LEAST_WORD = 2


@dataclass(frozen=True, slots=True)
class Completion:
    """One completion of the last word.

    text  the whole query with it
    rest  what it adds to what is typed, as one sees it behind the caret
    name  what is offered, by itself
    word  whether it is an ordinary word
    """

    text: str
    rest: str
    name: str
    word: bool = False


def completions(typed: str, look_up: LookUp, saved: Iterable[str] = ()) -> Iterator[Completion]:
    """The completions of a query that is typed up to the caret; none where the caret stands in no word."""
    found = _LAST.search(typed)
    if found is None or not found["word"]:
        return
    before, word = typed[: found.start("word")], found["word"]
    if word.startswith("@"):
        yield from (Completion(f"{before}@{n}", n[len(word) - 1 :], f"@{n}") for n in _beginning(saved, word[1:]))
        return
    name, sign, value = word.partition(":")
    if not sign:
        yield from _words(before, word, look_up)
        return
    field = field_of(name)
    if field is None:
        return
    typed_value = value.lstrip('="')
    for one in values(field, typed_value, look_up):
        yield Completion(f"{before}{name}:{quoted(one)}", one[len(typed_value) :], one)


def _words(before: str, word: str, look_up: LookUp) -> Iterator[Completion]:
    """Fields first, then words as the archive has them."""
    for field in FIELDS:
        if field.name.startswith(word) and len(word) >= _LEAST_WORD:
            yield Completion(f"{before}{field.name}:", field.name[len(word) :] + ":", f"{field.name}:")
    if len(word) >= _LEAST_WORD and word.isalpha():
        for one in look_up("text", word):
            if one.startswith(word.casefold()) and len(one) > len(word):
                yield Completion(before + word + one[len(word) :], one[len(word) :], one, word=True)


def field_of(name: str) -> Field | None:
    """The field that a name stands for, whatever its letter case."""
    return next((field for field in FIELDS if name.lower() in field.names), None)


def values(field: Field, beginning: str, look_up: LookUp) -> Iterator[str]:
    """The values of a field that begin with what was typed."""
    yield from _beginning(field.choices, beginning) if field.choices else look_up(field.name, beginning)


def _beginning(words: Iterable[str], prefix: str) -> Iterator[str]:
    return (word for word in words if word.startswith(prefix))


def quoted(text: str) -> str:
    """A value as a query takes it: in quotes when it is more than one word."""
    return text if re.fullmatch(r"\w+", text) else '"' + text.replace('"', " ") + '"'
