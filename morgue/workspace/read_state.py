"""Keeps which articles have been read: their ids, a line each, in one file that is replaced whole."""

from __future__ import annotations

import json
from collections.abc import Iterable

from morgue.core.errors import MorgueError
from morgue.workspace.json_lines import json_lines
from morgue.workspace.store import Store

FILE = "read.jsonl"
#: Bytes at most: some two million ids.
_MOST = 64 << 20


class ReadState:
    """What a person has read of an archive."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ids(self) -> frozenset[str]:
        """The articles that have been read."""
        return frozenset(self._held())

    def mark(self, ids: Iterable[str], read: bool = True) -> None:
        """Marks articles as read, or as unread again; writes nothing where that is so already."""
        with self._store.alone():
            held = self._held()
            gone = set() if read else set(ids)
            now = dict.fromkeys([*held, *ids] if read else [one for one in held if one not in gone])
            if len(now) == len(held):
                return
            self._store.replace(FILE, "".join(json.dumps(one) + "\n" for one in now).encode("ascii"))

    def _held(self) -> list[str]:
        data = self._store.read(FILE, _MOST)
        if data is None:
            return []
        try:
            held = [*json_lines(data)]
        except (ValueError, RecursionError):
            held = [None]
        if not all(isinstance(one, str) for one in held):
            raise MorgueError(f"{FILE} is not a list of what was read", "mend it or remove it")
        return held
