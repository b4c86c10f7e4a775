"""The passages in quotation marks of what a search finds: who said it, who printed it first, what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.cells import clip_line
from morgue.render.labels import joined
from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Span, said
from morgue.render.wrap import fold
from morgue.tui import messages
from morgue.tui.keymap import bindings
from morgue.tui.screens.desk import jobs
from morgue.tui.screens.desk.listing import Listing
from morgue.tui.widgets.panel import Choice, ChoiceList

if TYPE_CHECKING:
    from morgue.search.desk.quotes import Quote, Use

#: Cells of a row of text at most, and rows of a passage.
_MEASURE, _ROWS = 90, 6
_KINDS = {"exact": "", "cut": "cut: ", "near": "as: "}


class QuotesScreen(Listing[tuple[str, str]]):
    """Gives the id of an article to be read, and the passage as it has it."""

    BINDINGS = bindings("quotes")

    def __init__(self, query: str) -> None:
        super().__init__()
        self._query = query
        self._quotes: tuple[Quote, ...] = ()
        self._use = 0

    def parts(self) -> Iterable[Widget]:
        """A choice a passage."""
        yield ChoiceList(id="lines")

    @property
    def choices(self) -> ChoiceList:
        """The passages."""
        return self.query_one(ChoiceList)

    @property
    def use(self) -> Use | None:
        """The article that is looked at, of those that have the passage under the cursor."""
        if not self._quotes:
            return None
        uses = self._quotes[self.choices.cursor].uses
        return uses[self._use % len(uses)]

    def ask(self) -> None:
        """Has the matches read."""
        self.head_line(self._query)
        self.submit(jobs.quotes(self._query), "reading the articles … esc stops")

    def show_remark(self, text: str) -> None:
        """A sentence in place of passages."""
        self._quotes = ()
        self.choices.show((Choice("", ((said(text, "faint"),),)),))

    @on(messages.QuotesFound)
    def _found(self, event: messages.QuotesFound) -> None:
        if not self.newest(event.number):
            return
        told = event.quotes
        self._quotes = told.quotes
        most = "the first " if len(told.quotes) == jobs.MOST_QUOTES else ""
        counts = f"{most}{quantity(len(told.quotes), 'quotation')} in {quantity(told.articles, 'article')}"
        self.head_line(joined([self._query, counts, told.partial]))
        if self._quotes:
            self._draw()
        else:
            self.show_remark("nothing stands in quotation marks there")
        self.action_tell()

    def _draw(self) -> None:
        cells = min(_MEASURE, self.choices.columns - 2)
        self.choices.show([Choice(str(n), _lines(quote, cells)) for n, quote in enumerate(self._quotes)])

    def on_resize(self) -> None:
        """Set anew in the new width."""
        if self._quotes:
            self.call_after_refresh(self._draw)

    @on(ChoiceList.Moved)
    def _moved(self) -> None:
        self._use = 0
        self.action_tell()

    def action_tell(self) -> None:
        """Says which article of the passage `enter` reads."""
        use = self.use
        if use is None:
            return
        count = len(self._quotes[self.choices.cursor].uses)
        place = f"{self._use % count + 1} of {count}" if count > 1 else ""
        words = "" if use.kind == "exact" else f"{_KINDS[use.kind]}“{use.text}”"
        self.place_line(joined([place, use.outlet or "unknown outlet", dates.day(use.date), words]))

    def action_use(self, by: int) -> None:
        """Another article that has the passage."""
        self._use += by
        self.action_tell()

    @on(ChoiceList.Chosen)
    def action_read(self) -> None:
        """The article goes into the reader."""
        use = self.use
        if use is not None:
            self.dismiss((use.id, use.text))


def _lines(quote: Quote, cells: int) -> tuple[Line, ...]:
    """The passage, and who says it, who printed it first, how many did."""
    text = safe_line(f"“{quote.text}”")
    folded = list(fold(text, cells))
    rows: list[Line] = [(Span(text[start:end], "title"),) for start, end in folded[:_ROWS]]
    if len(folded) > _ROWS:
        rows[-1] = (*rows[-1], Span(" …", "faint"))
    first = quote.uses[0]
    outlets = quantity(len(quote.outlets), "outlet")
    about = [quote.speaker or "speaker not named", first.outlet or "unknown outlet", dates.day(first.date), outlets]
    return (*rows, clip_line((said("  " + joined(about), "meta"),), cells), ())
