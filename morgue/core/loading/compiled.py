"""Runs loops over arrays as machine code, where numba is installed (the extra `compiled`) and a process lasts.

A module of kernels has plain functions over arrays, annotated with the types below, and names them in `KERNELS`, those
that others call first. `load` puts a compiled function in the place of each; who calls one asks `ready` before, and goes
another way where there is none. To import numba takes as long as some searches, so that a process which answers one
question never does: `begin` loads in a thread of its own, and who asks meanwhile goes the other way.

What was compiled is kept in a folder of the user's, named after all that it was made from. It is made once, by a
process of its own, so that nobody waits for it who asks.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from morgue.core.loading.arrays import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np

    U8 = NDArray[np.uint8]
    U32 = NDArray[np.uint32]
    I32 = NDArray[np.int32]
    I64 = NDArray[np.int64]
    U64 = NDArray[np.uint64]
    F32 = NDArray[np.float32]
    F64 = NDArray[np.float64]
    OutU8 = NDArray[np.uint8]
    OutU32 = NDArray[np.uint32]
    OutU64 = NDArray[np.uint64]
    OutI32 = NDArray[np.int32]
    OutI64 = NDArray[np.int64]
    OutF32 = NDArray[np.float32]
    OutF64 = NDArray[np.float64]

#: The modules that have kernels, those first whose kernels others call.
_MODULES = (
    "morgue.index.codec.postings.kernels",
    "morgue.index.codec.postings.position_kernels",
    "morgue.search.local.kernels.words",
    "morgue.search.local.kernels.counting",
    "morgue.search.local.kernels.places",
)
#: An input array is read-only to a kernel; one that is written to is annotated so.
_ELEMENTS = {"U8": "uint8", "U32": "uint32", "U64": "uint64", "I32": "int32", "I64": "int64", "F32": "float32", "F64": "float64"}
_PLAIN = {"int": "int64", "float": "float64", "bool": "boolean", "None": "void"}

_state: dict[str, Any] = {"ready": False, "begun": None}
ended = Event()


def ready() -> bool:
    """Whether the kernels run as machine code."""
    return bool(_state["ready"])


def begin() -> None:
    """Has a thread load them, once a process; without numba nothing happens."""
    if _state["begun"] is None and find_spec("numba") is not None:
        _state["begun"] = Thread(target=_work, name="morgue-kernels", daemon=True)
        _state["begun"].start()


def _work() -> None:
    try:
        load()
    finally:
        ended.set()


def load() -> None:
    """Puts the compiled functions in the place of those that are there."""
    import numba

    modules = [import_module(name) for name in _MODULES]
    for module in modules:
        for kernel in module.KERNELS:
            setattr(module, kernel.__name__, _compiled(numba, kernel))
    _state["ready"] = True


def _compiled(numba: Any, kernel: Callable[..., Any]) -> Any:
    kinds = [_kind(numba.types, told) for told in kernel.__annotations__.values()]
    told = kinds[-1](*kinds[:-1])
    # as numpy divides; and without the lock of the interpreter, which no kernel needs
    return numba.njit(told, cache=True, nogil=True, error_model="numpy", boundscheck=False)(kernel)


def _kind(types: Any, told: str) -> Any:
    """The type behind an annotation."""
    if told in _PLAIN:
        return getattr(types, _PLAIN[told])
    element = getattr(types, _ELEMENTS[told.removeprefix("Out")])
    return types.Array(element, 1, "C", readonly=not told.startswith("Out"))
