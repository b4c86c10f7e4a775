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
    begin()
