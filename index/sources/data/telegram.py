"""Reads `result.json`, Telegram's export of a channel or a chat: each message with a text is an item."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    name = clean_line(str(json.loads(named.group(1)))) if named else None
    chat = _Chat(name, kind is not None and b"channel" in kind.group(1))
    for number, (offset, source) in enumerate(members(stream, data), 1):
        try:
            message = parse(source)
        except ValueError as e:
            yield place.reject("malformed JSON", str(e), part=f"item {number}", format="telegram")
            continue
        if isinstance(message, dict) and message.get("type") == "message" and (text := _text(message.get("text"))):
            forwarded = message.get("forwarded_from")
            yield place.item(
                "telegram",
                "text",
                text,
                source=source,
                part=f"message {message.get('id')}",
                offset=offset,
                given=_given(message, chat),
                notes=(f"forwarded from {clean_line(str(forwarded))}",) if forwarded else (),
            )


@dataclass(frozen=True, slots=True)
class _Chat:
    """What all messages of a file belong to."""

    name: str | None
    is_channel: bool


def _given(message: Mapping[str, object], chat: _Chat) -> Given:
    """What a message states: its moments, and who wrote it where that is not the channel itself."""
    sender = message.get("author") if chat.is_channel else message.get("from")
    return Given(
        outlet=chat.name,
        date=moment(message.get("date_unixtime")) or moment(message.get("date")),
        modified=moment(message.get("edited_unixtime")),
        authors=(sender,) if isinstance(sender, str) and sender != chat.name else (),
    )


def _text(value: object) -> str:
    """A message's text: one string, or a list of runs in which links and marks are objects."""
    runs = value if isinstance(value, list) else [value]
    told = (run if isinstance(run, str) else run.get("text") if isinstance(run, dict) else "" for run in runs)
    return "".join(part for part in told if isinstance(part, str)).strip()
