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
    from morgue.search.language.completion import Completion
    from morgue.search.request import Facet, Story
    from morgue.tui.view.page import Setting


@dataclass(eq=False, repr=False)
class Numbered(Message):
    """What comes of the job with this number; `Worker.submit` gives it."""

    number: int


class FromWorker(Message):
    """What the worker tells the main screen."""


class ForMain(Numbered, FromWorker):
    """What comes of a job of the main screen."""


@dataclass(eq=False, repr=False)
class Answered(ForMain):
    """The answer to the question with this number; `state` is what was asked in the end."""

    answer: Answer
    state: Browsing


@dataclass(eq=False, repr=False)
class FacetsCounted(ForMain):
    """The facets of the answer to question `number`."""

    facets: tuple[Facet, ...]


@dataclass(eq=False, repr=False)
class Advised(ForMain):
    """What to try instead of question `number`, which found nothing."""

    advice: Advice


@dataclass(eq=False, repr=False)
class PagesRead(ForMain):
    """Hits further down, for the answer of question `number`; `offset` counts from 0."""

    offset: int
    hits: tuple[Hit, ...]


@dataclass(eq=False, repr=False)
class ArticleSet(ForMain):
    """An article set for the reader; `further` is more of one that is there."""

    setting: Setting
    further: bool = False


@dataclass(eq=False, repr=False)
class Completed(ForMain):
    """The ways in which a query that is being typed may go on."""

    typed: str
    found: tuple[Completion, ...]


@dataclass(eq=False, repr=False)
class DeskRead(Numbered):
    """What a person keeps was read (`fresh`) or written down; what went wrong; whether the tags are others now."""

    wrong: tuple[MorgueError, ...]
    fresh: bool = True
    retagged: bool = False


@dataclass(eq=False, repr=False)
class StoryRead(Numbered):
    """A story, and the rows of its card in their order."""

    story: Story
    card: tuple[CardRow, ...]


@dataclass(eq=False, repr=False)
class DiffMade(Numbered):
    """Two articles laid on each other."""

    a: Filed
    b: Filed
    diff: Diff


@dataclass(eq=False, repr=False)
class TimelinesCounted(Numbered):
    """The curves of a timeline, one a query."""

    timelines: tuple[Timeline, ...]


@dataclass(eq=False, repr=False)
class SimilarFound(Numbered):
    """Stories akin to an article."""

    title: str
    similar: SimilarHits


@dataclass(eq=False, repr=False)
class SavedCounted(Numbered):
    """Saved searches as (name, query, unseen stories or None where the query is in error)."""

    searches: tuple[tuple[str, str, int | None], ...]


@dataclass(eq=False, repr=False)
class JumpFound(ForMain):
    """The nearest hit of another day or month; None when there is none within reach."""

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
