"""How the browser feels on an archive: start, typing, choosing, scrolling, the event loop, memory.

`python -m bench.browse ARCHIVE [--queries N] [--starts N] [--size 120x36]`

The application runs as it does in a terminal, but writes its screens to nobody. A key's time runs from the key to the
end of the first drawing that shows its answer. What holds up the interface is measured callback by callback: wall time,
which other programs of the machine lengthen, and processor time of the drawing thread, which they do not.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pty
import re
import resource
import select
import struct
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from textual.drivers.headless_driver import HeadlessDriver

from morgue.core.location import Location
from morgue.search.answer import Answer
from morgue.tui import gc_tuning
from morgue.tui.app import Browser
from morgue.tui.screens.browse.screen import BrowseScreen
from morgue.tui.settings import Settings
from morgue.tui.widgets.facets import FacetList

#: Typed letter by letter; words that news archives have, rare and common, together and as prefixes.
TYPED = ("oil prices", "the", "central bank rate", '"interest rates"', "cocoa", "gr* harvest", "profit -loss", "w?nter")


class Paper(HeadlessDriver):
    """A terminal that takes everything and shows it to nobody; knows when it was last written to, and which answer."""

    last = 0.0
    drawn: Answer | None = None

    @property
    def is_headless(self) -> bool:
        """Not so, or nothing would be drawn."""
        return False

    def write(self, data: str) -> None:
        """Notes the time, and the answer that was there when this was drawn."""
        Paper.last = time.perf_counter()
        Paper.drawn = getattr(self._app.screen_stack[0], "answer", None) if self._app.screen_stack else None

    def flush(self) -> None:
        """Nothing waits."""


@dataclass
class Held:
    """Seconds of each callback of the event loop: on the clock, and of the thread's processor time."""

    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Every callback run inside is measured."""
        run = asyncio.Handle._run  # where every callback passes

        def timed(handle: asyncio.Handle) -> None:
            wall, busy = time.perf_counter(), time.thread_time()
            run(handle)
            self.wall.append(time.perf_counter() - wall)
            self.busy.append(time.thread_time() - busy)

        with patch.object(asyncio.Handle, "_run", timed):
            yield


@asynccontextmanager
async def opened(archive: Path, size: tuple[int, int]) -> AsyncIterator[Browser]:
    """The application with its first answer, started as the program starts it."""
    gc_tuning.wait()
    app = Browser(Location.of_folder(archive), settings=Settings())
    app.driver_class = Paper
    running = asyncio.create_task(app.run_async(size=size))
    while not isinstance(app.screen_stack[-1] if app.screen_stack else None, BrowseScreen):
        await asyncio.sleep(0.01)
    await shown(app, "")
    await quiet(app)
    yield app
    app.exit()
    await running


def main_screen(app: Browser) -> BrowseScreen:
    """The screen that is searched from."""
    screen = app.screen_stack[-1]
    assert isinstance(screen, BrowseScreen)
    return screen


async def shown(app: Browser, text: str) -> None:
    """Waits until the answer to what was typed is drawn; the last word is asked for as a beginning meanwhile."""
    while Paper.drawn is None or Paper.drawn.ask.text.rstrip("*") != text.rstrip("*"):
        await asyncio.sleep(0.0005)


async def quiet(app: Browser) -> None:
    """Waits until nothing is under way and nothing was drawn for a moment."""
    while not app.worker.idle() or time.perf_counter() - Paper.last < 0.05:
        await asyncio.sleep(0.005)


async def press(app: Browser, key: str) -> None:
    """One key, and what follows from it."""
    app.simulate_key(key)
    await asyncio.sleep(0)


async def typing(app: Browser) -> tuple[list[float], list[float]]:
    """Seconds from each key to its answer on the screen, and the processor time of all threads in them."""
    waits, costs = [], []
    field_ = main_screen(app).bar.input
    for text in TYPED:
        field_.value = ""
        await shown(app, "")
        field_.focus()
        await quiet(app)
        typed = ""
        for char in text:
            typed += char
            began, cost = time.perf_counter(), time.process_time()
            field_.insert_text_at_cursor(char)
            if char in ' "' or main_screen(app).bar.input.value.count('"') == 1:
                await asyncio.sleep(0.1)  # a space changes nothing, an open quotation is an error until it is closed
                continue
            await shown(app, typed)
            waits.append(time.perf_counter() - began)
            costs.append(time.process_time() - cost)
            await asyncio.sleep(0.06)
    return waits, costs


async def scrolling(app: Browser) -> None:
    """Through the list by line, by page, to the end, and through facets."""
    screen = main_screen(app)
    screen.bar.input.value = "the"
    await shown(app, "the")
    screen.set_focus(screen.hits)
    for key in ["j"] * 30 + ["pagedown"] * 30 + ["G", "g"] * 3 + ["ctrl+d"] * 20:
        await press(app, key)
        await asyncio.sleep(0.02)
    await quiet(app)


async def choosing(app: Browser) -> list[float]:
    """Seconds from choosing a value of a facet to the answer on the screen."""
    waits = []
    screen = main_screen(app)
    await press(app, "f")
    for _ in range(12):
        await press(app, "j")
        await quiet(app)
        before = screen.answer
        began = time.perf_counter()
        if not screen.query_one(FacetList).on_value:
            continue  # a row that only shows more, or none
        await press(app, "enter")
        while screen.answer is before or Paper.drawn is not screen.answer:
            await asyncio.sleep(0.0005)
        waits.append(time.perf_counter() - began)
    await press(app, "escape")
    await quiet(app)
    return waits


async def asking(app: Browser, count: int) -> list[int]:
    """Resident megabytes after each tenth of so many questions."""
    sizes = []
    words = [w for text in TYPED for w in text.replace('"', "").replace("-", "").split()]
    screen = main_screen(app)
    for n in range(count):
        text = f"{words[n % len(words)]} {words[n // len(words) % len(words)]}*"
        screen.bar.input.value = text
        await shown(app, text)
        if n % max(1, count // 10) == max(1, count // 10) - 1:
            sizes.append(resident())
    return sizes


def resident() -> int:
    """Megabytes that are this process's own: not pages of the archive's files."""
    with Path("/proc/self/status").open() as status:
        found = re.search(r"RssAnon:\s+(\d+)", status.read())
    return int(found[1]) // 1024 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def started(archive: Path, size: tuple[int, int]) -> tuple[float, float]:
    """Seconds from the call of the program to its first hits in a real pseudo-terminal, and its processor time."""
    ours, theirs = pty.openpty()
    import fcntl
    import termios

    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    program = "import sys; from morgue.cli.main import run; sys.exit(run())"
    began = time.perf_counter()
    command = [sys.executable, "-c", program, "browse", "oil", "--archive", str(archive)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    seen = b""
    while b" stories" not in seen:
        if not select.select([ours], [], [], 120)[0]:
            raise TimeoutError("no hits in two minutes")
        seen += os.read(ours, 65536)
    took, cost = time.perf_counter() - began, _processor_time(process.pid)
    process.terminate()
    os.close(ours)
    process.wait()
    return took, cost


def _processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def part(values: list[float], share: float) -> float:
    """The value below which such a share of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def told(name: str, values: list[float]) -> None:
    """A line: median, 95th percentile and the longest, in milliseconds."""
    shown = "".join(f"{1000 * seconds:7.1f}" for seconds in (part(values, 0.5), part(values, 0.95), max(values)))
    say(f"{name:<42}{shown}   ({len(values):,})")


