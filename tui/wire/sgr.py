"""Encodes a change of looks for a terminal: only what differs, in as few bytes as it takes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rich.color import Color, ColorSystem, ColorType
from rich.style import Style

from morgue.tui.wire import palette

Depth = Literal["none", "16", "256", "true"]
_DEPTHS: dict[ColorSystem | None, Depth] = {
    None: "none",
    ColorSystem.STANDARD: "16",
    ColorSystem.EIGHT_BIT: "256",
    ColorSystem.TRUECOLOR: "true",
}


@dataclass(frozen=True, slots=True)
class Look:
    """Parameters of SGR: of the weights that are on, of the colour of the letters, of that of the ground."""

    weights: frozenset[str] = frozenset()
    ink: str = "39"
    ground: str = "49"


PLAIN = Look()
_WEIGHTS = (
    ("bold", "1"), ("dim", "2"), ("italic", "3"), ("underline", "4"), ("blink", "5"), ("reverse", "7"), ("strike", "9"),
)  # fmt: skip
#: Weights that a space shows too.
_SEEN = frozenset("45789")
#: What takes a weight away; bold and dim go together.
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}


def depth(system: ColorSystem | None) -> Depth:
    """How many colours a terminal has."""
    return _DEPTHS.get(system, "true")


@lru_cache(maxsize=2048)
def look(style: Style | None, colours: Depth) -> Look:
    """A style on a terminal with so many colours."""
    if style is None:
        return PLAIN
    weights = frozenset(code for name, code in _WEIGHTS if getattr(style, name))
    return Look(weights, _colour(style.color, colours, ground=False), _colour(style.bgcolor, colours, ground=True))


def _colour(colour: Color | None, colours: Depth, *, ground: bool) -> str:
    if colour is None or colours == "none":
        return "49" if ground else "39"
    if colour.type is ColorType.TRUECOLOR and colours != "true" and colour.triplet is not None:
        number = (palette.of_256 if colours == "256" else palette.of_16)(*colour.triplet)
        colour = Color.from_ansi(number) if colours == "256" else Color(f"color({number})", ColorType.STANDARD, number)
    return ";".join(colour.get_ansi_codes(foreground=not ground))


@lru_cache(maxsize=2048)
def blank(style: Style | None) -> Style | None:
    """The part of a style that a space shows: without the colour of letters."""
    if style is None or style.reverse or style.underline or style.strike or style.blink:
        return style
    return Style(bgcolor=style.bgcolor)


def same_when_blank(old: Look, new: Look) -> bool:
    """Whether a space looks alike in both: neither the colour of letters matters nor whether they are bold."""
    return old.ground == new.ground and old.weights & _SEEN == new.weights & _SEEN and not new.weights & {"7"}


def change(old: Look, new: Look) -> str:
    """The sequence after which a terminal that writes in one look writes in the other; empty where they are one."""
    if old == new:
        return ""
    off = {_OFF[code] for code in old.weights - new.weights}
    lost = {code for code in new.weights & old.weights if _OFF[code] in off}
    parts = [*sorted(off), *sorted((new.weights - old.weights) | lost)]
    parts += [new.ink] if new.ink != old.ink else []
    parts += [new.ground] if new.ground != old.ground else []
    anew = [*sorted(new.weights), *(code for code in (new.ink, new.ground) if code not in ("39", "49"))]
    return f"\x1b[{min(';'.join(parts), ';'.join(['0', *anew]) if anew else '', key=len)}m"
