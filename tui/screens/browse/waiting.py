"""Reports answers that are late: after 150 ms the screen says that they are on their way, and can stop them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from morgue.tui.screens.browse.host import Host

#: Seconds after which something that has not come is said to be on its way.
PATIENCE = 0.15


class Waiting:
    """Jobs of the worker that are looked out for, by their lanes; those that are late can be stopped."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._late: dict[str, int] = {}

    def watch(self, lane: str, number: int, say: Callable[[], None]) -> None:
        """Says so when this job has not answered in time, unless `done` or a newer one of the lane comes first."""
        self._late.pop(lane, None)
        self._host.set_timer(PATIENCE, partial(self._check, lane, number, say))

    def _check(self, lane: str, number: int, say: Callable[[], None]) -> None:
        if self._host.browser.worker.under_way(lane, number):
            self._late[lane] = number
            say()

    def done(self, lane: str) -> None:
        """What was waited for has come."""
        self._late.pop(lane, None)

    def stop(self) -> list[str]:
        """Gives up what is late; the lanes of it."""
        late = [lane for lane, number in self._late.items() if self._host.browser.worker.under_way(lane, number)]
        for lane in late:
            self._host.browser.worker.cancel(lane)
        self._late.clear()
        return late
