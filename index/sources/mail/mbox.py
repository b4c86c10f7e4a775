"""Reads mailboxes in mbox form, such as Gmail's Takeout, one message at a time, however long the file is."""

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
    """Number (from 1), byte offset and bytes of each message; None for one beyond the limit, which is skipped.

    A quoted ">From " at the beginning of a line is set right.
    """
    held = _Held(stream)
    number = 0
    while not held.done:
        offset = held.offset
        message = held.next()
        if message is None:
            number += 1
            yield number, offset, None
        elif message.strip():
            number += 1
            yield number, offset, _unquoted(message)


class _Held:
    """What was read of the stream and not yet given, from the beginning of a message on."""

    def __init__(self, stream: Buffered) -> None:
        self._stream = stream
        self._data = b""
        self._at = 0  # where the next message begins in the data
        self._base = 0  # offset of the data in the stream
        self._ended = False

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self._ended and self._at >= len(self._data)

    @property
    def offset(self) -> int:
        """Where the next message begins in the stream."""
        return self._base + self._at

    def next(self) -> bytes | None:
        """The next message; None for one beyond the limit, which is skipped."""
        searched = self._at
        while (end := _end(self._data, searched)) is None and not self._ended:
            searched = self._more(max(self._at, len(self._data) - _LINE))
            if len(self._data) - self._at > DOCUMENT_BYTES:
                self._pass_over()
                return None
        end = len(self._data) if end is None else end
        message, self._at = self._data[self._at : end], end
        return message

    def _more(self, searched: int) -> int:
        """Reads on and drops what was given; the place up to which the data were searched, where it is now."""
        more = self._stream.read(_CHUNK)
        self._ended = not more
        self._data = self._data[self._at :] + more
        self._base += self._at
        searched, self._at = searched - self._at, 0
        return searched

    def _pass_over(self) -> None:
        """Reads on to the next message without keeping this one."""
        while (end := _end(self._data, max(self._at, 0))) is None and not self._ended:
            self._at = max(self._at, len(self._data) - _LINE)
            self._more(self._at)
        self._at = len(self._data) if end is None else end


def _end(data: bytes, start: int = 0) -> int | None:
    """Where the next message begins in these bytes, whose first message begins at their start."""
    for m in _BETWEEN.finditer(data, start):
        if _FROM.match(data, m.end()):
            return m.end()
    return None


def _unquoted(message: bytes) -> bytes:
    """The message without the line that parts it from the one before, and with its own lines as they were written."""
    start = _FROM.match(message.lstrip(b"\r\n"))
    body = message.lstrip(b"\r\n")[start.end() :] if start else message
    return _QUOTED.sub(rb"\1", body) if b">From " in body else body
