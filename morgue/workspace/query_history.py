"""Keeps the queries that were asked in the browser, newest last, in one file that is replaced whole."""

from __future__ import annotations

import json
from collections.abc import Iterable

from morgue.core.errors import MorgueError
from morgue.workspace.json_lines import json_lines
from morgue.workspace.store import Store

FILE = "asked.jsonl"
#: Bytes of the file at most, and queries kept.
_MOST, KEPT = 8 << 20, 1_000
#: Characters of a query that is kept at most; longer ones are bad queries.
_LONGEST = 8_192


class QueryHistory:
    """What was asked, each query once, where it was asked last. MorgueError for a file that is no such list."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> tuple[str, ...]:
        """The queries, newest last."""
        data = self._store.read(FILE, _MOST)
        if data is None:
            return ()
        try:
            held = [*json_lines(data)]
        except (ValueError, RecursionError):
            held = [None]
        if not all(isinstance(one, str) for one in held):
            raise MorgueError(f"{FILE} is not a list of queries", "mend it or remove it")
        return tuple(held)

    def add(self, queries: Iterable[str]) -> None:
        """Puts queries behind all others; of more than are kept the oldest go."""
        with self._store.alone():
            held = later(self.all(), queries)
            self._store.replace(FILE, "".join(json.dumps(one) + "\n" for one in held).encode("ascii"))


def later(held: Iterable[str], queries: Iterable[str]) -> tuple[str, ...]:
    """The queries with others behind them: each once, where it came last, and no more than are kept."""
    order = dict.fromkeys(held)
    for one in queries:
        if one.strip() and len(one) <= _LONGEST:
            order.pop(one, None)
            order[one] = None
    return tuple(order)[-KEPT:]
