"""Tables of data sets, databases of feed readers, and Telegram's export."""

from __future__ import annotations

import datetime
import json
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sources.helpers import both, one, reasons, written, zipped

TEXT = "The harbour master closed the slipway on Friday."
ROWS: list[dict[str, Any]] = [
    {"headline": "Slipway closed", "text": TEXT, "when_published": datetime.date(2024, 3, 5), "n": 1},
    {"headline": "Pier open", "text": f"<p>{TEXT}</p>", "when_published": None, "n": 2},
]


def table(path: Path, form: str, rows: list[dict[str, Any]] = ROWS) -> Path:
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import ipc, parquet

    made = arrow.Table.from_pylist(rows)
    if form == "parquet":
        parquet.write_table(made, path, row_group_size=1)
    else:
        with (ipc.new_file if form == "file" else ipc.new_stream)(str(path), made.schema) as writer:
            writer.write_table(made)
    return path


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_rows_of_parquet_and_arrow_are_records(tmp_path: Path, form: str) -> None:
    path = table(tmp_path / "a.bin", form)
    items, rejected = both(path)
    assert ([i.member for i in items], rejected) == (["row 1", "row 2"], [])
    assert (items[0].given.title, items[0].given.date, items[0].data.decode()) == ("Slipway closed", "2024-03-05", TEXT)
    assert items[1].content == "page"
    packed = written(tmp_path / "a.zip", zipped({"data/a.bin": path.read_bytes()}))
    assert [i.data for i in both(packed)[0]] == [i.data for i in items]


def test_parquet_that_is_broken_or_has_no_text_is_one_reject(tmp_path: Path) -> None:
    whole = table(tmp_path / "a.parquet", "parquet").read_bytes()
    for cut in (8, len(whole) // 2, len(whole) - 1):
        assert reasons(tmp_path / "b.parquet", whole[:cut]) == ["unreadable"]
    _, rejected = both(table(tmp_path / "c.parquet", "parquet", [{"latitude": 1.0, "longitude": 2.0}] * 50))
    assert [(r.reason, "latitude, longitude" in r.detail) for r in rejected] == [("no text column", True)]


@pytest.mark.parametrize("form", ["file", "stream"])
def test_offsets_that_lead_out_of_an_arrow_table_end_no_process(tmp_path: Path, form: str) -> None:
    path = table(tmp_path / "a.arrow", form)
    first, second = (len(row["headline"]) for row in ROWS)
    data = path.read_bytes()
    offsets = struct.pack("<3i", 0, first, first + second)
    assert data.count(offsets) == 1
    path.write_bytes(data.replace(offsets, struct.pack("<3i", 0, first, 0x7FFFFFFF)))
    code = "import sys; from morgue.index.sources import read; print([f.reason for f in read(sys.argv[1:])])"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=Path.cwd())
    assert (done.returncode, done.stdout.strip()) == (0, "['unreadable']")


def test_without_the_extra_parquet_is_one_reject_that_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    _, rejected = both(written(tmp_path / "a.parquet", b"PAR1" + b"\0" * 100))
    assert [(r.reason, "morgue[parquet]" in r.detail) for r in rejected] == [("needs an extra", True)]


