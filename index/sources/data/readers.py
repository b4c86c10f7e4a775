"""Reads the databases in which feed readers keep what they fetched: newsboat's cache.db and FreshRSS's db.sqlite."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from morgue.index.sources import records
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.limits import DATABASE_BYTES, ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

#: Steps of SQLite's machine that a database may take for all its rows: a file that is made to cost is stopped.
_STEPS = 10_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Reader:
    """How one reader keeps its articles: the tables it is known by, and its rows under names that records have."""

    tables: frozenset[str]
    query: str
    named: str


_READERS = (
    _Reader(
        frozenset(("rss_feed", "rss_item")),
        "SELECT i.guid AS guid, i.title AS title, i.author AS author, i.url AS url, i.pubDate AS published,"
        " i.content AS content, f.title AS outlet, f.url AS feed"
        " FROM rss_item i LEFT JOIN rss_feed f ON i.feedurl = f.rssurl WHERE i.deleted = 0 ORDER BY i.id",
        "newsboat",
    ),
    _Reader(
        frozenset(("entry", "feed", "category")),
        "SELECT e.guid AS guid, e.title AS title, e.author AS author, e.content AS content, e.link AS url,"
        " e.date AS published, f.name AS outlet, c.name AS section"
        " FROM entry e LEFT JOIN feed f ON e.id_feed = f.id LEFT JOIN category c ON f.category = c.id ORDER BY e.id",
        "FreshRSS",
    ),
)


def read_database(stream: Buffered, place: Place) -> Iterator[Found]:
    """The articles of a feed reader's database, read from a copy that nothing else can touch."""
    with tempfile.TemporaryDirectory(prefix="morgue-") as folder:
        path = Path(folder, "reader.sqlite")
        _copy(stream, path)
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            yield from _articles(connection, place)
        except (sqlite3.Error, ValueError, OverflowError) as e:
            raise Broken("unreadable", f"a database that cannot be read: {e}"[:300]) from None
        finally:
            connection.close()


def _copy(stream: Buffered, path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > DATABASE_BYTES:
                raise Broken("too large", f"a database of more than {DATABASE_BYTES >> 20} MiB")
            file.write(chunk)


def _articles(connection: sqlite3.Connection, place: Place) -> Iterator[Found]:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ITEM_BYTES)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    reader = _maker(connection)
    connection.row_factory = sqlite3.Row
    budget = [0]

    def step() -> int:
        budget[0] += 1
        return budget[0] > _STEPS

    connection.set_progress_handler(step, 100_000)
    for number, row in enumerate(connection.execute(reader.query), 1):
        budget[0] = 0
        yield _item(dict(row), number, place)


def _maker(connection: sqlite3.Connection) -> _Reader:
    """The feed reader whose tables a database has; Broken where it is of none that is known."""
    kinds = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchmany(10_000)
    tables = frozenset(str(name).lower() for (name,) in kinds)
    reader = next((reader for reader in _READERS if reader.tables <= tables), None)
    if reader is None:
        told = ", ".join(sorted(tables)[:12])
        raise Broken("not a text", f"a database of no feed reader that is known; its tables: {told}"[:300])
    return reader


def _item(row: dict[str, object], number: int, place: Place) -> Found:
    feed = row.pop("feed", None)
    if not row.get("outlet") and isinstance(feed, str):
        row["domain"] = feed
    guid = row.pop("guid", None)
    source = json.dumps([guid, row], sort_keys=True, default=str).encode()
    return records.item(row, source, place, f"row {number}", None, "feed-reader")
