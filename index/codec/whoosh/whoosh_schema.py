"""Declares the Whoosh schema of an archive, which a stock Whoosh reader sees in its segments."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from unicodedata import unidata_version

from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema

from morgue.core import analyzer as analysis

#: Fields of terms with positions, of whole values, and of numbers.
TEXT_FIELDS = ("title", "lead", "body")
VALUE_FIELDS = ("outlet", "agency", "place", "section", "language")
NUMBER_FIELDS = ("day", "instant", "words")


class NewsTokenizer(Tokenizer):
    """`morgue.core.analyzer.tokens` as Whoosh calls a tokenizer."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        """The terms of a text as one Token, changed and yielded again, as Whoosh does it."""
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for found in analysis.tokens(value):
            token.text = found.term
            token.boost = 1.0
            if keeporiginal:
                vars(token)["original"] = value[found.start : found.end]  # which Whoosh declares nowhere
            if positions:
                token.pos = start_pos + found.place
            if chars:
                token.startchar, token.endchar = start_char + found.start, start_char + found.end
            yield token


def schema() -> Schema:
    """The fields of an archive. Dates are day numbers (`date.toordinal`) and seconds since 1970."""
    analyzer = NewsTokenizer()
    return Schema(
        id=ID(stored=True, unique=True),
        url=ID(stored=True),
        title=TEXT(analyzer=analyzer, stored=True),
        lead=TEXT(analyzer=analyzer),
        body=TEXT(analyzer=analyzer, stored=True),
        authors=KEYWORD(stored=True, commas=True),
        **{name: ID(stored=True, sortable=True) for name in VALUE_FIELDS},
        day=NUMERIC(int, bits=32, shift_step=0, sortable=True),
        instant=NUMERIC(int, bits=64, shift_step=0, sortable=True),
        words=NUMERIC(int, bits=32, signed=False, shift_step=0, sortable=True),
    )


def fingerprint() -> str:
    """Changes whenever the same text may give other terms: with the analyzer, its pattern and the Unicode tables."""
    parts = (str(analysis.ANALYZER_VERSION), str(analysis.LONGEST_TERM), analysis.SURFACE, unidata_version)
    return sha256("\0".join(parts).encode()).hexdigest()[:16]
