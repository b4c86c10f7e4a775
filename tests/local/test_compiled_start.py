"""When kernels are loaded, and when they are not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from morgue.core.loading import compiled
from morgue.index.archive.snapshot import Snapshot
from tests.compiled import machine_code
from tests.local.build import article, snapshot

ASK = """
import sys, threading
from pathlib import Path
from morgue.core.loading import compiled
from morgue.search.local.backend import LocalBackend
from morgue.search.query import Word
if len(sys.argv) == 3:
    compiled.lasting()
from morgue.search.request import SearchRequest
from tests.local.test_compiled_start import small
backend = LocalBackend(small(Path(sys.argv[1])))
for number in range(int(sys.argv[2])):
    before = backend.run(SearchRequest(Word("tide"))).hits
for thread in threading.enumerate():
    if thread.name == "morgue-kernels":
        thread.join()
again = backend.run(SearchRequest(Word("tide"))).hits
print(compiled.ready(), "numba" in sys.modules, len(before), before == again)
"""


def small(folder: Path) -> Snapshot:
    """Three articles."""
    return snapshot(folder, [[article(n, "The tide came in. " * (n + 1)) for n in range(3)]])


def run(folder: Path, questions: int, first: str = "", **environment: str) -> list[str]:
    """What a process tells that asked so many questions."""
    told = {k: v for k, v in os.environ.items() if k != compiled.SETTING} | environment
    done = subprocess.run(
        [sys.executable, "-c", first + ASK, str(folder), str(questions)],
        env=told, capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.fixture(autouse=True)
def made() -> None:
    """The kernels are compiled already, as after the first time."""
    with machine_code():
        pass


def test_a_process_loads_them_at_its_third_question_and_answers_the_same(tmp_path: Path) -> None:
    assert run(tmp_path, 2) == ["False", "False", "3", "True"]
    (tmp_path / "again").mkdir()
    assert run(tmp_path / "again", 3) == ["True", "True", "3", "True"]


def test_a_command_never_loads_them(tmp_path: Path) -> None:
    assert run(tmp_path, 9, "import sys; sys.argv.append('a command')\n") == ["False", "False", "3", "True"]


def test_the_environment_can_forbid_it(tmp_path: Path) -> None:
    assert run(tmp_path, 5, **{compiled.SETTING: "0"}) == ["False", "False", "3", "True"]


def test_all_works_without_the_library(tmp_path: Path) -> None:
    assert run(tmp_path, 5, "import sys; sys.modules['numba'] = None\n") == ["False", "True", "3", "True"]


def test_a_damaged_folder_is_nothing_to_who_asks(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    folder = cache / "morgue" / compiled._folder().name
    shutil.copytree(compiled._folder(), folder)
    assert run(tmp_path, 3, XDG_CACHE_HOME=str(cache)) == ["True", "True", "3", "True"]
    for kept in folder.rglob("*.nb?"):
        kept.write_bytes(b"\x80\x04.")
    (tmp_path / "again").mkdir()
    assert run(tmp_path / "again", 3, XDG_CACHE_HOME=str(cache))[2:] == ["3", "True"]
