"""Lists the readers of file archives, JSON, tables and plain text, which takes whatever is left. Pure."""

from __future__ import annotations

import re

from morgue.index.sources.registry.formats import Format, Reader
from morgue.index.sources.registry.head import Head

_LINES = ("jsonl", "ndjson")
_TABLES = ("csv", "tsv", "tab")


def _tar(head: Head) -> bool:
    return head.data[257:262] == b"ustar" or (head.ending == "tar" and _checksum(head.data))


def _checksum(head: bytes) -> bool:
    """The header of a tar older than POSIX adds up."""
    block = head[:512]
    stated = block[148:156].strip(b"\0 ")
    return len(block) == 512 and stated.isdigit() and int(stated, 8) == sum(block[:148]) + 256 + sum(block[156:])


def _array(head: Head) -> bool:
    return re.match(rb"\[\s*(?:[{\[\]\"]|\Z)", head.start) is not None


def _object(head: Head) -> bool:
    return re.match(rb"\{\s*(?:[\"}]|\Z)", head.start) is not None


def _json_lines(head: Head) -> bool:
    """An object a line, and not one object over many lines."""
    if _array(head):
        return False
    if not _object(head):
        return head.ending in _LINES
    lines = [line.strip() for line in head.start.split(b"\n", 50) if line.strip()]
    first = lines[0]
    if len(lines) == 1 or head.ending in _LINES or (first.endswith(b"}") and lines[1].startswith(b"{")):
        return True
    # Pretty-printed objects break after a brace, bracket or comma; the members that follow begin with a quote.
    return not first.endswith((b"{", b"[", b",")) and lines[1][:1] not in (b'"', b"}")


def _json(head: Head) -> bool:
    return _array(head) or _object(head) or head.ending == "json"


def _table(head: Head) -> bool:
    from morgue.index.sources.readers.tables import looks_tabular

    return head.ending in _TABLES or looks_tabular(head.text, head.name)


def _arrow(head: Head) -> bool:
    if head.data.startswith(b"ARROW1\0\0"):
        return True
    # A stream: the mark of a message, its length, then a flatbuffer that is a schema.
    return head.data.startswith(b"\xff\xff\xff\xff") and head.data[8:12] == b"\x10\0\0\0"


def _telegram(head: Head) -> bool:
    """Name, kind and number of a chat, then its messages; or several chats, for which the head does not show it."""
    return (
        re.match(rb"\{\s*\"name\"\s*:\s*\"(?:[^\"\\]|\\.)*\",\s*\"type\"\s*:\s*\"\w+\",\s*\"id\"", head.start)
        is not None
    )


READERS = {
    Format.PARQUET: Reader(
        "Parquet",
        "data sets, as Hugging Face and others give them; needs morgue[parquet]",
        "train-00000-of-00004.parquet",
        "binary",
        lambda head: head.data.startswith(b"PAR1"),
        "data.columnar:read_parquet",
    ),
    Format.ARROW: Reader(
        "Arrow",
        "data sets as Arrow or Feather, such as the cache of Hugging Face; needs morgue[parquet]",
        "data-00000-of-00001.arrow",
        "binary",
        _arrow,
        "data.columnar:read_arrow",
    ),
    Format.READER_DATABASE: Reader(
        "Feed reader",
        "the databases of newsboat and FreshRSS",
        "cache.db, db.sqlite",
        "binary",
        lambda head: head.data.startswith(b"SQLite format 3\0"),
        "data.readers:read_database",
    ),
    Format.TELEGRAM: Reader(
        "Telegram",
        "a channel or chat that Telegram Desktop exported as JSON",
        "result.json",
        "text",
        _telegram,
        "data.telegram:read_telegram",
        utf8=True,
    ),
    Format.ENEX: Reader(
        "Evernote",
        "notes and clipped pages that Evernote exported",
        "Harbour.enex",
        "markup",
        lambda head: head.root == b"en-export",
        "data.enex:read_enex",
        utf8=True,
    ),
    Format.ZIP: Reader(
        "Zip",
        "any of the other formats packed together",
        "2022.zip",
        "archive",
        lambda head: head.data.startswith(b"PK\x03\x04"),
        "readers.archives:read_zip",
    ),
    Format.TAR: Reader(
        "Tar",
        "any of the other formats packed together",
        "2022.tar.gz, 2022.tgz",
        "archive",
        _tar,
        "readers.archives:read_tar",
    ),
    Format.JSONL: Reader(
        "JSON Lines", "an article a line", "news.jsonl", "text", _json_lines, "readers.jsons:read_lines", utf8=True
    ),
    Format.JSON: Reader(
        "JSON",
        "an article, or a list of articles",
        "news.json",
        "text",
        _json,
        "readers.jsons:read_document",
        utf8=True,
    ),
    Format.CSV: Reader(
        "Table",
        "CSV and TSV with a header; an article a row",
        "news.csv",
        "text",
        _table,
        "readers.tables:read_table",
        utf8=True,
    ),
    Format.MARKDOWN: Reader(
        "Markdown",
        "notes with or without front matter",
        "ferry-strike.md",
        "text",
        lambda head: head.ending in ("md", "markdown"),
        "readers.texts:read_markdown",
    ),
    Format.TEXT: Reader(
        "Plain text",
        "any other text; an article a file",
        "ferry-strike.txt",
        "text",
        lambda _: True,
        "readers.texts:read_text",
    ),
}
