"""Which format is this? Told by the first bytes; the ending only decides between readings that both fit. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import CODECS
from morgue.index.sources.readers import tables, webarchives

Format = (
    Literal["zip", "tar", "warc", "html", "mhtml", "webarchive", "mail"]
    | Literal["feed", "sitemap", "jsonl", "json", "csv", "text", "md"]
)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing in here can be an article."""

    reason: str
    detail: str = ""


#: Beginnings of files that hold no text of articles, with what they are.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BM\x36", "an image"),
    (b"II*\0", "an image"),
    (b"MM\0*", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\0\0\0\x18ftyp", "a film"),
    (b"\0\0\0\x20ftyp", "a film"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "an office document"),
    (b"{\\rtf", "an office document"),
    (b"%!PS", "a PostScript document"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\0\1\0\0\0", "a font"),
    (b"OTTO", "a font"),
    (b"\0\0\1\0", "an icon"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x1f\x9d", "a .Z archive"),
    (b"\x04\x22\x4d\x18", "an LZ4 archive"),
    (b"PAR1", "a Parquet table"),
    (b"filedesc://", "an ARC archive"),
    (b"\x80\x04\x95", "a Python pickle"),
)

#: Endings of texts that are parts of a saved page or of a program, never an article.
_NOT_ARTICLES = frozenset(
    [
        "css",
        "js",
        "mjs",
        "cjs",
        "ts",
        "map",
        "svg",
        "ico",
        "woff",
        "woff2",
        "ttf",
        "otf",
        "eot",
        "py",
        "c",
        "h",
        "java",
        "rb",
        "go",
        "rs",
        "sh",
        "bat",
        "ini",
        "cfg",
        "toml",
        "yaml",
        "yml",
        "lock",
        "log",
    ]
)

_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|base|div|section|article|main|header|nav|p|h[1-6]"
    rb"|table|tr|td|ul|ol|li|a|b|i|em|strong|span|br|hr|img|font|center|iframe|form|blockquote|pre|noscript)[\s/>]",
    re.IGNORECASE,
)
_XML_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_LEAD_IN = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_MAIL_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)
_ARTICLE_ENDINGS = {"md": "md", "markdown": "md", "csv": "csv", "tsv": "csv", "tab": "csv"}


