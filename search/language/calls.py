"""Reads pasted addresses, saved queries, and forms of other systems: `atleast5`, `AROUND(5)`, `*:*`. Pure."""

from __future__ import annotations

import re

from morgue.core.patterns import compiled
from morgue.search.language.fields import field_named, nearest_field
from morgue.search.language.grammar.operators import FARTHEST
from morgue.search.language.lexical.scanner import Scanner
from morgue.search.query import DateRange, Keyword

_ADDRESS = compiled(r"(?:https?|ftp)://[^\s\"“”«»<>]+", re.IGNORECASE)
_EXISTS = compiled(r"_(exists|missing)_:\s*([^\W\d_][\w-]{0,40})")
_EVERYTHING = compiled(r"\*:\*(?![^\s)])")
_AROUND = compiled(r"(?:around|near|onear)\((\d{1,9})\)", re.IGNORECASE)
_ATLEAST = compiled(r"atl(?:east)?/?(\d+)(?=\(|\s+[^\s)])", re.IGNORECASE)
_SAVED = compiled(r"@([\w.-]+)")


class Calls(Scanner):
    """Reads calls and addresses; each method says whether one stood here."""

    def address(self) -> bool:
        """An address pasted in."""
        m = _ADDRESS.match(self.text, self.at) if ":" in self.text else None
        if m is None:
            return False
        url = balanced(m.group()).rstrip(".,;:!?")
        return self.add("query", self.at + len(url), query=Keyword("url", url))

    def saved(self) -> bool:
        """@NAME."""
        m = _SAVED.match(self.text, self.at)
        return m is not None and self.add("saved", m.end(), m[1])

    def at_least(self) -> bool:
        """atleast5."""
        m = _ATLEAST.match(self.text, self.at) if self.text[self.at] in "aA" else None
        if m is None:
            return False
        if not 0 < int(m[1][:9]) <= FARTHEST:
            raise self.error(f"{m.group()} is out of range", *m.span(), f"from atleast1 to atleast{FARTHEST}")
        return self.add("atleast", m.end(), distance=int(m[1]))

    def around(self) -> bool:
        """Google: `ferry AROUND(5) strike`."""
        m = _AROUND.match(self.text, self.at) if "(" in self.text else None
        if m is None or not self.between(m.end()):
            return False
        if not 0 < int(m[1]) <= FARTHEST:
            raise self.error(f"{m.group()} is out of range", *m.span(), f"a distance is 1 to {FARTHEST} words")
        return self.add("near", m.end(), m.group(), distance=int(m[1]), ordered=m[0][0] in "oO")

    def everything(self) -> bool:
        """Lucene: `*:*` is every article, `_exists_:byline` those that have one."""
        m = _EVERYTHING.match(self.text, self.at)
        if m is not None:
            return self.add("word", m.end(), "*")
        m = _EXISTS.match(self.text, self.at)
        if m is None:
            return False
        field = field_named(m[2])
        if field is None:
            near = nearest_field(m[2])
            raise self.error(f'unknown field "{m[2]}"', *m.span(2), f"did you mean {near}?" if near else "")
        if m[1] == "missing":
            self.add("minus", self.at)
        if field.kind in ("date", "number"):
            return self.add("query", m.end(), query=DateRange(None, None)) if field.name == "date" else False
        return self.add("field", m.start(2), m[2], field=field) and self.add("word", m.end(), "*")


def balanced(address: str) -> str:
    """The part of an address before a closing parenthesis that the address does not open itself."""
    depth = 0
    for n, c in enumerate(address):
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return address[:n]
    return address
