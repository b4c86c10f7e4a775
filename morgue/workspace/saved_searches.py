"""Saved searches, kept in the archive's folder: a query a name, and the stories each has already shown.

`saved.json` holds the queries; `seen-NAME` holds 64-bit hashes of story ids, 8 bytes each, ascending. Both are replaced
whole, never changed in place. Names that are read are checked as names that are typed: they become names of files.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from morgue.core import regular_files
from morgue.core.durable_files import disk, replace
from morgue.core.errors import ArchiveDamaged, MorgueError

_FILE = "saved.json"
_NAME = re.compile(r"[\w-]{1,64}\Z")
#: Bytes of the file of queries, and of the file of what a search has shown, at most.
_MOST, _MOST_SEEN = 4 << 20, 64 << 20


class SavedSearches:
    """The saved searches of one archive. MorgueError for a name that cannot be or is not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = regular_files.rooted(folder)

    def all(self) -> Mapping[str, str]:
        """Queries by name, in the order of names."""
        try:
            held = json.loads(regular_files.read(self._folder / _FILE, _MOST))["searches"]
            if not all(_NAME.match(name) and isinstance(query, str) for name, query in held.items()):
                raise self._unfit("holds a name or a query that cannot be")
            return dict(sorted(held.items()))
        except FileNotFoundError:
            return {}
        except ArchiveDamaged as error:
            raise MorgueError(error.what, "mend it or remove it") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise self._unfit("is not a list of saved searches") from None

    def usable(self) -> tuple[Mapping[str, str], str]:
        """The same for whoever can do without: none, and what is wrong, when the file cannot be used."""
        try:
            return self.all(), ""
        except MorgueError as error:
            return {}, f"{error.what}: no saved search is known ({error.hint})"
        except OSError as error:
            return {}, f"{self._folder / _FILE}: {error.strerror}: no saved search is known"

    def _unfit(self, what: str) -> MorgueError:
        return MorgueError(f"{self._folder / _FILE} {what}", "mend it or remove it")

    def query(self, name: str) -> str:
        """The query saved under a name."""
        held = self.all()
        if name not in held:
            names = ", ".join(held) or "none yet"
            raise MorgueError(f'no search is saved as "{name}"', f"saved: {names}; save one: morgue save NAME QUERY")
        return held[name]

    def save(self, name: str, query: str) -> None:
        """Saves or replaces a search; what it showed before counts no longer when the query is another."""
        if not _NAME.match(name):
            raise MorgueError(f'"{name}" cannot be a name', "letters, digits, - and _, at most 64")
        held = dict(self.all())
        if held.get(name) != query:
            disk().remove(self._seen_file(name))
            disk().sync_folder(self._folder)  # else, after a power cut, the new query might count as shown
        held[name] = query
        self._write(held)

    def remove(self, name: str) -> None:
        """Forgets a saved search."""
        self.query(name)
        self._write({k: v for k, v in self.all().items() if k != name})
        disk().remove(self._seen_file(name))

    def unseen(self, name: str, stories: Iterable[str]) -> list[str]:
        """Those of the stories that were not marked as seen under this name, in the same order."""
        seen = set(self._seen(name))
        return [s for s in stories if _hash(s) not in seen]

    def mark_seen(self, name: str, stories: Iterable[str]) -> None:
        """Adds stories to those already shown."""
        held = array("Q", sorted(set(self._seen(name)) | {_hash(s) for s in stories}))
        replace(self._seen_file(name), held.tobytes())

    def _seen(self, name: str) -> array[int]:
        held = array("Q")
        try:
            data = regular_files.read(self._seen_file(name), _MOST_SEEN)
        except FileNotFoundError:
            return held
        held.frombytes(data[: len(data) // 8 * 8])
        return held

    def _seen_file(self, name: str) -> Path:
        if not _NAME.match(name):
            raise MorgueError(f'"{name}" cannot be a name', "letters, digits, - and _, at most 64")
        return self._folder / f"seen-{name}"

    def _write(self, searches: Mapping[str, str]) -> None:
        text = json.dumps({"schema": 1, "searches": searches}, ensure_ascii=False, indent=1)
        replace(self._folder / _FILE, text.encode() + b"\n")


def _hash(story: str) -> int:
    return int.from_bytes(blake2b(story.encode(), digest_size=8).digest(), "little")
