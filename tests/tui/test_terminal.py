"""A good citizen of the terminal: whatever ends or stops the program, the terminal is as it was. In a real one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

#: Modes of a terminal that a full screen switches on, and that must be off afterwards.
ALTERNATE, MOUSE, PASTE, FOCUS, CURSOR = 1049, (1000, 1003, 1006), 2004, 1004, 25

_PROGRAM = """
import sys
from morgue.core.location import Location
from morgue.tui.app import Browser, browse
from morgue.tui.state import Browsing
if sys.argv[2:] == ["crash"]:
    def action_help(self):
        raise ZeroDivisionError("by nothing")
    Browser.action_help = action_help
browse(Location.parse(sys.argv[1]), Browsing("ferry"))
"""


class Terminal:
    """A pseudo-terminal with the browser in it."""

    def __init__(self, archive: Path, *more: str, size: tuple[int, int] = (100, 30)) -> None:
        self.ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.theirs = theirs  # held open, so that what is left of it can be looked at
        self.before = termios.tcgetattr(theirs)
        self.shown = b""
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(archive), *more],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color"},
        )

    def read(self, wanted: bytes = b"", seconds: float = 60) -> bytes:
        """What is written until `wanted` is among it (or for so long, when nothing is)."""
        got = b""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not (wanted and wanted in got):
            if select.select([self.ours], [], [], 0.1)[0]:
                got += os.read(self.ours, 65_536)
            elif self.process.poll() is not None:
                break
        self.shown += got
        return got

    def rest(self, quiet: float = 0.3, *, begun: bool = False) -> bytes:
        """What is written until nothing more is for a while; where it has not `begun`, from its first byte on."""
        got = b""
        last = time.monotonic()
        while time.monotonic() < last + (quiet if got or begun else 60):
            if select.select([self.ours], [], [], 0.05)[0]:
                got += os.read(self.ours, 65_536)
                last = time.monotonic()
        self.shown += got
        return got

    def type(self, keys: bytes) -> None:
        """As if they were pressed."""
        os.write(self.ours, keys)

    def modes(self) -> set[int]:
        """The private modes that are on."""
        on: set[int] = set()
        for number, sign in re.findall(rb"\x1b\[\?(\d+)([hl])", self.shown):
            (on.add if sign == b"h" else on.discard)(int(number))
        return on

    def assert_as_before(self) -> None:
        """Nothing of the full screen is left behind."""
        self.read(seconds=0.3)
        assert not {ALTERNATE, *MOUSE, PASTE, FOCUS} & self.modes()
        assert CURSOR in self.modes(), "the cursor shows"
        assert self.shown.count(b"\x1b[<u") == len(re.findall(rb"\x1b\[>\d+u", self.shown)), "keys are as they were"
        assert termios.tcgetattr(self.theirs) == self.before

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


@pytest.fixture
def terminal(sample: Path, request: Any) -> Iterator[Terminal]:
    place = Terminal(sample, *getattr(request, "param", ()))
    try:
        assert b"Ferry" in place.read(b"Ferry")
        assert ALTERNATE in place.modes()
        yield place
    finally:
        place.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_it_leaves_the_terminal_as_it_was(terminal: Terminal, number: signal.Signals) -> None:
    terminal.process.send_signal(number)
    terminal.read(b"\x1b[?1004l")
    assert terminal.process.wait(timeout=60) == -number, "whoever waits for it learns what ended it"
    terminal.assert_as_before()


def test_suspended_the_terminal_is_free_and_resumed_the_screen_is_there(terminal: Terminal) -> None:
    terminal.rest(begun=True)
    terminal.type(b"\x1a")  # ^Z
    _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    terminal.assert_as_before()
    terminal.process.send_signal(signal.SIGCONT)
    assert b"Ferry" in terminal.read(b"Ferry", seconds=20), "what was on the screen is drawn again"
    assert ALTERNATE in terminal.modes()
    terminal.type(b"\x11")  # ^Q
    terminal.read(b"\x1b[?1004l")
    assert terminal.process.wait(timeout=60) == 0
    terminal.assert_as_before()


@pytest.mark.parametrize("terminal", [("crash",)], indirect=True)
def test_a_fault_of_ours_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.type(b"?")
    shown = terminal.read(b"ZeroDivisionError")
    assert b"ZeroDivisionError" in shown
    terminal.read(b"had to stop")
    assert b"had to stop" in terminal.shown, "an error of the program, and not the end of a search"
    assert terminal.process.wait(timeout=60)
    terminal.assert_as_before()


def test_the_screen_is_drawn_anew_on_demand(terminal: Terminal) -> None:
    terminal.rest(begun=True)
    terminal.type(b"\x0c")  # ^L
    assert b"Ferry" in terminal.read(b"Ferry", seconds=20)


def test_a_down_takes_less_than_four_kilobytes(sample: Path) -> None:
    terminal = Terminal(sample, size=(120, 36))
    try:
        terminal.read(b"Ferry")
        terminal.rest(1, begun=True)
        sizes = []
        for _ in range(6):
            terminal.type(b"\x1b[B")
            sizes.append(len(terminal.rest()))
        assert all(0 < size < 4_000 for size in sizes), sizes
    finally:
        terminal.close()
