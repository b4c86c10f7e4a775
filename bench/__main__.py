"""`make bench`: every engine over grown corpora, in one run on one machine, as ratios. Keeps the run in bench/runs/.

`python -m bench [--articles N[,N]] [--source FILE.jsonl] [--engines a,b] [--data DIR]`
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from bench import corpora, questions
from bench.report import Run, table

HERE = Path(__file__).parent
#: Stock Whoosh needs hours beyond this many articles.
WHOOSH_LIMIT = 200_000
#: Cold processes, of which the median counts.
COLD = 7


def main() -> None:
    """Builds, asks, prints, keeps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="20000,200000")
    parser.add_argument("--source", type=Path, help="a JSON Lines file to measure on as it is")
    parser.add_argument("--engines", default="morgue,tantivy,fts5,whoosh", help="also morgue-index and lucene")
    parser.add_argument("--data", type=Path, default=HERE / "data", help="where corpora and indexes are kept")
    kept = "use indexes that are there already, with the figures of their building"
    parser.add_argument("--keep", action="store_true", help=kept)
    given = parser.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    sources = [given.source] if given.source else [grown(given.data, int(n)) for n in given.articles.split(",")]
    runs = [measure(name, s, given.data, given.keep) for s in sources for name in _engines(given.engines, s)]
    text = table(runs)
    print(text)
    keep(runs, text)


def _engines(names: str, source: Path) -> list[str]:
    with source.open("rb") as file:
        small = sum(1 for _ in file) <= WHOOSH_LIMIT
    return [n for n in names.split(",") if n != "whoosh" or small]


def grown(data: Path, count: int) -> Path:
    """The grown corpus of that size, made when it is not there."""
    reuters, out = data / "reuters.jsonl", data / f"grown-{count}.jsonl"
    if not reuters.exists():
        corpora.reuters(reuters)
    if not out.exists():
        corpora.write(corpora.grow(corpora.read_words(reuters), count), out)
    return out


def measure(name: str, source: Path, data: Path, kept: bool) -> Run:
    """Builds and asks in processes of their own."""
    folder, asked_for = data / f"{source.stem}-{name}", data / f"{source.stem}-questions.json"
    if not asked_for.exists():
        questions.write(questions.questions(source), asked_for)
    told = data / f"{source.stem}-{name}-built.json"
    if not (kept and folder.exists()):
        shutil.rmtree(folder, ignore_errors=True)
        told.write_bytes(orjson.dumps(_child(name, "build", source, folder)))
    built: dict[str, Any] = orjson.loads(told.read_bytes()) if told.exists() else {}
    asked = _child(name, "ask", asked_for, folder)
    cold = statistics.median(_cold(name, asked_for, folder) for _ in range(COLD))
    print(f"{name} on {source.name}: done", file=sys.stderr)
    return Run(name, source.stem, built, asked["times"], asked["peak"], cold)


def _cold(name: str, asked_for: Path, folder: Path) -> float:
    """Seconds of a whole process that answers one question; ours is the program itself."""
    command = [sys.executable, "-m", "bench.run", name, "once", str(asked_for), str(folder)]
    if name == "morgue":
        word = next(q for q in questions.read(asked_for) if q.kind == "common").words[0]
        program = str(Path(sys.executable).parent / "morgue")
        command = [program, "--archive", str(folder), "search", word, "--facets", "outlet,month"]
    # a program that is installed has its bytecode ready
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=HERE.parent, env=environment)
    return time.perf_counter() - started


def _child(*words: object) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "bench.run", *map(str, words)], check=True, stdout=subprocess.PIPE, cwd=HERE.parent
    )
    return orjson.loads(done.stdout)


def keep(runs: list[Run], text: str) -> None:
    """Writes the run with the machine's description beside the earlier ones."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%MZ")
    folder = HERE / "runs"
    folder.mkdir(exist_ok=True)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    (folder / f"{now}.md").write_text(f"# {now}\n\n{machine}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
