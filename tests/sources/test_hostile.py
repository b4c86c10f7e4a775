"""What was made to break a reader is refused under a reason, quickly and in little memory; the rest is still read."""

import gzip
import io
import json
import os
import struct
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Generator, Iterator
from itertools import count
from pathlib import Path

import pytest
import zstandard

from index.article import RawItem, Rejected
from index.errors import SourceError
from index.sources import limits, read, walk
from tests.sources.helpers import HTTP, LINE, PAGE, both, http, one, reasons, tarred, warc, zipped

MIB = 1 << 20


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.html", b"", "empty file"),
        ("a.txt", b" \n\t", "no text"),
        ("a.html", bytes(range(256)) * 20, "binary"),
        ("a.html", bytes(1000), "binary"),
        ("a.txt", b"%PDF-1.4 \n", "not a text"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "not a text"),
        ("a.css", b"p { color: red }", "not a text"),
        ("a.svg", b"<svg xmlns='x'><text>t</text></svg>", "not a text"),
        ("a.rss", b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 200_000 + b'">]><rss>' + b"&a;" * 9, "not a text"),
        ("a.docx", zipped({"[Content_Types].xml": b"<x/>"}), "not a text"),
        ("a.xml", b"<?xml version='1.0'?><nonsense/>", "not a text"),
        ("a.zip", zipped({}), "empty file"),
        ("a.zip", zipped({"x": PAGE})[:60], "truncated"),
        ("a.tar", tarred({"x": PAGE})[:600], "truncated"),
        ("a.html.gz", gzip.compress(PAGE)[:-12], "truncated"),
        ("a.html.gz", gzip.compress(PAGE)[:5], "truncated"),
        ("a.html.zst", zstandard.ZstdCompressor().compress(PAGE)[:-3], "truncated"),
        ("a.json", b"[", "truncated"),
        ("a.json", b"[]", "no text"),
        ("a.json", b'{\n"a": ', "malformed JSON"),
        ("a.rss", b"<rss><channel></channel></rss>", "no text"),
        ("a.xml", b"<sitemapindex></sitemapindex>", "no text"),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: x\r\n\r\n", "malformed record"),
        ("a.warc", b"WARC/1.0\r\nContent-Length: 9\r\n\r\nabc", "truncated"),
        ("a.warc", b"WARC/1.0\r\nContent-Length: 9", "truncated"),
        ("a.warc", warc(("response", HTTP, b"")), "not HTML"),
        ("a.warc", warc(("warcinfo", "x", b"")), "no text"),
        ("a.csv", b"a,b\n1,2\n", "no text column"),
        ("a.tar", tarred({}, [tarfile.TarInfo("d/")]), "binary"),
    ],
    ids=count(),  # packed bytes hold the time, by which two runners would name one case differently
)
def test_what_yields_nothing_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    if name == "a.tar" and reason == "binary":  # an empty tar is nothing but NUL bytes
        data = bytes(10240)
    assert set(reasons(tmp_path / name, data)) == {reason}


def test_named_paths_that_cannot_be_used_stop_the_run_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    os.mkfifo(tmp_path / "pipe")
    for bad in ("missing.txt", "pipe", "a.txt/x", "x\0y"):
        with pytest.raises(SourceError):
            read([str(tmp_path / "a.txt"), str(tmp_path / bad)])
    with pytest.raises(SourceError, match="regular"):
        read(["/dev/null"])
    with pytest.raises(SourceError, match="no such"):
        read([""])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    assert [r.reason for r in both(tmp_path)[1]] == ["unreadable"]
    with pytest.raises(SourceError, match="permission"):
        read([str(path)])


def test_a_file_that_goes_away_during_the_run_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    found = walk.files(str(tmp_path))
    path, place = next(f for f in found if isinstance(f, tuple))
    path.unlink()
    from index.sources.gauge import Gauge
    from index.sources.reading import _file

    assert [r.reason if isinstance(r, Rejected) else r for r in _file(path, place, Gauge(()))] == ["unreadable"]


