"""The program's first step: an interrupt while the rest is being loaded is told like any later one."""

from __future__ import annotations

import sys
from typing import NoReturn


def run() -> NoReturn:
    """The entry point of the program."""
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
