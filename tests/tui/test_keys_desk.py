"""What a person keeps while reading: read and unread, the last place, tags, notes, measure and theme."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from morgue.core.location import Location
from morgue.engines.opening import open_workspace
from morgue.tui.question import command, whole_query
from morgue.tui.settings import Settings
from morgue.workspace.workspace import Workspace
from tests.tui.conftest import build, write_lines
from tests.tui.seen import asked, browsing, key, main, notices, rows, settled, text, typing, weights


@pytest.fixture
def archive(tmp_path: Path, sample: Path) -> Path:
    """An archive of the test's own."""
    return shutil.copytree(sample, tmp_path / "archive")


def workspace(archive: Path) -> Workspace:
    return open_workspace(Location.of_folder(archive))


async def test_what_was_read_is_told_from_what_was_not(archive: Path) -> None:
    async with browsing(archive, "ferry", (80, 24)) as pilot:
        before = [row for row in weights(pilot) if row.startswith(("b", " b"))]
        await key(pilot, "hits.open")
        assert main(pilot).reader.has_focus
        await key(pilot, "browse.leave")
        await key(pilot, "list.down")
        assert len([row for row in weights(pilot) if row.startswith(("b", " b"))]) < len(before)
        first = main(pilot).hits.hit(0)
        assert first is not None
        assert workspace(archive).read.ids() == {first.id}
        await key(pilot, "list.up")
        await key(pilot, "browse.unread")
        assert workspace(archive).read.ids() == frozenset()
        await key(pilot, "browse.unread")
    async with browsing(archive, "ferry -is:read", fresh=False) as pilot:
        again = main(pilot).hits.hit(0)
        assert again is not None and again.id != first.id


async def test_the_next_hit_is_read_without_leaving_the_article(archive: Path) -> None:
    async with browsing(archive, "ferry", (80, 24)) as pilot:
        screen = main(pilot)
        await key(pilot, "hits.open")
        seen = []
        for name in ("reader.next_hit", "reader.next_hit", "reader.previous_hit"):
            await key(pilot, name)
            assert screen.reader.has_focus and screen.reader.setting is not None
            seen.append(screen.reader.setting.filed.article.id)
        wanted = [screen.hits.hit(n) for n in (1, 2, 1)]
        assert seen == [hit.id for hit in wanted if hit is not None]
        assert len(workspace(archive).read.ids()) == 3
        await key(pilot, "reader.next_hit")
        await key(pilot, "reader.previous_hit", 4)
        assert screen.hits.cursor == 0
        assert notices(pilot)[-1] == "this is the first hit"


async def test_a_long_article_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    body = "\n".join(f"Paragraph {n} of the long report on the harbour wall and its stones." for n in range(200))
    rows_: list[dict[str, object]] = [
        {"id": f"long{n}", "title": f"The wall {n}", "body": body, "outlet": "Quay List"} for n in (1, 2)
    ]
    build(tmp_path / "archive", write_lines(tmp_path / "long.jsonl", rows_))
    async with browsing(tmp_path / "archive", "wall", (80, 24)) as pilot:
        await key(pilot, "hits.open")
        await key(pilot, "list.page_down", 5)
        top = main(pilot).reader.scroll_offset.y
        assert top > 80
        await key(pilot, "browse.leave")
    async with browsing(tmp_path / "archive", "wall", (80, 24), fresh=False) as pilot:
        await key(pilot, "hits.open")
        assert abs(main(pilot).reader.scroll_offset.y - top) <= 2
        assert "where you left it" in notices(pilot)[-1]
        await key(pilot, "list.bottom")
        await key(pilot, "browse.leave")
        await key(pilot, "hits.open")
        assert workspace(tmp_path / "archive").places.all() == {}, "what was read to its end begins anew"


async def test_paragraphs_are_numbered_on_demand(archive: Path) -> None:
    for size in ((120, 36), (80, 24), (40, 10)):
        async with browsing(archive, "ferry", size) as pilot:
            await key(pilot, "hits.open")
            await key(pilot, "browse.number")
            await key(pilot, "list.down", 3)
            numbers = [row.split("│")[-1].split()[0] for row in rows(pilot) if row.split("│")[-1].split()]
            assert "1" in numbers, size
            await key(pilot, "browse.number")
            numbers = [row.split("│")[-1].split()[0] for row in rows(pilot) if row.split("│")[-1].split()]
            assert "1" not in numbers, size


