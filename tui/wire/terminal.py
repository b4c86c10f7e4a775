"""The application as a good citizen of its terminal: what ends or stops it leaves nothing behind. I/O."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from types import FrameType

from textual.app import App

#: Seconds until a process whose terminal is gone ends without having put anything back.
_LONGEST_END = 5.0


class Ending:
    """Ends the application on SIGTERM and SIGHUP as its own key does, and remembers by which signal."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._loop = asyncio.get_running_loop()
        self.signal: int | None = None
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ended)

    def _ended(self, number: int, frame: FrameType | None) -> None:
        if self.signal is not None:
            return
        self.signal = number
        # Where the terminal is gone nobody reads what puts it back, and writing may wait for ever.
        timer = threading.Timer(_LONGEST_END, os._exit, (128 + number,))
        timer.daemon = True
        timer.start()
        self._loop.call_soon_threadsafe(self._app.exit)

    def go_on(self) -> None:
        """Once the terminal is as it was: the signal does what it does to any program, so that the caller knows."""
        if self.signal is not None:
            signal.signal(self.signal, signal.SIG_DFL)
            os.kill(os.getpid(), self.signal)


def erases() -> bool:
    """Whether the terminal, by its own description, empties cells in the ground of the moment, by ECH."""
    try:
        import curses
    except ImportError:  # there is none on Windows
        return False
    try:
        curses.setupterm(fd=1)
        return curses.tigetflag("bce") == 1 and curses.tigetstr("ech") == b"\x1b[%p1%dX"
    except (OSError, curses.error):
        return False
