"""Holds how the browser looks and where it keeps things, as values read from files elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

ThemeName = Literal["dark", "light", "contrast", "ansi"]
THEMES: tuple[ThemeName, ...] = get_args(ThemeName)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set.

    theme   ansi is the terminal's own colours; None: as it was left, dark at first
    keys    other keys by the ids of `morgue.tui.keymap`, several with commas: {"hits.open": "enter,l"}
    outlets the table of outlet names; None: the archive's own, where it has one
    look    seconds between two looks for new articles
    remember  the file that keeps theme and measure; None: nothing is kept
    """

    theme: ThemeName | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    outlets: Path | None = None
    look: float = 3.0
    remember: Path | None = None
