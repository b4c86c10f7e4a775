"""Few file handles, an error in the handler of an error: one line and exit status 2, whatever happens."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from morgue.cli import diagnostics, opening
from morgue.cli.main import main
from tests.trust.sizes import sized
from tests.trust.small import filing, news, state

ROOT = Path(__file__).parents[2]
COMMANDS = (
    ("search", "harbour"),
    ("show", "h0001"),
    ("timeline", "harbour"),
    ("stats",),
    ("verify",),
    ("doctor",),
    ("compact",),
    ("index", "NEWS"),
    ("verify", "--repair"),
)
#: What Python itself needs before the program's first line has run; with fewer nothing of ours is there to answer.
LEAST = 5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("handles")
    for at in (0, 6):
        filing(news(12)[at : at + 6])(home / "archive")
    (home / "news.txt").write_text("The harbour of the town is calm today, and the ferry sails at noon as ever.")
    return home


@sized(smoke=1, trust=12, parts=2)
def test_with_few_file_handles_a_command_answers_or_says_so(home: Path, cases: range) -> None:
    for number in cases:
        handles = LEAST + number if len(cases) > 1 else 7
        for command in COMMANDS:
            args = [str(home / "news.txt") if a == "NEWS" else a for a in command]
            done = subprocess.run(
                [
                    sys.executable,
                    "-c",
                    "from morgue.cli.entry import run; run()",
                    *args,
                    "--archive",
                    str(home / "archive"),
                ],
                cwd=ROOT,
                capture_output=True,
                check=False,
                preexec_fn=partial(resource.setrlimit, resource.RLIMIT_NOFILE, (handles, handles)),
            )
            what = (handles, command, done)
            assert done.returncode in (0, 2), what
            assert b"Traceback" not in done.stderr and b"internal error" not in done.stderr, what
            assert done.returncode == 0 or done.stderr.count(b"\n") == 1, what
    assert {a.id for a in state(home / "archive").articles} >= {f"h{n:04}" for n in range(12)}


class Odd(Exception):
    """An error that cannot even be put into words."""

    def __str__(self) -> str:
        raise RecursionError


@pytest.mark.parametrize("error", [Odd(), MemoryError(), RecursionError(), KeyError("x"), OSError(24, "x"), Odd("y")])
@pytest.mark.parametrize("where", ["command", "cause", "words", "all"])
def test_an_error_in_the_handler_of_an_error_is_one_line(
    error: Exception, where: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], home: Path
) -> None:
    def raising(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr("morgue.index.archive.archive.Archive.current", raising)
    if where in ("cause", "all"):
        monkeypatch.setattr("morgue.index.archive.maintenance.repair.verify", raising)
    if where in ("words", "all"):
        monkeypatch.setattr(diagnostics, "_sentence", raising)
    if where == "all":
        monkeypatch.setattr(opening, "explained", raising)
    assert main(["stats", "--archive", str(home / "archive")]) == 2
    said = capfd.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert said.err.startswith("morgue: ")


def test_an_interrupt_stays_one_whatever_happens(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], home: Path
) -> None:
    def pressed(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("morgue.index.archive.archive.Archive.current", pressed)
    monkeypatch.setattr(diagnostics, "_write", lambda text: os.close(-1))
    assert main(["stats", "--archive", str(home / "archive")]) == 130
    assert capfd.readouterr().err == "morgue: interrupted\n"
