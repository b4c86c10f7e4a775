"""An engine that is far away: every answer takes 400 ms; the browser does all it does, and says what it waits for."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from morgue.core.article import Article, Filed, Membership, Provenance
from morgue.engines import opening
from morgue.search.request import Marking
from morgue.search.searcher import Searcher
from morgue.tui.screens.browse.waiting import PATIENCE
from morgue.tui.view.page import FIRST, Manner, blocks, set_article, set_more
from tests.tui import test_keys_query, test_keys_reading, test_keys_searching, test_round
from tests.tui.conftest import build, write_lines
from tests.tui.seen import browsing, key, main, notices, rows, settled, text, typing

#: Seconds that an answer takes: of a distant engine, and longer than the browser waits before it says so.
FAR, LATE = 0.4, PATIENCE * 4 / 3


class Distant:
    """A searcher whose answers take their time; it is told meanwhile when they are wanted no longer."""

    def __init__(self, searcher: Searcher, seconds: float) -> None:
        self.__dict__.update(_searcher=searcher, _seconds=seconds)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._searcher, name)
        return self._late(found) if callable(found) and name not in ("close", "wanted", "parse", "read") else found

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._searcher, name, value)

    def _late(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        def late(*given: Any, **named: Any) -> Any:
            end = time.monotonic() + self._seconds
            while time.monotonic() < end and self._searcher.wanted():
                time.sleep(0.01)
            return ask(*given, **named)

        return late


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The browser's own searches go to a distant engine."""
    near, seconds = opening.open_searcher, getattr(request, "param", LATE)
    monkeypatch.setattr("morgue.tui.worker.open_searcher", lambda *given: Distant(near(*given), seconds))


@pytest.fixture
def archive(tmp_path: Path, sample: Path) -> Path:
    """An archive of the test's own."""
    return shutil.copytree(sample, tmp_path / "archive")


@pytest.mark.parametrize("far", [FAR], indirect=True)
async def test_the_round_is_the_same(far: None, sample: Path, tmp_path: Path) -> None:
    await test_round.walk_round(shutil.copytree(sample, tmp_path / "archive"), tmp_path, (80, 24))


@pytest.mark.usefixtures("far")
async def test_searching_is_the_same(sample: Path) -> None:
    await test_keys_searching.test_the_search(sample)


@pytest.mark.usefixtures("far")
async def test_facets_are_the_same(sample: Path) -> None:
    await test_keys_searching.test_facets(sample)


@pytest.mark.usefixtures("far")
async def test_reading_is_the_same(sample: Path) -> None:
    await test_keys_reading.test_reading(sample)


@pytest.mark.usefixtures("far")
async def test_going_back_through_queries_is_the_same(archive: Path) -> None:
    await test_keys_query.test_what_was_asked_comes_back_in_another_session(archive)


async def test_an_article_that_is_late_is_said_to_be_on_its_way_and_can_be_given_up(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    quick = Searcher.show

    def slow(self: Searcher, id: str) -> Any:
        while self.wanted() and not gate.wait(0.01):
            pass
        return quick(self, id)

    async with browsing(sample, "ferry") as pilot:
        first = main(pilot).reader.setting
        assert first is not None
        monkeypatch.setattr(Searcher, "show", slow)
        await pilot.press("down")
        for _ in range(1_000):
            await pilot.pause(0.02)
            if "on its way … esc stops" in text(pilot):
                break
        assert "Reading: on its way … esc stops" in text(pilot)
        await pilot.press("escape")
        await settled(pilot)
        still = main(pilot).reader.setting
        assert (
            "on its way" not in text(pilot) and still is not None and still.filed.article.id == first.filed.article.id
        )
        gate.set()
        await key(pilot, "hits.open")
        now = main(pilot).reader.setting
        assert now is not None and now.filed.article.id != first.filed.article.id
        assert "Reading: on its way" not in text(pilot)


async def test_similar_stories_that_are_late_are_announced(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    quick = Searcher.similar

    def slow(self: Searcher, id: str, limit: int = 10) -> Any:
        while self.wanted() and not gate.wait(0.01):
            pass
        return quick(self, id, limit)

    monkeypatch.setattr(Searcher, "similar", slow)
    async with browsing(sample, "ferry") as pilot:
        await pilot.press("r")
        for _ in range(1_000):
            await pilot.pause(0.02)
            if notices(pilot):
                break
        assert notices(pilot) == ["looking for similar stories … esc stops"]
        await pilot.press("escape")
        await settled(pilot)
        main(pilot)
        gate.set()


# Long articles are set as far as they are looked at


def long_text(paragraphs: int, words: int) -> str:
    return "\n".join(" ".join(f"harbour{n % 7}wall" for n in range(words)) + f" ferry {p}" for p in range(paragraphs))


@pytest.mark.parametrize(("paragraphs", "words"), [(1_200, 100), (1, 120_000)])
async def test_a_long_article_opens_with_its_first_lines(tmp_path: Path, paragraphs: int, words: int) -> None:
    row: dict[str, object] = {"id": "long", "title": "A long one", "body": long_text(paragraphs, words)}
    build(tmp_path / "archive", write_lines(tmp_path / "long.jsonl", [row]))
    async with browsing(tmp_path / "archive", "ferry") as pilot:
        reader = main(pilot).reader
        assert reader.setting is not None and FIRST <= reader.setting.known < 2 * FIRST
        await key(pilot, "hits.open")
        await key(pilot, "list.page_down", 15)
        assert reader.setting.known > 2 * FIRST, "more was set as it was scrolled to"
        before = reader.scroll_offset.y
        assert before > 300
        await key(pilot, "list.bottom")
        assert reader.whole and reader.at_end and "similar stories" in "\n".join(rows(pilot))
        await key(pilot, "list.top")
        await key(pilot, "browse.find")
        await typing(pilot, "ferry 0" if paragraphs > 1 else "ferry")
        await pilot.press("enter")
        await settled(pilot)
        assert reader.setting is not None


@pytest.mark.parametrize(("paragraphs", "words"), [(50, 20), (900, 300), (2, 40_000), (1, 100_000)])
def test_an_article_set_in_steps_is_the_same_as_one_set_at_once(paragraphs: int, words: int) -> None:
    article = Article("a", long_text(paragraphs, words), Provenance("a.txt", "0" * 64, "text"))
    filed = Filed(article, Membership("a", "original"), words)
    manner = Manner(60, find="ferry")
    whole = set_article(filed, Marking(), manner, least=1 << 40)
    steps = set_article(filed, Marking(), manner, least=10)
    while steps.rest is not None:
        steps = set_more(steps.rest, 1_000)
    assert list(steps.lines) == list(whole.lines) and steps.matches == whole.matches
    assert len(whole.matches) == paragraphs
    joined = " ".join(article.body[start:end] for block in blocks(article.body) for start, end, _ in block)
    assert joined.split() == article.body.split()
