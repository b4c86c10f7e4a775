"""Starts the program, so that an interrupt while it is still being loaded is reported like any later one."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

#: New objects after which Python looks for garbage (700 by itself): loading a program makes a hundred thousand that
#: stay, and looking through them again and again is a sixteenth of a search, once alone a twenty-fifth.
_GARBAGE_AFTER = 200_000
#: What Typer and `pathlib` name and no search asks anything of: to open a page in the browser, to read sources.
_LATER = ("ipaddress", "subprocess", "tokenize")


def run() -> NoReturn:
    """The entry point of the program."""
    gc.set_threshold(_GARBAGE_AFTER)
    try:
        from morgue.core.loading.deferred import LeanNumpy, deferred

        sys.meta_path.insert(0, LeanNumpy())
        with deferred(*_LATER):
            import typer  # noqa: F401 -- what the next line would import
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
