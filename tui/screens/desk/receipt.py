"""The receipt of a search: what was asked of which archive, when, and what came out, to be copied or written down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from morgue.core.errors import MorgueError
from morgue.render.files import write_new
from morgue.render.receipt import prose, receipt_lines
from morgue.render.records import encode
from morgue.render.spans import Line, Look, Span
from morgue.render.wrap import wrap
from morgue.tui import messages
from morgue.tui.external import copy
from morgue.tui.keymap import bindings
from morgue.tui.screens.desk import jobs
from morgue.tui.screens.desk.listing import Listing
from morgue.tui.screens.prompt import Prompt
from morgue.tui.widgets.lineview import LineView

if TYPE_CHECKING:
    from morgue.search.desk.receipts.receipt import Receipt

_MEASURE = 84
#: What stands before a digest that takes a row of its own.
_LEAD = "    "


class Paper(LineView):
    """The receipt, or why there is none yet."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._receipt: Receipt | None = None
        self._lines: list[Line] = []

    def show(self, receipt: Receipt | None, message: str = "") -> None:
        """Shows another receipt, or a message where there is none."""
        self._receipt = receipt
        self._lines = [(Span(f"  {message}", "faint"),)]
        self.on_resize()

    def on_resize(self) -> None:
        """Set anew in the new width."""
        if self._receipt is not None:
            look = Look(width=min(_MEASURE, self.columns - 4), colour=True)
            # A digest is of use only whole: where a row is too short it takes a row of its own.
            rows = [row for line in receipt_lines(self._receipt, look) for row in wrap(line, look.width, rest=_LEAD)]
            self._lines = [(Span("  "), *row) for row in rows]
        self.renew()

    def line_count(self) -> int:
        """As many as there are to show."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """Line y of the receipt."""
        return self._lines[y]


class ReceiptScreen(Listing[None]):
    """Gives nothing: the receipt is copied or written from here."""

    BINDINGS = bindings("receipt")

    def __init__(self, query: str) -> None:
        super().__init__()
        self._query = query
        self._receipt: Receipt | None = None

    def parts(self) -> Iterable[Widget]:
        """The text of the receipt."""
        yield Paper(id="lines")

    def ask(self) -> None:
        """Has the receipt made."""
        self.head_line(f"Receipt of {self._query}")
        self.submit(jobs.receipt(self._query), "counting what the archive holds …")

    def show_remark(self, text: str) -> None:
        """A sentence in place of the receipt."""
        self.query_one(Paper).show(None, text)

    @on(messages.ReceiptMade)
    def _made(self, event: messages.ReceiptMade) -> None:
        if self.newest(event.number):
            self._receipt = event.receipt
            self.query_one(Paper).show(event.receipt)
            self.place_line(event.receipt.partial or "e writes it to a file; morgue receipt --check FILE asks it again")

    def action_copy(self) -> None:
        """As a paragraph to the clipboard."""
        if self._receipt is not None:
            copy(self.app, prose(self._receipt))
            self.tell("copied: the receipt as a paragraph")

    def action_write(self) -> None:
        """To a file, by which it can be checked."""
        if self._receipt is None:
            return
        stem = re.sub(r"\W+", "-", self._query).strip("-").lower()[:40] or "all"
        name = f"{stem}-{date.fromisoformat(self._receipt.today):%Y%m%d}.receipt.json"
        remark = "morgue receipt --check FILE asks again and tells what has changed"
        self.push(Prompt("Write the receipt to the file", name, remark), partial(self._write, self._receipt))

    def _write(self, receipt: Receipt, typed: str | None) -> None:
        if not typed or not typed.strip():
            return
        path = Path(typed.strip()).expanduser()
        try:
            write_new(path, lambda file: file.write(encode(receipt.as_dict()) + b"\n"))
        except MorgueError as error:
            self.tell(str(error), wrong=True)
        else:
            self.tell(f"written: {path.absolute()}")
