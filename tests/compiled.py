"""Has tests run the kernels as machine code, or as the plain functions that they are written as."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from unittest import mock

import numpy as np
import pytest

from morgue.core.loading import compiled


@contextmanager
def machine_code(loaded: bool = True) -> Iterator[None]:
    """Kernels run as machine code while this lasts, or not at all."""
    if loaded:
        pytest.importorskip("numba", reason="nothing runs as machine code without numba")
        assert compiled.load(), "kernels cannot be compiled, though numba is installed"
    before = compiled._state["ready"]
    compiled._state["ready"] = int(loaded)
    try:
        yield
    finally:
        compiled._state["ready"] = before


@contextmanager
def plain_kernels() -> Iterator[None]:
    """Kernels are the functions as they are written: Python's own arrays say where one looks outside of them."""
    patches = []
    for name in compiled.MODULES:
        module = import_module(name)
        for kernel in module.KERNELS:
            now = getattr(module, kernel.__name__)
            patches.append(mock.patch.object(module, kernel.__name__, getattr(now, "py_func", now)))
    for patch in patches:
        patch.start()
    try:
        with np.errstate(over="ignore"):  # machine code wraps around without a word
            yield
    finally:
        for patch in patches:
            patch.stop()
