"""Declares the messages of the worker and the widgets to the screens; a widget never changes another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, dataclass_transform

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


@dataclass_transform(eq_default=False)
class Declared(Message):
    """A message whose class body names its fields, as a data class does.

    Messages are told and forgotten: nobody compares or prints them, and the means for it would cost each start 3 ms.
    """

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        dataclass(eq=False, repr=False)(cls)


class Numbered(Declared):
    """What comes of the job with this number, which `Worker.submit` gave."""

    number: int


class FromWorker(Declared):
    """What the worker tells the main screen."""


class ForMain(Numbered, FromWorker):
    """What comes of a job of the main screen."""


class Answered(ForMain):
    """The answer to the question with this number; `state` is what was asked in the end."""

    answer: Answer
    state: Browsing


class FacetsCounted(ForMain):
    """The facets of the answer to question `number`."""

    facets: tuple[Facet, ...]


class Advised(ForMain):
    """What to try instead of question `number`, which found nothing."""

    advice: Advice


class PagesRead(ForMain):
    """Hits further down, for the answer of question `number`; `offset` counts from 0."""

    offset: int
    hits: tuple[Hit, ...]


class ArticleSet(ForMain):
    """An article set for the reader; `further` is more of one that is there."""

    setting: Setting
    further: bool = False


class Completed(ForMain):
    """The ways in which a query that is being typed may go on."""

    typed: str
    found: tuple[Completion, ...]


class DeskRead(Numbered):
    """What a person keeps was read (`fresh`) or written down; what went wrong; whether the tags are others now."""

    wrong: tuple[MorgueError, ...]
    fresh: bool = True
    retagged: bool = False


class StoryRead(Numbered):
    """A story, and the rows of its card in their order."""

    story: Story
    card: tuple[CardRow, ...]


class DiffMade(Numbered):
    """Two articles laid on each other."""

    a: Filed
    b: Filed
    diff: Diff


class TimelinesCounted(Numbered):
    """The curves of a timeline, one a query."""

    timelines: tuple[Timeline, ...]


class SimilarFound(Numbered):
    """Stories akin to an article."""

    title: str
    similar: SimilarHits


class SavedCounted(Numbered):
    """Saved searches as (name, query, unseen stories or None where the query is in error)."""

    searches: tuple[tuple[str, str, int | None], ...]


class JumpFound(ForMain):
    """The nearest hit of another day or month; None when there is none within reach."""

    index: int | None


class Failed(FromWorker):
    """A job that ended in an error."""

    lane: str
    number: int
    error: MorgueError


class ArchiveOpened(FromWorker):
    """The archive can be searched; `articles` it holds."""

    articles: int


class ArchiveGrown(FromWorker):
    """A newer commit is there: articles in it and articles more than in the one that is shown."""

    version: int
    articles: int
    more: int


class FacetChosen(Declared):
    """A value of a facet to be chosen, excluded or let go."""

    facet: FacetName
    value: str
    wanted: Choice


class RangeBrushed(Declared):
    """A range of time was drawn, or let go."""

    when: tuple[str, str] | None


class PagesWanted(Declared):
    """Hits that are looked at and not here yet: from `offset` on, so many."""

    offset: int
    count: int


class HitSelected(Declared):
    """The cursor came to a hit."""

    index: int


class HitOpened(Declared):
    """A hit is to be read."""

    index: int


class Asked(Declared):
    """A place was clicked that asks for something: "story", "similar", "provenance", "sort", …"""

    what: str


class Exported(Declared):
    """How far an export is: `count` articles written; `told` says how it ended, empty while it goes on."""

    count: int
    told: str = ""
    wrong: bool = False


class LinesFound(Numbered):
    """Occurrences as lines, with how many articles and stories have any."""

    lines: tuple[KwicLine, ...]
    articles: int
    stories: int
    partial: str | None


class RatesCounted(Numbered):
    """Rates of some queries by a dimension."""

    rates: Rates


class QuotesFound(Numbered):
    """Passages in quotation marks."""

    quotes: Quotes


class ReceiptMade(Numbered):
    """What was asked, and what came of it."""

    receipt: Receipt
