"""Folders that programs keep: one article a page, with its address, and nothing of what the program says of itself."""

from __future__ import annotations

import json
from pathlib import Path

from morgue.core.article import RawItem
from morgue.index.sources import Ledger, read
from tests.sources.helpers import PAGE, both, written, zipped

URL = "https://s.example/n/slipway"


def snapshot(folder: Path, **files: bytes) -> Path:
    about = json.dumps({"url": URL, "timestamp": folder.name, "title": "Slipway closed"}).encode()
    for name, data in {"index.json": about, "index.html": PAGE, "headers.json": b"{}", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_a_snapshot_of_archivebox_is_one_article(tmp_path: Path) -> None:
    page = PAGE.replace(b"Tide", b"Slipway")
    files = {
        "singlefile.html": page,
        "output.html": PAGE,
        "readability/content.html": b"<p>x</p>",
        "a.pdf": b"%PDF-1.7",
    }
    root = tmp_path / "box"
    snapshot(root / "archive" / "1709663400.5", **files)
    snapshot(root / "archive" / "1709663401", **{"dom/output.html": PAGE, "warc/a.warc.gz": b"x"})
    (root / "index.sqlite3").write_bytes(b"SQLite format 3\0")
    (root / "index.html").write_bytes(PAGE)
    (root / "logs").mkdir()
    (root / "logs" / "errors.log").write_text("an error")
    items, rejected = both(root)
    assert rejected == []
    assert [i.data for i in items] == [page, PAGE]
    assert (items[0].given.url, items[0].captured) == (URL, "2024-03-05T18:30:00Z")


def test_what_only_a_reader_made_of_the_page_has_its_headline_and_writer(tmp_path: Path) -> None:
    about = json.dumps({"title": "Slipway closed", "byline": "Ada Brook", "siteName": "Skerry News"}).encode()
    files = {"readability/content.html": b"<div><p>It is closed.</p></div>", "readability/article.json": about}
    (item,), rejected = both(snapshot(tmp_path / "1709663400", **files))
    assert (item.given.title, item.given.authors, item.given.url) == ("Slipway closed", ("Ada Brook",), URL)
    assert rejected == []


def test_a_snapshot_without_a_page_is_one_reject(tmp_path: Path) -> None:
    items, rejected = both(
        snapshot(tmp_path / "1709663400", **{"output.html": b"  ", "screenshot.png": b"\x89PNG\r\n"})
    )
    assert (items, [(r.reason, URL in r.detail) for r in rejected]) == ([], [("no text", True)])


def test_a_folder_with_an_index_of_its_own_is_read_as_ever(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text('{"title": "One", "text": "The slipway is closed."}')
    (tmp_path / "output.html").write_bytes(PAGE)
    assert len(both(tmp_path)[0]) == 2


def test_a_mirror_gives_its_pages_without_the_programs_own(tmp_path: Path) -> None:
    mark = b"<!-- Mirrored from s.example/n/1.html by HTTrack Website Copier/3.x [X], Tue, 05 Mar 2024 18:30:00 GMT -->"
    for name, data in {
        "index.html": PAGE,
        "hts-log.txt": b"HTTrack launched",
        "hts-cache/doit.log": b"x",
        "s.example/n/1.html": PAGE.replace(b"<body>", mark + b"<body>"),
        "s.example/style.css": b"p {}",
        "s.example/logo.png": b"\x89PNG\r\n",
    }.items():
        path = tmp_path / "mirror" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    ledger = Ledger()
    items = list(read([str(tmp_path / "mirror")], ledger=ledger))
    assert [i.given.url for i in items if isinstance(i, RawItem)] == ["https://s.example/n/1.html"]
    assert [*ledger.formats(items[0].path)] == ["httrack", "html"]


def test_a_mirror_without_a_page_is_one_reject(tmp_path: Path) -> None:
    (tmp_path / "m" / "hts-cache").mkdir(parents=True)
    (tmp_path / "m" / "a.png").write_bytes(b"\x89PNG\r\n")
    assert [r.reason for r in both(tmp_path / "m")[1]] == ["no text"]


def test_attachments_of_zotero_are_pages_with_the_address_they_note(tmp_path: Path) -> None:
    single = (
        f"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: {URL} \n saved date: Tue Mar 05 2024 18:30:00"
        " GMT+0000 (Coordinated Universal Time)\n--><body><p>The slipway is closed.</p></body></html>"
    )
    folder = tmp_path / "storage" / "AB12CD34"
    folder.mkdir(parents=True)
    (folder / "Slipway closed.html").write_text(single)
    (folder / ".zotero-ft-cache").write_text("The slipway is closed.")
    items, rejected = both(tmp_path)
    assert ([i.given.url for i in items], rejected) == ([URL], [])


def test_links_in_a_folder_that_a_program_keeps_lead_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    snapshot(secret / "1709663400", **{"output.html": PAGE})
    (secret / "about.json").write_text('{"url": "https://secret.example/"}')
    folder = snapshot(tmp_path / "box" / "1709663401", **{"output.html": PAGE})
    (folder / "index.json").unlink()
    (folder / "index.json").symlink_to("../../secret/about.json")
    root = tmp_path / "root"
    root.mkdir()
    (root / "index.sqlite3").write_bytes(b"")
    (root / "archive").symlink_to("../secret")
    (item,), rejected = both(tmp_path / "box")
    assert (item.given.url, rejected) == (None, [])
    assert [r.reason for r in both(root)[1]] == ["link to a folder"]


def test_a_folder_that_was_zipped_is_read_as_the_folder(tmp_path: Path) -> None:
    page = PAGE.replace(b"Tide", b"Slipway")
    members = {
        "box/index.sqlite3": b"SQLite format 3\0",
        "box/index.html": PAGE,
        "box/archive/1709663400/index.json": json.dumps({"url": URL, "timestamp": "1709663400"}).encode(),
        "box/archive/1709663400/singlefile.html": page,
        "box/archive/1709663400/output.html": PAGE,
        "box/archive/1709663401/index.json": b"{}",
        "box/archive/1709663401/headers.json": b"{}",
        "beside.html": PAGE,
    }
    items, rejected = both(written(tmp_path / "box.zip", zipped(members)))
    assert [(i.data, i.given.url) for i in items] == [(PAGE, None), (page, URL)]
    assert items[1].captured == "2024-03-05T18:30:00Z"
    assert items[1].member == "box/archive/1709663400/singlefile.html"
    assert [r.reason for r in rejected] == ["no text"]
