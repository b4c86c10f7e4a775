"""Shows the query over time: zooms from years to days, and compares up to three other queries."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from morgue.render import dates
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Span
from morgue.search.answer import Timeline, Unit
from morgue.tui import jobs, messages
from morgue.tui.keymap import bindings
from morgue.tui.screens.base import Page
from morgue.tui.screens.prompt import Prompt
from morgue.tui.view import calendar, chart
from morgue.tui.view.chart import Plot
from morgue.tui.widgets.foot import Foot
from morgue.tui.widgets.lineview import LineView

_LEGEND_ROWS = 6
_MARGIN = 2


class Chart(LineView, can_focus=True):
    """The picture above, the legend below; knows which bucket is looked at."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._plot: Plot | None = None
        self._lines: list[Line] = []
        self.cursor = 0

    def show(self, drawn: Plot, cursor: int) -> None:
        """Shows another picture."""
        self._plot = drawn
        self.cursor = max(0, min(cursor, len(drawn.starts) - 1))
        self._draw()

    def move(self, by: int) -> None:
        """Moves the cursor to another bucket."""
        if self._plot is not None and self._plot.starts:
            self.cursor = max(0, min(len(self._plot.starts) - 1, self.cursor + by))
            self._draw()

    @property
    def start(self) -> str:
        """The bucket looked at, empty when there is none."""
        return self._plot.starts[self.cursor] if self._plot and self._plot.starts else ""

    def _draw(self) -> None:
        if self._plot is None:
            return
        cells, rows = self.columns - 2 * _MARGIN, max(4, self.size.height - _LEGEND_ROWS)
        picture = chart.draw(self._plot, self.cursor, cells, rows)
        self._lines = [*picture, (), *chart.legend(self._plot, self.cursor, cells)]
        self.renew()

    def line_count(self) -> int:
        """As many as there are to show."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """Line y of the picture."""
        return (Span(" " * _MARGIN), *self._lines[y])

    def on_resize(self) -> None:
        """Drawn anew in the new size."""
        self._draw()
        self.renew()

    def on_click(self, event: events.Click) -> None:
        """The bucket under the mouse; a second click goes into it."""
        if self._plot is None or event.y >= self.size.height - _LEGEND_ROWS:
            return
        room = max(10, self.columns - 2 * _MARGIN - chart.SCALE - 3)
        found = chart.bucket_at(self._plot, room, event.x - _MARGIN - chart.SCALE - 1)
        again = found == self.cursor
        self.move(found - self.cursor)
        if again and event.chain > 1:
            self.screen.call_later(self.screen.run_action, "zoom(1)")


class TimeScreen(Page[tuple[str, str] | None]):
    """Gives the range to search in, or None."""

    BINDINGS = bindings("time")

    def __init__(self, query: str) -> None:
        super().__init__()
        self._queries: tuple[str, ...] = (query,)
        self._by: Unit | None = None
        self._within = ""
        self._number = 0
        self._timelines: tuple[Timeline, ...] = ()

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        yield Static(id="time-head")
        yield Chart(id="chart")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        """The curve comes when it is there."""
        self.chart.focus()
        self._ask()

    @property
    def chart(self) -> Chart:
        """The picture."""
        return self.query_one(Chart)

    def _ask(self) -> None:
        self.set_timer(0.15, self._say_waiting)
        self._number = self.browser.worker.submit("side", jobs.timelines(self._queries, self._by, self._within), self)

    def _say_waiting(self) -> None:
        if not self._timelines:
            self._say("counting …")

    @on(messages.TimelinesCounted)
    def _counted(self, event: messages.TimelinesCounted) -> None:
        if event.number != self._number:
            return
        self._timelines = event.timelines
        self._by = event.timelines[0].by
        self._draw()

    @on(messages.Failed)
    def _failed(self, event: messages.Failed) -> None:
        if len(self._queries) > 1:
            self._queries = self._queries[:-1]
        self._say(str(event.error))

    def _draw(self) -> None:
        drawn = chart.plot(self._timelines, self._within)
        busiest = max(range(len(drawn.starts)), key=lambda i: drawn.rows[0][i].articles, default=0)
        self.chart.show(drawn, busiest)
        within = f" in {dates.day(self._within)}" if self._within else ""
        self._say(f"{drawn.queries[0]}  ·  by {drawn.by}{within}")

    def _say(self, text: str) -> None:
        self.query_one("#time-head", Static).update(Content(safe_line(text)))

    def action_step(self, by: int) -> None:
        """Another bucket."""
        self.chart.move(by)

    def action_zoom(self, by: int) -> None:
        """Into the bucket looked at, or out of it."""
        start = self.chart.start
        if self._by == "week":  # between months and days
            self._by, self._within = ("day", calendar.month_of_week(start)) if by > 0 and start else ("month", "")
            self._ask()
            return
        place = (chart.UNITS.index(self._by) if self._by in chart.UNITS else 1) + by
        if not 0 <= place < len(chart.UNITS) or not start:
            self._say("there is nothing finer than days" if by > 0 else "there is nothing coarser than years")
            return
        self._by = chart.UNITS[place]
        self._within = start if by > 0 else start[:4] if self._by == "month" else ""
        self._ask()

    def action_compare(self) -> None:
        """One more query."""
        if len(self._queries) == len(chart.LETTERS):
            self._say("four queries are the most: x takes the last one away")
            return
        self.app.push_screen(Prompt("Compare with"), self._compare)

    def _compare(self, query: str | None) -> None:
        if query:
            self._queries = (*self._queries, query)
            self._ask()

    def action_drop(self) -> None:
        """The last query goes."""
        if len(self._queries) > 1:
            self._queries = self._queries[:-1]
            self._ask()

    def action_use(self) -> None:
        """The search goes on within the bucket looked at."""
        start = self.chart.start
        if start:
            self.dismiss(calendar.days_of_week(start) if self._by == "week" else (start, start))

    def action_leave(self) -> None:
        """Back to the search; what is still asked for is wanted no longer."""
        self.browser.worker.cancel("side")
        self.dismiss(None)
