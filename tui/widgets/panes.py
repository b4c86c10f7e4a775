"""The three panes of the main screen: side by side, or one at a time where there is no room for three."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal

from morgue.tui.widgets.facets import FacetPane
from morgue.tui.widgets.hits import HitList
from morgue.tui.widgets.reader import Reader

Pane = Literal["hits", "reader", "facets"]

#: Columns of a terminal in which all three stand side by side.
ROOM_FOR_THREE = 110


class Panes(Horizontal):
    """Has a class for the pane that is shown, but only where that matters: a class more or less costs 10 ms."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, classes="-show-hits")
        self._shown: Pane = "hits"

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        yield FacetPane(id="facets")
        yield HitList(id="hits")
        yield Reader(id="reader")

    @property
    def narrow(self) -> bool:
        """Whether only one pane is shown at a time."""
        return self.app.size.width < ROOM_FOR_THREE

    @property
    def reading(self) -> bool:
        """Whether the article is in sight."""
        return not self.narrow or self._shown == "reader" or (self._shown == "hits" and self.has_class("-preview"))

    def show(self, pane: Pane) -> None:
        """Shows this pane, where there is room for one alone."""
        self._shown = pane
        self._arrange()

    def _arrange(self) -> None:
        shown = f"-show-{self._shown}"
        if self.narrow and shown not in self.classes:
            self.set_classes({shown, *(c for c in self.classes if not c.startswith("-show-"))})

    def on_resize(self) -> None:
        """There may be room for one only from now on."""
        self._arrange()

    def preview(self) -> None:
        """Shows the article below the list, or the list alone again."""
        self.show("hits")
        self.toggle_class("-preview")
