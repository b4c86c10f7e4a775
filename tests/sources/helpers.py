"""Reading through the public door, and small makers of files."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

from morgue.core.article import Article, RawItem, Rejected
from morgue.index.clean import clean
from morgue.index.sources import read

PAGE = (
    b"<!DOCTYPE html><html><head><title>Tide</title></head><body><p>The tide came in at Harrow Bay.</p></body></html>"
)
LINE = b'{"title": "Tide", "body": "The tide came in at Harrow Bay."}'


def both(*paths: object, stdin: io.BytesIO | None = None) -> tuple[list[RawItem], list[Rejected]]:
    """What was read and what was rejected."""
    items: list[RawItem] = []
    rejected: list[Rejected] = []
    for found in read([str(p) for p in paths], stdin):
        if isinstance(found, Rejected):
            rejected.append(found)
        else:
            items.append(found)
    return items, rejected


def one(path: Path, data: bytes | None = None) -> RawItem:
    """The only item of a file, with nothing rejected."""
    if data is not None:
        path.write_bytes(data)
    items, rejected = both(path)
    assert not rejected, rejected
    assert len(items) == 1
    return items[0]


def articles(path: Path, data: bytes | str) -> list[Article]:
    """The articles of a file, with nothing rejected."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    items, rejected = both(path)
    assert not rejected, rejected
    out = [clean(item) for item in items]
    assert all(isinstance(article, Article) for article in out), out
    return [article for article in out if isinstance(article, Article)]


def reasons(path: Path, data: bytes | None = None) -> list[str]:
    """The reasons of a file that gives no item."""
    if data is not None:
        path.write_bytes(data)
    items, rejected = both(path)
    assert not items, items
    return [r.reason for r in rejected]


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], extra: list[tarfile.TarInfo] | None = None) -> bytes:
    """A tar of these members, then of these bare headers."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra or []:
            archive.addfile(info)
    return out.getvalue()


def warc(*records: tuple[str, str, bytes]) -> bytes:
    """Records of (type, media type, block)."""
    out = b""
    for number, (kind, media, block) in enumerate(records):
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:n:{number}>\r\nWARC-Date: 2020-02-17T05:40:00Z\r\n"
        )
        head += f"WARC-Target-URI: https://harbourtimes.example/{number}\r\nContent-Type: {media}\r\n"
        out += head.encode() + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    return out


HTTP = "application/http; msgtype=response"


def http(media: str, body: bytes, *headers: str, status: int = 200) -> bytes:
    """An HTTP response."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {media}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def written(path: Path, data: bytes) -> Path:
    """A file of these bytes."""
    path.write_bytes(data)
    return path