def say(text: str) -> None:
    """A line of the report; `print` is caught by a running application."""
    print(text, file=sys.__stdout__, flush=True)


async def session(archive: Path, size: tuple[int, int], queries: int) -> None:
    """Everything inside one run of the application."""
    async with opened(archive, size) as app:
        await typing(app)  # once for nothing: columns are read from the disk
        for name, act in (("typing", typing), ("scrolling", scrolling), ("choosing facets", choosing)):
            held = Held()
            with held.measured():
                found = await act(app)
            if isinstance(found, tuple):
                told("key to new results", found[0])
                told("  processor time of it, all threads", found[1])
            elif found:
                told("facet to new results", found)
            told(f"interface held up, {name}", held.wall)
            told("  processor time of it", held.busy)
        if queries:
            began = time.process_time()
            sizes = await asking(app, queries)
            cost = (time.process_time() - began) / queries
            say(f"{queries:,} questions, {1000 * cost:.1f} ms processor time each; own memory, MB: {sizes}")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--queries", type=int, default=200, help="questions asked while memory is watched")
    parser.add_argument("--starts", type=int, default=5, help="how often the program is started")
    parser.add_argument("--size", default="120x36")
    given = parser.parse_args()
    width, _, height = given.size.partition("x")
    size = int(width), int(height)
    say(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; {given.archive.name}; milliseconds")
    say(f"{'':<42}{'median':>7}{'p95':>7}{'most':>7}")
    runs = [started(given.archive, size) for _ in range(given.starts)]
    told("start to first results", [took for took, _ in runs])
    told("  processor time of it", [cost for _, cost in runs])
    asyncio.run(session(given.archive, size, given.queries))


if __name__ == "__main__":
    main()
