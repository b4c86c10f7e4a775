"""Grants one writer at a time the right to file, by a lease whose epoch a dead writer loses."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex
from typing import Any

from morgue.core.errors import ArchiveError, ArchiveLocked
from morgue.index.cluster.archive import Held, Record, read, write
from morgue.index.cluster.http import READERS_PATIENCE, Connection

#: Seconds without a sign of life after which a lease is taken over, and between two signs.
LOST, BEAT = 30.0, 7.0
#: Seconds that one waits for the lease before giving up.
_PATIENCE = 1_800.0
_POLL = 0.25


class Lost(ArchiveError):
    """Another machine has taken the lease over."""

    def __init__(self) -> None:
        super().__init__("another machine has taken over the writing", "run the same command again")


class Lease:
    """Taken by `take`, given back by `release`; `change` alters the archive's record while it is held.

    Whoever waits measures by his own clock how long the holder gave no sign of life, so clocks need not agree.
    """

    def __init__(self, connection: Connection, patience: float = _PATIENCE) -> None:
        self._connection = connection
        self._patience = patience
        self._held: Held | None = None
        self._turn = threading.RLock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._fault: BaseException | None = None
        self.owner = f"{os.uname().nodename}/{os.getpid()}/{token_hex(4)}"

    @property
    def record(self) -> Record:
        """The record as this holder knows it: nobody else changes it."""
        self._check()
        assert self._held is not None
        return self._held.record

    def _check(self) -> None:
        if self._fault is not None:
            raise Lost from self._fault
        if self._held is None:
            raise Lost

    def take(self) -> None:
        """Waits until the lease is free or its holder is gone; ArchiveLocked when neither happens for long."""
        end = time.monotonic() + self._patience
        seen, since = (-1, -1), time.monotonic()
        self._fault = None
        while True:
            held = read(self._connection)
            if held is None:
                raise ArchiveError(f"the archive {self._connection.address.shown} is gone", "index it anew")
            sign = held.record.epoch, held.record.beat
            if sign != seen:
                seen, since = sign, time.monotonic()
            if not held.record.owner or time.monotonic() - since > LOST:
                taken = write(self._connection, held, self._next(held.record))
                if taken is not None:
                    self._held = taken
                    self._begin()
                    return
            elif time.monotonic() > end:
                raise ArchiveLocked(f"{held.record.owner.split('/')[0]} is writing to the archive", "wait for its end")
            else:
                time.sleep(_POLL)

    def _next(self, record: Record) -> Record:
        """One epoch on. What a holder who did not give the lease back has written since its last commit is void."""
        if record.owner:
            record = _void(record)
        return replace(record, epoch=record.epoch + 1, owner=self.owner, beat=0)

    def change(self, **changes: Any) -> Record:
        """Alters the record; Lost when the lease is another's by now."""
        with self._turn:
            self._check()
            assert self._held is not None
            now = write(self._connection, self._held, replace(self._held.record, **changes))
            if now is None:
                self._held = None
                raise Lost
            self._held = now
            return now.record

    def release(self, *, failed: bool = False) -> None:
        """Lets the next one in; nothing when it is lost already. After a change that failed, what it wrote is void."""
        self._end()
        with self._turn:
            if self._held is not None and self._fault is None:
                record = _void(self._held.record) if failed else self._held.record
                write(self._connection, self._held, replace(record, owner=""))
            self._held = None

    def _begin(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._live, args=(self._stop.wait,), daemon=True, name="lease")
        self._thread.start()

    def _end(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2 * READERS_PATIENCE)
            self._thread = None

    def _live(self, waited: Callable[[float], bool]) -> None:
        """Gives signs of life until told to stop, over a connection of its own."""
        connection = Connection(self._connection.address, LOST)
        while not waited(BEAT):
            with self._turn:
                if self._held is None:
                    break
                try:
                    now = write(connection, self._held, replace(self._held.record, beat=self._held.record.beat + 1))
                except Exception as error:  # noqa: BLE001  whatever it is, the writer learns of it at its next step
                    self._fault = error
                    break
                if now is None:
                    self._fault = Lost()
                    break
                self._held = now
        connection.close()


def _void(record: Record) -> Record:
    """What was written under the epoch since its last commit does not count."""
    abandoned = (*record.abandoned[-50:], (record.epoch, record.generation))
    return replace(record, abandoned=abandoned, dirty=True)
