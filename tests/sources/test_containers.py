"""Compressions, archives, captures and folders give the items of the files in them."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
import zstandard

from tests.sources.helpers import HTTP, LINE, PAGE, both, http, one, tarred, warc, written, zipped

WRAPS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("ending", WRAPS)
@pytest.mark.parametrize("name", ["a.html", "a.jsonl", "a.csv", "a.tar", "a.warc", "a.zip"])
def test_any_format_may_be_compressed(tmp_path: Path, ending: str, name: str) -> None:
    data = {
        "a.html": PAGE,
        "a.jsonl": LINE,
        "a.csv": b"title,text\nTide,In\n",
        "a.tar": tarred({"x.html": PAGE}),
        "a.warc": warc(("response", HTTP, http("text/html", PAGE))),
        "a.zip": zipped({"x.html": PAGE}),
    }[name]
    plain = one(tmp_path / name, data)
    packed = one(tmp_path / (name + ending), WRAPS[ending](data))
    assert (packed.format, packed.data, packed.id) == (plain.format, plain.data, plain.id)


def test_gzip_members_follow_one_another(tmp_path: Path) -> None:
    data = b"".join(gzip.compress(LINE + b"\n") for _ in range(3)) + b"\0" * 100
    items, rejected = both(written(tmp_path / "a.jsonl.gz", data))
    assert [i.member for i in items] == ["line 1", "line 2", "line 3"]
    assert not rejected


def test_warc(tmp_path: Path) -> None:
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    data = warc(
        ("warcinfo", "application/warc-fields", b"software: x\r\n"),
        ("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        ("response", HTTP, http("text/html; charset=ISO-8859-5", PAGE)),
        ("response", HTTP, http("text/html", gzip.compress(PAGE), "Content-Encoding: gzip")),
        ("response", HTTP, http("text/html", chunked, "Transfer-Encoding: chunked")),
        ("response", HTTP, http("text/html", PAGE, "Content-Encoding: gzip")),
        ("response", HTTP, http("text/html", zlib.compress(PAGE), "Content-Encoding: deflate")),
        ("resource", "text/html", PAGE),
        ("conversion", "text/plain", b"The tide came in."),
        ("response", HTTP, http("image/png", b"\x89PNG")),
        ("response", HTTP, http("text/html", PAGE, status=404)),
        ("revisit", HTTP, http("text/html", b"")),
        ("response", HTTP, http("text/html", b"")),
    )
    items, rejected = both(written(tmp_path / "a", data))
    assert [i.member for i in items] == [f"urn:n:{n}" for n in range(2, 9)]
    assert {i.data for i in items[:6]} == {PAGE}
    assert {i.sha256 for i in items[:6]} == {sha256(PAGE).hexdigest()}
    assert (items[0].charset, items[0].captured) == ("ISO-8859-5", "2020-02-17T05:40:00Z")
    assert items[0].given.url == "https://harbourtimes.example/2"
    assert data[items[3].offset :].startswith(b"WARC/1.0")
    assert items[6].content == "text"
    assert [r.reason for r in rejected] == ["not HTML", "HTTP error", "revisit", "empty file"]


def test_archives_within_archives(tmp_path: Path) -> None:
    inner = zipped({"deep/b.jsonl": LINE + b"\n" + LINE, "c.css": b"p {}", ".hidden": PAGE, "__MACOSX/x": PAGE})
    data = gzip.compress(tarred({"a.html": PAGE, "in.zip": inner, "d.html.gz": gzip.compress(PAGE)}))
    items, rejected = both(written(tmp_path / "a.tgz", data))
    assert [i.member for i in items] == [
        "a.html",
        "in.zip!deep/b.jsonl!line 1",
        "in.zip!deep/b.jsonl!line 2",
        "d.html.gz",
    ]
    assert [(r.member, r.reason) for r in rejected] == [("in.zip!c.css", "not a text")]


def test_folders_are_walked_in_order_without_hidden_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", ".git/x.txt", "b/.x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"text of {name}")
    items, rejected = both(tmp_path)
    assert [i.path for i in items] == [str(tmp_path / n) for n in ("a.txt", "b/1.txt", "b/2.txt", "c.txt")]
    assert not rejected
    assert one(tmp_path / "b/.x.txt").content == "text"


def test_the_folder_below_the_named_one_is_told(tmp_path: Path) -> None:
    inner = tmp_path / "harbour-times" / "2024"
    inner.mkdir(parents=True)
    for path in (tmp_path / "a.html", inner.parent / "b.html", inner / "c.html"):
        path.write_bytes(PAGE + path.name.encode())
    with ZipFile(inner.parent / "d.zip", "w") as archive:
        archive.writestr("e.html", PAGE)
        archive.writestr("valley/post/f.html", PAGE)
    items, _ = both(tmp_path)
    assert [i.folder for i in items] == [None, "harbour-times/2024", "harbour-times", None, "valley/post"]
    assert [i.folder for i in both(inner / "c.html")[0]] == [None]
