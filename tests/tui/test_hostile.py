"""Archive text cannot act on the terminal, hide itself or press a button, wherever it is shown."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from morgue.core.location import Location
from morgue.engines.opening import open_workspace
from morgue.render.cells import clip_line, line_width
from morgue.render.sanitize import is_safe, safe, safe_line
from morgue.render.spans import Span, said
from morgue.render.wrap import fold, wrap
from morgue.tui.screens.panels import ListPanel
from morgue.tui.state import Browsing
from tests.tui.conftest import HOSTILE
from tests.tui.seen import browsing, key, main, settled, strips, typing


def clean(pilot: Pilot[Any]) -> None:
    """No segment of the screen has a character that acts, nor a style that was written in the archive."""
    for row in strips(pilot):
        for segment in row:
            assert is_safe(segment.text), repr(segment.text)
            assert segment.style is None or segment.style.link is None
            assert segment.style is None or "@click" not in segment.style.meta


async def everywhere(pilot: Pilot[Any]) -> None:
    """Looks at every hit in the list and the reader, with its source."""
    screen = main(pilot)
    await key(pilot, "browse.provenance")
    for _ in range(screen.hits.total):
        clean(pilot)
        await key(pilot, "list.bottom" if screen.reader.has_focus else "list.down")
    clean(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (40, 10)])
async def test_lists_and_reader(hostile: Path, size: tuple[int, int]) -> None:
    async with browsing(hostile, "harbour", size=size) as pilot:
        answer = main(pilot).answer
        assert answer is not None
        assert answer.result.articles == len(HOSTILE)
        await everywhere(pilot)


async def test_panels_and_screens(hostile: Path) -> None:
    async with browsing(hostile, "harbour") as pilot:
        for n in range(len(HOSTILE)):
            await key(pilot, ("browse.similar", "browse.story", "browse.time")[n % 3])
            clean(pilot)
            await pilot.press("escape")
            await settled(pilot)
            await key(pilot, "browse.mark")
        await key(pilot, "browse.keep")
        clean(pilot)
        await pilot.press(*"all", "enter")
        await settled(pilot)
        await key(pilot, "browse.lists")
        await key(pilot, "panel.choose")
        assert isinstance(pilot.app.screen, ListPanel)
        clean(pilot)


async def test_what_is_kept_beside_an_archive_is_made_safe(hostile: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(hostile, tmp_path / "archive")
    kept = open_workspace(Location.of_folder(folder))
    kept.asked.add(HOSTILE)
    for n, text in enumerate(HOSTILE):
        kept.notes.write(f"h{n}", text)
    async with browsing(folder, "harbour", fresh=False) as pilot:
        await everywhere(pilot)
        await key(pilot, "browse.query")
        await key(pilot, "query.past")
        clean(pilot)
        await key(pilot, "past.leave")
        await key(pilot, "query.older", 3)
        clean(pilot)
        await pilot.press("ctrl+u")
        await typing(pilot, "harbour outlet:")
        clean(pilot)
        await key(pilot, "query.take")
        clean(pilot)
        main(pilot).search_for(Browsing("harbour"))
        await settled(pilot)
        await key(pilot, "browse.occurrences")
        for _ in range(4):
            await key(pilot, "kwic.order")
            clean(pilot)


async def test_a_pasted_query_is_made_safe(hostile: Path) -> None:
    async with browsing(hostile, "\x1b[31mharbour") as pilot:
        clean(pilot)
        main(pilot).bar.input.value = "harbour \u202eevil"
        await settled(pilot)
        clean(pilot)


async def test_markup_is_only_text(hostile: Path) -> None:
    async with browsing(hostile, "press") as pilot:
        shown = "\n".join("".join(s.text for s in row) for row in strips(pilot))
        assert "[@click=app.quit]" in shown and "[bold]" in shown


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("cells", [1, 7, 40])
def test_folding_keeps_within_the_width(text: str, cells: int) -> None:
    lines = wrap([said(text)], cells)
    assert all(line_width(line) <= max(cells, 2) for line in lines), "a wide character needs two cells"
    got = "".join(piece.text for line in lines for piece in line)
    assert got.replace(" ", "") == safe_line(text).replace(" ", "").replace("\n", "")
    assert line_width(clip_line([said(text)], cells)) <= cells


def test_folding_covers_a_text() -> None:
    text = "one two  three fourfivesixseven eight"
    assert [text[a:b] for a, b in fold(text, 8)] == ["one two", "three", "fourfive", "sixseven", "eight"]


def test_safe_is_the_last_word() -> None:
    from morgue.tui.widgets.lineview import fit

    assert fit(Span("\x1b[31m")) == safe("\x1b[31m")
