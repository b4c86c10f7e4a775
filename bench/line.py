"""What a key sends to the terminal, and how long its redrawing takes over a slow line.

`python -m bench.line ARCHIVE [QUERY] [--size 120x36] [--rate 20000] [--keys 12]`

The program runs in a real pseudo-terminal whose other end takes no more bytes a second than the line does. A key's time
runs from the key to the last byte that came of it.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from bench.browse import part, say

#: Seconds without a byte after which a redrawing is over.
_QUIET = 0.4
_KEYS = {"down in the list": b"\x1b[B", "page down in the list": b"\x1b[6~"}


class Line:
    """The program at the other end of a line of so many bytes a second."""

    def __init__(self, archive: Path, query: str, size: tuple[int, int], rate: int) -> None:
        self._rate = rate
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        program = "import sys; from morgue.cli.main import run; sys.exit(run())"
        command = [sys.executable, "-c", program, "browse", query, "--archive", str(archive)]
        self._process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
        os.close(theirs)

    def take(self, quiet: float) -> tuple[int, float]:
        """Bytes that come until nothing does for a while, and seconds to the last of them."""
        began = last = time.perf_counter()
        count = 0
        while time.perf_counter() - last < quiet:
            if select.select([self._ours], [], [], 0.01)[0]:
                got = len(os.read(self._ours, max(1, self._rate // 200)))
                count += got
                time.sleep(got / self._rate)
                last = time.perf_counter()
        return count, last - began

    def press(self, key: bytes) -> tuple[int, float]:
        """A key: the bytes that come of it, and seconds to the last of them."""
        os.write(self._ours, key)
        return self.take(_QUIET)

    def close(self) -> None:
        """The program ends."""
        self._process.terminate()
        os.close(self._ours)
        self._process.wait()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("query", nargs="?", default="the")
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--rate", type=int, default=20_000, help="bytes a second")
    parser.add_argument("--keys", type=int, default=12)
    given = parser.parse_args()
    width, _, height = given.size.partition("x")
    line = Line(given.archive, given.query, (int(width), int(height)), given.rate)
    try:
        count, _ = line.take(5)
        say(f"load {os.getloadavg()[0]:.1f}; {given.size}; {given.rate:,} bytes a second; start: {count:,} bytes")
        for name, key in _KEYS.items():
            runs = [line.press(key) for _ in range(given.keys)]
            sizes, waits = [float(size) for size, _ in runs], [1000 * seconds for _, seconds in runs]
            told = f"{name}: bytes {part(sizes, 0.5):,.0f} (most {max(sizes):,.0f})"
            say(f"{told}, milliseconds {part(waits, 0.5):.0f} (most {max(waits):.0f})")
    finally:
        line.close()


if __name__ == "__main__":
    main()
