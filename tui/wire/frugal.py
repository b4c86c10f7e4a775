"""Textual's updates of the screen, sent as the cells that differ from what the terminal shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from textual._compositor import CompositorUpdate  # what Textual asks an update to be, as of 8.2

from morgue.tui.wire.picture import Picture
from morgue.tui.wire.sgr import depth


class Frugal(CompositorUpdate):
    """An update that says the same as another in fewer bytes."""

    def __init__(self, update: CompositorUpdate, picture: Picture) -> None:
        self._update = update
        self._picture = picture

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As the other one."""
        return self._drawn(console, options)

    def render_segments(self, console: Console) -> str:
        """What is sent to the terminal."""
        return self._picture.update(self._drawn(console, console.options), depth(console._color_system))

    def _drawn(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        return cast("Iterable[Segment]", cast("Any", self._update).__rich_console__(console, options))
