"""Writes the answer to standard output, as nothing else does; every piece of text passes `safe` here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from shutil import get_terminal_size

from morgue.cli.config import Settings
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Look, Role, Span

_CODES: dict[Role, str] = {"strong": "1", "faint": "2", "mark": "1;33", "good": "36", "bad": "31"}
_NARROWEST = 30
_PIPED_WIDTH = 100


class ReaderGone(Exception):
    """Whoever read standard output has stopped reading: `morgue search … | head`. No error."""


def look(settings: Settings, brief: Callable[[str], str] = str) -> Look:
    """How wide standard output is and whether it may be coloured; `brief` is how ids are written."""
    terminal = sys.stdout.isatty()
    columns = get_terminal_size((_PIPED_WIDTH, 24)).columns
    return Look(max(_NARROWEST, columns), _colour(settings, terminal), terminal, brief)


def _colour(settings: Settings, terminal: bool) -> bool:
    if settings.colour != "auto":
        return settings.colour == "always"
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in ("dumb", "")


def lines(rows: Iterable[Line], look: Look, settings: Settings) -> None:
    """Writes lines for people; through the pager when they are more than a terminal shows."""
    text = [painted(row, look.colour) + "\n" for row in rows]
    if sys.stdout.isatty() and settings.pager and len(text) >= get_terminal_size().lines:
        _page("".join(text), settings.pager)
    else:
        _text(text)


def records(texts: Iterable[str], end: str = "\n") -> None:
    """Writes one record of text after the other, each with its end; `morgue.cli.formats` has made the text safe."""
    _text(text + end for text in texts)


def documents(blocks: Iterable[bytes]) -> None:
    """Writes JSON, a document a line."""
    _bytes(block + b"\n" for block in blocks)


def painted(row: Line, colour: bool) -> str:
    """One line as it goes to the terminal: every span made safe, then its role shown."""
    return "".join(_span(span, colour) for span in row)


def _span(span: Span, colour: bool) -> str:
    text = safe_line(span.text)
    if not colour:
        return f"▸{text}◂" if span.role == "mark" else text
    code = _CODES.get(span.role)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def stream(groups: Iterable[Iterable[Line]], look: Look) -> None:
    """Writes lines for people as they come, without the pager."""
    _text(painted(row, look.colour) + "\n" for rows in groups for row in rows)


def finish() -> None:
    """Everything written is out."""
    with _reader():
        sys.stdout.flush()


@contextmanager
def _reader() -> Iterator[None]:
    """Turns a broken pipe into ReaderGone, and sees to it that the interpreter does not try again at its end."""
    try:
        yield
    except BrokenPipeError:
        with suppress(OSError, ValueError):
            hole = os.open(os.devnull, os.O_WRONLY)
            os.dup2(hole, sys.stdout.fileno())
            os.close(hole)
        raise ReaderGone from None


def _text(pieces: Iterable[str]) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    errors = "strict" if encoding.lower().replace("-", "") == "utf8" else "replace"
    _bytes(piece.encode(encoding, errors) for piece in pieces)


def _bytes(pieces: Iterable[bytes]) -> None:
    """In blocks, so that a million short lines are not a million writes; at once while somebody watches."""
    finish()
    out = sys.stdout.buffer
    for block in _blocks(pieces, 1 if sys.stdout.isatty() else 1 << 16):
        with _reader():
            out.write(block)
    with _reader():
        out.flush()


def _blocks(pieces: Iterable[bytes], least: int) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= least:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _page(text: str, pager: tuple[str, ...]) -> None:
    """Shows the text in the pager; plainly when it cannot be run. Leaving it early is no error."""
    import subprocess

    try:
        process = subprocess.Popen(pager, stdin=subprocess.PIPE)  # noqa: S603 -- named by the user, run without a shell
    except OSError:
        _text([text])
        return
    with suppress(BrokenPipeError), process:
        process.communicate(text.encode(sys.stdout.encoding or "utf-8", "replace"))
