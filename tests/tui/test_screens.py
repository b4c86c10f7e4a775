"""What the screens look like, as text with weights, against files in `golden/`; and colours that can be read.

A file is made (and the test fails once, saying so) when it is missing: look at it before it is committed.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as RichColor
from textual.color import Color
from textual.pilot import Pilot

from morgue.tui.settings import THEMES, Settings, ThemeName
from morgue.tui.view.themes import ALL
from tests.tui.conftest import build, write_lines
from tests.tui.seen import browsing, key, rows, settled, strips, weights

GOLDEN = Path(__file__).parent / "golden"
SIZES = ((80, 24), (120, 36), (200, 50))
THEMED: tuple[ThemeName, ...] = ("dark", "light")

_BODY = (
    "Ferry crews walked out for a third week on Thursday after talks over night shifts failed. No boat will sail "
    "before the weekend, the harbour master said, whatever comes of it, and the school on the island stays shut.\n"
    "The union said 212 sailors had refused a pay offer of four percent, the third since January, and would stay out "
    "until the company gave up its plan to let them sleep aboard.\n"
    "Ministers will meet the operator on Monday, an official said, adding that bank holidays would not be protected.\n"
    "The island's bakers have flour for nine days, and the doctor on Skerry has asked the coastguard for insulin. "
    "Growers on the hill said that the strike had cost them a harvest of early potatoes, and nobody had told them "
    "who would pay for it.\n"
    "At the quay a choir of school children sang to the crews, who had lit a fire in a barrel, and a dog slept."
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine articles, one story among them run by three outlets, that no change to the sample can touch."""
    place = tmp_path_factory.mktemp("paper")
    told = [
        ("a1", "Ferry strike enters third week", "Northern Wire", "2021-03-04T06:12:00Z", _BODY),
        ("a2", "Ferry strike enters third week", "Harbour Times", "2021-03-04T07:40:00Z", _BODY),
        ("a3", "Crews walk out again", "Hill Gazette", "2021-03-05", _BODY.replace("212", "221").rsplit("\n", 1)[0]),
        ("b1", "Ministers step in as ferries stay in port", "Valley Post", "2021-03-09", "A second ferry strike within "
         "a year would cost growers nine million, the minister told the council. He named no day for new talks."),
        ("c1", "Growers count cost of silent harbour", "Hill Gazette", "2021-04-11", "The strike of the ferry crews "
         "left lambs on the hill and barley in the barn, and nobody has yet said who pays."),
        ("d1", "Old strike remembered", "Harbour Times", "2019-06-02", "In the ferry strike of that summer the school "
         "was closed, and children fished from the pier."),
        ("e1", "New boat, old quarrel", "Harbour Times", "2020-11-20", "Before the first ferry strike nobody had asked "
         "where crews would sleep on the new boat."),
        ("f1", "A library for the island", "The Quayside", "2020-02-01", "Four thousand books came over by boat."),
        ("g1", "Letters", "Valley Post", "", "Sir, the ferry strike has been good for walkers."),
    ]  # fmt: skip
    listed: list[dict[str, object]] = [
        {"id": key, "title": title, "outlet": outlet, "date": date or None, "body": body, "language": "en"}
        for key, title, outlet, date, body in told
    ]
    build(place / "archive", write_lines(place / "paper.jsonl", listed))
    return place / "archive"


@asynccontextmanager
async def shown(paper: Path, name: str, size: tuple[int, int], theme: ThemeName) -> AsyncIterator[Pilot[Any]]:
    """One of the screens."""
    queries = {"error": "ferry outlt:Hill", "nothing": "ferry zeppelin", "story": "choir", "beside": "choir"}
    query = queries.get(name, "ferry strike")
    async with browsing(paper, query, size, Settings(theme=theme, look=60)) as pilot:
        for pressed in {
            "reader": ("hits.open", "browse.next_match", "browse.next_match"),
            "facets": ("browse.facets", "facets.next_facet", "facets.only"),
            "story": ("browse.story", "story.next_change"),
            "beside": ("browse.story", "story.side", "story.another"),
            "time": ("browse.time",),
            "help": ("app.help",),
        }.get(name, ()):
            await key(pilot, pressed)
        await settled(pilot)
        yield pilot


def picture(pilot: Pilot[Any]) -> str:
    """Text and weights of the screen without what differs from run to run."""
    lines = [re.sub(r" +(\d.*?)\d+ ms", r"  \1# ms", row) for row in rows(pilot)]
    return "\n".join([*lines, "=" * 20, *weights(pilot)[1:]]) + "\n"


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", ["hits", "reader", "facets", "story", "time"])
async def test_screens_look_as_they_did(paper: Path, name: str, size: tuple[int, int]) -> None:
    async with shown(paper, name, size, "dark") as pilot:
        pictures = []
        for theme in THEMED:
            pilot.app.theme = theme
            await settled(pilot)
            pictures.append(picture(pilot))
    assert len(set(pictures)) == 1, "themes differ in colours alone"
    compare(f"{name}-{size[0]}x{size[1]}", pictures[0])


@pytest.mark.parametrize("name", ["error", "nothing", "help", "beside"])
async def test_other_screens_look_as_they_did(paper: Path, name: str) -> None:
    async with shown(paper, name, (120, 36), "dark") as pilot:
        compare(f"{name}-120x36", picture(pilot))


async def test_a_very_small_terminal_still_shows_hits(paper: Path) -> None:
    async with shown(paper, "hits", (40, 10), "dark") as pilot:
        compare("hits-40x10", picture(pilot))


def compare(name: str, found: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if not path.exists():
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and has been written: look at it")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["reader", "facets", "story", "time", "error"])
async def test_text_can_be_read_on_its_ground(paper: Path, name: str) -> None:
    """The contrast of WCAG 2.1: 4.5 to 1 for words, 7 to 1 in the theme of high contrast."""
    async with shown(paper, name, (120, 36), "dark") as pilot:
        for theme, least in (("dark", 4.5), ("light", 4.5), ("contrast", 7.0)):
            pilot.app.theme = theme
            await settled(pilot)
            for segment in [segment for row in strips(pilot) for segment in row]:
                if segment.style is None or not re.search(r"[^\W_]{2}", segment.text):
                    continue
                ink, ground = segment.style.color, segment.style.bgcolor
                if segment.style.reverse:
                    ink, ground = ground, ink
                assert ratio(ink, ground) >= least, (theme, segment.text, ink, ground)


def ratio(ink: RichColor | None, ground: RichColor | None) -> float:
    assert ink is not None and ground is not None
    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: RichColor) -> float:
    parts = (part / 255 for part in Color.from_rich_color(colour).rgb)
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_theme_has_every_role() -> None:
    assert {theme.name for theme in ALL} == set(THEMES)
    assert len({frozenset(set(theme.variables) - {k for k in theme.variables if "-" in k}) for theme in ALL}) == 1


async def test_without_colour_marks_and_the_cursor_are_still_seen(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(paper, "reader", (120, 36), "dark") as pilot:
        drawn = [segment for row in strips(pilot) for segment in row if segment.style is not None]
        assert "▌" in "".join(segment.text for segment in drawn)
        assert any(segment.style.reverse and segment.text.isalpha() for segment in drawn if segment.style)
        from textual.filter import NoColor

        assert any(isinstance(f, NoColor) for f in pilot.app._filters), "not even greys"