def test_links_pipes_and_loops_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("outside")
    folder = tmp_path / "news"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("inside")
    (folder / "b-out.txt").symlink_to("../secret.txt")
    (folder / "c-out").symlink_to("..")
    (folder / "d-in.txt").symlink_to("a.txt")
    (folder / "e-gone.txt").symlink_to("nothing")
    (folder / "f-self.txt").symlink_to("f-self.txt")
    (folder / "sub" / "loop").symlink_to("..")
    os.mkfifo(folder / "g-pipe")
    items, rejected = both(folder)
    assert [Path(i.path).name for i in items] == ["a.txt", "d-in.txt"]
    assert items[0].id == items[1].id
    assert [(Path(r.path).name, r.reason) for r in rejected] == [
        ("b-out.txt", "link out of the folder"),
        ("c-out", "link out of the folder"),
        ("e-gone.txt", "broken link"),
        ("f-self.txt", "broken link"),
        ("g-pipe", "not a regular file"),
        ("loop", "link to a folder"),
    ]


def test_a_link_named_by_the_user_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "link").symlink_to("a.txt")
    assert one(tmp_path / "link").content == "text"


def test_names_that_are_no_text_and_names_that_travel(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(odd)).write_bytes(b"text")
    item = one(tmp_path)
    assert item.path.endswith("caf\\udce9.txt")
    members = {"../../up.html": PAGE, "/etc/passwd": b"text here", "a\\..\\b.html": PAGE, "x\x1b[31m.html": PAGE}
    for data in (zipped(members), tarred(members)):
        target = tmp_path / "sub" / "a.bin"
        target.parent.mkdir(exist_ok=True)
        before = sorted(tmp_path.rglob("*"))
        target.write_bytes(data)
        items, rejected = both(target)
        assert [i.member for i in items] == ["/etc/passwd", "x\x1b[31m.html"]
        assert [(r.member, r.reason) for r in rejected] == [
            ("../../up.html", "unsafe name"),
            ("a\\..\\b.html", "unsafe name"),
        ]
        assert sorted(tmp_path.rglob("*")) in (before, sorted([*before, target]))


