"""Lucene (Java), in a process of its own: the program in bench/lucene, made by Maven when it is first needed."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any

import orjson

HERE = Path(__file__).parent / "lucene"
_MADE = HERE / "target" / "classes" / "Engine.class"
#: Memory as for a small server; vectors, which Lucene uses where it may.
_JAVA = ("-Xmx2g", "--add-modules", "jdk.incubator.vector", "-cp", f"{HERE}/target/classes:{HERE}/target/lib/*")


def run(what: str, source: Path, folder: Path) -> Any:
    """What `bench.run` prints of an engine: `build`, `ask` or `once`."""
    make()
    if what == "build":
        folder.mkdir(parents=True)
    done = subprocess.run(
        ["java", *_JAVA, "Engine", what, str(source), str(folder)],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    told = orjson.loads(done.stdout)
    if what == "once":
        return told
    told["peak"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if what == "build":
        told["disk"] = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    return told


def make() -> None:
    """Compiles the program unless what is there is newer than its source; ends the run without Java or Maven."""
    source = HERE / "src" / "main" / "java" / "Engine.java"
    if _MADE.exists() and _MADE.stat().st_mtime > source.stat().st_mtime:
        return
    if not which("java") or not which("mvn"):
        sys.exit("lucene needs Java 17 and Maven: leave it out of --engines")
    goals = ("dependency:copy-dependencies", "compile", "-DoutputDirectory=target/lib")
    subprocess.run(["mvn", "-q", "-B", *goals], check=True, cwd=HERE, stdout=sys.stderr)  # stdout is for figures
