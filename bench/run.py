"""One engine over one corpus in a process of its own: build figures or answer times as one JSON object on stdout."""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

import orjson

from bench.engines import Engine, articles
from bench.questions import read as read_questions

ENGINES = {
    "morgue": ("bench.engine_morgue", "Morgue"),
    "morgue-index": ("bench.engine_morgue", "IndexOnly"),
    "tantivy": ("bench.engine_tantivy", "Tantivy"),
    "fts5": ("bench.engine_fts5", "Fts5"),
    "whoosh": ("bench.engine_whoosh", "Whoosh"),
}
#: Each question is asked so often; the median counts. Slow engines are asked less.
REPEATS, SLOW_REPEATS, SLOW_SECONDS = 7, 3, 0.5


@dataclass(frozen=True, slots=True)
class Built:
    """seconds by the clock and of the processor, and peak bytes of memory, of the building process; bytes on disk.

    raw: bytes of titles and texts as UTF-8.
    """

    articles: int
    raw: int
    seconds: float
    processor: float
    peak: int
    disk: int


@dataclass(frozen=True, slots=True)
class Timed:
    """Median milliseconds of both parts of one question, with what it found."""

    kind: str
    words: tuple[str, ...]
    first_ms: float
    second_ms: float
    total: int
    hits: int


def engine(name: str, folder: Path) -> Engine:
    """The engine of that name over a folder."""
    module, kind = ENGINES[name]
    made: Engine = getattr(import_module(module), kind)(folder)
    return made


def build(name: str, source: Path, folder: Path) -> Built:
    """Builds the index and measures it."""
    started, worked = time.perf_counter(), time.process_time()
    engine(name, folder).build(articles(source))
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    raw = [len(f"{a.title}{a.body}".encode("utf-8", "replace")) for a in articles(source)]
    disk = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    return Built(len(raw), sum(raw), seconds, processor, peak_bytes(), disk)


def ask(name: str, asked_for: Path, folder: Path) -> list[Timed]:
    """Times every question of a file, warm: each is asked once before it counts."""
    asked = engine(name, folder)
    asked.open()
    out: list[Timed] = []
    for question in read_questions(asked_for):
        found = asked.first(question)
        first = _median(partial(asked.first, question))
        second = _median(partial(asked.second, question, found.ids))
        out.append(Timed(question.kind, question.words, first, second, found.total, len(found.ids)))
    return out


def once(name: str, asked_for: Path, folder: Path) -> int:
    """Answers the first question about a common word, both parts: what a cold process does. The number of snippets."""
    asked = engine(name, folder)
    asked.open()
    question = next(q for q in read_questions(asked_for) if q.kind == "common")
    return asked.second(question, asked.first(question).ids)


def _median(work: Callable[[], object]) -> float:
    """Median milliseconds."""
    times: list[float] = []
    repeats = REPEATS
    while len(times) < repeats:
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
        if times[0] > SLOW_SECONDS * 1000:
            repeats = SLOW_REPEATS
    return statistics.median(times)


def peak_bytes() -> int:
    """The most memory this process had, in bytes; on Linux the kernel's own mark, which a parent's size is not in."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(text for text in status.read_text().splitlines() if text.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """`python -m bench.run ENGINE build ARTICLES FOLDER`, `... ask QUESTIONS FOLDER` or `... once QUESTIONS FOLDER`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=[*ENGINES, "lucene"])
    parser.add_argument("what", choices=("build", "ask", "once"))
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.engine == "lucene":
        from bench import engine_lucene

        result: object = engine_lucene.run(given.what, given.source, given.folder)
    elif given.what == "build":
        result = asdict(build(given.engine, given.source, given.folder))
    elif given.what == "once":
        result = once(given.engine, given.source, given.folder)
    else:
        times = ask(given.engine, given.source, given.folder)
        result = {"times": [asdict(t) for t in times], "peak": peak_bytes()}
    sys.stdout.buffer.write(orjson.dumps(result) + b"\n")


if __name__ == "__main__":
    main()
