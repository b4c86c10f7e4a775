"""Says what is wrong with a query, and where: one line for people, a place for the caret. Pure."""

from __future__ import annotations

import unicodedata

from morgue.core.errors import MorgueError

#: A pointer shows at most this many characters of the query around the fault.
_SHOWN = 72


class QueryError(MorgueError):
    """A query that cannot be understood.

    text    the query as typed
    column  where the fault begins, counted from 0; None when it is the query as a whole
    width   how many characters are at fault, at least 1
    what    one line without the hint; it names the column counted from 1
    hint    what was expected or meant, or empty
    """

    def __init__(self, what: str, text: str, column: int | None = None, width: int = 1, hint: str = "") -> None:
        super().__init__(what if column is None else f"{what} at column {column + 1}", hint)
        self.reason = what
        self.text = text
        self.column = column
        self.width = max(1, width)

    def pointer(self) -> tuple[str, str] | None:
        """Two lines, the query (cut around the fault if long) and a caret line below it; None without a column."""
        if self.column is None:
            return None
        column = min(self.column, len(self.text))
        first = max(0, column - _SHOWN // 2) if len(self.text) > _SHOWN else 0
        last = min(len(self.text), first + _SHOWN)
        before = "…" if first else ""
        after = "…" if last < len(self.text) else ""
        line = before + "".join(c if c.isprintable() else " " for c in self.text[first:last]) + after
        indent = len(before) + _columns(self.text[first:column])
        carets = max(1, min(_columns(self.text[column : column + self.width]), _columns(self.text[column:last])))
        return line, " " * indent + "^" * carets


def _columns(text: str) -> int:
    """How many terminal columns a text fills: wide characters two, combining marks none."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)
