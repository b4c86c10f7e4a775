"""Runs calls one at a time in a process that may be killed at any moment without anybody being left waiting.

Each has a pipe of its own, whose other end is in no third process. So its death is seen at once as the end of the pipe,
even in the middle of a message, and leaves no lock held and nothing half-read to any other. (Pools whose workers share
one pipe have neither: three runs of 3,000 items whose workers were killed every 10 ms hung or broke, all three.)
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar, cast

#: How processes begin: a copy of this one where that is safe, or a fresh interpreter.
START = "fork" if sys.platform == "linux" else "spawn"
#: Seconds that a process may take before it is ready; a fresh interpreter imports for two.
READY_SECONDS = 60.0
#: Seconds that a process which was told to end may take.
END_SECONDS = 5.0
#: Whether the system can end a process after so many seconds of its own processor time.
COUNTS = hasattr(signal, "setitimer")
#: Seconds in which a process whose pipe has ended is seen to have ended itself.
_SEEN_SECONDS = 0.2
_PR_SET_PDEATHSIG = 1

A = TypeVar("A")
R = TypeVar("R")

#: A copy of the process made while another thread has both ends of a new pipe open would keep its far end open.
_starting = threading.Lock()


class Died(Exception):
    """The process ended before it had answered."""


class TooSlow(Exception):
    """The process had not answered in time, and was killed."""


class Killable(Generic[A, R]):
    """Runs `work` in a process of its own, which `prepare` makes ready; started when needed, replaced after `calls`.

    `work` and `prepare` are importable; what goes in and out can be pickled. Called by one thread at a time.
    """

    def __init__(self, work: Callable[[A], R], prepare: Callable[[], None], calls: int) -> None:
        self._work = work
        self._prepare = prepare
        self._calls = calls
        self._left = 0
        self._greeted = False
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ended = False

    def call(self, argument: A, seconds: float, clock: float) -> R:
        """The result of `work`. Died when the process ends first, as it does for want of memory; else TooSlow.

        seconds  of the process's own processor time, counted by the process itself where the system can
        clock    seconds until it is given up although it has not used them: it hangs, or waits for its turn
        """
        pipe = self._ready()
        self._left -= 1
        return cast(R, self._said(pipe, (argument, seconds), clock if COUNTS else seconds))

    def kill(self) -> None:
        """Ends it now and for good, whatever it is doing; by any thread. A call under way raises Died."""
        with _starting:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Lets it end, and waits for that."""
        self._ended = True
        self._retire()

    def _ready(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._left and self._process.is_alive():
            return self._pipe
        self._retire()
        with _starting:
            if self._ended:
                raise Died
            pipe, self._process = self._started()
            self._pipe = pipe
        self._left, self._greeted = self._calls, False
        return pipe

    def _started(self) -> tuple[Connection, BaseProcess]:
        """A new process, and the end of its pipe that is ours."""
        context = multiprocessing.get_context(START)
        pipe, theirs = context.Pipe()
        process: BaseProcess = context.Process(  # type: ignore[attr-defined]  # each kind of context has its own
            target=_serve, args=(theirs, self._work, self._prepare, os.getpid()), daemon=True
        )
        try:
            process.start()
        except BaseException:  # no process, no handle left: there is nothing to kill later
            pipe.close()
            raise
        finally:
            theirs.close()
        return pipe, process

    def _said(self, pipe: Connection, asked: tuple[A, float], seconds: float) -> object:
        """The answer to what is asked; of a process that is not ready yet its readiness is waited for first."""
        try:
            if not self._greeted:
                self._greeted = pipe.poll(READY_SECONDS) and pipe.recv() is not None
            if not self._greeted:
                raise EOFError
            pipe.send(asked)
            if pipe.poll(seconds):
                return pipe.recv()
        except (EOFError, OSError) as error:
            if self._discard() == _ended_by_its_time():
                raise TooSlow from error
            raise Died from error
        self._discard()
        raise TooSlow

    def _retire(self) -> None:
        """Tells the process that it may end; one that does not is killed."""
        if self._process is None or self._pipe is None:
            return
        try:
            self._pipe.send(None)
            self._process.join(END_SECONDS)
        except OSError:
            pass  # it is dead already
        self._discard()

    def _discard(self) -> int | None:
        """Ends the process; the status with which it had ended or ends."""
        if self._process is None or self._pipe is None:
            return None
        self._process.join(_SEEN_SECONDS)  # the end of the pipe is seen a moment before that of the process
        self._process.kill()
        self._process.join()
        status = self._process.exitcode
        self._pipe.close()
        self._process = self._pipe = None
        return status


def _serve(pipe: Connection, work: Callable[[A], R], prepare: Callable[[], None], parent: int) -> None:
    """In the process: answers each argument until it is sent None, or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _end_with(parent)
    prepare()
    try:
        pipe.send("ready")
        while (asked := pipe.recv()) is not None:
            argument, seconds = asked
            _count(seconds)
            answer = work(argument)
            _count(0)
            pipe.send(answer)
    except (EOFError, OSError):
        pass
    except MemoryError:
        os._exit(1)  # with no try to tell the tale; the parent sees the pipe end


def _count(seconds: float) -> None:
    """Lets the system end this process after so many seconds of its processor time; 0 takes that back."""
    if COUNTS:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process even while it is in native code
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _ended_by_its_time() -> int | None:
    return -signal.SIGPROF if COUNTS else None


def _end_with(parent: int) -> None:
    """The end of the parent is the process's, where the system can do that; elsewhere the end of the pipe is."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
