"""Runs searches in one thread with a searcher of its own, so that drawing never waits for an answer.

Jobs come in lanes (`search`, `pages`, `article`, …). A lane holds one job: a newer one takes the place of an older one
that has not begun, and an older one that is under way is told to stop and its answer dropped. Numbers grow over all
lanes, so that a reader of messages can tell an answer from a newer one's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.message import Message
from textual.message_pump import MessagePump

from morgue.core.errors import ArchiveMissing, MorgueError
from morgue.core.loading.compiled import lasting
from morgue.core.location import Location
from morgue.engines.opening import newest_version, open_searcher
from morgue.search.searcher import Searcher
from morgue.tui.messages import ArchiveGrown, ArchiveOpened, Failed

#: A job makes its message from the searcher and its own number.
Job = Callable[[Searcher, int], Message]

#: Lanes by urgency: of those that wait the first goes next.
LANES = ("search", "pages", "article", "more", "complete", "facets", "advice", "jump", "side", "desk", "keep", "watch")


class Worker:
    """Starts with `start`, ends with `stop`. Every other method may be called from any thread."""

    def __init__(self, location: Location, outlets: Path | None = None) -> None:
        self._location = location
        self._open = partial(open_searcher, location, outlets)
        self._ready = threading.Condition()
        self._waiting: dict[str, tuple[int, Job, MessagePump]] = {}
        self._newest: dict[str, int] = {}
        self._done: dict[int, None] = {}  # the last few that ended
        self._count = 0
        self._asked = self._heard = 0
        self._stopped = False
        self._adopting = False
        self._busy = False
        self._searcher: Searcher | None = None
        self._newer: Searcher | None = None
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)

    def start(self) -> None:
        """Begins to work."""
        lasting()
        self._thread.start()

    def stop(self) -> None:
        """Ends after the job under way, and waits for that a moment."""
        with self._ready:
            self._stopped = True
            self._ready.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=3)

    def submit(self, lane: str, job: Job, to: MessagePump) -> int:
        """Asks for a job in place of any that waits in the lane; its message goes to `to`. Gives its number."""
        assert lane in LANES
        with self._ready:
            self._count += 1
            self._asked = self._count
            self._waiting[lane] = (self._count, job, to)
            self._newest[lane] = self._count
            self._ready.notify()
            return self._count

    def cancel(self, lane: str) -> None:
        """Nothing of the lane is wanted any more."""
        with self._ready:
            self._count += 1
            self._waiting.pop(lane, None)
            self._newest[lane] = self._count

    def current(self, lane: str, number: int) -> bool:
        """Whether no newer job was asked for in the lane."""
        with self._ready:
            return self._newest.get(lane, 0) == number

    def under_way(self, lane: str, number: int) -> bool:
        """Whether this job of the lane has neither been answered nor been given up."""
        with self._ready:
            return self._newest.get(lane, 0) == number and number not in self._done

    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        with self._ready:
            return not self._waiting and not self._busy

    def quiet(self) -> bool:
        """Whether nothing was asked since this was called last, and nothing is under way."""
        with self._ready:
            before, self._heard = self._heard, self._asked
            return before == self._asked and not self._busy

    def watch(self, to: MessagePump) -> None:
        """Looks for a newer commit (or an archive at last); says so by ArchiveGrown or ArchiveOpened."""
        with self._ready:
            if "watch" not in self._waiting:
                self._count += 1
                self._waiting["watch"] = (self._count, _nothing, to)
                self._newest["watch"] = self._count
                self._ready.notify()

    def adopt(self) -> None:
        """From the next job on the newest commit that was seen is searched."""
        with self._ready:
            self._adopting = True

    def _run(self) -> None:
        while True:
            with self._ready:
                self._busy = False
                while not self._stopped and not self._waiting:
                    self._ready.wait()
                if self._stopped:
                    break
                lane = min(self._waiting, key=LANES.index)
                number, job, to = self._waiting.pop(lane)
                self._busy = True
                if self._adopting and self._newer is not None:
                    self._close(self._searcher)
                    self._searcher, self._newer = self._newer, None
                self._adopting = False
            message = self._do(lane, number, job, to)
            with self._ready:
                self._done[number] = None
                if len(self._done) > len(LANES) * 4:
                    del self._done[next(iter(self._done))]
            if message is not None and self.current(lane, number):
                to.post_message(message)
        self._close(self._searcher)
        self._close(self._newer)

    def _do(self, lane: str, number: int, job: Job, to: MessagePump) -> Message | None:
        try:
            if self._searcher is None:
                self._searcher = self._open()
                to.post_message(ArchiveOpened(self._searcher.articles))
            if lane == "watch":
                return self._look()
            self._searcher.wanted = partial(self.current, lane, number)
            return job(self._searcher, number)
        except ArchiveMissing as error:
            return None if lane in ("watch", "desk", "keep") else Failed(lane, number, error)
        except MorgueError as error:
            return Failed(lane, number, error)
        # A fault of ours in one job must not end the thread: every later search would hang without a word.
        except Exception as error:  # noqa: BLE001 -- whatever failed is shown, and the thread lives on
            return Failed(lane, number, MorgueError(f"this failed: {type(error).__name__}: {error}"))

    def _look(self) -> Message | None:
        assert self._searcher is not None
        shown = (self._newer or self._searcher).version
        if newest_version(self._location) == shown:
            return None
        newer = self._open()
        self._close(self._newer)
        self._newer = newer
        return ArchiveGrown(newer.version, newer.articles, newer.articles - self._searcher.articles)

    @staticmethod
    def _close(searcher: Searcher | None) -> None:
        if searcher is not None:
            searcher.close()


def _nothing(searcher: Searcher, number: int) -> Message:
    raise AssertionError("the watch lane has no job of its own")
