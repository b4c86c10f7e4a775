"""Declares what the worker tells the screens of the desk: loaded with the first of them, not at the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from morgue.tui.messages import Numbered

if TYPE_CHECKING:
    from morgue.search.desk.kwic import KwicLine
    from morgue.search.desk.quotes import Quotes
    from morgue.search.desk.rates import Rates
    from morgue.search.desk.receipts.receipt import Receipt


@dataclass(eq=False, repr=False)
class LinesFound(Numbered):
    """Occurrences as lines, with how many articles and stories have any."""

    lines: tuple[KwicLine, ...]
    articles: int
    stories: int
    partial: str | None


@dataclass(eq=False, repr=False)
class RatesCounted(Numbered):
    """Rates of some queries by a dimension."""

    rates: Rates


@dataclass(eq=False, repr=False)
class QuotesFound(Numbered):
    """Passages in quotation marks."""

    quotes: Quotes


@dataclass(eq=False, repr=False)
class ReceiptMade(Numbered):
    """What was asked, and what came of it."""

    receipt: Receipt
