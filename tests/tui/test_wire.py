"""What is sent to the terminal: it shows what was drawn, and no more is sent than that takes."""

from __future__ import annotations

import re
from math import atan2, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual.theme import Theme

from morgue.tui.view.themes import ALL
from morgue.tui.wire import palette
from morgue.tui.wire.picture import Picture
from morgue.tui.wire.sgr import PLAIN, Depth, Look, change, look

WIDE, HIGH = 24, 4
_PART = re.compile("\x1b\\[([0-9;]*)([A-Za-z])|([^\x1b])")
_WEIGHT_OFF = {"22": "12", "23": "3", "24": "4", "25": "5", "27": "7", "29": "9"}


class Screen:
    """A terminal as far as the pictures need one: moves, looks, text, emptied cells. Slow and plain."""

    def __init__(self) -> None:
        self.cells = {(x, y): (" ", PLAIN) for x in range(WIDE) for y in range(HIGH)}
        self.x = self.y = 0
        self.look = PLAIN

    def take(self, sent: str) -> None:
        for numbers, letter, char in _PART.findall(sent):
            if letter == "H":
                self.y, self.x = (int(n) - 1 for n in numbers.split(";"))
            elif letter == "C":
                self.x += int(numbers or 1)
            elif letter == "m":
                self.dress(numbers.split(";") if numbers else ["0"])
            elif letter == "X":
                for n in range(int(numbers)):
                    self.cells[self.x + n, self.y] = (" ", Look(ground=self.look.ground))
            else:
                self.put(char)

    def dress(self, codes: list[str]) -> None:
        weights, ink, ground = set(self.look.weights), self.look.ink, self.look.ground
        while codes:
            code = codes.pop(0)
            if code == "0":
                weights, ink, ground = set(), "39", "49"
            elif code in ("38", "48"):
                more = 2 if codes[0] == "5" else 4
                whole = ";".join([code, *codes[:more]])
                codes = codes[more:]
                ink, ground = (whole, ground) if code == "38" else (ink, whole)
            elif code in _WEIGHT_OFF:
                weights -= set(_WEIGHT_OFF[code])
            elif 30 <= int(code) <= 39 or 90 <= int(code) <= 97:
                ink = code
            elif 40 <= int(code) <= 49 or 100 <= int(code) <= 107:
                ground = code
            else:
                weights.add(code)
        self.look = Look(frozenset(weights), ink, ground)

    def put(self, char: str) -> None:
        size = cell_len(char)
        if not size:
            at = max(x for x in range(self.x) if self.cells[x, self.y][0])
            self.cells[at, self.y] = (self.cells[at, self.y][0] + char, self.cells[at, self.y][1])
            return
        for n in range(size):
            self.cells[self.x + n, self.y] = (char if n == 0 else "", self.look)
        self.x += size

    def seen(self) -> list[tuple[str, Look]]:
        """What a person sees: of a space no ink, nor whether it is bold."""
        return [(char, shown if char != " " else _of_space(shown)) for char, shown in self.cells.values()]


def _of_space(shown: Look) -> Look:
    ink = shown.ink if shown.weights & {"4", "7", "9"} else "39"
    return Look(shown.weights & {"4", "7", "9"}, ink, shown.ground)


STYLES = st.builds(
    Style,
    color=st.sampled_from(["red", "#f4f1e8", None]),
    bgcolor=st.sampled_from(["#1a1a19", "#2a2a28", None]),
    bold=st.booleans(),
    underline=st.booleans(),
    reverse=st.booleans(),
)
Drawn = list[tuple[int, int, list[tuple[str, Style]]]]
WORDS = st.text(st.sampled_from("ab      ⏎e\u0301"), min_size=1, max_size=10).filter(lambda t: t[0] != "\u0301")
DRAWN = st.lists(st.tuples(st.integers(0, HIGH - 1), st.integers(0, 6), st.lists(st.tuples(WORDS, STYLES), max_size=3)))


