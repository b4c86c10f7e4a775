"""Declares the tokens of a typed query, each with its place. Pure."""

from __future__ import annotations

from typing import Literal

from morgue.core.dataclass import dataclass
from morgue.search.language.fields import Field
from morgue.search.query import Query, Unit

Kind = Literal[
    "(", ")", "and", "or", "not", "near", "minus", "plus", "exactly", "field", "word", "phrase", "regex", "query",
    "saved", "atleast", "tilde", "boost", "end",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: text[start:end].

    text      word and phrase: as typed, without quotes; regex: the pattern; saved: the name; tilde, boost: the number
    query     a value that is already whole (dates, numbers, a pasted address)
    field     for kind field
    distance  near and atleast
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    query: Query | None = None
    field: Field | None = None
    distance: int = 0
    ordered: bool = False
    unit: Unit = "word"
