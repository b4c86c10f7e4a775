"""Typing, scrolling and sizes; and the program itself in a real terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from morgue.tui.state import Browsing
from morgue.tui.widgets.hits import PAGE, PAGES_KEPT
from morgue.tui.widgets.querybar import QueryInput
from tests.short_paths import socket_folder
from tests.tui.seen import browsing, key, main, rows, settled, text, typing


async def test_results_follow_typing_and_the_last_key_wins(sample: Path) -> None:
    async with browsing(sample) as pilot:
        screen = main(pilot)
        assert isinstance(pilot.app.focused, QueryInput), "without a query one can type at once"
        await typing(pilot, "ferry str")
        await typing(pilot, "ike")
        assert screen.answer is not None and screen.answer.ask.text == "ferry strike"
        assert screen.hits.total == screen.answer.result.stories > 0
        await pilot.press("enter")
        await settled(pilot)
        assert screen.hits.has_focus
        await key(pilot, "browse.back")
        assert screen.session.state.text == "", "what was typed in one go is one step of the history"


async def test_a_query_in_error_is_underlined_where_it_is_and_the_hits_stay(sample: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        screen = main(pilot)
        before = screen.hits.total
        await key(pilot, "browse.query")
        screen.bar.input.value = "ferry outlt:Hill"
        await settled(pilot)
        assert 'unknown field "outlt" at column 7 (did you mean outlet?)' in rows(pilot)[1]
        assert screen.bar._fault.span is not None and screen.bar._fault.span[0] == 6
        assert screen.hits.total == before
        await key(pilot, "browse.step_back")
        await key(pilot, "browse.back")
        assert screen.bar._fault.span is None


async def test_a_long_list_is_fetched_where_it_is_looked_at(many: Path) -> None:
    async with browsing(many, "crates") as pilot:
        screen = main(pilot)
        assert set(screen.hits._pages) == {0}
        await key(pilot, "list.bottom")
        last = 1_199 // PAGE
        assert last in screen.hits._pages and len(screen.hits._pages) <= 4, "what lies between is not fetched"
        assert screen.hits.current is not None and screen.hits.current.rank == 1_200
        for _ in range(15):
            await pilot.press("pageup")
        await settled(pilot)
        assert len(screen.hits._pages) <= PAGES_KEPT
        visible = [screen.hits.hit(i) for i in range(screen.hits.cursor, screen.hits.cursor + 3)]
        assert all(hit is not None for hit in visible)


@pytest.mark.parametrize(("width", "panes"), [(80, 1), (109, 1), (110, 3), (200, 3)])
async def test_panes_become_screens_when_there_is_no_room(sample: Path, width: int, panes: int) -> None:
    async with browsing(sample, "ferry strike", size=(width, 30)) as pilot:
        screen = main(pilot)
        shown = [w for w in (screen.hits, screen.reader, screen.query_one("#facets")) if w.size.width]
        assert len(shown) == panes
        assert screen.reader.line_count() > 0, "the article is set though it may not be seen yet"
        await key(pilot, "hits.open")
        assert screen.reader.size.width > 0 and screen.reader.has_focus
        assert max(len(row) for row in rows(pilot)) <= width
        setting = screen.reader.setting
        assert setting is not None and setting.measure <= 72
        await key(pilot, "browse.facets")
        assert screen.query_one("#facets").size.width > 0
        await key(pilot, "browse.leave")
        assert screen.hits.has_focus and screen.hits.size.width > 0


async def test_another_size_sets_the_page_anew(sample: Path) -> None:
    async with browsing(sample, "ferry strike", size=(120, 36)) as pilot:
        before = main(pilot).reader.setting
        await pilot.resize_terminal(200, 50)
        await settled(pilot)
        after = main(pilot).reader.setting
        assert before is not None and after is not None and before.measure < after.measure == 72
        await pilot.resize_terminal(40, 10)
        await settled(pilot)
        assert "Ferry" in text(pilot) or "ferry" in text(pilot)


async def test_memory_does_not_grow_with_questions(many: Path) -> None:
    import gc

    from textual.message import Message

    async with browsing(many, "crates") as pilot:
        screen = main(pilot)
        for n in range(25):
            screen.search_for(Browsing(f"crates {n}"))
            await settled(pilot)
        gc.collect()
        held = sum(isinstance(o, Message) for o in gc.get_objects())
        assert held < 300 and len(screen.hits._drawn) <= 2_000 and len(screen.hits._pages) <= PAGES_KEPT


TMUX = shutil.which("tmux")


@pytest.fixture
def terminal() -> Iterator[list[str]]:
    """A tmux server of its own, and the beginning of a command to it."""
    assert TMUX
    with tempfile.TemporaryDirectory(dir=socket_folder()) as folder:
        command = [TMUX, "-S", f"{folder}/socket", "-f", os.devnull]
        yield command
        subprocess.run([*command, "kill-server"], check=False, capture_output=True)


@pytest.mark.skipif(TMUX is None, reason="needs tmux")
def test_the_program_in_a_real_terminal(sample: Path, terminal: list[str]) -> None:
    program = "import sys; from morgue.cli.main import run; sys.exit(run())"
    run = f"{sys.executable} -c '{program}' browse --archive {shlex.quote(str(sample))}; echo left with $?; sleep 60"
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        environment.pop(name, None)
    subprocess.run([*terminal, "new-session", "-d", "-x", "120", "-y", "36", run], check=True, env=environment)

    def screen() -> str:
        done = subprocess.run([*terminal, "capture-pane", "-p"], check=True, capture_output=True, text=True)
        return done.stdout

    def until(words: str) -> str:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            shown = screen()
            if words in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{words!r} never came:\n{screen()}")

    def press(*keys: str) -> None:
        subprocess.run([*terminal, "send-keys", *keys], check=True)

    until("stories")
    press("-l", "ferry strike")
    until("= ferry AND strike")
    press("Enter")
    until("⏎ read")
    press("Enter")
    press("n")
    until("match 1 of")
    press("n")
    until("match 2 of")
    press("t")
    until("by month")
    press("q")
    until("= ferry AND strike")
    press("q")
    press("q")
    until("left with 0")
