"""Works out two halves of an answer side by side: numpy releases the interpreter during large arrays."""

from __future__ import annotations

import os
from functools import cache, partial
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from morgue.search.local.docset import Docs

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

#: Matches, and documents whose positions are looked at, from which a second thread pays for itself.
LARGE, MANY = 40_000, 10_000


class _Task(Generic[A]):
    """Work that the second thread does; `concurrent.futures` would cost a short search the import of logging."""

    def __init__(self, work: Callable[[], A]) -> None:
        self._work = work
        self._told: SimpleQueue[Callable[[], A]] = SimpleQueue()
        _waiting().put(self)

    def run(self) -> None:
        """Called by the second thread."""
        try:
            value = self._work()
        except BaseException as error:  # noqa: BLE001 -- it is raised where the result is waited for
            self._told.put(partial(_raise, error))
        else:
            self._told.put(lambda: value)

    def wait(self) -> Callable[[], A]:
        """Returns when the work has ended; what it returns gives the result, or raises the work's error."""
        return self._told.get()


def _raise(error: BaseException) -> NoReturn:
    raise error


@cache
def _waiting() -> SimpleQueue[_Task[Any]]:
    """The queue of the second thread, which lives as long as the program."""
    queue: SimpleQueue[_Task[Any]] = SimpleQueue()

    def work() -> None:
        while True:
            queue.get().run()

    Thread(target=work, name="morgue", daemon=True).start()
    return queue


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
    first = _Task(lambda: work(docs[:middle]))
    try:
        second = work(docs[middle:])
    finally:
        result = first.wait()
    return [result(), second]


def beside(size: int, count: Callable[[], tuple[A, B]], order: Callable[[], C]) -> tuple[A, B, C]:
    """Counts in a second thread while this one orders, where the matches are many and there is a second processor."""
    if size < LARGE or not _two():
        first, second = count()
        return first, second, order()
    counted = _Task(count)
    try:
        placed = order()
    finally:
        result = counted.wait()
    first, second = result()
    return first, second, placed
