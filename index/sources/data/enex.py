"""Reads `.enex`, the notes that Evernote exports: each note or clipped page is an item."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from morgue.core.article import Given
from morgue.index.sources.agency.tree import local, parsed, value
from morgue.index.sources.decoding.streams import Buffered, buffered
from morgue.index.sources.fields.markup import page
from morgue.index.sources.fields.values import is_address, moment
from morgue.index.sources.limits import ITEM_BYTES
from morgue.index.sources.location import Broken, Found, Place

FORM = "enex"
_CHUNK = 1 << 20
#: Where a note begins and ends, and its attachments: nothing else in the file has these tags, since a note's own text
#: is escaped or in CDATA, and there they would be `&lt;note&gt;`.
_NOTE = re.compile(rb"<note[\s>]")
_EDGE = re.compile(rb"</note\s*>|<resource[\s>]")
_RESOURCE_ENDS = re.compile(rb"</resource\s*>")
#: No such tag is longer, in bytes.
_TAG_BYTES = 32
#: Declarations before the tags of a note's text, and the tag around all of it.
_DECLARED = re.compile(r"\A(?:\s|\ufeff|<\?[^>]*\?>|<!DOCTYPE[^>]*>)+", re.IGNORECASE)
_AROUND = re.compile(r"<(/?)en-note\b[^>]*>", re.IGNORECASE)
#: What a text has of Evernote's own: attachments, check boxes, and what is encrypted.
_OWN = re.compile(r"<en-(crypt)\b[^>]*>.*?</en-\1\s*>|</?en-(?:media|todo|crypt)\b[^>]*>", re.IGNORECASE | re.DOTALL)


def read_enex(stream: Buffered, place: Place) -> Iterator[Found]:
    """The notes in order, one in memory at a time and no attachment.

    Of a clipped page the note's moment is when it was clipped, and its author whoever clipped it; of any other note
    they are when it was written and who wrote it.
    """
    number = 0
    for number, note in enumerate(_cut(stream), 1):
        part = f"note {number}"
        if not note.ends:
            yield place.reject("truncated", "the last note does not end", part=part, format=FORM)
            return
        try:
            root, _ = parsed(buffered(io.BytesIO(note.source)))
        except Broken as e:
            yield place.reject(e.reason, e.detail, part=part, format=FORM)
            continue
        yield _item(root, note, place, part)
    if not number:
        raise Broken("no text", "an export of Evernote without notes")


@dataclass(frozen=True, slots=True)
class _Note:
    """The bytes of a note without its attachments, where it begins in its file, and whether it ends."""

    source: bytes
    offset: int
    ends: bool = True


def _cut(stream: Buffered) -> Iterator[_Note]:
    data, base = b"", 0
    kept = bytearray()
    start: int | None = None  # of the note that is being read
    wanted = _NOTE
    while True:
        m = wanted.search(data)
        if m is None:
            # What may be the beginning of a tag stays; of a note the rest is kept, of anything else it is not.
            rest = max(0, len(data) - _TAG_BYTES)
            if wanted is _EDGE:
                kept += data[:rest]
                if len(kept) > ITEM_BYTES:
                    raise Broken("too large", f"a note of more than {ITEM_BYTES >> 20} MiB; the rest was not read")
            data, base = data[rest:], base + rest
            chunk = stream.read(_CHUNK)
            if not chunk:
                break
            data += chunk
            continue
        if wanted is _NOTE:
            start, kept, at, wanted = base + m.start(), bytearray(), m.start(), _EDGE
        elif wanted is _RESOURCE_ENDS:
            at, wanted = m.end(), _EDGE
        elif m.group().startswith(b"</"):
            kept += data[: m.end()]
            yield _Note(bytes(kept), start or 0)
            start, at, wanted = None, m.end(), _NOTE
        else:
            kept += data[: m.start()]
            at, wanted = m.end(), _RESOURCE_ENDS
        data, base = data[at:], base + at
    if start is not None:
        yield _Note(bytes(kept), start, ends=False)


def _item(root: Any, note: _Note, place: Place, part: str) -> Found:
    told = next((str(child.text or "") for child in root if local(child) == "content"), "")
    text = _OWN.sub("", _AROUND.sub(r"<\1div>", _DECLARED.sub("", told)))
    title = value(root, "title")
    address = value(root, "source-url") or ""
    clipped = is_address(address) or (value(root, "source") or "").startswith("web.clip")
    written, by = moment(value(root, "created")), value(root, "note-attributes", "author")
    stated = Given(
        url=address if is_address(address) else None,
        title=title,
        date=None if clipped else written,
        modified=None if clipped else moment(value(root, "updated")),
        authors=() if clipped or not by else (by,),
    )
    said = re.sub(r"<[^>]*>|&nbsp;|\s", "", text)
    if not said and not title:
        return place.reject("no text", "an empty note", part=part, format=FORM)
    return place.item(
        FORM,
        "page" if said else "none",
        page(text) if said else "",
        source=note.source,
        part=part,
        offset=note.offset,
        captured=written if clipped else None,
        given=stated,
        notes=() if said else ("title only",),
    )
