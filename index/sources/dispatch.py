"""Turns named paths into items: unwraps each file, recognises its format by its first bytes, and calls its reader."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import BinaryIO

from morgue.core.article import RawItem, Rejected
from morgue.index.sources import sniff, walk
from morgue.index.sources.decoding import charsets
from morgue.index.sources.decoding.streams import CODECS, Buffered, Inflated, Meter, Raw, buffered, pour
from morgue.index.sources.fields.lookup import Columns
from morgue.index.sources.limits import DEPTH, HEAD_BYTES
from morgue.index.sources.location import NOTHING_STATED, Broken, Found, Place
from morgue.index.sources.progress import Gauge
from morgue.index.sources.readers import jsons
from morgue.index.sources.registry import READERS, Format
from morgue.index.sources.registry.descend import Descend
from morgue.index.sources.registry.ledger import Ledger, NoLedger
from morgue.index.sources.registry.refused import Refused
from morgue.index.sources.sharing import Alone, Sharing


def read(
    paths: Sequence[str],
    stdin: BinaryIO | None = None,
    gauge: Gauge | None = None,
    ledger: Ledger | None = None,
    columns: Columns = (),
    sharing: Sharing | None = None,
) -> Iterator[RawItem | Rejected]:
    """Everything at and below the paths, in order, one item at a time; "-" is JSON Lines from `stdin`.

    Raises SourceError at once, before anything is read, when a named path cannot be used at all. What goes wrong later
    becomes a Rejected and the run goes on; no input passes without an item or a Rejected. Memory does not grow with the
    size of a file, except that one item, feed, or nested zip is held whole, each up to a fixed limit (limits.py).
    A gauge is kept up to date on the way, and a ledger is told which reader took each file. `columns` says what fields
    of records mean, before any name that is known; `sharing` says which files are left to other machines.
    """
    for path in paths:
        if path != "-":
            walk.check(path)
    known = ledger if ledger is not None else NoLedger()
    return _read(tuple(paths), stdin, gauge or Gauge(()), known, columns, sharing or Alone())


def _read(
    paths: Sequence[str], stdin: BinaryIO | None, gauge: Gauge, ledger: Ledger, columns: Columns, sharing: Sharing
) -> Iterator[Found]:
    left: list[tuple[Path, Place]] = []
    for path in paths:
        if path == "-":
            yield from _stdin(stdin, ledger, columns)
            continue
        for found in walk.files(path):
            if isinstance(found, Rejected):
                yield found
            else:
                path_found, place = found
                place = replace(place, columns=columns)
                if sharing.take(path_found, walk.size(path_found)):
                    yield from _file(path_found, place, gauge, ledger)
                else:
                    left.append((path_found, place))
                gauge.next_file()
    for path_found, place in left:  # whoever had taken it may be gone
        if sharing.take(path_found, walk.size(path_found), last=True):
            yield from _file(path_found, place, gauge, ledger)


def _file(path: Path, place: Place, gauge: Gauge, ledger: Ledger) -> Iterator[Found]:
    try:
        raw = walk.open_file(path)
    except Broken as e:
        yield place.reject(e.reason, e.detail)
        return
    with buffered(raw) as stream:
        if place.folder_form:
            ledger.took(place, Format(place.folder_form))
        descend = _descent(ledger, Meter(os.fstat(raw.fileno()).st_size))
        for found in _guarded(_stream(stream, place, descend), place):
            gauge.at(raw.tell())
            yield found
        gauge.at(raw.tell())


def _stdin(stdin: BinaryIO | None, ledger: Ledger, columns: Columns) -> Iterator[Found]:
    place = Place("-", "-", columns=columns)
    if stdin is None:
        yield place.reject("empty file", "nothing on standard input")
        return
    ledger.took(place, Format.JSONL)
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


def _descent(ledger: Ledger, meter: Meter) -> Descend:
    """Reads members as files: each is guarded, so that one bad member does not end its archive."""

    def member(raw: Raw, place: Place) -> Iterator[Found]:
        return _guarded(_stream(buffered(raw), place, descend), place)

    descend = Descend(member, meter, ledger)
    return descend


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


def _stream(stream: Buffered, place: Place, descend: Descend) -> Iterator[Found]:
    """Takes off compressions, tells the format, and reads."""
    head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
    kind = sniff.compression(head)
    if kind is not None:
        _deeper(place)
        inner = buffered(Inflated(stream, kind, descend.meter))
        yield from _stream(inner, place.unwrapped(CODECS[kind][2]), descend)
        return
    form = Format(place.form) if place.form else sniff.sniff(head, place.name)
    if isinstance(form, Refused):
        raise Broken(form.reason, form.detail)
    yield from _read_as(form, stream, place, descend)


def _read_as(form: Format, stream: Buffered, place: Place, descend: Descend) -> Iterator[Found]:
    """What the reader of a format makes of a stream, with what the container states beside it."""
    descend.ledger.took(place, form)
    reader = READERS[form]
    if reader.kind == "archive":
        _deeper(place)
        yield from reader.load()(stream, place, descend)
        return
    if reader.utf8 and (codec := charsets.wide(stream.peek(HEAD_BYTES)[:HEAD_BYTES])) is not None:
        stream = _narrowed(stream, codec)
    for found in reader.load()(stream, place):
        yield found if place.stated is NOTHING_STATED else _stated(found, place)


def _deeper(place: Place) -> None:
    if place.depth >= DEPTH:
        raise Broken("nested too deep", f"more than {DEPTH} archives or compressions around one another")


def _stated(found: Found, place: Place) -> Found:
    """The item with what its container states, where it states nothing itself."""
    if isinstance(found, Rejected):
        return found
    own = found.given
    missing = {f.name: getattr(place.stated, f.name) for f in fields(own) if not getattr(own, f.name)}
    return replace(found, given=replace(own, **missing))


def _narrowed(stream: Buffered, codec: str) -> Buffered:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    return pour(stream, lambda data: decoder.decode(data, not data).lstrip("\ufeff").encode("utf-8", "replace"))