def database(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


NEWSBOAT = (
    "CREATE TABLE rss_feed (rssurl TEXT PRIMARY KEY, url TEXT, title TEXT)",
    "CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid TEXT, title TEXT, author TEXT, url TEXT, feedurl TEXT,"
    " pubDate INTEGER, content TEXT, unread INTEGER, deleted INTEGER DEFAULT 0)",
    "INSERT INTO rss_feed VALUES ('f', 'https://s.example/', 'Skerry News')",
    "INSERT INTO rss_item VALUES (1, 'g', 'Slipway closed', 'Ada Brook', 'https://s.example/1', 'f', 1709663400,"
    f" '<p>{TEXT}</p>', 1, 0)",
    "INSERT INTO rss_item VALUES (2, 'g2', 'Gone', '', '', 'f', 1709663400, 'x', 1, 1)",
)
FRESHRSS = (
    "CREATE TABLE category (id INTEGER PRIMARY KEY, name TEXT)",
    "CREATE TABLE feed (id INTEGER PRIMARY KEY, url TEXT, category INTEGER, name TEXT, website TEXT)",
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, guid TEXT, title TEXT, author TEXT, content TEXT, link TEXT,"
    " date INTEGER, id_feed INTEGER)",
    "INSERT INTO category VALUES (1, 'Local')",
    "INSERT INTO feed VALUES (1, 'https://s.example/rss', 1, 'Skerry News', 'https://s.example/')",
    f"INSERT INTO entry VALUES (9, 'g', 'Slipway closed', 'Ada Brook', '<p>{TEXT}</p>', 'https://s.example/1',"
    " 1709663400, 1)",
)


@pytest.mark.parametrize(("statements", "section"), [(NEWSBOAT, None), (FRESHRSS, "Local")])
def test_databases_of_feed_readers(tmp_path: Path, statements: tuple[str, ...], section: str | None) -> None:
    path = database(tmp_path / "cache.db", *statements)
    before = path.read_bytes()
    item = one(path)
    assert (item.given.title, item.given.outlet, item.given.authors) == (
        "Slipway closed",
        "Skerry News",
        ("Ada Brook",),
    )
    assert (item.given.url, item.given.date, item.given.section) == (
        "https://s.example/1",
        "2024-03-05T18:30:00Z",
        section,
    )
    assert (item.content, path.read_bytes()) == ("page", before)


def test_databases_that_are_none_or_broken_or_made_to_cost(tmp_path: Path) -> None:
    _, rejected = both(database(tmp_path / "a.db", "CREATE TABLE boats (name TEXT)"))
    assert [(r.reason, "boats" in r.detail) for r in rejected] == [("not a text", True)]
    whole = database(tmp_path / "b.db", *NEWSBOAT).read_bytes()
    assert reasons(tmp_path / "c.db", whole[:700]) == ["unreadable"]
    endless = (
        "CREATE TABLE rss_feed (rssurl TEXT, url TEXT, title TEXT)",
        "CREATE TABLE rss_item_ (id INTEGER)",
        "CREATE VIEW rss_item AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
        " SELECT id, '' AS guid, '' AS title, '' AS author, '' AS url, '' AS feedurl, 0 AS pubDate, '' AS content,"
        " 0 AS deleted FROM n",
    )
    assert reasons(database(tmp_path / "d.db", *endless)) == ["not a text"]


def export(*messages: dict[str, object], kind: str = "public_channel") -> bytes:
    return json.dumps({"name": 'Skerry "Now"', "type": kind, "id": 7, "messages": messages}, indent=1).encode()


def test_messages_of_a_telegram_channel(tmp_path: Path) -> None:
    runs = ["Slipway ", {"type": "bold", "text": "closed"}, ": ", {"type": "link", "text": "https://s.example/1"}]
    data = export(
        {"id": 1, "type": "service", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2024-03-05T19:30:00", "date_unixtime": "1709663400",
         "from": "Skerry \"Now\"", "text": runs, "text_entities": [{"type": "plain", "text": "Slipway "}]},
        {"id": 3, "type": "message", "date": "2024-03-06T10:00:00", "text": "", "photo": "a.jpg"},
        {"id": 4, "type": "message", "date": "2024-03-06T10:00:00", "text": TEXT, "forwarded_from": "Other"},
    )  # fmt: skip
    items, rejected = both(written(tmp_path / "result.json", data))
    assert ([i.member for i in items], rejected) == (["message 2", "message 4"], [])
    assert items[0].data.decode() == "Slipway closed: https://s.example/1"
    assert (items[0].given.outlet, items[0].given.date) == ('Skerry "Now"', "2024-03-05T18:30:00Z")
    assert items[1].notes == ("forwarded from Other",)


def test_a_telegram_export_that_ends_too_soon(tmp_path: Path) -> None:
    data = export(*({"id": n, "type": "message", "date": "2024-03-05T19:30:00", "text": TEXT} for n in range(30)))
    items, rejected = both(written(tmp_path / "result.json", data[: len(data) // 2]))
    assert len(items) > 10 and [r.reason for r in rejected] == ["truncated"]
