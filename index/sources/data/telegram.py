"""Telegram's export of a channel or a chat, `result.json`: a message with a text is an item."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from morgue.core.article import Given
from morgue.index.sources.decoding.json_stream import members
from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.fields.values import clean_line, moment
from morgue.index.sources.limits import HEAD_BYTES
from morgue.index.sources.location import Found, Place
from morgue.index.sources.readers.jsons import parse

_NAME = re.compile(rb'"name"\s*:\s*("(?:[^"\\]|\\.)*")')
_KIND = re.compile(rb'"type"\s*:\s*"(\w+)"')


def read_telegram(stream: Buffered, place: Place) -> Iterator[Found]:
    """The messages in order. A channel is the outlet of its messages; in a chat, who writes is their author."""
    data = stream.read(HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")
    named, kind = _NAME.search(data), _KIND.search(data)
    channel = clean_line(str(json.loads(named.group(1)))) if named else None
    is_channel = kind is not None and b"channel" in kind.group(1)
    for number, (offset, source) in enumerate(members(stream, data), 1):
        try:
            message = parse(source)
        except ValueError as e:
            yield place.reject("malformed JSON", str(e), part=f"item {number}", format="telegram")
            continue
        if isinstance(message, dict) and message.get("type") == "message" and (text := _text(message.get("text"))):
            yield _item(message, text, source, offset, channel, is_channel, place)


def _item(
    message: Mapping[str, object],
    text: str,
    source: bytes,
    offset: int,
    channel: str | None,
    is_channel: bool,
    place: Place,
) -> Found:
    name = f"message {message.get('id')}"
    sender = message.get("author") if is_channel else message.get("from")
    forwarded = message.get("forwarded_from")
    given = Given(
        outlet=channel,
        date=moment(message.get("date_unixtime")) or moment(message.get("date")),
        modified=moment(message.get("edited_unixtime")),
        authors=(sender,) if isinstance(sender, str) and sender != channel else (),
    )
    notes = (f"forwarded from {clean_line(str(forwarded))}",) if forwarded else ()
    return place.item("telegram", "text", text, source=source, part=name, offset=offset, given=given, notes=notes)


def _text(value: object) -> str:
    """A message's text: one string, or its runs, of which links and marks are objects."""
    runs = value if isinstance(value, list) else [value]
    told = (run if isinstance(run, str) else run.get("text") if isinstance(run, dict) else "" for run in runs)
    return "".join(part for part in told if isinstance(part, str)).strip()
