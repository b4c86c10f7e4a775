"""Two halves of an answer side by side: numpy lets go of the interpreter while it works on large arrays."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

#: Matches from which a second thread pays for itself.
LARGE = 40_000


@cache
def _helper() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "morgue-count")


def beside(size: int, count: Callable[[], tuple[A, B]], order: Callable[[], C]) -> tuple[A, B, C]:
    """Counts in a second thread while this one orders, where the matches are many and there is a second processor."""
    if size < LARGE or (os.cpu_count() or 1) < 2:
        first, second = count()
        return first, second, order()
    counted = _helper().submit(count)
    try:
        placed = order()
    finally:
        first, second = counted.result()
    return first, second, placed
