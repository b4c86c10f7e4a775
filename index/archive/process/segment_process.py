"""Writes segments in a process of its own, so that a writer finds the stories of one commit beside the next's words.

The process has a vocabulary, which it keeps from one segment to the next. It ends with its parent.
"""

from __future__ import annotations

from collections.abc import Sequence
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

#: Seconds after which a segment is given up and written here: none takes minutes, but a disk may be slow.
_SECONDS = 3_600.0
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
        self._process: Killable[tuple[str, Sequence[Entry]], _Files] | None = None
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

            self._process = Killable(partial(_write, self._folder), _ready, _SEGMENTS)
            self._caller = ThreadPoolExecutor(1, "segment")
        done = self._caller.submit(self._process.call, (name, entries), _SECONDS, _SECONDS)
        return Writing(name, entries, done)

    def close(self) -> None:
        """Ends the process; what it was writing is left to be swept."""
        if self._process is not None and self._caller is not None:
            self._process.kill()
            self._caller.shutdown(cancel_futures=True)
            self._process.close()
        self._process = self._caller = None


def _ready() -> None:
    """The process needs nothing that it does not have."""


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary()


def _write(folder: Path, asked: tuple[str, Sequence[Entry]]) -> _Files:
    """In the process. An error is an answer: raised here it would end the process without a word."""
    name, entries = asked
    try:
        return write_segment(folder, name, entries, _vocabulary()).files
    except (ArchiveError, OSError) as error:
        return error
    finally:
        give_back()
