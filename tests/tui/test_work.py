"""The worker: old answers never replace newer ones, a fault does not end it, a newer archive is seen and taken up."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from textual.message import Message
from textual.message_pump import MessagePump

from morgue.core.location import Location
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.search.searcher import Searcher
from morgue.tui import messages
from morgue.tui.worker import Worker
from tests.tui.conftest import build, write_lines
from tests.tui.seen import browsing, key, main, rows, settled, text


class Ear(MessagePump):
    """Keeps the messages posted to it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []

    def post_message(self, message: Message) -> bool:
        self.heard.append(message)
        return True


class Said(Message):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def wait(worker: Worker) -> None:
    end = time.monotonic() + 120
    while not worker.idle():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_only_the_newest_of_a_lane_is_answered(sample: Path) -> None:
    ear = Ear()
    worker = Worker(Location.of_folder(sample))
    gate, begun, ran = threading.Event(), threading.Event(), []

    def slow(searcher: Searcher, number: int) -> Message:
        begun.set()
        assert gate.wait(60)
        ran.append(number)
        return Said(number)

    def quick(searcher: Searcher, number: int) -> Message:
        ran.append(number)
        return Said(number)

    worker.start()
    first = worker.submit("search", slow, ear)
    assert begun.wait(60)
    numbers = [worker.submit("search", quick, ear) for _ in range(5)]
    gate.set()
    wait(worker)
    assert ran == [first, numbers[-1]], "what was superseded before it began never runs"
    assert [m.number for m in ear.heard if isinstance(m, Said)] == [numbers[-1]], "what was under way is dropped"
    assert worker.current("search", numbers[-1]) and not worker.current("search", first)
    worker.stop()


def test_a_job_under_way_is_told_that_a_newer_one_is_there(sample: Path) -> None:
    ear = Ear()
    worker = Worker(Location.of_folder(sample))
    begun, seen = threading.Event(), []

    def patient(searcher: Searcher, number: int) -> Message:
        seen.append(searcher.wanted())
        begun.set()
        while searcher.wanted():
            time.sleep(0.001)
        seen.append(searcher.wanted())
        return Said(number)

    worker.start()
    worker.submit("search", patient, ear)
    assert begun.wait(60)
    last = worker.submit("search", lambda searcher, number: Said(number), ear)
    wait(worker)
    worker.submit("facets", patient, ear)
    worker.cancel("facets")
    wait(worker)
    assert seen[:2] == [True, False]
    assert [m.number for m in ear.heard if isinstance(m, Said)] == [last]
    worker.stop()


def test_searches_go_before_everything_else(sample: Path) -> None:
    ear = Ear()
    worker = Worker(Location.of_folder(sample))
    for lane in ("side", "article", "search"):
        worker.submit(lane, lambda _, number: Said(number), ear)
    worker.start()
    wait(worker)
    assert [m.number for m in ear.heard if isinstance(m, Said)] == [3, 2, 1]
    worker.stop()


def test_it_is_quiet_once_nothing_was_asked_for_a_while(sample: Path) -> None:
    worker = Worker(Location.of_folder(sample))
    worker.submit("search", lambda _, number: Said(number), Ear())
    assert not worker.quiet(), "something was asked"
    worker.watch(Ear())
    assert worker.quiet(), "nothing since, but what is asked every few seconds"


def test_a_fault_in_a_job_is_told_and_the_next_job_runs(sample: Path) -> None:
    ear = Ear()
    worker = Worker(Location.of_folder(sample))
    worker.start()

    def faulty(searcher: Searcher, number: int) -> Message:
        raise ZeroDivisionError("by nothing")

    worker.submit("side", faulty, ear)
    wait(worker)
    worker.submit("side", lambda _, number: Said(number), ear)
    wait(worker)
    failed = [m for m in ear.heard if isinstance(m, messages.Failed)]
    assert "ZeroDivisionError: by nothing" in str(failed[0].error)
    assert isinstance(ear.heard[-1], Said)
    worker.stop()


def notice(folder: Path, number: int) -> Path:
    row: dict[str, object] = {
        "id": f"n{number}",
        "title": f"Ferry notice {number}",
        "body": f"The ferry {number} sails.",
    }
    return write_lines(folder / f"{number}.jsonl", [row])


async def test_articles_added_meanwhile_are_announced_and_disturb_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    build(folder, notice(tmp_path, 1))
    async with browsing(folder, "ferry") as pilot:
        screen = main(pilot)
        assert screen.hits.total == 1
        shown = screen.reader.setting
        build(folder, notice(tmp_path, 2), notice(tmp_path, 3))
        for _ in range(2_000):
            await pilot.pause(0.05)
            if "new article" in rows(pilot)[-1]:
                break
        assert "2 new articles" in rows(pilot)[-1]
        assert screen.hits.total == 1 and screen.reader.setting is shown
        await pilot.press("R")
        await settled(pilot)
        assert screen.hits.total == 3 and "new article" not in rows(pilot)[-1]


async def test_an_archive_being_compacted_is_read_as_before(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    build(folder, notice(tmp_path, 1), notice(tmp_path, 2))
    build(folder, notice(tmp_path, 3))
    with Writer(Archive.open(folder)) as writer:
        async with browsing(folder, "ferry") as pilot:
            screen = main(pilot)
            assert screen.hits.total == 3, "opened while another process has the archive in hand"
            writer.forget(["n2"])
            writer.compact()
            await key(pilot, "list.bottom")
            await key(pilot, "hits.open")
            assert screen.reader.setting is not None and screen.hits.total == 3, "files that are gone are still held"
            for _ in range(2_000):
                await pilot.pause(0.05)
                if "has changed" in rows(pilot)[-1]:
                    break
            assert "the archive has changed" in rows(pilot)[-1]
            await key(pilot, "browse.renew")
            assert screen.hits.total == 2 and "has changed" not in rows(pilot)[-1]


async def test_without_an_archive_the_screen_says_so_and_goes_on_when_there_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    async with browsing(folder, "ferry") as pilot:
        assert "there is no archive at" in " ".join(text(pilot).split())
        assert "morgue index PATH" in text(pilot)
        build(folder, notice(tmp_path, 1))
        for _ in range(2_000):
            await pilot.pause(0.05)
            if main(pilot).hits.total:
                break
        assert main(pilot).hits.total == 1


async def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    Archive.open_or_create(folder)
    async with browsing(folder, "") as pilot:
        assert "The archive is empty" in text(pilot)
        build(folder, notice(tmp_path, 1))
        for _ in range(2_000):
            await pilot.pause(0.05)
            if main(pilot).hits.total:
                break
        assert "Ferry notice 1" in text(pilot)


async def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    build(folder, notice(tmp_path, 1))
    largest = max(folder.iterdir(), key=lambda p: p.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-1])
    async with browsing(folder, "ferry") as pilot:
        assert "damaged" in text(pilot) and "verify" in text(pilot)


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_dumb_terminal_gets_a_sentence(sample: Path, term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from morgue.core.errors import MorgueError
    from morgue.tui.app import browse

    monkeypatch.setenv("TERM", term)
    with pytest.raises(MorgueError, match="full screen"):
        browse(Location.of_folder(sample))


def test_no_terminal_gets_a_sentence(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from morgue.core.errors import MorgueError
    from morgue.tui.app import browse

    monkeypatch.setenv("TERM", "xterm-256color")
    with pytest.raises(MorgueError, match="terminal"):
        browse(Location.of_folder(sample))
