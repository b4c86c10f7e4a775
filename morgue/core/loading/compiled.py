"""Runs loops over arrays as machine code, where numba is installed (the extra `compiled`) and a process lasts.

A module of kernels has plain functions over arrays, annotated with the types of `kernel_types`, and names them in
`KERNELS`, those that others call first. `load` puts a compiled function in the place of each. Who calls one asks
`ready` before, and goes by array operations where it is not. To import numba takes longer than most searches, so that a
command never does: in the browser and behind `morgue.open` a thread loads it at the third question.

What was compiled is kept in a folder of the user's, named after all that it was made from. It is made once, by a
process of its own that gives way to others.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: The modules that have kernels, those first whose kernels others call.
MODULES = (
    "morgue.index.codec.postings.packing_kernels",
    "morgue.index.codec.postings.document_kernels",
    "morgue.index.codec.postings.position_kernels",
    "morgue.search.local.kernels.words",
    "morgue.search.local.kernels.scores",
    "morgue.search.local.kernels.counting",
    "morgue.search.local.kernels.places",
)
#: A process that asks so many questions goes on asking.
_LASTS = 3
#: Where this says 0, nothing is compiled.
SETTING = "MORGUE_COMPILED"
_ELEMENTS = {"U": "uint", "I": "int", "F": "float"}
_PLAIN = {"int": "int64", "float": "float64", "bool": "boolean", "None": "void"}
#: Written last into the folder of what was compiled.
_WHOLE = "complete"
#: So many versions are kept, 3 MB each: those of several environments, or of a program that is being changed.
_VERSIONS = 4
#: MADV_PAGEOUT of Linux 5.4; an older one refuses it.
_PAGE_OUT = 21

_state = {"ready": 0, "asked": 0, "lasting": 0}


def ready() -> bool:
    """Whether the kernels run as machine code."""
    return _state["ready"] > 0


def lasting() -> None:
    """Called by the browser and by `morgue.open`: whoever uses them asks more than a command does."""
    _state["lasting"] = 1


def asked() -> None:
    """Called before each question: at the third of a lasting process a thread loads kernels, if `SETTING` allows."""
    _state["asked"] += _state["lasting"]
    if _state["asked"] == _LASTS and os.environ.get(SETTING) != "0":
        from threading import Thread

        Thread(target=_load_beside, name="morgue-kernels", daemon=True).start()


def _load_beside() -> None:
    """Whatever goes wrong is nothing to whoever asks: array operations give the same."""
    with suppress(Exception):
        load()


def load() -> bool:
    """Puts compiled functions in the place of the kernels, made beforehand if need be; whether they are there.

    False without numba, where what was compiled cannot be kept, and where compiling fails. Raises what numba does of a
    folder that was damaged.
    """
    if ready():
        return True
    with suppress(ImportError):
        folder = _folder()
        if not (folder / _WHOLE).exists():
            _compile_beside()
        if (folder / _WHOLE).exists() and _ours(folder):
            _put_in_place(folder)
            _let_rest()
    return ready()


def _folder() -> Path:
    """Where the compiled kernels are kept: a place that no other version of them, of numba or of Python has."""
    from hashlib import sha256
    from importlib.metadata import version
    from pathlib import Path

    from platformdirs import user_cache_path

    made_from = sha256(f"{sys.version} {version('numba')} {version('numpy')}".encode())
    for name in (__name__, *MODULES):
        module = import_module(name)
        assert module.__file__
        made_from.update(Path(module.__file__).read_bytes())
    return user_cache_path("morgue", appauthor=False) / f"kernels-{made_from.hexdigest()[:16]}"


def _compile_beside() -> None:
    """Fills the folder by another process; a failure shows in that the folder is not whole."""
    import subprocess

    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with suppress(OSError):
        command = [sys.executable, "-m", "morgue.core.loading.compiled"]
        subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]  # noqa: S603 -- no word is another's


def compile_all() -> None:
    """Compiles the kernels into their folder, and removes the oldest of other versions."""
    from shutil import rmtree

    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _ours(folder):
        _put_in_place(folder)
        (folder / _WHOLE).touch()
        others = sorted(folder.parent.glob("kernels-*"), key=lambda other: other.lstat().st_mtime)
        for other in others[:-_VERSIONS]:
            rmtree(other, ignore_errors=True)


def _ours(folder: Path) -> bool:
    """Whether nobody else could have written what is there, which is run."""
    if not hasattr(os, "getuid"):
        return True
    told = folder.lstat()
    return told.st_uid == os.getuid() and not told.st_mode & 0o022 and not folder.is_symlink()


def _put_in_place(folder: Path) -> None:
    numba: Any = import_module("numba")  # it has types of its own for hardly anything
    kept = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        for name in MODULES:
            module = import_module(name)
            for kernel in module.KERNELS:
                setattr(module, kernel.__name__, _compiled(numba, kernel))
    finally:
        numba.config.CACHE_DIR = kept
    _state["ready"] = 1


def _compiled(numba: Any, kernel: Callable[..., Any]) -> Any:
    """The kernel for the one signature that its annotations give, read from the folder where it is there."""
    *taken, given = (_kind(numba.types, told) for told in kernel.__annotations__.values())
    # divides as numpy does; and lets go of the lock of the interpreter, which no kernel needs
    return numba.njit(given(*taken), cache=True, nogil=True, error_model="numpy")(kernel)


def _kind(types: Any, told: str) -> Any:
    """The type of numba's for an annotation."""
    if told in _PLAIN:
        return getattr(types, _PLAIN[told])
    name = told.removeprefix("Out")
    element = getattr(types, _ELEMENTS[name[0]] + name[1:])
    return types.Array(element, 1, "C", readonly=name == told)


def _let_rest() -> None:
    """Spares the process what it no longer needs of the compiler.

    Where the browser has set aside what stays (`gc.freeze`), so is this: a hundred thousand objects through which each
    search for garbage would go. A notebook's own objects are left alone. And 66 MB of libraries leave the memory on
    Linux: pages that are wanted again come from the system's cache (madvise(2)).
    """
    import gc

    if gc.get_freeze_count():
        gc.freeze()
    if sys.platform == "linux":
        from ctypes import CDLL, c_size_t, c_void_p

        with suppress(OSError, AttributeError, ValueError), open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123 -- no file
            advise = CDLL(None).madvise
            for line in maps:
                if "llvmlite" in line or "numba" in line:
                    start, end = (int(at, 16) for at in line.split()[0].split("-"))
                    advise(c_void_p(start), c_size_t(end - start), _PAGE_OUT)


if __name__ == "__main__":
    with suppress(OSError, AttributeError):
        os.nice(10)
    compile_all()
