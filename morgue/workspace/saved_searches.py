"""Keeps saved searches: a query a name, and the stories each has already shown.

`saved.json` holds the queries; `seen-NAME` holds 64-bit hashes of story ids, 8 bytes each, ascending. Both are replaced
whole, never changed in place. Names that are read are checked as names that are typed: they become names of files.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping

from morgue.core.errors import MorgueError
from morgue.core.loading.digests import blake2b
from morgue.core.patterns import compiled
from morgue.workspace.store import Store

_FILE = "saved.json"
_NAME = compiled(r"[\w-]{1,64}\Z")
#: Bytes of the file of queries, and of the file of what a search has shown, at most.
_MOST, _MOST_SEEN = 4 << 20, 64 << 20


class SavedSearches:
    """The saved searches of one archive. MorgueError for a name that cannot be or is not there."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Mapping[str, str]:
        """Queries by name, in the order of names."""
        data = self._store.read(_FILE, _MOST)
        if data is None:
            return {}
        try:
            held = json.loads(data)["searches"]
            if not all(_NAME.match(name) and isinstance(query, str) for name, query in held.items()):
                raise MorgueError(f"{_FILE} holds a name or a query that cannot be", "mend it or remove it")
            return dict(sorted(held.items()))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise MorgueError(f"{_FILE} is not a list of saved searches", "mend it or remove it") from None

    def usable(self) -> tuple[Mapping[str, str], str]:
        """Queries by name for whoever can do without: none, and what is wrong, when the file cannot be used."""
        try:
            return self.all(), ""
        except MorgueError as error:
            return {}, f"{error.what}: no saved search is known ({error.hint})"

    def query(self, name: str) -> str:
        """The query saved under a name."""
        held = self.all()
        if name not in held:
            names = ", ".join(held) or "none yet"
            raise MorgueError(f'no search is saved as "{name}"', f"saved: {names}; save one: morgue save NAME QUERY")
        return held[name]

    def save(self, name: str, query: str) -> None:
        """Saves or replaces a search; what it showed before counts no longer when the query is another."""
        with self._store.alone():
            if not _NAME.match(name):
                raise MorgueError(f'"{name}" cannot be a name', "letters, digits, - and _, at most 64")
            held = dict(self.all())
            if held.get(name) != query:
                self._store.remove(
                    _seen_file(name)
                )  # durable: else, after a power cut, the new query might count as shown
            held[name] = query
            self._write(held)

    def remove(self, name: str) -> None:
        """Forgets a saved search."""
        with self._store.alone():
            self.query(name)
            self._write({k: v for k, v in self.all().items() if k != name})
            self._store.remove(_seen_file(name))

    def unseen(self, name: str, stories: Iterable[str]) -> list[str]:
        """The stories, among some, that were not marked as seen under this name; their order is kept."""
        seen = set(self._seen(name))
        return [s for s in stories if _hash(s) not in seen]

    def mark_seen(self, name: str, stories: Iterable[str]) -> None:
        """Adds stories to those already shown."""
        with self._store.alone():
            held = array("Q", sorted(set(self._seen(name)) | {_hash(s) for s in stories}))
            self._store.replace(_seen_file(name), held.tobytes())

    def _seen(self, name: str) -> array[int]:
        held = array("Q")
        data = self._store.read(_seen_file(name), _MOST_SEEN) or b""
        held.frombytes(data[: len(data) // 8 * 8])
        return held

    def _write(self, searches: Mapping[str, str]) -> None:
        text = json.dumps({"schema": 1, "searches": searches}, ensure_ascii=False, indent=1)
        self._store.replace(_FILE, text.encode() + b"\n")


def _seen_file(name: str) -> str:
    if not _NAME.match(name):
        raise MorgueError(f'"{name}" cannot be a name', "letters, digits, - and _, at most 64")
    return f"seen-{name}"


def _hash(story: str) -> int:
    return int.from_bytes(blake2b(story.encode(), digest_size=8).digest(), "little")


def files_of(names: Iterable[str]) -> tuple[str, ...]:
    """The files of a workspace that hold the searches and what was shown of these."""
    return (_FILE, *(_seen_file(name) for name in names))
