"""Keeps how far each article was read, as a share of it, in one file that is replaced whole."""

from __future__ import annotations

import json
from collections.abc import Mapping

from morgue.core.errors import MorgueError
from morgue.workspace.store import Store

FILE = "places.json"
#: Bytes of the file at most, and places kept.
_MOST, KEPT = 4 << 20, 2_000


class ReadingPlaces:
    """Places by the article's id, from 0 for its beginning to 1. MorgueError for a file that is none of places."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Mapping[str, float]:
        """The places, what was left last at the end."""
        data = self._store.read(FILE, _MOST)
        if data is None:
            return {}
        try:
            held = {str(one): float(share) for one, share in json.loads(data)["places"].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
            raise MorgueError(f"{FILE} is not a file of places", "mend it or remove it") from None
        return {one: share for one, share in held.items() if 0 < share <= 1}

    def put(self, places: Mapping[str, float]) -> None:
        """Puts places in the stead of those there were; 0 takes one away, and of more than are kept the oldest go."""
        with self._store.alone():
            held = dict(self.all())
            for one, share in places.items():
                held.pop(one, None)
                if share > 0:
                    held[one] = round(min(1.0, share), 4)
            kept = dict(list(held.items())[-KEPT:])
            self._store.replace(FILE, json.dumps({"schema": 1, "places": kept}, indent=0).encode("ascii") + b"\n")
