"""Named paths to items: each file is unwrapped, recognised by its first bytes, and given to its format's reader."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from morgue.core.article import RawItem, Rejected
from morgue.index.sources import sniff, walk
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import CODECS, Buffered, Inflated, Meter, Raw, buffered, pour
from morgue.index.sources.limits import DEPTH, HEAD_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.progress import Gauge
from morgue.index.sources.readers import (
    archives,
    feeds,
    jsons,
    mails,
    pages,
    sitemaps,
    tables,
    texts,
    warcs,
    webarchives,
)

_READERS: dict[str, Callable[[Buffered, Place], Iterator[Found]]] = {
    "html": pages.read_page,
    "text": texts.read_text,
    "md": texts.read_markdown,
    "jsonl": jsons.read_lines,
    "json": jsons.read_document,
    "csv": tables.read_table,
    "feed": feeds.read_feed,
    "sitemap": sitemaps.read_sitemap,
    "warc": warcs.read_warc,
    "mhtml": mails.read_mhtml,
    "webarchive": webarchives.read_webarchive,
    "mail": mails.read_mail,
}
#: Formats whose readers work on lines or tokens and so need UTF-8; wider text is turned into it on the way.
_NARROW = frozenset(("jsonl", "json", "csv"))


def read(
    paths: Sequence[str], stdin: BinaryIO | None = None, gauge: Gauge | None = None
) -> Iterator[RawItem | Rejected]:
    """Everything at and below the paths, in order, one item at a time; "-" is JSON Lines from `stdin`.

    Raises SourceError at once, before anything is read, when a named path cannot be used at all. What goes wrong later
    becomes a Rejected and the run goes on; no input passes without an item or a Rejected. Memory does not grow with the
    size of a file, except that one item, feed, or nested zip is held whole, each up to a fixed limit (limits.py).
    A gauge is kept up to date on the way.
    """
    for path in paths:
        if path != "-":
            walk.check(path)
    return _read(tuple(paths), stdin, gauge or Gauge(()))


def _read(paths: Sequence[str], stdin: BinaryIO | None, gauge: Gauge) -> Iterator[Found]:
    for path in paths:
        if path == "-":
            yield from _stdin(stdin)
            continue
        for found in walk.files(path):
            if isinstance(found, Rejected):
                yield found
            else:
                yield from _file(*found, gauge)
                gauge.next_file()


def _file(path: Path, place: Place, gauge: Gauge) -> Iterator[Found]:
    try:
        raw = walk.open_file(path)
    except Broken as e:
        yield place.reject(e.reason, e.detail)
        return
    with buffered(raw) as stream:
        meter = Meter(os.fstat(raw.fileno()).st_size)
        for found in _guarded(_stream(stream, place, meter), place):
            gauge.at(raw.tell())
            yield found
        gauge.at(raw.tell())


def _stdin(stdin: BinaryIO | None) -> Iterator[Found]:
    place = Place("-", "-")
    if stdin is None:
        yield place.reject("empty file", "nothing on standard input")
        return
    stream = buffered(stdin)
    try:
        yield from _guarded(_lines(stream, place), place)
    finally:
        stream.detach()  # else standard input is closed with the buffer around it


def _lines(stream: Buffered, place: Place) -> Iterator[Found]:
    kind = sniff.compression(stream.peek(16)[:16])
    if kind is not None:
        stream = buffered(Inflated(stream, kind, Meter(None)))
    return jsons.read_lines(stream, place)


def _guarded(items: Iterator[Found], place: Place) -> Iterator[Found]:
    """The items, then a Rejected for whatever ended them early; a Rejected too when there were none."""
    any_found = False
    try:
        for found in items:
            any_found = True
            yield found
    except Broken as e:
        yield place.reject(e.reason, e.detail)
    except Exception as e:  # noqa: BLE001  # hostile bytes meet a dozen parsers here, and one file never ends a run
        yield place.reject("unreadable", f"{type(e).__name__}: {e}"[:300])
    else:
        if not any_found:
            yield place.reject("no text", "nothing in it")


def _stream(stream: Buffered, place: Place, meter: Meter) -> Iterator[Found]:
    """Takes off compressions, tells the format, and reads."""
    head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
    kind = sniff.compression(head)
    if kind is not None:
        if place.depth >= DEPTH:
            raise Broken("nested too deep", f"more than {DEPTH} archives or compressions around one another")
        inner = buffered(Inflated(stream, kind, meter))
        yield from _stream(inner, place.unwrapped(CODECS[kind][2]), meter)
        return
    form = sniff.sniff(head, place.name)
    if isinstance(form, sniff.Refused):
        raise Broken(form.reason, form.detail)
    if form in _NARROW and (codec := charsets.wide(head)) is not None:
        stream = _narrowed(stream, codec)
    if form in ("zip", "tar"):
        yield from _archive(form, stream, place, meter)
    else:
        yield from _READERS[form](stream, place)


def _archive(form: str, stream: Buffered, place: Place, meter: Meter) -> Iterator[Found]:
    if place.depth >= DEPTH:
        raise Broken("nested too deep", f"more than {DEPTH} archives or compressions around one another")

    def descend(raw: Raw, inner: Place) -> Iterator[Found]:
        return _guarded(_stream(buffered(raw), inner, meter), inner)

    if form == "zip":
        yield from archives.read_zip(stream, place, descend, meter)
    else:
        yield from archives.read_tar(stream, place, descend)


def _narrowed(stream: Buffered, codec: str) -> Buffered:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    return pour(stream, lambda data: decoder.decode(data, not data).lstrip("\ufeff").encode("utf-8", "replace"))
