"""Mailboxes in mbox form, such as Gmail's Takeout: the bytes of one message at a time, however long the file is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.index.sources.decoding.streams import Buffered
from morgue.index.sources.limits import DOCUMENT_BYTES

#: The line before a message: sender (or a number), a time of day, a year. A sentence that begins "From" has no such.
_FROM = re.compile(
    rb"From [^\r\n]{0,200}?\d{1,2}:\d{2}(?::\d{2})?[^\r\n]{0,40}?(?:19"
    rb"|20)\d\d[^\r\n]{0,40}\r?\n(?=[A-Za-z][\w-]*:|>?From )"
)
_BETWEEN = re.compile(rb"\n\r?\n(?=From )")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_CHUNK = 1 << 20
#: Bytes that a separating line and the first header's name may take.
_LINE = 400


def is_mbox(head: bytes) -> bool:
    """Whether a file begins as a mailbox does."""
    return _FROM.match(head.lstrip(b"\r\n")) is not None


def messages(stream: Buffered) -> Iterator[tuple[int, int, bytes | None]]:
    """Number (from 1), byte offset and bytes of each message; None for one beyond the limit, which is passed over.

    A quoted ">From " at the beginning of a line is set right.
    """
    data, base, number = b"", 0, 0
    ended = False
    while not ended or data:
        end = _end(data)
        while end is None and not ended and len(data) <= DOCUMENT_BYTES:
            more = stream.read(_CHUNK)
            ended = not more
            searched = max(0, len(data) - _LINE)
            data += more
            end = _end(data, searched)
        number += 1
        if end is None and not ended:
            skipped = _pass_over(stream, data[-_LINE:])
            yield number, base, None
            base += len(data) + skipped[0]
            data = skipped[1]
            ended = not data
            continue
        message, rest = (data, b"") if end is None else (data[:end], data[end:])
        if message.strip():
            yield number, base, _unquoted(message)
        else:
            number -= 1
        base += len(message)
        data = rest
        if not data and ended:
            return


def _end(data: bytes, start: int = 0) -> int | None:
    """Where the next message begins in these bytes, whose first message begins at their start."""
    for m in _BETWEEN.finditer(data, start):
        if _FROM.match(data, m.end()):
            return m.end()
    return None


def _pass_over(stream: Buffered, tail: bytes) -> tuple[int, bytes]:
    """Reads on to the next message; how many bytes were passed, and what was read of the next."""
    passed = -len(tail)
    data = tail
    while True:
        end = _end(data)
        if end is not None:
            return passed + end, data[end:]
        more = stream.read(_CHUNK)
        if not more:
            return passed + len(data), b""
        passed += max(0, len(data) - _LINE)
        data = data[-_LINE:] + more


def _unquoted(message: bytes) -> bytes:
    """The message without the line that parts it from the one before, and with its own lines as they were written."""
    start = _FROM.match(message.lstrip(b"\r\n"))
    body = message.lstrip(b"\r\n")[start.end() :] if start else message
    return _QUOTED.sub(rb"\1", body) if b">From " in body else body
