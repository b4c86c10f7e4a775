"""Keeps notes on articles: one text an article, of any length, all in one file that is replaced whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from morgue.core.dataclass import dataclass
from morgue.core.errors import MorgueError
from morgue.workspace.json_lines import json_lines
from morgue.workspace.store import Store

FILE = "notes.jsonl"
#: Bytes of all notes at most: ten million words.
_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote about an article. changed: when last, ISO 8601 in UTC."""

    id: str
    text: str
    changed: str = ""


class Notes:
    """All notes of a workspace. MorgueError for a file that is not one of notes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Mapping[str, Note]:
        """Notes by the article's id, in the order in which they were first made."""
        data = self._store.read(FILE, _MOST)
        if data is None:
            return {}
        try:
            rows = json_lines(data)
            notes = [Note(str(row["id"]), str(row["text"]), str(row.get("changed", ""))) for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise MorgueError(f"{FILE} is not a file of notes", "mend it or remove it") from None
        return {note.id: note for note in notes}

    def get(self, id: str) -> Note | None:
        """The note on an article, None where there is none."""
        return self.all().get(id)

    def write(self, id: str, text: str) -> None:
        """Puts a note in the place of whatever there was; nothing but white space takes it away."""
        self.put([Note(id, text)])

    def put(self, notes: Iterable[Note]) -> None:
        """Puts notes in the place of those that their articles had; an empty one takes its article's away."""
        with self._store.alone():
            held = dict(self.all())
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            for note in notes:
                if note.text.strip():
                    held[note.id] = Note(note.id, note.text.strip("\n"), note.changed or now)
                else:
                    held.pop(note.id, None)
            self._write(held.values())

    def _write(self, notes: Iterable[Note]) -> None:
        lines = (json.dumps(asdict(note)) + "\n" for note in notes)
        data = "".join(lines).encode("ascii")
        if len(data) > _MOST:
            raise MorgueError(f"notes of {len(data):,} bytes", f"all of an archive's are at most {_MOST:,}")
        if data:
            self._store.replace(FILE, data)
        else:
            self._store.remove(FILE)
