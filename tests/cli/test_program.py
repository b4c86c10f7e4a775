"""The program as people and scripts run it: every call is a process."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from morgue.cli.main import COMMANDS, main
from morgue.index.pipeline.ingest import Report
from morgue.render.sanitize import is_safe
from tests.cli.conftest import Morgue

PROGRAM = Path(sys.executable).with_name("morgue")


def test_the_installed_command_does_the_same(held: Morgue, news: bytes) -> None:
    for args in (
        ["search", "ferry", "--fields", "id,title"],
        ["search", "zeppelin"],
        ["search", "(ferry"],
        ["stories"],
    ):
        assert held.program(*args) == held(*args)
    assert [row["id"] for row in held.program("clean", "-", "--jsonl", stdin=news).jsonl()] == ["a1", "a2", "a3", "a4"]


def test_alone_it_says_what_to_do_next(morgue: Morgue, held: Morgue) -> None:
    assert "morgue demo" in morgue().out
    assert "morgue search WORDS" in held().out
    assert held("--version").out.startswith("morgue ")
    assert "Usage: morgue" in held("--help").out


def test_every_command_is_listed_with_a_whole_sentence(held: Morgue) -> None:
    listing = held("--help", COLUMNS="80").out
    for name, entry in COMMANDS.items():
        assert (f"\n  {name} " in listing) != entry.hidden, name
    assert "..." not in listing.split("\n", 1)[1] and max(map(len, listing.splitlines())) <= 80


def test_help(held: Morgue) -> None:
    screen = held("help", "query").out
    narrow = held("help", "query", COLUMNS="40").out
    assert max(map(len, narrow.splitlines())) <= 40
    assert narrow.split() == screen.split()  # the same words, in more rows
    assert "outlet:" in screen and max(map(len, screen.splitlines())) <= 80
    assert "--facets" in held("help", "search").out


def test_h_is_help_everywhere(held: Morgue) -> None:
    assert held("-h").out == held("--help").out
    for name, entry in COMMANDS.items():
        if not entry.hidden:
            assert held(name, "-h").out.startswith(f"Usage: morgue {name} ")


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_help_fits_the_terminal(held: Morgue, columns: int) -> None:
    for name in ("", *(name for name, entry in COMMANDS.items() if not entry.hidden)):
        page = held(*filter(None, [name]), "--help", COLUMNS=str(columns)).out
        assert max(map(len, page.splitlines())) <= min(columns, 80), name
        wide = held(*filter(None, [name]), "--help", COLUMNS="80").out
        assert _letters(page) == _letters(wide), name  # the same words, in more rows


def _letters(page: str) -> str:
    """What is written, wherever its lines end and alternatives are parted."""
    return "".join(page.split())


def test_an_unknown_letter_is_bad_usage_and_no_query(held: Morgue) -> None:
    for command in ("search", "export", "count"):
        refused = held(command, "ferry", "-o", "out.json")
        assert refused.status == 2
        assert refused.out == ""
        assert "-o is no option here" in refused.err
    assert held("search", "--fields", "id", "--", "-c", "ferry").err == ""
    assert held("search", "-cruise", "ferry", "--fields", "id").err == ""


def test_what_others_call_it_is_understood(held: Morgue) -> None:
    for called, ours in (
        ("find", "search"),
        ("rm", "forget"),
        ("add", "index"),
        ("cat", "show"),
        ("version", "--version"),
    ):
        assert f"did you mean {ours}?" in held(called, "x").err
    assert "MORGUE_COLOUR" in held("search", "--color", "never", "ferry").err
    assert "morgue count" in held("search", "--count", "ferry").err


def test_help_tells_where_the_demo_goes(held: Morgue) -> None:
    assert "$MORGUE_ARCHIVE" not in held("demo", "--help").out


def test_demo_builds_its_own_archive_and_its_commands_work(morgue: Morgue) -> None:
    run = morgue("demo")
    assert run.status == 0
    assert "morgue search ferry strike --facets outlet,month" in run.out
    assert not morgue.archive.exists()
    folder = shlex.split(run.out.split("export MORGUE_ARCHIVE=")[1].splitlines()[0])[0]
    assert morgue("stories", MORGUE_ARCHIVE=folder).status == 0
    assert morgue("demo").status == 0


def test_a_reader_that_leaves_is_no_error(held: Morgue) -> None:
    for args in (["export", "*"], ["search", "ferry", "--jsonl"], ["--help"]):
        with subprocess.Popen(
            [PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=held.env
        ) as process:
            assert process.stdout and process.stderr
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait() == 0


def test_control_characters_of_an_archive_never_come_out(morgue: Morgue) -> None:
    evil = "\x1b]0;x\x07\x9b31m\u202e\x7f\r\u2028"
    row = {
        "id": "e",
        "title": f"Ferry {evil}",
        "outlet": f"Times{evil}",
        "author": f"Ada{evil}",
        "section": evil,
        "body": f"The ferry {evil} sank. " * 20,
    }
    morgue("index", "-", stdin=json.dumps(row).encode())
    commands = (
        *(["search", "ferry", *form] for form in ([], ["--json"], ["--csv"], ["--format", "{title}"], ["--explain"])),
        *(["show", "e", *form] for form in ([], ["--json"], ["--csv"])),
        ["search", "ferry", "--facets", "outlet,byline,section"],
        ["search", f"zep{evil}pelin"],
        ["search", f'outlt:"{evil}"'],
        ["show", f"nothing{evil}"],
        ["stories", "--min", "1"],
        ["stats"],
        ["export", "ferry", "--bibtex"],
        ["export", "ferry"],
        ["timeline", "ferry"],
        ["why", "e", "ferry"],
        ["complete", "bash", "morgue search outlet:T"],
        ["index", f"nowhere{evil}"],
    )
    for command in commands:
        run = morgue(*command)
        assert is_safe(run.out.replace("\r\n", "\n")), (command, run.out)
        assert is_safe(run.err), (command, run.err)


def test_names_of_the_archive_complete(held: Morgue) -> None:
    assert held("complete", "bash", "morgue search --facet outlet=h").out.splitlines() == [
        "Harbour\\ Times",
        "Hill\\ Gazette",
    ]
    assert held("complete", "fish", "morgue search outlet:val").out == 'outlet:"Valley Post"\n'
    assert held("complete", "bash", "morgue sto").out == "stories\nstory\n"


def test_a_pipe_is_as_wide_as_columns_says(held: Morgue) -> None:
    run = held("search", "ferry", COLUMNS="60")
    assert max(map(len, run.out.splitlines())) <= 60


def test_a_closed_standard_stream_leads_nowhere(held: Morgue) -> None:
    def closed(words: str) -> tuple[int, bytes]:
        done = subprocess.run(
            ["sh", "-c", f'exec "$0" {words}', PROGRAM], env=held.env, capture_output=True, timeout=120
        )
        return done.returncode, done.stdout + done.stderr

    assert closed("search ferry >&-") == (0, b"")
    assert closed("search 'ferry (' 2>&-") == (2, b"")
    assert closed("index --dry-run - <&-")[0] == 1
    assert closed("index --dry-run - <&- >&- 2>&-") == (1, b"")


def test_an_interrupted_run_says_so(held: Morgue) -> None:
    with subprocess.Popen(
        [PROGRAM, "count", "--batch", "-"], stdin=-1, stdout=-1, stderr=-1, env=held.env, bufsize=0
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"(\n")
        assert process.stderr.readline().startswith(b"morgue: line 1: ")
        process.send_signal(signal.SIGINT)
        assert (process.wait(120), process.stderr.read(), process.stdout.read()) == (130, b"morgue: interrupted\n", b"")


def test_an_interrupted_demo_searches_no_half_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def cut_short(*args: Any) -> Report:
        return Report(1, 1, 0, (), 0, 0, 1.0, 1, 1, interrupted=True)

    monkeypatch.setattr("morgue.index.pipeline.ingest.ingest", cut_short)
    assert main(["demo", "--archive", str(tmp_path / "demo")]) == 130
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "morgue: interrupted\n")