async def test_tags_and_notes_are_shown_and_searched_for(archive: Path) -> None:
    async with browsing(archive, "ferry") as pilot:
        screen = main(pilot)
        first = screen.hits.current
        assert first is not None
        await asked(pilot, "browse.keep", "budget")
        await asked(pilot, "browse.note", "ask the harbour master")
        assert "✎ #budget" in text(pilot) and "✎ ask the harbour master" in text(pilot)
        kept = workspace(archive)
        assert kept.tags.of(first.id) == ("budget",)
        note = kept.notes.get(first.id)
        assert note is not None and note.text == "ask the harbour master"
        await key(pilot, "browse.query")
        await pilot.press("ctrl+u")
        await typing(pilot, "tag:budget is:noted")
        assert (screen.hits.total == 1 and screen.hits.current == first) or screen.hits.current is not None
        await key(pilot, "query.list")
        await asked(pilot, "browse.keep", "-budget")
        await key(pilot, "browse.note")
        await pilot.press("ctrl+u", "enter")
        await settled(pilot)
        assert kept.tags.of(first.id) == () and kept.notes.get(first.id) is None
        assert "#budget" not in "\n".join(rows(pilot)[2:])
        await asked(pilot, "browse.keep", "no such/name")
        assert "cannot be a name" in notices(pilot)[-1]


async def test_tags_are_a_facet_that_follows_what_is_tagged(archive: Path) -> None:
    async with browsing(archive, "ferry OR boat") as pilot:
        screen = main(pilot)
        assert "Your tags" not in text(pilot), "nobody tagged anything"
        first = screen.hits.current
        assert first is not None
        await asked(pilot, "browse.keep", "budget")
        await key(pilot, "list.down")
        await asked(pilot, "browse.keep", "strike")
        await key(pilot, "browse.facets")
        await key(pilot, "facets.next_facet")
        await key(pilot, "list.down")
        await key(pilot, "facets.only")
        assert screen.session.state.include == (("tag", "strike"),) and screen.hits.total == 1
        assert "[tag: strike ×]" in text(pilot)
        for row in ("[x] strike", "[ ] budget", "without one"):
            assert row in text(pilot), "another can be chosen too"
        await key(pilot, "list.down")
        await key(pilot, "facets.only")
        assert screen.hits.total == 2, "an article with any of them"
        whole = whole_query(screen.session.state, {}, date(2026, 1, 1))
        assert whole == "(ferry OR boat) AND (tag:strike OR tag:budget)"
        assert command(screen.session.state, "a").endswith(f"-- '{whole}'"), "no engine has tags as a facet"
        await key(pilot, "facets.not")
        assert first not in [screen.hits.hit(n) for n in range(screen.hits.total)]
    async with browsing(archive, "ferry OR boat") as pilot:
        assert "Your tags" in text(pilot), "and another session counts them"


async def test_measure_and_theme_are_as_they_were_left(archive: Path, tmp_path: Path) -> None:
    settings = Settings(look=0.1, remember=tmp_path / "new" / "state" / "browser.json")
    async with browsing(archive, "ferry", (200, 50), settings) as pilot:
        assert pilot.app.theme == "dark"
        await key(pilot, "app.theme")
        await key(pilot, "browse.wider", 3)
        await key(pilot, "browse.narrower")
        setting = main(pilot).reader.setting
        assert setting is not None and setting.measure == 80
    async with browsing(archive, "ferry", (200, 50), settings) as pilot:
        setting = main(pilot).reader.setting
        assert pilot.app.theme == "light" and setting is not None and setting.measure == 80
    (tmp_path / "new" / "state" / "browser.json").write_text('{"measure": "wide"}')
    async with browsing(archive, "ferry", (200, 50), settings) as pilot:
        assert pilot.app.theme == "dark", "what cannot be read is as nothing"
    async with browsing(archive, "ferry", (200, 50), Settings(theme="contrast", remember=settings.remember)) as pilot:
        assert pilot.app.theme == "contrast", "what is configured holds"
