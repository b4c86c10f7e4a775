"""When garbage is looked for; and that what a newer archive replaces goes without it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.search.local.backend import LocalBackend
from morgue.tui import gc_tuning, jobs
from morgue.tui.messages import Answered
from morgue.tui.state import Browsing
from tests.tui.seen import browsing


@pytest.fixture
def as_it_was() -> Iterator[None]:
    """The tests after these find the collector as they expect it."""
    yield
    gc.unfreeze()
    gc.enable()


async def test_what_a_start_leaves_behind_is_set_aside_once_hits_are_drawn(sample: Path, as_it_was: None) -> None:
    gc_tuning.wait()
    assert not gc.isenabled()
    async with browsing(sample, "ferry"):
        assert gc.isenabled() and gc.get_freeze_count() > 1_000
        frozen = gc.get_freeze_count()
        gc_tuning.go_on()
        assert gc.get_freeze_count() == frozen, "once only"


async def test_a_start_without_an_archive_looks_for_garbage_too(tmp_path: Path, as_it_was: None) -> None:
    gc_tuning.wait()
    async with browsing(tmp_path / "none"):
        assert gc.isenabled()


def test_nothing_is_set_aside_where_nothing_waited(as_it_was: None) -> None:
    before = gc.get_freeze_count()
    gc_tuning.go_on()
    assert gc.isenabled() and gc.get_freeze_count() == before


def test_a_searcher_that_is_let_go_is_gone_at_once(sample: Path, as_it_was: None) -> None:
    """It was set aside with the rest: were it part of a cycle, its arrays would stay for ever."""
    searcher = open_searcher(Location.of_folder(sample))
    for text in ("ferry", "f* strike", '"ferry strike"', "f?rry", "ferri~1", "atleast2(ferry)"):
        told = jobs.search(Browsing(text=text), 7)(searcher, 1)
        jobs.facets(Browsing(text=text), 1)(searcher, 1)
        assert isinstance(told, Answered)
    backend = searcher._backend
    assert isinstance(backend, LocalBackend)
    held = [weakref.ref(thing) for thing in (searcher, backend, backend._collection, backend._collection.segments[0])]
    gc.collect()
    gc.disable()
    del searcher, backend, told
    assert [ref() for ref in held] == [None] * len(held)
