"""Bombs: what is small on disk and large when read is rejected in little memory; nesting and entities have an end."""

import gzip
import io
import struct
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from morgue.index.sources import limits
from tests.sources.helpers import HTTP, PAGE, both, http, one, reasons, tarred, warc, written, zipped

MIB = 1 << 20


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
    path = written(tmp_path / name, BOMBS[name]())
    code = (
        "import resource, sys; from morgue.index.sources import read; from morgue.core.article import Rejected\n"
        "from tests.counting import counting\n"
        "base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "with counting() as work: found = list(read(sys.argv[1:]))\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF)\n"
        "items = [f for f in found if not isinstance(f, Rejected)]\n"
        "print(len(items), len(found) - len(items), max([len(i.data) for i in items], default=0), "
        "(peak.ru_maxrss - base) // 1024, work.calls)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=Path.cwd())
    assert done.returncode == 0, done.stderr
    items, rejected, largest, grown, called = map(float, done.stdout.split())
    assert rejected or (items and name in ("laughs.rss", "square.rss")), done.stdout
    assert largest <= max(10_000, 2 * path.stat().st_size)
    assert grown < 400, "MiB"
    assert called < 1_000_000  # some half a second


def test_entities_are_never_expanded_or_fetched(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret", b"harbour-secret")
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
    assert len(both(written(tmp_path / "a.tar.gz", gzip.compress(tarred({"x.zip": zipped({"p": PAGE})}))))[0]) == 1
    assert reasons(tmp_path / "b.zip", _nested(limits.DEPTH + 1)) == ["nested too deep"]
