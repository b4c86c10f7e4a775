"""The program in a process of its own, forked so that it need not import everything anew, on a pipe or a terminal."""

from __future__ import annotations

import os
import pty
import resource
import select
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from morgue.cli.main import main
from morgue.core.loading.compiled import SETTING


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its status, what it wrote, seconds, and the most memory that it or a child of it took, bytes.

    The memory that the process of the tests held when it forked the run is not counted: it may be anything.
    """

    status: int
    out: bytes
    err: bytes
    seconds: float
    peak: int


def environment(home: Path, **more: str) -> dict[str, str]:
    """That of a user with this home."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MORGUE_", "XDG_", "COV_", "COLUMNS", "LINES"))}
    return {
        **kept,
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "MORGUE_PAGER": "cat",
        SETTING: "0",
        **more,
    }


def resident() -> int:
    """The memory of its own that this process holds, bytes; a process forked from it begins with it, files unmapped."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:  # where there is no /proc, its most so far stands for it
        return _most(resource.getrusage(resource.RUSAGE_SELF))
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("RssAnon:"))


def taken(used: resource.struct_rusage, held: int) -> int:
    """The most that a process with this usage took beyond what it was forked with, bytes."""
    return max(0, _most(used) - held)


def _most(used: resource.struct_rusage) -> int:
    return used.ru_maxrss << (0 if sys.platform == "darwin" else 10)


def on_pipe(home: Path, *args: str) -> Ended:
    """Runs it with both outputs to files."""
    started, held = time.monotonic(), resident()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, Path(os.devnull).open("rb") as nothing:
        child = os.fork()
        if not child:
            _be(home, args, nothing.fileno(), out.fileno(), err.fileno())
        _, status, used = os.wait4(child, 0)
        seconds = time.monotonic() - started
        for file in (out, err):
            file.seek(0)
        return Ended(os.waitstatus_to_exitcode(status), out.read(), err.read(), seconds, taken(used, held))


def on_terminal(home: Path, *args: str) -> Ended:
    """Runs it with all on one terminal; what it wrote is in `out`."""
    started, held = time.monotonic(), resident()
    child, master = pty.fork()
    if not child:
        _be(home, args, 0, 1, 2)
    said = bytearray()
    while True:
        ready, _, _ = select.select([master], [], [], 120)
        if not ready:
            raise TimeoutError(f"{args} said nothing for two minutes")
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux's way of saying that the other end is closed
            break
        if not part:
            break
        said += part
    _, status, used = os.wait4(child, 0)
    os.close(master)
    seconds = time.monotonic() - started
    return Ended(os.waitstatus_to_exitcode(status), bytes(said), b"", seconds, taken(used, held))


def _be(home: Path, args: tuple[str, ...], *descriptors: int) -> NoReturn:
    status = 70
    try:
        for number, descriptor in enumerate(descriptors):
            if number != descriptor:
                os.dup2(descriptor, number)
        streams = [open(n, m, encoding="utf-8", closefd=False) for n, m in enumerate("rww")]  # noqa: SIM115 - the process ends with them
        sys.stdin, sys.stdout, sys.stderr = streams
        os.environ.clear()
        os.environ.update(environment(home))
        os.chdir(home)
        status = main(args)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)
