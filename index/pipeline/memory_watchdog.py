"""Bounds the memory of child processes where the system does not: looks at them from outside, and kills those beyond.

Linux bounds a worker's address space by itself (RLIMIT_AS); macOS takes that limit and ignores it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

#: Seconds between two looks; a worker that fills memory at 2 GB a second passes its limit by half a gigabyte.
INTERVAL = 0.25


def resident(pid: int) -> int:
    """Bytes of memory that a process holds now; 0 when it is gone."""
    if sys.platform == "linux":
        try:
            return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            return 0
    else:
        return resident_by_ps(pid)


def resident_by_ps(pid: int) -> int:
    """A process's resident memory as the command `ps` reports it, in bytes."""
    asked = ["/bin/ps", "-o", "rss=", "-p", str(pid)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603 - a fixed command
    return int(said.strip() or 0) << 10


def children() -> list[int]:
    """The processes that this one has started through multiprocessing, and that still run."""
    return [p.pid for p in multiprocessing.active_children() if p.pid is not None]


class Watchdog:
    """Kills each watched process that holds more than `limit` bytes. A context manager; runs in a thread of its own."""

    def __init__(
        self, limit: int, watched: Callable[[], Iterable[int]] = children, measure: Callable[[int], int] = resident
    ) -> None:
        self._limit = limit
        self._watched = watched
        self._measure = measure
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory watchdog", daemon=True)

    def look(self) -> list[int]:
        """One round: the processes killed."""
        heavy = [pid for pid in self._watched() if self._measure(pid) > self._limit]
        for pid in heavy:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return heavy

    def _watch(self) -> None:
        while not self._over.wait(INTERVAL):
            self.look()

    def __enter__(self) -> Watchdog:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
