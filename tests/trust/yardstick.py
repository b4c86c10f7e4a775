"""What a second is worth on this machine now, so that bounds in seconds hold on a slow or a busy one too.

The yardstick is a fixed piece of work: words of a fixed text are split, counted and sorted. `slowness` compares the
processor time it takes now with that of the machine for which the bounds were set; `lateness` compares the time on the
wall with the processor time, and so tells how much of it others had.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

#: Processor seconds that the work takes where the bounds were set: one core of a quiet two-core virtual machine.
USUAL = 0.06
_TEXT = " ".join(f"word{n * 7919 % 9973}" for n in range(40_000))


@dataclass(slots=True)
class Elapsed:
    """Seconds on the wall and of the processor."""

    wall: float = 0.0
    processor: float = 0.0


@contextmanager
def elapsed() -> Iterator[Elapsed]:
    """Measures what is done inside."""
    out = Elapsed()
    wall, processor = time.perf_counter(), time.process_time()
    try:
        yield out
    finally:
        out.wall, out.processor = time.perf_counter() - wall, time.process_time() - processor


def _work() -> None:
    for _ in range(4):
        counts = Counter(_TEXT.split())
        sorted(counts, key=lambda word: (-counts[word], word))


def yardstick() -> Elapsed:
    """The work done now."""
    with elapsed() as took:
        _work()
    return took


def slowness() -> float:
    """How many times longer a processor takes than where the bounds were set; never below one."""
    return max(1.0, min(yardstick().processor for _ in range(3)) / USUAL)


def lateness() -> float:
    """How many times longer on the wall than on a quiet machine of the usual speed; never below one."""
    return max(1.0, yardstick().wall / USUAL)
