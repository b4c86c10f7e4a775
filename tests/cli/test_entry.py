"""The first tenths of a second: an interrupt while libraries are loaded is told in one line."""

from __future__ import annotations

import subprocess
import sys

_INTERRUPTED = """
import sys
class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Impatient())
from morgue.cli.entry import run
run()
"""


def test_an_interrupt_while_the_program_loads_is_told_in_a_line() -> None:
    done = subprocess.run([sys.executable, "-c", _INTERRUPTED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "morgue: interrupted\n")


def test_the_entry_runs_the_program() -> None:
    program = "import sys; sys.argv[1:] = ['--version']; from morgue.cli.entry import run; run()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.startswith("morgue ")


def test_an_interrupt_while_the_program_ends_changes_nothing() -> None:
    program = (
        "import atexit, os, signal, sys; sys.argv[1:] = ['--version']\n"
        "from morgue.cli.entry import run\n"
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT)); run()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("morgue ")
