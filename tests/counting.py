"""Work that is counted instead of timed: the same on every machine, however busy.

A function call is the unit, in Python and below it. A loop over articles, words or bytes makes calls in proportion to
what it goes through; what numpy does with a whole array is one call, so its room is counted too.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Counter:
    """How many functions were called so far."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, frame: object, event: str, argument: object) -> None:
        """What `sys.setprofile` calls."""
        if event in ("call", "c_call"):
            self.calls += 1


@contextmanager
def counting() -> Iterator[Counter]:
    """Counts the calls that this thread makes inside."""
    counter, before = Counter(), sys.getprofile()
    sys.setprofile(counter)
    try:
        yield counter
    finally:
        sys.setprofile(before)


def calls(run: Callable[[], object]) -> int:
    """How many functions were called, in Python and below."""
    with counting() as counter:
        run()
    return counter.calls


def room(run: Callable[[], object]) -> int:
    """The most bytes that Python and numpy held at once beyond what they held before."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        run()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


class Clock:
    """A clock that goes by work: so many microseconds a call, for a limit in seconds that is the same everywhere."""

    def __init__(self, counter: Counter, microseconds: float) -> None:
        self._counter = counter
        self._seconds = microseconds / 1e6

    def monotonic(self) -> float:
        """Seconds of work so far."""
        return self._counter.calls * self._seconds
