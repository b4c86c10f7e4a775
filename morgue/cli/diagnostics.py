"""Writes all that is no answer (errors, warnings, progress) to standard error, and alone knows the exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from enum import IntEnum

import typer

from morgue.core.errors import MorgueError
from morgue.render.cells import width
from morgue.render.sanitize import safe, safe_line
from morgue.render.spans import Line
from morgue.search.language.errors import QueryError


class Outcome(IntEnum):
    """How a command ended; the number is the exit status."""

    DONE = 0
    NOTHING = 1
    FAILED = 2
    INTERRUPTED = 130


#: Click's usage error, wherever the installed Typer keeps it: BadParameter < UsageError < ClickException.
UsageError = typer.BadParameter.__mro__[1]
ClickError = typer.BadParameter.__mro__[2]


def found(anything: object) -> Outcome:
    """DONE when there is something, else NOTHING."""
    return Outcome.DONE if anything else Outcome.NOTHING


def failure(error: BaseException, *, verbose: bool) -> Outcome:
    """Says in one line what went wrong (a bad query: with the query and a caret) and gives the exit status for it."""
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        _write("morgue: interrupted")
        return Outcome.INTERRUPTED
    _write(f"morgue: {_sentence(error)}")
    for row in (error.pointer() if isinstance(error, QueryError) else None) or ():
        _write(f"    {safe(row)}")
    if verbose:
        _write(safe("".join(traceback.format_exception(error))).rstrip("\n"))
    return Outcome.FAILED


def plainly(error: BaseException) -> Outcome:
    """Says the kind of an error and nothing else, when `failure` itself has failed."""
    interrupted = isinstance(error, KeyboardInterrupt | typer.Abort)
    kind = "interrupted" if interrupted else f"internal error: {type(error).__name__}"
    with suppress(OSError, ValueError):  # nobody can be told
        sys.stderr.write(f"morgue: {kind}\n")
        sys.stderr.flush()
    return Outcome.INTERRUPTED if interrupted else Outcome.FAILED


def remarks(said: Iterable[str], where: str = "") -> None:
    """Says how a query was read, where it may have been meant otherwise."""
    for text in said:
        warn(f"{where}{text}")


def not_whole(partial: str | None, where: str = "") -> None:
    """Says why an answer is not whole, if it is not."""
    if partial:
        hint = "more time: MORGUE_PATIENCE=60" if "stopped after" in partial else ""
        warn(f"{where}not the whole answer: {partial}" + (f" ({hint})" if hint else ""))


def warn(text: str) -> None:
    """One line that is not an error."""
    _write(f"morgue: {safe_line(text)}")


def remark(text: str) -> None:
    """One line for a person at a terminal; a script, or a job whose messages are mailed, has the exit status."""
    if sys.stderr.isatty():
        warn(text)


def no_match() -> None:
    """Tells a person that nothing matches, where the answer itself is empty."""
    remark("no article matches (morgue search with the same words says why)")


def aside(lines: Iterable[Line]) -> None:
    """Lines that belong beside the answer, not into it."""
    for row in lines:
        _write("".join(safe_line(span.text) for span in row))


class Meter:
    """A line on standard error that is written over again and again; nothing at all when that is not a terminal."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._shown = 0

    @property
    def columns(self) -> int:
        """Cells for the line; 0 when nobody would see it."""
        return _columns() if self._live else 0

    def show(self, text: str) -> None:
        """Puts this text in the place of the last one."""
        if self._live:
            text = safe_line(text)
            _raw("\r" + text + " " * max(0, self._shown - width(text)))
            self._shown = width(text)

    def clear(self) -> None:
        """Leaves the line empty for what comes next; behind it the terminal may have written ^C."""
        if self._live and self._shown:
            _raw("\r" + " " * min(self._shown + 2, _columns() - 1) + "\r")
            self._shown = 0


def _sentence(error: BaseException) -> str:
    if isinstance(error, MorgueError):
        text = f"{error.what} ({error.hint})" if error.hint else error.what
    elif isinstance(error, ClickError):
        text = _usage(error)
    elif isinstance(error, OSError):
        text = _system(error)
    elif isinstance(error, MemoryError):
        text = "out of memory (close other programs, or ask for less with --limit)"
    else:
        detail = f": {error}" if str(error) else ""
        text = f"internal error: {type(error).__name__}{detail} (please report it with what -v adds)"
    text = safe_line(text)
    return text if len(text) <= 600 else text[:599] + "…"


#: Options of other programs, and what there is instead.
_INSTEAD = {
    "--color": "NO_COLOR=1, or MORGUE_COLOUR=always or never",
    "--colour": "NO_COLOR=1, or MORGUE_COLOUR=always or never",
    "--count": "morgue count QUERY",
    **dict.fromkeys(
        ("--since", "--after", "--from", "--start", "--until", "--before", "--to", "--end", "--date"),
        "days stand in the query: date:2024-03..2024-05, date:2024..",
    ),
    "--outlet": "an outlet stands in the query: outlet:gazette",
    "--author": "an author stands in the query: byline:reyes",
}


def _usage(error: BaseException) -> str:
    """Typer's message as a house sentence: what, and in brackets what was meant or where it is explained."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "morgue"
    hint = f"see: {command} --help"
    near = getattr(error, "possibilities", None)
    instead = _INSTEAD.get(str(getattr(error, "option_name", "")))
    if instead:
        message, hint = str(getattr(error, "message", error)), instead
    elif near:
        message, hint = str(getattr(error, "message", error)), f"did you mean {' or '.join(sorted(near))}?"
    else:
        message = str(getattr(error, "format_message", error.__str__)())
    message = " ".join(message.split()).rstrip(".").replace("int range", "whole number")
    return f"{message[:1].lower()}{message[1:]} ({hint})"


def _system(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    if error.errno == errno.ENOSPC:
        return f"{where}no space left on the disk (free some and run the same command again; nothing indexed is lost)"
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return "too many files are open at once (allow more: ulimit -n 256)"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{where}{reason.lower()} (check who owns it)"
    return f"{where}{reason.lower()}"


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _write(text: str) -> None:
    _raw(text + "\n")


def _raw(text: str) -> None:
    """Standard error may be closed or full; a message that cannot be said is no reason to fail differently."""
    encoding = sys.stderr.encoding or "utf-8"
    try:
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except (OSError, ValueError):
        return