def test_tar_members_that_are_no_files(tmp_path: Path) -> None:
    extra = []
    for kind, name in ((tarfile.SYMTYPE, "l"), (tarfile.LNKTYPE, "h"), (tarfile.FIFOTYPE, "p"), (tarfile.CHRTYPE, "c")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        extra.append(info)
    items, rejected = both(_write(tmp_path / "a.tar", tarred({"a.html": PAGE}, extra)))
    assert [i.member for i in items] == ["a.html"]
    assert [(r.member, r.reason) for r in rejected] == [(n, "not a regular file") for n in "lhpc"]


def test_zip_members_that_cannot_be_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": PAGE, "b.html": PAGE, "c.html": PAGE}))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag for encryption, in the table of contents
    body = data.find(b"b.html") + 6
    data[body + 5] ^= 0xFF
    items, rejected = both(_write(tmp_path / "a.zip", bytes(data)))
    assert [i.member for i in items] == ["c.html"]
    assert [(r.member, r.reason) for r in rejected] == [("a.html", "encrypted"), ("b.html", "unreadable")]


def test_items_before_a_break_are_given(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"title": f"T{n}", "body": os.urandom(50).hex()}).encode() + b"\n" for n in range(2000))
    for name, pack in (("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.ZstdCompressor(threads=0).compress)):
        data = pack(lines)
        items, rejected = both(_write(tmp_path / name, data[: len(data) * 3 // 4]))
        assert [i.given.title for i in items] == [f"T{n}" for n in range(len(items))]
        assert len(items) > 1000 or name.endswith("zst")
        assert [r.reason for r in rejected] == ["truncated"]
    pages = tarred({f"{n}.html": PAGE for n in range(20)})
    items, rejected = both(_write(tmp_path / "a.tar", pages[: len(pages) // 2]))
    assert len(items) >= 9
    assert {r.reason for r in rejected} == {"truncated"}
    records = warc(*[("response", HTTP, http("text/html", PAGE))] * 10)
    items, rejected = both(_write(tmp_path / "a.warc", records[: len(records) // 2 - 100]))
    assert len(items) >= 4
    assert [r.reason for r in rejected] == ["truncated"]


def test_a_damaged_stretch_of_a_warc_is_passed_over(tmp_path: Path) -> None:
    record = warc(("response", HTTP, http("text/html", PAGE)))
    items, rejected = both(_write(tmp_path / "a.warc", record + b"garbage\nmore\n\n" + record))
    assert len(items) == 2
    assert [r.reason for r in rejected] == ["malformed record"]


def _quoted_overlap() -> bytes:
    """Many members that all are one compressed stretch of zeros."""
    data = zipped({"a.html": b"<p>" + b"a" * (40 * MIB)})
    at = data.find(b"PK\x01\x02")
    entry, end = data[at : data.find(b"PK\x05\x06")], data[data.find(b"PK\x05\x06") :]
    count = 200
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, at, 0)
    assert len(tail) == len(end)
    return data[:at] + entry * count + tail


def _zeros(size: int) -> Iterator[bytes]:
    for _ in range(size // MIB):
        yield bytes(MIB)


def _gzipped(start: bytes, size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as file:
        file.write(start)
        for part in _zeros(size):
            file.write(part.replace(b"\0", b"a"))
    return out.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros.gz": lambda: gzip.compress(bytes(100 * MIB)),
    "page.html.gz": lambda: _gzipped(b"<html>", 130 * MIB),
    "twice.html.gz": lambda: gzip.compress(_gzipped(b"<html>", 130 * MIB)),
    "line.jsonl.gz": lambda: _gzipped(b'{"body": "', 130 * MIB),
    "array.json.gz": lambda: _gzipped(b'[{"body": "', 130 * MIB),
    "cell.csv.gz": lambda: _gzipped(b'title,text\nx,"', 130 * MIB),
    "page.html.zst": lambda: zstandard.ZstdCompressor().compress(b"<html>" + bytes(100 * MIB).replace(b"\0", b"a")),
    "page.zip": lambda: zipped({"a.html": b"<html>" + b"a" * (100 * MIB)}),
    "overlap.zip": _quoted_overlap,
    "page.tar.gz": lambda: gzip.compress(tarred({"a.html": b"<html>" + b"a" * (100 * MIB)})),
    "record.warc.gz": lambda: gzip.compress(warc(("response", HTTP, http("text/html", b"a" * (60 * MIB))))),
    "body.warc": lambda: warc(
        ("response", HTTP, http("text/html", _gzipped(b"<html>", 130 * MIB), "Content-Encoding: gzip"))
    ),
    "many.gz": lambda: b"".join([gzip.compress(b"[" * 20_000_000, 1)] * 3),
    "nested.zip": lambda: _nested(12),
    "gz.gz": lambda: _rewrapped(20),
    "laughs.rss": lambda: _laughs(b"<rss><channel><item><title>&l9;</title></item></channel></rss>"),
    "laughs.xml": lambda: _laughs(b"<urlset><url><loc>&l9;</loc></url></urlset>"),
    "square.rss": lambda: (
        b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><rss><channel><item><description>' + b"&a;" * 100_000
    ),
    "deep.json": lambda: b'[{"a":' + b"[" * (4 * MIB),
    "deep.jsonl": lambda: b'{"a":' * MIB + b"\n",
    "deep.rss": lambda: b"<rss><channel><item>" + b"<a>" * 400_000,
    "names.tar.gz": lambda: gzip.compress(_long_name(60 * MIB)),
    "sparse.tar": lambda: _sparse(),
    "commas.json": lambda: b"[" + b"," * MIB,
}


def _nested(depth: int) -> bytes:
    data = PAGE
    for _ in range(depth):
        data = zipped({"in.zip": data})
    return data


def _rewrapped(depth: int) -> bytes:
    data = PAGE
    for _ in range(depth):
        data = gzip.compress(data)
    return data


def _laughs(body: bytes) -> bytes:
    entities = b'<!ENTITY l0 "lol">' + b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    return b'<?xml version="1.0"?><!DOCTYPE x [' + entities + b"]>" + body


def _long_name(size: int) -> bytes:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, size
    return info.tobuf(tarfile.GNU_FORMAT) + b"a" * size


def _sparse() -> bytes:
    """A member of some bytes that says it stands for a terabyte."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("s.html")
        info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(1 << 40)}
        info.size = 512
        archive.addfile(info, io.BytesIO(b"1\n0\n1\n".ljust(512, b"\0")))
    return out.getvalue()


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_rejected(tmp_path: Path, name: str) -> None:
    path = _write(tmp_path / name, BOMBS[name]())
    code = (
        "import resource, sys; from index.sources import read; from index.article import Rejected\n"
        "base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "found = list(read(sys.argv[1:]))\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF)\n"
        "items = [f for f in found if not isinstance(f, Rejected)]\n"
        "print(len(items), len(found) - len(items), max([len(i.data) for i in items], default=0), "
        "(peak.ru_maxrss - base) // 1024, peak.ru_utime + peak.ru_stime)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=Path.cwd())
    assert done.returncode == 0, done.stderr
    items, rejected, largest, grown, seconds = map(float, done.stdout.split())
    assert rejected or (items and name in ("laughs.rss", "square.rss")), done.stdout
    assert largest <= max(10_000, 2 * path.stat().st_size)
    assert grown < 400, "MiB"
    assert seconds < 10


def test_entities_are_never_expanded_or_fetched(tmp_path: Path) -> None:
    secret = _write(tmp_path / "secret", b"harbour-secret")
    doc = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b "boom">]><rss><channel><item>'
    doc += "<title>T &a;&b;</title><description>words &a; &b;</description></item></channel></rss>"
    item = one(tmp_path / "a.rss", doc.encode())
    for text in (item.data, str(item.given).encode()):
        assert b"harbour-secret" not in text
        assert b"boom" not in text
    doc = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><urlset xmlns:n="n"><url><loc>l</loc><n:news>'
    doc += "<n:title>T &a;</n:title></n:news></url></urlset>"
    assert "harbour-secret" not in str(one(tmp_path / "a.xml", doc.encode()).given)


def test_depth_is_bounded_but_three_layers_are_read(tmp_path: Path) -> None:
    assert len(both(_write(tmp_path / "a.tar.gz", gzip.compress(tarred({"x.zip": zipped({"p": PAGE})}))))[0]) == 1
    assert reasons(tmp_path / "b.zip", _nested(limits.DEPTH + 1)) == ["nested too deep"]


def test_long_lines_are_passed_over_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.sources.jsons.ITEM_BYTES", 1000)
    data = LINE + b'\n{"body": "' + b"x" * 3_000_000 + b'"}\n' + LINE
    items, rejected = both(_write(tmp_path / "a.jsonl", data))
    assert [i.member for i in items] == ["line 1", "line 3"]
    assert data[items[1].offset :] == LINE
    assert [(r.member, r.reason) for r in rejected] == [("line 2", "too large")]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    block = gzip.compress(b"".join(LINE[:-1] + b', "id": "%d"}\n' % n for n in range(20_000)), 1)
    with path.open("wb") as file:
        for _ in range(10):
            file.write(block)
    code = (
        "import resource, sys; from index.sources import read\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "items = read(sys.argv[1:]); next(items); before = peak()\n"
        "print(1 + sum(1 for _ in items), peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=Path.cwd())
    count, grown = map(int, done.stdout.split())
    assert count == 200_000
    assert grown < 30, "MiB"


def test_many_members_of_a_tar_do_not_pile_up(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.tar", tarred({f"{n}.txt": b"the tide came in" for n in range(5000)}))
    start = time.process_time()
    items, rejected = both(path)
    assert (len(items), rejected) == (5000, [])
    assert time.process_time() - start < 20


def test_reading_is_lazy(tmp_path: Path) -> None:
    first = _write(tmp_path / "a.jsonl", LINE + b"\n" + b"x" * 10)
    items = read([str(first), str(tmp_path)])
    found = next(items)
    assert isinstance(found, RawItem) and found.member == "line 1"
    assert isinstance(items, Generator)
    items.close()


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
