"""Files made to explode, to loop, to block or to lead outside: refused under a reason, and nothing is written."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import os
import socket
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from morgue.index.archive.archive import Archive
from morgue.index.pipeline.cleaning_pool import WORKER_BYTES
from tests.sources.helpers import HTTP, PAGE, http, tarred, warc, zipped
from tests.sources.test_large import BOMBS as LARGE
from tests.trust.program import on_pipe

MIB = 1 << 20
#: What these files name and must never reach.
SECRET = "The harbourmaster keeps the key under the seventh bollard."


def _member(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def _zip_link(target: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link.html")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, target)
    return out.getvalue()


def _zip_that_lies(size: int) -> bytes:
    data = bytearray(zipped({"a.html": bytes(1_000)}))
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 24, size)
    struct.pack_into("<L", data, data.find(b"PK\x03\x04") + 22, size)
    return bytes(data)


def _mails(depth: int) -> bytes:
    head = b"MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: message/rfc822\r\n\r\n"
    return b"From: a\r\n" + head * depth


def _parts(depth: int) -> bytes:
    out = b"Message-ID: <1@x>\r\nFrom: a\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    for n in range(depth):
        out += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
    return out


SMALL: dict[str, Callable[[], bytes]] = {
    "link.tar": lambda: tarred({}, [_member("l.html", tarfile.SYMTYPE, "/etc/passwd")]),
    "through-link.tar": lambda: tarred({}, [_member("d", tarfile.SYMTYPE, ".."), _member("d/e", tarfile.LNKTYPE, "d")]),
    "hardlink.tar": lambda: tarred({}, [_member("h.html", tarfile.LNKTYPE, "../secret.txt")]),
    "pipe.tar": lambda: tarred({}, [_member("p.html", tarfile.FIFOTYPE)]),
    "device.tar": lambda: tarred({}, [_member("c.html", tarfile.CHRTYPE), _member("b.html", tarfile.BLKTYPE)]),
    "loop.tar": lambda: tarred({}, [_member("a", tarfile.SYMTYPE, "b"), _member("b", tarfile.SYMTYPE, "a")]),
    "link.zip": lambda: _zip_link("/etc/passwd"),
    "link-up.zip": lambda: _zip_link("../secret.txt"),
    "up.zip": lambda: zipped({"../../../../written.html": PAGE}),
    "up.tar": lambda: tarred({"../../../../written.html": PAGE}),
    "root.zip": lambda: zipped({"/tmp/written.html": b"\x00"}),
    "root.tar": lambda: tarred({"/tmp/written.html": b"\x00"}),
    "windows.zip": lambda: zipped({"..\\..\\written.html": b"\x00", "C:\\written.html": b"\x00"}),
    "lies.zip": lambda: _zip_that_lies(3),
    "lies-much.zip": lambda: _zip_that_lies(0xFFFFFFF0),
    "many.zip": lambda: zipped({f"{n}.html": b"" for n in range(5_000)}),
    "deep.zip": lambda: zipped({"d/" * 20_000 + "a.html": b""}),
    "big.tar": lambda: _tar_of_size(1 << 40),
    "negative.tar": lambda: _tar_of_size(-5),
    "zeros.xz": lambda: lzma.compress(bytes(100 * MIB)),
    "zeros.bz2": lambda: bz2.compress(bytes(60 * MIB)),
    "page.html.xz": lambda: lzma.compress(b"<html>" + b"a" * (100 * MIB)),
    "head.gz": lambda: b"\x1f\x8b\x08\x04" + bytes(6) + b"\xff\xff" + b"x" * 100,
    "window.zst": lambda: b"\x28\xb5\x2f\xfd\x00\xff" + bytes(200),
    "endless.warc": lambda: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999999999\r\n\r\n" + PAGE,
    "below-zero.warc": lambda: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -1\r\n\r\n",
    "coded.warc": lambda: warc(("response", HTTP, http("text/html", bytes(999), "Content-Encoding: gzip"))),
    "file.xml": lambda: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset>&a;</urlset>',
    "net.xml": lambda: b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://192.0.2.1/x">%p;]><urlset>&a;</urlset>',
    "quadratic.xml": lambda: b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 60_000 + b'">]><urlset>' + b"&a;" * 60_000,
    "deep.html": lambda: b"<html><body>" + b"<div>" * 200_000,
    "deep-tables.html": lambda: b"<html><body>" + b"<table><tr><td>" * 30_000,
    "attribute.html": lambda: b'<html><body class="' + b"x " * (4 * MIB) + b'"></body></html>',
    "attributes.html": lambda: b"<html><body " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b"></body></html>",
    "deep-mail.eml": lambda: _mails(2_000),
    "deep-parts.eml": lambda: _parts(2_000),
    "numbers.json": lambda: b'[{"date": ' + b"9" * 100_000 + b"}]",
    "deep-object.json": lambda: b'{"a":\n' * 100_000,
    "pickle.jsonl": lambda: b"\x80\x04\x95" + bytes(100),
}  # fmt: skip


def _tar_of_size(size: int) -> bytes:
    info = tarfile.TarInfo("a.html")
    info.size = 10
    raw = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    raw[124:136] = (1 << 95 | size & (1 << 88) - 1).to_bytes(12, "big") if size > 0 else b"-0000000005\0"
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw)
    return bytes(raw) + b"<p>text</p>"


def _odd_files(folder: Path) -> list[str]:
    """What a file system has that is no regular file, or leads away; their names."""
    (folder.parent / "secret.txt").write_text(SECRET)
    os.mkfifo(folder / "pipe.html")
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(folder)  # the address of a socket may be 100 bytes at most
        made.bind("socket.html")
        os.chdir(here)
    links = {
        "self.html": "self.html",
        "one.html": "other.html",
        "other.html": "one.html",
        "parent": "..",
        "secret.html": "../secret.txt",
        "passwd.html": "/etc/passwd",
        "zero.html": "/dev/zero",
        "to-pipe.html": "pipe.html",
        "gone.html": "nothing",
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    deep = folder / "deep"
    for _ in range(120):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "bottom.html").write_bytes(PAGE)
    return ["pipe.html", "socket.html", *links, "deep"]


def tree(folder: Path) -> set[str]:
    """Every name below a folder."""
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


def _one_run(home: Path, files: dict[str, Callable[[], bytes]], odd: bool) -> dict[str, list[str]]:
    """Reasons by file name; fails when anything is lost, let in, left behind or too costly."""
    news = home / "a" / "news"
    news.mkdir(parents=True)
    names = _odd_files(news) if odd else []
    for name, make in files.items():
        (news / name).write_bytes(make())
    rejects, before = home / "rejects", tree(home)
    run = on_pipe(home, "index", str(news), "--archive", str(home / "archive"), "--rejects", str(rejects), "--json")
    assert run.status in (0, 1) and b"Traceback" not in run.err, run.err
    assert run.peak < WORKER_BYTES
    after = {n for n in tree(home) - before if not n.startswith("archive")}
    assert after == {"rejects"}, "something was written outside the archive"
    reasons: dict[str, list[str]] = {name: [] for name in (*files, *names)}
    for row in map(json.loads, rejects.read_text().splitlines()):
        path = Path(row["provenance"]["path"]).relative_to(news)
        reasons[path.parts[0]].append(row["rejected"])
    report = json.loads(run.out)
    assert report["read"] == report["added"] + report["unchanged"] + sum(report["rejected"].values())
    _let_in_as_plain_text_only(home / "archive", files, reasons)
    return reasons


#: Feeds whose entities stay as they are typed: they are read, and hold no more than what is in the file.
PLAIN = {"laughs.rss", "square.rss"}


def _let_in_as_plain_text_only(
    archive: Path, files: dict[str, Callable[[], bytes]], reasons: dict[str, list[str]]
) -> None:
    snapshot = Archive.open(archive).snapshot()
    for filed in snapshot.filed(range(snapshot.documents)):
        name = Path(filed.article.provenance.path).name
        assert name in PLAIN, f"{name} was let in: {filed.article.title} {filed.article.body[:80]}"
        assert len(filed.article.body) < 10_000 and SECRET not in filed.article.body
        reasons[name].append("plain")
    lost = [name for name, found in reasons.items() if not found]
    assert lost == [], "lost without a reason"


@pytest.mark.parametrize("every", [pytest.param(5, id="few"), pytest.param(1, id="every", marks=pytest.mark.trust)])
def test_small_bombs_and_odd_files_are_refused(tmp_path: Path, every: int) -> None:
    files = dict(list(SMALL.items())[::every])
    reasons = _one_run(tmp_path, files, odd=True)
    assert len(reasons) == len(files) + 12


@pytest.mark.trust
def test_large_bombs_are_refused(tmp_path: Path) -> None:
    reasons = _one_run(tmp_path, LARGE, odd=False)
    assert set(reasons) == set(LARGE)


def test_there_are_sixty() -> None:
    assert len(SMALL) + 12 + len(LARGE) >= 60
