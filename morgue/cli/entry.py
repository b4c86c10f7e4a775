"""Starts the program, so that an interrupt while it is still being loaded is reported like any later one."""

from __future__ import annotations

import gc
import sys
from types import ModuleType
from typing import NoReturn

#: New objects after which Python looks for garbage (700 by itself): loading a program makes a hundred thousand that
#: stay, and looking through them again and again is a sixteenth of a search, once alone a twenty-fifth.
_GARBAGE_AFTER = 200_000
#: Modules of numpy that do nothing but write docstrings to its compiled functions, which takes a tenth of its import;
#: where a numpy has none of that name, nothing changes.
_DOCSTRINGS = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")


def run() -> NoReturn:
    """The entry point of the program."""
    gc.set_threshold(_GARBAGE_AFTER)
    for name in _DOCSTRINGS:
        sys.modules.setdefault(name, ModuleType(name))
    try:
        from morgue.cli.main import run as begin
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write("morgue: interrupted\n")
        sys.exit(130)
    except OSError as error:  # too few file handles to read the program's own modules
        if sys.stderr is not None:
            sys.stderr.write(
                f"morgue: the program cannot be loaded: {error.strerror} (more open files: ulimit -n 256)\n"
            )
        sys.exit(2)
    begin()
