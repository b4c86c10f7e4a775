"""Works out two halves of an answer side by side: numpy releases the interpreter during large arrays."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import ThreadPoolExecutor

    from morgue.search.local.docset import Docs

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

#: Matches, and documents whose positions are looked at, from which a second thread pays for itself.
LARGE, MANY = 40_000, 10_000


@cache
def _helper() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor  # small archives never need it

    return ThreadPoolExecutor(1, "morgue")


@cache
def _two() -> bool:
    return (os.cpu_count() or 1) > 1


def in_halves(docs: Docs, work: Callable[[Docs], A]) -> list[A]:
    """The work on documents, done on both halves of them at a time where they are many; `work` may not come back here.

    An error in either half is raised once both have ended.
    """
    if len(docs) < MANY or not _two():
        return [work(docs)]
    middle = len(docs) // 2
    first = _helper().submit(work, docs[:middle])
    try:
        second = work(docs[middle:])
    finally:
        first.exception()  # waits
    return [first.result(), second]


def beside(size: int, count: Callable[[], tuple[A, B]], order: Callable[[], C]) -> tuple[A, B, C]:
    """Counts in a second thread while this one orders, where the matches are many and there is a second processor."""
    if size < LARGE or not _two():
        first, second = count()
        return first, second, order()
    counted = _helper().submit(count)
    try:
        placed = order()
    finally:
        first, second = counted.result()
    return first, second, placed
