"""A plugin of pytest that keeps the collected tests in memory and runs some of them, over and over, on other code.

`pytest -p tests.trust.mutant_plugin` collects, and then does as it is told by lines of JSON (descriptor `MUTANTS_IN`,
answers to `MUTANTS_OUT`). Each run is a fork: nothing is imported or collected anew. A mutant of a function's body is
put into the function itself, wherever it was imported to; one of a module's own level cannot be, and is told as such.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import mmap
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.trust.mutant_rules import ROOT, mutants, path_of

_SUBREAPER = 36
#: Lines of a module at most.
_LINES = 1_000
#: A code that runs as a function, and not as a module or a class.
_FUNCTION = 0x1


class _NotAFunction(Exception):
    """The fault is in what a module does while it is imported."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """In the place of pytest's own."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1)  # what a run leaves behind comes to us, and can be ended
    server = _Server(session)
    with os.fdopen(int(os.environ["MUTANTS_IN"])) as asks, os.fdopen(int(os.environ["MUTANTS_OUT"]), "w") as answers:
        for line in asks:
            asked = json.loads(line)
            answers.write(json.dumps(server.traced(**asked) if "modules" in asked else server.tried(**asked)) + "\n")
            answers.flush()
    return True


class _Server:
    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._items = {item.nodeid: item for item in session.items}

    def traced(self, modules: list[str], files: list[str]) -> dict[str, Any]:
        """For each test of some files: whether it passed, its seconds of the clock and of the processor, its lines."""
        out = {}
        for test, item in self._items.items():
            if test.partition("::")[0] in files:
                with mmap.mmap(-1, _LINES * len(modules)) as seen:  # what a forked program marks is seen too
                    ended = self._run([item], partial(_trace, modules, seen), 600, 0)
                    rows = [seen[at : at + _LINES] for at in range(0, len(seen), _LINES)]
                lines = {m: [n for n, hit in enumerate(r) if hit] for m, r in zip(modules, rows, strict=True)}
                out[test] = {**ended, "lines": {m: found for m, found in lines.items() if found}}
        return out

    def tried(self, module: str, number: int, tests: list[str], wall: float, cpu: int) -> dict[str, Any]:
        """Whether some test notices a mutant: `by` names it; `hangs` when none came to its end in time."""
        mutant = mutants(module)[number]
        path = ROOT / path_of(module)
        whole = path.read_text(encoding="utf-8")
        try:
            swap = _swapped(module, mutant.tree() if mutant.tree else None, whole)
        except (_NotAFunction, SyntaxError):
            return {"outside": True}
        path.write_text(mutant.text, encoding="utf-8")  # for programs that tests start
        try:
            return self._run([self._items[t] for t in tests], swap, wall, cpu)
        finally:
            path.write_text(whole, encoding="utf-8")

    def _run(self, items: Sequence[pytest.Item], first: Callable[[], None], wall: float, cpu: int) -> dict[str, Any]:
        folder = Path(tempfile.mkdtemp())
        told, tells = os.pipe()
        began, used = time.monotonic(), _processor()
        child = os.fork()
        if not child:
            _be(self._session, items, first, folder, tells, cpu)
        os.close(tells)
        running = os.pidfd_open(child)
        ended = bool(select.select([running], [], [], wall)[0])
        os.close(running)
        if not ended:
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        _end_children()
        os.set_blocking(told, False)
        with suppress(BlockingIOError):
            by = os.read(told, 4_000).decode()
        os.close(told)
        shutil.rmtree(folder, ignore_errors=True)
        hangs = not ended or os.waitstatus_to_exitcode(status) == -signal.SIGXCPU
        return {
            "passed": status == 0,
            "by": by or ("" if status == 0 else f"ended with {status}"),
            "hangs": hangs,
            "seconds": round(time.monotonic() - began, 3),
            "cpu": round(_processor() - used, 3),
        }


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _be(
    session: pytest.Session, items: Sequence[pytest.Item], first: Callable[[], None], folder: Path, tells: int, cpu: int
) -> None:
    """The forked process: runs the tests until one fails."""
    status = 2
    try:
        os.setsid()
        hole = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(hole, number)
        (folder / "home").mkdir()
        os.environ.update(TMPDIR=str(folder), HOME=str(folder / "home"))
        tempfile.tempdir = None
        vars(session.config)["_tmp_path_factory"]._basetemp = folder / "tests"  # where tmp_path is made
        (folder / "tests").mkdir()
        if cpu:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, resource.RLIM_INFINITY))
        first()
        status = 0
        for item, following in zip(items, [*items[1:], None], strict=True):
            reports = runtestprotocol(item, nextitem=following, log=False)
            if any(report.failed for report in reports):
                os.write(tells, item.nodeid.encode())
                status = 1
                break
    finally:
        os._exit(status)


def _end_children() -> None:
    """Kills what a run left behind."""
    for _ in range(50):
        mine = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and _parent(p) == os.getpid()]
        if not mine:
            return
        for process in mine:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for process in mine:
            with suppress(ChildProcessError):
                os.waitpid(process, 0)


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _trace(modules: Sequence[str], seen: mmap.mmap) -> None:
    """From now on marks each line of these modules that runs, here and in forked processes."""
    local: dict[str, Callable[[FrameType, str, Any], Any]] = {}
    for number, module in enumerate(modules):

        def mark(frame: FrameType, event: str, arg: Any, base: int = number * _LINES) -> Any:
            seen[base + frame.f_lineno] = 1
            return local[frame.f_code.co_filename]

        local[str(importlib.import_module(module).__file__)] = mark

    def called(frame: FrameType, event: str, arg: Any) -> Any:
        return local.get(frame.f_code.co_filename)

    threading.settrace(called)
    sys.settrace(called)


# -- code put into functions


def _swapped(module: str, tree: Any, whole: str) -> Callable[[], None]:
    """What puts a mutant's code into the functions that it changes; _NotAFunction when that is not all it changes."""
    name = str(importlib.import_module(module).__file__)
    if tree is None:
        raise _NotAFunction
    new, old = compile(tree, name, "exec"), compile(whole, name, "exec")
    if _outline(new) != _outline(old):
        raise _NotAFunction
    was = {_key(code): code for code in _functions(old)}
    changed = {_key(code): code for code in _functions(new) if was[_key(code)] != code}
    alive: dict[tuple[str, int], list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == name:
            alive.setdefault(_key(each.__code__), []).append(each)
    if not changed or not changed.keys() <= alive.keys():
        raise _NotAFunction

    def swap() -> None:
        for key, code in changed.items():
            for function in alive[key]:
                function.__code__ = code

    return swap


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions and methods of a module, without those within them."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_flags & _FUNCTION:
                yield each
            else:
                yield from _functions(each)


def _outline(code: CodeType) -> CodeType:
    """A module's or class's code without the code of its functions."""
    kept = tuple(
        each if not isinstance(each, CodeType) else None if each.co_flags & _FUNCTION else _outline(each)
        for each in code.co_consts
    )
    return code.replace(co_consts=kept)
