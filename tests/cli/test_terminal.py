"""The program between a keyboard and a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Morgue

PROGRAM = Path(sys.executable).with_name("morgue")


def on_terminal(args: list[str], env: dict[str, str], typed: bytes = b"", at: Path | None = None) -> tuple[int, bytes]:
    """The program between a keyboard and a screen: its exit status and all that it wrote."""
    ours, theirs = os.openpty()
    process = subprocess.Popen([PROGRAM, *args], stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=at)
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 65536):
            shown += block
            if typed and b"\x1b[?1049h" in shown:
                os.write(ours, typed)
    except OSError:
        pass  # the other end of a pseudo-terminal closes so
    os.close(ours)
    return process.wait(), shown


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_alone_on_a_terminal_it_opens_the_browser(held: Morgue) -> None:
    ctrl_q = b"\x11"
    status, shown = on_terminal([], {**held.env, "TERM": "xterm-256color"}, ctrl_q)
    assert status == 0
    assert b"\x1b[?1049h" in shown, "the full screen"
    status, shown = on_terminal([], {**held.env, "TERM": "dumb"})
    assert (status, b"morgue browse" in shown, b"\x1b" in shown) == (0, True, False)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_on_a_terminal_nothing_found_is_said(held: Morgue, morgue: Morgue) -> None:
    env = {**held.env, "TERM": "dumb", "MORGUE_PAGER": "", "PAGER": "cat"}
    assert on_terminal(["saved"], env) == (1, b"morgue: no search is saved (save one: morgue save NAME QUERY)\r\n")
    assert on_terminal(["export", "zeppelin"], env)[1].startswith(b"morgue: no article matches")
    for name in ("kwic", "words", "collocates", "quotes", "outlets", "sample"):
        shown = on_terminal([name, "zeppelin"], env)[1]
        assert b"morgue: no article matches" in shown, name
        assert b"%" not in shown, f"{name}: no head of a table that has no rows"
    assert (
        b"morgue: no word is in 99 of the matching articles" in on_terminal(["words", "ferry", "--least", "99"], env)[1]
    )
    morgue("index", "-", stdin=b'{"id": "lone", "title": "Ferry", "body": "The ferry crews walked out on Monday."}')
    assert (
        b"morgue: no other story" in on_terminal(["similar", "lone"], {**env, "MORGUE_ARCHIVE": str(morgue.archive)})[1]
    )
    (held.home / "nothing").mkdir(exist_ok=True)
    for command in (["index", "--dry-run"], ["clean"]):
        assert b"morgue: nothing to read in nothing\r\n" in on_terminal([*command, "nothing"], env, at=held.home)[1]
    assert (held("saved").status, held("saved").err) == (1, "")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_only_on_a_terminal_that_wants_it(held: Morgue, env: dict[str, str], coloured: bool) -> None:
    ours, theirs = os.openpty()
    env = {**held.env, "TERM": "xterm", "MORGUE_PAGER": "", "PAGER": "cat", **env}
    process = subprocess.Popen([PROGRAM, "search", "ferry"], stdout=theirs, stderr=subprocess.DEVNULL, env=env)
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 65536):
            shown += block
    except OSError:
        pass  # the other end of a pseudo-terminal closes so
    assert process.wait() == 0
    os.close(ours)
    assert (b"\x1b[" in shown) == coloured
    assert ("▸".encode() in shown) != coloured


def test_the_browser_needs_a_terminal(held: Morgue) -> None:
    run = held("browse", "ferry")
    assert (run.status, run.err.startswith("morgue: the browser needs a terminal")) == (2, True)
