"""The interface is never held up: what one callback of the event loop does at most while one types, scrolls, chooses.

Counted, not timed: looks worked out, lines drawn, layouts. The one figure that is timed is compared with a drawing of
the whole screen on the same machine in the same moment; milliseconds are for `bench.browse`.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.screen import Screen

from bench.browse import Held
from morgue.tui import gc_tuning
from morgue.tui.state import Browsing
from morgue.tui.widgets.facets import FacetList
from morgue.tui.widgets.lineview import LineView
from tests.tui.seen import browsing, key, main, settled, typing


class Work:
    """What was done: in all, and in the busiest callback."""

    def __init__(self) -> None:
        self.all: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self._now: Counter[str] = Counter()

    def one(self, kind: str) -> None:
        self._now[kind] += 1

    def callback_over(self) -> None:
        self.all += self._now
        self.most |= self._now
        self._now.clear()


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """Looks worked out, lines drawn and layouts made inside, by callback."""
    work = Work()

    def watch(owner: type, name: str, kind: str) -> None:
        method = getattr(owner, name)

        def watched(self: object, *args: Any, **rest: Any) -> Any:
            work.one(kind)
            return method(self, *args, **rest)

        patch.setattr(owner, name, watched)

    with monkeypatch.context() as patch:
        watch(Stylesheet, "apply", "looks")
        watch(LineView, "render_line", "lines")
        watch(Screen, "_refresh_layout", "layouts")
        run = asyncio.Handle._run  # where every callback passes

        def callback(handle: asyncio.Handle) -> None:
            run(handle)
            work.callback_over()

        patch.setattr(asyncio.Handle, "_run", callback)
        yield work


async def letters(pilot: Pilot[Any]) -> None:
    """Five keys of a query."""
    await key(pilot, "browse.query")
    for letter in " coal":
        await typing(pilot, letter)


async def scrolling(pilot: Pilot[Any]) -> None:
    """By line, by page, from end to end."""
    main(pilot).set_focus(main(pilot).hits)
    for pressed, times in (("j", 8), ("pagedown", 8), ("G", 1), ("g", 1), ("ctrl+d", 4)):
        await pilot.press(*[pressed] * times)
        await settled(pilot)


async def choosing(pilot: Pilot[Any]) -> None:
    """Values of facets by key and by mouse."""
    await key(pilot, "browse.facets")
    for _ in range(3):
        await key(pilot, "list.down")
        await key(pilot, "facets.only")
    facets = main(pilot).query_one(FacetList)
    for y in range(1, 6):
        await pilot.click(facets, offset=(6, y))
        await settled(pilot)


#: Layouts in all: typing asks for none but where the counts grow wider than their place.
ACTS = {"typing": (letters, 3), "scrolling": (scrolling, 1), "choosing": (choosing, 4)}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_no_callback_does_much(
    many: Path, monkeypatch: pytest.MonkeyPatch, act: str, size: tuple[int, int]
) -> None:
    doing, layouts = ACTS[act]
    async with browsing(many, "crates", size) as pilot:
        await doing(pilot)
        await key(pilot, "browse.query")
        main(pilot).search_for(Browsing("crates"))
        await settled(pilot)
        with counted(monkeypatch) as work:
            await doing(pilot)
        nodes = len(list(main(pilot).walk_children()))
        assert nodes > 12
        panes = 3 if size[0] >= 110 else 1
        assert 0 < work.most["lines"] <= (panes + 1) * size[1], "no line is drawn twice in one go"
        narrow = panes == 1
        # a line for typing has five looks; where one pane is shown at a time, another one changes all of theirs
        assert work.most["looks"] <= (2 * nodes if narrow else 8), "another focus changes two widgets, not the screen"
        assert work.all["layouts"] <= layouts + (4 if narrow else 0)


@pytest.fixture
def started_as_a_program() -> Iterator[None]:
    """Garbage is looked for as it is when the program runs: what was there before is not looked through again."""
    gc_tuning.wait()
    yield
    gc.unfreeze()
    gc.enable()


async def test_no_callback_takes_longer_than_a_few_drawings(many: Path, started_as_a_program: None) -> None:
    """The processor time of the drawing thread in each callback, against that of drawing the whole screen once."""
    async with browsing(many, "crates") as pilot:
        screen = main(pilot)
        drawings = []
        for _ in range(9):
            for view in screen.query(LineView):
                view.refresh()
            screen._compositor.update_widgets(set(screen.query(LineView)))
            began = time.thread_time()
            screen._compositor.render_update(full=True)
            drawings.append(time.thread_time() - began)
        assert gc.isenabled() and gc.get_freeze_count() > 10_000
        held = Held()
        with held.measured():
            await letters(pilot)
            await scrolling(pilot)
            await choosing(pilot)
        assert len(held.busy) > 200
        assert max(held.busy) < 8 * statistics.median(drawings), "twice as long is usual"
