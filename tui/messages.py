"""Declares the messages of the worker and the widgets to the screens; a widget never changes another.

They are told and forgotten: nobody compares them, and making the means for it would cost a start 3 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from morgue.search.request import FacetName, Hit
from morgue.tui.state import Browsing, Choice

if TYPE_CHECKING:
    from morgue.core.article import Filed
    from morgue.core.errors import MorgueError
    from morgue.index.stories.card import CardRow
    from morgue.index.stories.diff import Diff
    from morgue.search.answer import Advice, Answer, Timeline
    from morgue.search.backend import SimilarHits
    from morgue.search.desk.kwic import KwicLine
    from morgue.search.desk.quotes import Quotes
    from morgue.search.desk.rates import Rates
    from morgue.search.desk.receipts.receipt import Receipt
    from morgue.search.language.completion import Completion
    from morgue.search.request import Facet, Story
    from morgue.tui.view.page import Setting


class FromWorker(Message):
    """What the worker tells the main screen."""


@dataclass(eq=False, repr=False)
class Answered(FromWorker):
    """The answer to the question with this number; `state` is what was asked in the end."""

    number: int
    answer: Answer
    state: Browsing


@dataclass(eq=False, repr=False)
class FacetsCounted(FromWorker):
    """The facets of the answer to question `number`."""

    number: int
    facets: tuple[Facet, ...]


@dataclass(eq=False, repr=False)
class Advised(FromWorker):
    """What to try instead of question `number`, which found nothing."""

    number: int
    advice: Advice


@dataclass(eq=False, repr=False)
class PagesRead(FromWorker):
    """Hits further down, for the answer of question `number`; `offset` counts from 0."""

    number: int
    offset: int
    hits: tuple[Hit, ...]


@dataclass(eq=False, repr=False)
class ArticleSet(FromWorker):
    """An article set for the reader; `further` is more of one that is there."""

    number: int
    setting: Setting
    further: bool = False


@dataclass(eq=False, repr=False)
class Completed(FromWorker):
    """The ways in which a query that is being typed may go on."""

    number: int
    typed: str
    found: tuple[Completion, ...]


@dataclass(eq=False, repr=False)
class DeskRead(Message):
    """What a person keeps was read (`fresh`) or written down; what went wrong; whether the tags are others now."""

    number: int
    wrong: tuple[MorgueError, ...]
    fresh: bool = True
    retagged: bool = False


@dataclass(eq=False, repr=False)
class StoryRead(Message):
    """A story, and the rows of its card in their order."""

    number: int
    story: Story
    card: tuple[CardRow, ...]


@dataclass(eq=False, repr=False)
class DiffMade(Message):
    """Two articles laid on each other."""

    number: int
    a: Filed
    b: Filed
    diff: Diff


@dataclass(eq=False, repr=False)
class TimelinesCounted(Message):
    """The curves of a timeline, one a query."""

    number: int
    timelines: tuple[Timeline, ...]


@dataclass(eq=False, repr=False)
class LinesFound(Message):
    """Occurrences as lines, with how many articles and stories have any."""

    number: int
    lines: tuple[KwicLine, ...]
    articles: int
    stories: int
    partial: str | None


@dataclass(eq=False, repr=False)
class RatesCounted(Message):
    """Rates of some queries by a dimension."""

    number: int
    rates: Rates


@dataclass(eq=False, repr=False)
class QuotesFound(Message):
    """Passages in quotation marks."""

    number: int
    quotes: Quotes


@dataclass(eq=False, repr=False)
class ReceiptMade(Message):
    """What was asked, and what came of it."""

    number: int
    receipt: Receipt


@dataclass(eq=False, repr=False)
class SimilarFound(Message):
    """Stories akin to an article."""

    number: int
    title: str
    similar: SimilarHits


@dataclass(eq=False, repr=False)
class SavedCounted(Message):
    """Saved searches as (name, query, unseen stories or None where the query is in error)."""

    number: int
    searches: tuple[tuple[str, str, int | None], ...]


@dataclass(eq=False, repr=False)
class JumpFound(FromWorker):
    """The nearest hit of another day or month; None when there is none within reach."""

    number: int
    index: int | None


@dataclass(eq=False, repr=False)
class Failed(FromWorker):
    """A job that ended in an error."""

    lane: str
    number: int
    error: MorgueError


@dataclass(eq=False, repr=False)
class ArchiveOpened(FromWorker):
    """The archive can be searched; `articles` it holds."""

    articles: int


@dataclass(eq=False, repr=False)
class ArchiveGrown(FromWorker):
    """A newer commit is there: articles in it and articles more than in the one that is shown."""

    version: int
    articles: int
    more: int


@dataclass(eq=False, repr=False)
class FacetChosen(Message):
    """A value of a facet to be chosen, excluded or let go."""

    facet: FacetName
    value: str
    wanted: Choice


@dataclass(eq=False, repr=False)
class RangeBrushed(Message):
    """A range of time was drawn, or let go."""

    when: tuple[str, str] | None


@dataclass(eq=False, repr=False)
class PagesWanted(Message):
    """Hits that are looked at and not here yet: from `offset` on, so many."""

    offset: int
    count: int


@dataclass(eq=False, repr=False)
class HitSelected(Message):
    """The cursor came to a hit."""

    index: int


@dataclass(eq=False, repr=False)
class HitOpened(Message):
    """A hit is to be read."""

    index: int


@dataclass(eq=False, repr=False)
class Asked(Message):
    """A place was clicked that asks for something: "story", "similar", "provenance", "sort", …"""

    what: str


@dataclass(eq=False, repr=False)
class Exported(Message):
    """How far an export is: `count` articles written; `told` says how it ended, empty while it goes on."""

    count: int
    told: str = ""
    wrong: bool = False
