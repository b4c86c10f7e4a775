"""Puts off modules that a library names when it is imported and asks nothing of until much later, or never."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from morgue.core.loading.arrays import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.machinery import ModuleSpec

#: Modules of numpy that do nothing but write docstrings to its compiled functions, which takes a tenth of its import;
#: where a numpy has none of that name, nothing changes.
_DOCSTRINGS = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
#: What numpy names and needs for types and for saved objects alone.
_TYPING, _PICKLE = "numpy._typing", "pickle"
#: One thread for numpy's linear algebra, of which no command asks for any: the others would be started with numpy and
#: wait in a loop, which costs as much processor time as the rest of its import.
_THREADS = "OPENBLAS_NUM_THREADS"


class Deferred(ModuleType):
    """Stands for a module until something is asked of it; then that is imported, and what it has is handed on."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the machinery of imports looks for; the real module has its own
            raise AttributeError(name)
        _give_way(self)
        return getattr(import_module(self.__name__), name)


def _give_way(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]


@contextmanager
def deferred(*names: str) -> Iterator[dict[str, Deferred]]:
    """While this lasts, `import` of these modules loads nothing where they are not loaded; afterwards it does again."""
    stood = {name: Deferred(name) for name in names if name not in sys.modules}
    sys.modules.update(stood)
    try:
        yield stood
    finally:
        for module in stood.values():
            _give_way(module)


class LeanNumpy:
    """Finds numpy for the first who imports it, and loads it without what no command needs.

    As a finder it goes before the others, asks them for numpy and takes itself away; as a loader it does what the one
    found does. `numpy._typing` gives a stand-in for the one type that numpy's own classes name in their annotations.
    """

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        """The spec of numpy, with this as its loader; None for any other module."""
        if name != "numpy":
            return None
        from importlib.util import find_spec

        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is not None:
            self._loader = spec.loader
            spec.loader = self  # type: ignore[assignment]  # a loader in all that is asked of one here
        return spec

    def create_module(self, spec: ModuleSpec) -> Any:
        """As the loader that was found."""
        assert self._loader
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """As the loader that was found, which the module names as its own from here on."""
        assert self._loader and module.__spec__
        module.__spec__.loader = module.__loader__ = self._loader
        with deferred(*_DOCSTRINGS, _TYPING, _PICKLE) as stood, _one_thread():
            if _TYPING in stood:
                vars(stood[_TYPING])["NDArray"] = NDArray
            self._loader.exec_module(module)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Says so where nothing else is said; the programs that this one starts are not told."""
    told = _THREADS in os.environ
    os.environ.setdefault(_THREADS, "1")
    try:
        yield
    finally:
        if not told:
            del os.environ[_THREADS]
