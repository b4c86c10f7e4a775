"""Decides how much of the memory that a question took the process keeps: little at first, more once it asks again.

Pages of mapped files are given back to the system, which keeps them in its cache, before they take much of the memory.
To give pages back and read them again takes about 0.12 ms a MB, a tenth of a question where each does it. So it is done
when they have become more than one question reads.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.compiled import ready

if TYPE_CHECKING:
    from morgue.index.archive.snapshot import Snapshot

#: Bytes that are mapped before they are given back, during the first question and later: chosen by the memory and the
#: time of one and of 60 questions to a million articles (docs/lab/performance.md).
FIRST, LATER = 12 << 20, 80 << 20
#: The same for each document of an archive of more than a million: what a question reads grows with it, and at five
#: million to give back what is read again at once is a tenth to a fifth of the time.
A_DOCUMENT = 80
#: Where kernels are compiled half of these are mapped, since the compiler takes 55 MB. It costs nothing that could be
#: told: 60 questions asked eight times each took 7.6 to 8.5 s of processor, whether 80, 40 or 24 MB were mapped.
#: With fewer matches a question reads little after it has found them, and asking what is mapped takes 7 microseconds.
MANY = 10_000
#: Bytes of the block that is freed. A heavy question to a million articles holds some 20 MB of arrays at a time.
_BLOCK = 16 << 20
#: Of `/proc/self/statm`: the place of the pages of files among its numbers, and bytes that hold all of them.
_OF_FILES, _LINE = 2, 128


class ProcessMemory:
    """Of one snapshot. What other files take of the memory when it is made or given back does not count."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._before = mapped()
        self._asked = 0
        self._compiled = ready()
        self._documents = snapshot.documents

    def begin(self) -> None:
        """Called before each question."""
        self._asked += 1
        if self._asked == 2:
            keep_freed()
        if ready() and not self._compiled:  # the compiler's own files are no archive's, and stay
            self._compiled = True
            self._give_back()
        self.relieve()

    def relieve(self, matches: int = MANY) -> None:
        """Gives back all mapped pages where they have become many; a later question with few matches is let go on."""
        if matches < MANY and self._asked > 1:
            return
        most = max(LATER, A_DOCUMENT * self._documents) if self._asked > 1 else FIRST
        if mapped() - self._before > (most // 2 if ready() else most):
            self._give_back()

    def _give_back(self) -> None:
        self._snapshot.let_go()
        self._before = mapped()


def keep_freed() -> None:
    """Has the C library keep the memory that a question freed for the next: allocates a block, unused, and frees it.

    glibc hands the end of its memory back once twice as much is free as the largest mapped block had that was ever
    freed (mallopt(3) on M_MMAP_THRESHOLD). Without this one the arrays of a heavy question are handed back after it and
    faulted in anew, page by page, by the next: a tenth of its time. Other C libraries go their own way.
    """
    np.empty(_BLOCK, np.uint8)


def mapped() -> int:
    """Bytes of files that are in this process's memory; 0 where the system does not tell."""
    told = _told()
    return 0 if told is None else int(os.pread(told, _LINE, 0).split()[_OF_FILES]) * _page()


@cache
def _told() -> int | None:
    """Where Linux tells it, kept open: 2 microseconds in place of 14 each time."""
    with suppress(OSError):
        return os.open("/proc/self/statm", os.O_RDONLY)
    return None


@cache
def _page() -> int:
    return os.sysconf("SC_PAGE_SIZE")
