"""Saved queries and which stories each has shown, kept in the archive's folder under `saved/`.

queries.json holds the text of each by its name; NAME.seen holds ids of stories, one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from index.errors import MorgueError

_FOLDER = "saved"
_FILE = "queries.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")


class SavedError(MorgueError):
    """A saved query has no such name, or the file of saved queries cannot be read."""


def queries(archive: Path) -> dict[str, str]:
    """The saved queries by name; none when there is no file."""
    path = archive / _FOLDER / _FILE
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise SavedError(f"cannot read {path}: {error.strerror}", "check its permissions") from error
    import orjson

    try:
        held = orjson.loads(data)
    except ValueError as error:
        raise SavedError(f"{path} is not JSON: {error}", "mend it or move it away") from error
    if not isinstance(held, dict):
        raise SavedError(f"{path} does not hold saved queries", "mend it or move it away")
    return {str(name): str(query) for name, query in held.items()}


def query(archive: Path, name: str) -> str:
    """The text of one; SavedError names those that there are."""
    held = queries(archive)
    plain = name.removeprefix("@")
    if plain not in held:
        there = ", ".join(sorted(held)[:8])
        raise SavedError(f'no saved query "{plain}"', f"there are {there}" if there else "morgue save NAME QUERY")
    return held[plain]


def save(archive: Path, name: str, text: str) -> str:
    """Keeps a query under a name, which is returned; what that name has shown is forgotten when the query changes."""
    plain = name.removeprefix("@")
    if not _NAME.match(plain):
        raise SavedError(f'"{name}" cannot be a name', "letters, digits, - and _, beginning with a letter or digit")
    held = queries(archive)
    if held.get(plain) != text:
        _seen_file(archive, plain).unlink(missing_ok=True)
    _keep(archive, {**held, plain: text})
    return plain


def remove(archive: Path, name: str) -> None:
    """Drops a saved query."""
    query(archive, name)
    plain = name.removeprefix("@")
    held = {other: text for other, text in queries(archive).items() if other != plain}
    _keep(archive, held)
    _seen_file(archive, plain).unlink(missing_ok=True)


def seen(archive: Path, name: str) -> frozenset[str]:
    """The ids of the stories it has shown."""
    try:
        return frozenset(_seen_file(archive, name).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return frozenset()


def mark_seen(archive: Path, name: str, stories: Iterable[str]) -> None:
    """Remembers that these stories were shown."""
    everything = sorted(seen(archive, name) | set(stories))
    _write(_seen_file(archive, name), "".join(f"{story}\n" for story in everything).encode())


def _seen_file(archive: Path, name: str) -> Path:
    return archive / _FOLDER / f"{name.removeprefix('@')}.seen"


def _keep(archive: Path, held: dict[str, str]) -> None:
    import orjson

    _write(archive / _FOLDER / _FILE, orjson.dumps(held, option=orjson.OPT_INDENT_2))


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing, even when the program is ended meanwhile."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
