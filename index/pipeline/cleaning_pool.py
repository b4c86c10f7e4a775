"""Cleans items in worker processes that are killed when a page takes over ten seconds or a gigabyte.

The seconds are the worker's own processor time, so that a busy machine rejects nothing; the clock only bounds what
hangs without working.

Items go to the workers in small batches; when a batch fails, each of its items is tried alone, so that exactly the
guilty one is rejected. Workers are recycled, because parsers leak. Results come back in the order of the items.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Generic, TypeVar

from morgue.core.article import RawItem, Rejected
from morgue.index.pipeline.killable_process import START, Died, Killable, TooSlow
from morgue.index.pipeline.memory_watchdog import Watchdog

#: Seconds of processor time after which an item is given up (a page takes 0.03 s; crafted ones over 20).
ITEM_SECONDS = 10.0
#: Seconds by the clock after which an item is given up: the worker of a busy laptop may wait long for its turn.
CLOCK_SECONDS = 300.0
#: Deaths of a worker alone with an item before the item is given up: the system may have killed it for another's sake.
TRIES = 2
#: Bytes of address space a worker may take beyond what it has at its start.
WORKER_BYTES = 1 << 30
#: Batches after which a worker is replaced.
WORKER_BATCHES = 400
#: A batch ends at so many items or bytes.
BATCH_ITEMS = 32
BATCH_BYTES = 1 << 20
#: Bytes of items that are read ahead, and batches, so that the workers have work while a commit is written: of articles
#: in a data set as many as a commit in a cluster takes, of pages a few for each worker.
AHEAD_BYTES = 8 << 20
_MOST_AHEAD = 2_000 // BATCH_ITEMS
_FIRST = RawItem("first", "html", "page", b"<title>First</title><p>The tide came in and went out.</p>", "")

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Batch(Generic[T]):
    items: tuple[RawItem | Rejected, ...]
    future: Future[list[T | Rejected]] | None

    @property
    def size(self) -> int:
        """Bytes of the items."""
        return sum(len(i.data) for i in self.items if isinstance(i, RawItem))


class CleaningPool(Generic[S, T]):
    """Runs `work` over items, then `finish` over what came of each batch, in `jobs` processes. A context manager.

    Both are importable, and what `finish` makes, one for each it is given, can be pickled.
    `map` yields, in order, a result for each item, or a `Rejected` for each that had to be given up; what is already a
    `Rejected` passes through in its place. Each worker is fed by a thread, so that it works on while results are used.
    """

    def __init__(
        self, work: Callable[[RawItem], S | Rejected], jobs: int, finish: Callable[[list[S]], Sequence[T]]
    ) -> None:
        self._jobs = max(1, jobs)
        if START == "fork":
            _imported(work, finish)  # once for all workers, also for those that take the place of killed ones
        run, prepare = partial(_run, work, finish), partial(_prepare_worker, work, finish)
        self._workers: list[Killable[list[RawItem], list[T | Rejected]]] = [
            Killable(run, prepare, WORKER_BATCHES) for _ in range(self._jobs)
        ]
        self._free: SimpleQueue[Killable[list[RawItem], list[T | Rejected]]] = SimpleQueue()
        for worker in self._workers:
            self._free.put(worker)
        self._feeders = ThreadPoolExecutor(self._jobs, "cleaning")
        self._watchdog = ExitStack()

    def __enter__(self) -> CleaningPool[S, T]:
        if sys.platform != "linux":
            self._watchdog.enter_context(Watchdog(WORKER_BYTES))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for worker in self._workers:
                worker.kill()
        self._feeders.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()
        self._watchdog.close()

    def map(self, items: Iterable[RawItem | Rejected]) -> Iterator[T | Rejected]:
        """Lazy: a few batches a worker are read ahead, more where they are small."""
        pending: deque[_Batch[T]] = deque()
        ahead, few = 0, 3 * self._jobs
        for batch in _batches(items):
            pending.append(self._start(batch))
            ahead += pending[-1].size
            while len(pending) > (few if ahead > AHEAD_BYTES else max(few, _MOST_AHEAD)):
                ahead -= pending[0].size
                yield from _finished(pending.popleft())
        while pending:
            yield from _finished(pending.popleft())

    def _start(self, items: tuple[RawItem | Rejected, ...]) -> _Batch[T]:
        raw = [i for i in items if isinstance(i, RawItem)]
        return _Batch(items, self._feeders.submit(self._results, raw) if raw else None)

    def _results(self, items: list[RawItem]) -> list[T | Rejected]:
        """In a feeding thread, with a worker to itself."""
        worker = self._free.get()
        try:
            return worker.call(items, ITEM_SECONDS, CLOCK_SECONDS)
        except (TooSlow, Died):
            return [_alone(worker, item) for item in items]
        finally:
            self._free.put(worker)


def _alone(worker: Killable[list[RawItem], list[T | Rejected]], item: RawItem) -> T | Rejected:
    for _ in range(TRIES):
        try:
            return worker.call([item], ITEM_SECONDS, CLOCK_SECONDS)[0]
        except TooSlow:
            return given_up(item, "too slow", f"gave up after {ITEM_SECONDS:.0f} s")
        except Died:
            pass
    return given_up(item, "too much memory or a crash", f"the limit is {WORKER_BYTES >> 20} MiB")


def _finished(batch: _Batch[T]) -> Iterator[T | Rejected]:
    done = iter(batch.future.result() if batch.future else ())
    for item in batch.items:
        yield item if isinstance(item, Rejected) else next(done)


def given_up(item: RawItem, reason: str, detail: str) -> Rejected:
    """An item that could not be cleaned, and why."""
    return Rejected(item.path, reason, item.member, item.sha256, item.format, detail)


def _batches(items: Iterable[RawItem | Rejected]) -> Iterator[tuple[RawItem | Rejected, ...]]:
    batch: list[RawItem | Rejected] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.data) if isinstance(item, RawItem) else 0
        if len(batch) >= BATCH_ITEMS or size >= BATCH_BYTES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _run(
    work: Callable[[RawItem], S | Rejected], finish: Callable[[list[S]], Sequence[T]], items: list[RawItem]
) -> list[T | Rejected]:
    """In the worker. A memory error goes up, so that the items are tried one by one in a fresh process."""
    out: list[S | Rejected] = []
    for item in items:
        try:
            out.append(work(item))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a parser throws at hostile input, the run goes on
            out.append(_failed(item, error))
    try:
        finished = iter(finish([o for o in out if not isinstance(o, Rejected)]))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - as above; one text must not take its batch with it
        return [_failed(items[0], error)] if len(items) == 1 else [_run(work, finish, [i])[0] for i in items]
    return [o if isinstance(o, Rejected) else next(finished) for o in out]


def _failed(item: RawItem, error: Exception) -> Rejected:
    return given_up(item, "cleaning failed", f"{type(error).__name__}: {error}"[:200])


def _imported(work: Callable[[RawItem], S | Rejected], finish: Callable[[list[S]], object]) -> None:
    """Has both import all they need now, and not within the time of the first real item."""
    with suppress(Exception):
        first = work(_FIRST)
        finish([] if isinstance(first, Rejected) else [first])


def _prepare_worker(work: Callable[[RawItem], S | Rejected], finish: Callable[[list[S]], object]) -> None:
    """Native libraries keep to one thread; memory is bounded."""
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    if START != "fork":
        _imported(work, finish)
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _lower_to(used + WORKER_BYTES)


def _lower_to(limit: int) -> None:
    """Bounds the address space: a process may lower its limit and not raise it, so a smaller one stays as it is."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    set_before = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    least = min([limit, *set_before])
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (least, least if hard == resource.RLIM_INFINITY else min(least, hard)))
