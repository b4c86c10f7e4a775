"""How much of what the archive holds the search is, over time and by outlet and the like, beside other queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from morgue.core.wording.quantities import quantity
from morgue.render.labels import joined
from morgue.render.spans import Line, Span
from morgue.tui import messages
from morgue.tui.keymap import bindings
from morgue.tui.screens.desk import jobs
from morgue.tui.screens.desk.listing import Listing
from morgue.tui.screens.prompt import Prompt
from morgue.tui.view import rates as view
from morgue.tui.widgets.lineview import LineView
from morgue.tui.widgets.panel import Choice, ChoiceList

if TYPE_CHECKING:
    from morgue.search.desk.rates import Rate, Rates
    from morgue.search.desk.tabulation import Dimension

#: What is counted by, in turn.
BY: tuple[Dimension, ...] = ("year", "month", "outlet", "agency", "section", "language", "place", "role")


class Legend(LineView, can_focus=False):
    """One line above the rows."""

    shown: Line = ()

    def show(self, shown: Line) -> None:
        """Shows another line."""
        self.shown = shown
        self.refresh()

    def line_count(self) -> int:
        """One line."""
        return 1

    def line(self, y: int) -> Line:
        """The line that is shown."""
        return (Span(" "), *self.shown)


class RatesScreen(Listing[tuple[str, str]]):
    """Gives what the search is to be narrowed to: a dimension and its value."""

    BINDINGS = bindings("rates")

    def __init__(self, query: str) -> None:
        super().__init__()
        self._queries: tuple[str, ...] = (query,)
        self._by = BY[0]
        self._told: Rates | None = None
        self._cells: list[tuple[Rate, ...]] = []

    def parts(self) -> Iterable[Widget]:
        """What the columns are, and a choice a value."""
        yield Legend(id="legend")
        yield ChoiceList(id="lines")

    @property
    def choices(self) -> ChoiceList:
        """The rows."""
        return self.query_one(ChoiceList)

    def ask(self) -> None:
        """Has the rates counted."""
        self._told = None
        self.head_line(joined([" / ".join(self._queries), f"by {self._by}"]))
        self.submit(jobs.rates(self._queries, self._by), "counting …")

    def show_remark(self, text: str) -> None:
        """A sentence in place of rows; a query that cannot be read is compared with no longer."""
        self._told, self._cells = None, []
        self.choices.show(())
        self.query_one(Legend).show(())
        self.place_line(text)

    @on(messages.RatesCounted)
    def _counted(self, event: messages.RatesCounted) -> None:
        if not self.newest(event.number):
            return
        self._told, self._cells = event.rates, view.cells_of(event.rates)
        found = sum(rate.articles for row in self._cells for rate in row)
        counts = [" / ".join(self._queries), quantity(found, "article"), f"share by {self._by}", event.rates.partial]
        self.head_line(joined(counts))
        self.choices.cursor = 0
        self._draw()
        self.action_tell()

    def _draw(self) -> None:
        if self._told is None:
            return
        cells = self.choices.columns - 2
        most = max((rate.share or 0.0 for row in self._cells for rate in row), default=0.0)
        self.query_one(Legend).show(view.legend(self._told, cells) if self._cells else ())
        self.choices.show([Choice(row[0].values[0], (view.row(row, most, cells),)) for row in self._cells])

    def on_resize(self) -> None:
        """Drawn anew in the new size."""
        self.call_after_refresh(self._draw)

    @on(ChoiceList.Moved)
    def action_tell(self) -> None:
        """Says what the row under the cursor is."""
        if self._told is not None:
            cells = self._cells
            self.place_line(view.told_of(cells[self.choices.cursor]) if cells else "no article matches")

    def action_by(self, by: int) -> None:
        """Counted by something else."""
        self._by = BY[(BY.index(self._by) + by) % len(BY)]
        self.ask()

    def action_compare(self) -> None:
        """One more query."""
        if len(self._queries) == len(view.INKS):
            self.place_line("four queries are the most: x takes the last one away")
            return
        self.push(Prompt("Compare with"), self._compare)

    def _compare(self, query: str | None) -> None:
        if query and query.strip():
            self._queries = (*self._queries, query)
            self.ask()

    def action_drop(self) -> None:
        """The last query goes."""
        if len(self._queries) > 1:
            self._queries = self._queries[:-1]
            self.ask()

    @on(ChoiceList.Chosen)
    def action_use(self) -> None:
        """The search goes on within the row under the cursor."""
        current = self.choices.current
        if current is None or not current.value:
            self.place_line("what is not known cannot be searched for")
        else:
            self.dismiss((self._by, current.value))
