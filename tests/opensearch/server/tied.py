"""Starts processes that end when this one does, however it ends; also those that run as another user."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any

_PR_SET_PDEATHSIG = 1
_asked: SimpleQueue[Callable[[], None]] = SimpleQueue()
_lock = threading.Lock()
_keeper: list[threading.Thread] = []


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """As Popen, and the system kills the process when this one is gone, by `kill -9` too (on Linux).

    What the system looks at is the end of the thread that started the process, so one thread that never ends starts
    them all.
    """
    if sys.platform != "linux":
        return subprocess.Popen(command, **options)
    answer: SimpleQueue[subprocess.Popen[bytes] | BaseException] = SimpleQueue()
    _begun()
    _asked.put(lambda: answer.put(_started(command, options)))
    made = answer.get()
    if isinstance(made, BaseException):
        raise made
    return made


def _begun() -> None:
    with _lock:
        if not _keeper or not _keeper[0].is_alive():  # a fork of this process has the list and not the thread
            _keeper[:] = [threading.Thread(target=_keep, name="keeper of processes", daemon=True)]
            _keeper[0].start()


def _keep() -> None:
    while True:
        _asked.get()()


def _started(command: Sequence[str], options: dict[str, Any]) -> subprocess.Popen[bytes] | BaseException:
    library, parent = ctypes.CDLL(None), os.getpid()

    def end_with_it() -> None:  # in the child, after the change of user, which would take the wish back
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    try:
        return subprocess.Popen(command, preexec_fn=end_with_it, **options)
    except BaseException as error:  # noqa: BLE001  raised where it was asked for
        return error
