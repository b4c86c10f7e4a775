"""Writes segments in a process of its own, so that a writer finds the stories of one commit beside the next's words.

The process has a vocabulary, which it keeps from one segment to the next. It ends with its parent.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.core.errors import ArchiveError
from morgue.index.archive.process.freed_memory import give_back
from morgue.index.codec.layout import Entry
from morgue.index.codec.reader import EXTENSION
from morgue.index.codec.terms.chunk_terms import Vocabulary
from morgue.index.codec.writer import write_segment

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from morgue.index.pipeline.killable_process import Killable

    _Files = tuple[str, ...] | ArchiveError | OSError

#: The name of a segment, and its entries, pickled some at a time so that the process never holds them all.
_Asked = tuple[str, list[bytes]]
#: Seconds after which a segment is given up and written here: none takes minutes, but a disk may be slow.
_SECONDS = 3_600.0
#: Entries that are pickled together.
_TOGETHER = 500
#: Segments that one process writes before another takes its place: more than a run has.
_SEGMENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Writing:
    """A segment that is being written."""

    name: str
    entries: Sequence[Entry]
    _files: Future[_Files]

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.name + EXTENSION

    def done(self) -> bool:
        """Whether `files` need not wait."""
        return self._files.done()

    def files(self) -> tuple[str, ...] | None:
        """Waits for the files' names; None where the process ended before, as it does for want of memory.

        Raises what writing raised: ArchiveError, or OSError as for want of room.
        """
        from morgue.index.pipeline.killable_process import Died, TooSlow

        try:
            told = self._files.result()
        except (Died, TooSlow):
            return None
        if isinstance(told, ArchiveError | OSError):
            raise told
        return told


class SegmentProcess:
    """One process, started when it is first needed. Segments are written in the order in which they came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: Killable[_Asked, _Files] | None = None
        self._caller: ThreadPoolExecutor | None = None

    @property
    def started(self) -> bool:
        """Whether there is a process, with what it learned of earlier segments."""
        return self._process is not None

    def write(self, name: str, entries: Sequence[Entry]) -> Writing:
        """Begins to write a segment under a name never used before."""
        if self._process is None or self._caller is None:
            from concurrent.futures import ThreadPoolExecutor

            from morgue.index.pipeline.killable_process import Killable

            self._process = Killable(partial(_write, self._folder), _ready, _SEGMENTS, start="spawn")
            self._caller = ThreadPoolExecutor(1, "segment")
        return Writing(name, entries, self._caller.submit(_call, self._process, name, entries))

    def close(self) -> None:
        """Ends the process; what it was writing is left to be swept."""
        if self._process is not None and self._caller is not None:
            self._process.kill()
            self._caller.shutdown(cancel_futures=True)
            self._process.close()
        self._process = self._caller = None


def _call(process: Killable[_Asked, _Files], name: str, entries: Sequence[Entry]) -> _Files:
    """In the thread that waits for the process."""
    parts = (entries[at : at + _TOGETHER] for at in range(0, len(entries), _TOGETHER))
    return process.call((name, [pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in parts]), _SECONDS, _SECONDS)


def _unpickled(parts: list[bytes]) -> Iterator[Entry]:
    """The entries; of their parts each is let go of as it comes."""
    parts.reverse()
    while parts:
        yield from pickle.loads(parts.pop())  # noqa: S301 - from our own parent


def _ready() -> None:
    """The process needs nothing that it does not have."""


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary()


def _write(folder: Path, asked: _Asked) -> _Files:
    """In the process. An error is an answer: raised here it would end the process without a word."""
    name, parts = asked
    try:
        return write_segment(folder, name, _unpickled(parts), _vocabulary()).files
    except (ArchiveError, OSError) as error:
        return error
    finally:
        give_back()
