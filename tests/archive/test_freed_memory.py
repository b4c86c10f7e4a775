"""What was freed is the system's again, also where something that is still used lies behind it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_PROGRAM = """
from pathlib import Path
from morgue.index.archive.freed_memory import give_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

held = [bytes(5_000) for _ in range(40_000)]  # 200 MB, in pieces small enough to lie in the heap
last = bytes(5_000)
held.clear()
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")
def test_what_was_freed_is_given_back() -> None:
    found = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    assert float(found.stdout) > 100
