"""Recognises a format by the first bytes; the file's ending decides only between formats that both fit. Pure."""

from __future__ import annotations

from morgue.index.sources.decoding.streams import CODECS
from morgue.index.sources.registry.formats import Format, Kind
from morgue.index.sources.registry.head import Head
from morgue.index.sources.registry.refused import Refused, before_text, office, strange_markup
from morgue.index.sources.registry.table import READERS


def compression(head: bytes) -> str | None:
    """The kind of compression (a key of streams.CODECS) that these first bytes show."""
    for kind, (_, magic, _) in CODECS.items():
        if head.startswith(magic) and (kind != "bz2" or head[4:10] in (b"1AY&SY", b"\x17rE8P\x90", b"")):
            return kind
    return None


def sniff(data: bytes, name: str) -> Format | Refused:
    """The format of a source by its first bytes (up to HEAD_BYTES, already decompressed) and its name."""
    if not data:
        return Refused("empty file")
    head = Head(data, name)
    return (
        _first(head, "binary", "archive")
        or before_text(head)
        or _first(head, "markup")
        or strange_markup(head)
        or _first(head, "text")
        or Refused("unknown format")
    )


def package(members: frozenset[str], name: str) -> Format | Refused | None:
    """What a zip with members of these names is, other than files packed together."""
    return _first(Head(b"", name, members), "package") or office(members)


def folder(names: frozenset[str], name: str) -> Format | None:
    """What a folder with entries of these names is, other than a folder of files."""
    return _first(Head(b"", name, names), "folder")


def _first(head: Head, *kinds: Kind) -> Format | None:
    return next((form for form, reader in READERS.items() if reader.kind in kinds and reader.recognise(head)), None)