def segments(drawn: Drawn) -> list[Segment]:
    """Stretches as Textual's updates give them, cut at the screen's edge."""
    out: list[Segment] = []
    for y, x, parts in drawn:
        out.append(Control.move_to(x, y).segment)
        for text, style in parts:
            while x + cell_len(text) > WIDE:
                text = text[:-1]
            x += cell_len(text)
            out.append(Segment(text, style))
        out.append(Segment.line())
    return out


@settings(max_examples=300, deadline=None)
@given(st.lists(DRAWN, max_size=4), st.booleans(), st.sampled_from(["true", "256", "16", "none"]))
def test_the_terminal_shows_what_was_drawn_last(frames: list[Drawn], erases: bool, colours: Depth) -> None:
    sparing, plain = Screen(), Screen()
    picture = Picture(erases=erases)
    for frame in frames:
        drawn = segments(frame)
        sparing.take(picture.update(drawn, colours))
        plain.take(Picture().update(drawn, colours))
        assert sparing.seen() == plain.seen()


def test_a_row_with_wide_characters_is_sent_whole() -> None:
    screen, picture = Screen(), Picture(erases=True)
    for text in ("人民日报 says ", "harbour says ", "人 says      "):
        drawn = [Control.move_to(3, 1).segment, Segment(text, Style(bgcolor="#1a1a19"))]
        screen.take(picture.update(drawn, "true"))
        row = "".join(screen.cells[x, 1][0] for x in range(3, WIDE))
        assert row.startswith(text.rstrip())


def test_what_the_terminal_shows_already_is_not_sent() -> None:
    drawn = [Control.move_to(2, 1).segment, Segment("ferry strike", Style(bold=True))]
    picture = Picture()
    assert "ferry strike" in picture.update(drawn, "true")
    assert picture.update(drawn, "true") == ""
    other = [Control.move_to(2, 1).segment, Segment("ferry struck", Style(bold=True))]
    assert picture.update(other, "true") == "\x1b[1m\x1b[2;12Huck\x1b[m"
    picture.forget()
    assert "ferry struck" in picture.update(other, "true")


@given(st.lists(STYLES, min_size=2, max_size=2))
def test_a_change_of_looks_leads_from_one_to_the_other(styles: list[Style]) -> None:
    old, new = (look(style, "true") for style in styles)
    screen = Screen()
    screen.take(change(PLAIN, old) + change(old, new))
    assert screen.look == new


# Few colours


@pytest.mark.parametrize("theme", [theme for theme in ALL if theme.name in ("dark", "light", "contrast")])
def test_with_256_colours_greys_stay_grey_and_colours_keep_their_hue(theme: Theme) -> None:
    grounds = {name: getattr(theme, name) for name in ("background", "panel")}
    for name, colour in {**theme.variables, **grounds}.items():
        parsed = Color.parse(colour).triplet if str(colour).startswith("#") else None
        if parsed is None:
            continue
        got = Color.from_ansi(palette.of_256(*parsed)).get_truecolor()
        wanted, found = palette.lab(*parsed), palette.lab(*got)
        away = sum((a - b) ** 2 for a, b in zip(wanted, found, strict=True)) ** 0.5
        assert away < 20, (name, colour, got.hex)
        if wanted[1] ** 2 + wanted[2] ** 2 < 12**2:  # hardly any colour
            assert found[1] ** 2 + found[2] ** 2 < 15**2, (name, colour, got.hex)
        else:
            turned = abs(atan2(wanted[2], wanted[1]) - atan2(found[2], found[1]))
            assert min(turned, 2 * pi - turned) < pi / 5, (name, colour, got.hex)


def test_the_nearest_of_few_colours() -> None:
    assert palette.of_16(250, 250, 250) == 15 and palette.of_16(3, 3, 3) == 0
    assert palette.of_256(255, 0, 0) == 196 and palette.of_256(8, 8, 8) == 232
    assert look(Style(color="#ece8dc"), "256").ink in ("38;5;254", "38;5;255", "38;5;230")
    assert look(Style(color="red", bgcolor="#000000"), "none") == PLAIN