def ending(name: str) -> str:
    """The last ending of a file name, in lower case, without its dot."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[-1].lower() if "." in base else ""


def compression(head: bytes) -> str | None:
    """The kind of compression (a key of streams.CODECS) that these first bytes show."""
    for kind, (_, magic, _) in CODECS.items():
        if head.startswith(magic) and (kind != "bz2" or head[4:10] in (b"1AY&SY", b"\x17rE8P\x90", b"")):
            return kind
    return None


def sniff(head: bytes, name: str) -> Format | Refused:
    """The format of a source by its first bytes (up to HEAD_BYTES, already decompressed) and its name."""
    if not head:
        return Refused("empty file")
    binary = _container(head, name)
    if binary is not None:
        return binary
    if ending(name) in _NOT_ARTICLES:
        return Refused("not a text", f".{ending(name)} file")
    text = _as_utf8(head)
    if text is None:
        return Refused("binary")
    if not text.strip():
        return Refused("no text", "only white space")
    return _markup(text) or _mail(text) or _data(text, name) or _plain(name)


def _container(head: bytes, name: str) -> Format | Refused | None:
    if head.startswith(b"PK\x03\x04"):
        office = head[30:200].startswith((b"mimetype", b"[Content_Types].xml"))
        return Refused("not a text", "an office document or e-book") if office else "zip"
    if head.startswith(b"PK\x05\x06"):
        return Refused("empty file", "an archive without members")
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(webarchives.MAGIC):
        return "webarchive"
    if head[257:262] == b"ustar" or (ending(name) == "tar" and _checksum(head)):
        return "tar"
    if not head.strip(b"\0"):
        return Refused("binary", "only NUL bytes")
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            return Refused("not a text", what)
    return None


def _checksum(head: bytes) -> bool:
    """The header of a tar older than POSIX adds up."""
    block = head[:512]
    stated = block[148:156].strip(b"\0 ")
    return len(block) == 512 and stated.isdigit() and int(stated, 8) == sum(block[:148]) + 256 + sum(block[156:])


def _as_utf8(head: bytes) -> bytes | None:
    """The head with any UTF-16 or UTF-32 turned into UTF-8 and its byte order mark off; None for what is no text."""
    wide = charsets.wide(head)
    if wide is not None:
        unit = 4 if "32" in wide else 2
        return head[: len(head) // unit * unit].decode(wide, "ignore").lstrip("\ufeff").encode("utf-8", "ignore")
    head = head.removeprefix(b"\xef\xbb\xbf")
    # Control characters that no text has: a few may be strays, one in fifty are not. (ESC is in ISO-2022 text.)
    odd = len(head.translate(None, bytes(range(32, 256)) + b"\t\n\r\f\b\x0b\x0e\x0f\x1a\x1b"))
    return None if odd * 50 > len(head) else head


def _markup(text: bytes) -> Format | Refused | None:
    at = 0
    while m := _LEAD_IN.match(text, at):
        at = m.end()
    if text[:at].lower().rfind(b"<!doctype html") >= 0 or _PAGE.match(text, at):
        return "html"
    root = _XML_ROOT.match(text, at)
    if root is None and text[at : at + 9].upper() == b"<!DOCTYPE":
        return Refused("not a text", "XML whose document type does not end")
    if root is None:
        return "html" if at and b"<!--" in text[:at] and b"<" in text[at : at + 4096] else None
    local = root.group(2).lower()
    if local in (b"rss", b"feed", b"rdf", b"channel"):
        return "feed"
    if local in (b"urlset", b"sitemapindex"):
        return "sitemap"
    if local == b"plist" and b"<key>WebMainResource</key>" in text:
        return "webarchive"
    if local == b"svg":
        return Refused("not a text", "an image")
    if text.lstrip().startswith(b"<?xml"):
        return Refused("not a text", "XML of an unknown kind")
    return "html" if re.search(rb"</[a-z][a-z0-9-]*>", text, re.IGNORECASE) else None


def _mail(text: bytes) -> Format | None:
    block = _MAIL_HEADER.match(text.replace(b"\r\n", b"\n"))
    if block is None:
        return None
    names = {line.split(b":", 1)[0].lower() for line in block.group().splitlines() if line[:1] not in b" \t"}
    if b"mime-version" not in names and not {b"received", b"message-id"} & names:
        return None
    if b"snapshot-content-location" in names or b"multipart/related" in block.group().lower():
        return "mhtml"
    return "mail" if {b"from", b"subject"} <= names else None


def _data(text: bytes, name: str) -> Format | None:
    start = text.lstrip()
    if start[:1] == b"[" and re.match(rb"\[\s*(?:[{\[\]\"]|\Z)", start):
        return "json"
    if start[:1] == b"{" and re.match(rb"\{\s*(?:[\"}]|\Z)", start):
        return _object(start, name)
    if ending(name) in ("jsonl", "ndjson"):
        return "jsonl"
    if ending(name) == "json":
        return "json"
    return "csv" if tables.looks_tabular(text, name) else None


def _object(start: bytes, name: str) -> Format:
    """One object over many lines, or an object a line."""
    lines = [line.strip() for line in start.split(b"\n", 50) if line.strip()]
    first = lines[0]
    if len(lines) == 1 or ending(name) in ("jsonl", "ndjson"):
        return "jsonl"
    if first.endswith(b"}") and lines[1].startswith(b"{"):
        return "jsonl"
    # Pretty-printed objects break after a brace, bracket or comma; the members that follow begin with a quote.
    return "json" if first.endswith((b"{", b"[", b",")) or lines[1][:1] in (b'"', b"}") else "jsonl"


def _plain(name: str) -> Format:
    kind = _ARTICLE_ENDINGS.get(ending(name), "text")
    return "md" if kind == "md" else "csv" if kind == "csv" else "text"
