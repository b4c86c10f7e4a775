"""Puts the main screen together over one session: the query above, facets, hits and the article below it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from morgue.render.labels import named
from morgue.render.spans import Span
from morgue.search.answer import Answer
from morgue.tui import gc_tuning, jobs, messages, state
from morgue.tui.keymap import bindings
from morgue.tui.screens.base import Page
from morgue.tui.screens.browse.answers import Answers
from morgue.tui.screens.browse.asking import AskingActions
from morgue.tui.screens.browse.collecting import CollectingActions
from morgue.tui.screens.browse.current import CurrentArticle
from morgue.tui.screens.browse.desk_views import DeskViews
from morgue.tui.screens.browse.moving import MovingActions
from morgue.tui.screens.browse.questions import Questions
from morgue.tui.screens.browse.reading import ReadingActions
from morgue.tui.screens.browse.searching import SearchActions
from morgue.tui.screens.browse.waiting import Waiting
from morgue.tui.session import SearchSession
from morgue.tui.state import Browsing
from morgue.tui.widgets.chips import ChipBar
from morgue.tui.widgets.facets import FacetPane
from morgue.tui.widgets.foot import Foot
from morgue.tui.widgets.heads import PaneHeads
from morgue.tui.widgets.hits import HitList
from morgue.tui.widgets.panes import Panes
from morgue.tui.widgets.querybar import QueryBar
from morgue.tui.widgets.reader import Reader
from morgue.tui.worker import Job


class BrowseScreen(Page[None]):
    """Hears widgets and worker, and hands on: decisions are the session's, actions those of three groups.

    Textual looks for `action_x` at the screen; `__getattr__` finds it in the group that has it.
    """

    BINDINGS = bindings("browse")
    AUTO_FOCUS = ""  # see on_mount

    def __init__(self, start: Browsing) -> None:
        self._searching = SearchActions(self)
        self._reading = ReadingActions(self)
        self._answers = Answers(self)
        self.current = CurrentArticle(self)
        self.asking = AskingActions(self)
        others = (CollectingActions(self), MovingActions(self), DeskViews(self))
        self._groups = (self._searching, self._reading, self.asking, *others)
        self.session = SearchSession(start)
        self.waiting = Waiting(self)
        self._questions = Questions(self)
        super().__init__()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("action_"):
            for group in self._groups:
                if hasattr(group, name):
                    return getattr(group, name)
        raise AttributeError(f"{type(self).__name__} has no {name}")

    def compose(self) -> ComposeResult:
        """The parts, in reading order."""
        yield QueryBar(self.session.state.text, id="bar")
        yield ChipBar(id="chips")
        yield PaneHeads(id="heads")
        yield Panes(id="panes")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        """The first question, and a look for newer articles every few seconds."""
        self.to(self.hits if self.session.state.text else self.bar.input)
        self.ask()
        self.set_interval(self.browser.settings.look, self._look)

    def _look(self) -> None:
        if self.browser.worker.quiet():
            gc_tuning.tidy()
        self.browser.worker.watch(self)

    # The parts

    @property
    def bar(self) -> QueryBar:
        """The query."""
        return self.query_one(QueryBar)

    @property
    def facets(self) -> FacetPane:
        """The facets."""
        return self.query_one(FacetPane)

    @property
    def hits(self) -> HitList:
        """The list of hits."""
        return self.query_one(HitList)

    @property
    def reader(self) -> Reader:
        """The article."""
        return self.query_one(Reader)

    @property
    def chips(self) -> ChipBar:
        """What is chosen beside the query."""
        return self.query_one(ChipBar)

    @property
    def heads(self) -> PaneHeads:
        """The titles of the panes."""
        return self.query_one(PaneHeads)

    @property
    def panes(self) -> Panes:
        """Facets, hits and article."""
        return self.query_one(Panes)

    @property
    def answer(self) -> Answer | None:
        """The answer that is shown."""
        return self.session.answer

    # The question: see `morgue.tui.screens.browse.questions`

    def go(self, new: Browsing) -> None:
        """A step to another state: it is asked for, and `[` leads back."""
        self._questions.go(new)

    def ask(self) -> None:
        """Asks for the present state."""
        self._questions.ask()

    def settle(self) -> None:
        """What is typed is the whole query now, its last word no beginning of a word."""
        self._questions.settle()

    def stop(self) -> bool:
        """Gives up what is late; whether there was anything."""
        late = self.waiting.stop()
        if "article" in late:
            shown = self.reader.setting
            self.heads.name_article(named(shown.filed.article) if shown else "")
        return self._questions.stop() or bool(late)

    @property
    def pausing(self) -> bool:
        """Whether a question waits for the next key, or for the answer before it to be drawn."""
        return self._questions.pausing or self._answers.following

    def search_for(self, new: Browsing) -> None:
        """Another question, not typed here."""
        self.bar.show_query(new.text)
        self.go(new)
        self.to_list()

    def show_desk(self, *, retagged: bool = False) -> None:
        """What the person keeps is known now, or is other than it was; tags are counted anew once written down."""
        if retagged:
            self._answers.count_facets()
        self.hits.refresh()
        shown = self.reader.setting
        if shown is not None:
            self.current.read(shown.filed.article.id)

    def submit(self, lane: str, job: Job) -> int:
        """Puts a job to the worker; its message comes here."""
        return self.browser.worker.submit(lane, job, self)

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.bar.input.show_offers(())
        if not self.session.type(event.value):
            return
        self.panes.show("hits")
        self._questions.soon()

    @on(Input.Submitted, "#query")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.settle()
        self.to_list()

    # What comes from the worker and the panes

    @on(messages.FromWorker)
    def _told(self, event: messages.FromWorker) -> None:
        if isinstance(event, messages.Answered | messages.Failed) and event.number == self.session.number:
            self._questions.answered()
        self._answers.hear(event)

    @on(messages.SimilarFound)
    def _similar(self, event: messages.SimilarFound) -> None:
        self._reading.show_similar(event)

    @on(messages.HitSelected)
    def _selected(self, event: messages.HitSelected) -> None:
        self.session.select(event.index)
        self.current.read_current()
        self.tell_right()

    @on(messages.HitOpened)
    def _open(self, event: messages.HitOpened) -> None:
        self.panes.show("reader")
        self.to(self.reader)
        self.current.read_current()
        self.current.open()
        self.browser.desk.ask(self.session.state.text)

    @on(messages.FacetChosen)
    def _chosen(self, event: messages.FacetChosen) -> None:
        self.go(state.toggled(self.session.state, event.facet, event.value, event.wanted))

    @on(messages.RangeBrushed)
    def _brushed(self, event: messages.RangeBrushed) -> None:
        self.go(state.brushed(self.session.state, event.when))

    @on(ChipBar.Removed)
    def _let_go(self, event: ChipBar.Removed) -> None:
        self.go(event.without)
        if not self.chips.display:
            self.to_list()

    @on(messages.PagesWanted)
    def _wanted(self, event: messages.PagesWanted) -> None:
        if self.session.asked is not None:
            self.submit("pages", jobs.pages(self.session.asked, self.session.number, event.offset, event.count))

    @on(messages.Asked)
    def _asked_by_click(self, event: messages.Asked) -> None:
        act: dict[str, Callable[[], None]] = {
            "story": self._reading.action_story,
            "similar": self._reading.action_similar,
            "provenance": self._reading.action_provenance,
            "sort": self._searching.action_sort,
            "suggestion": self._searching.take_suggestion,
            "measure": self.current.renew_measure,
            "more": partial(self.current.go_on, whole=False),
            "whole": partial(self.current.go_on, whole=True),
        }
        act[event.what]()

    # Where the keys go

    def to_list(self) -> None:
        """Shows the hits and gives them the keys."""
        self.panes.show("hits")
        self.to(self.hits)

    def to_reader(self) -> None:
        """What is done in the article is to be seen."""
        if not self.panes.reading:
            self.panes.show("reader")
            self.to(self.reader)

    def action_renew(self) -> None:
        """Searches the newest commit; what is read stays."""
        self._answers.renew()

    #: What asks for an article.
    _OF_ARTICLE = frozenset(
        "match_step find story similar provenance mark pipe browser copy_citation copy_url copy_paragraph".split()
    ) | {"unread", "note", "number", "keep", "story_step"}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there are no hits there is no article to do anything with; what is marked can be kept."""
        # Textual remembers what `query_one` found, and not what `query` did: 280 searches of the tree a start.
        here = self.is_mounted and self.hits.total > 0
        return action not in self._OF_ARTICLE or here or (action == "keep" and bool(self.session.marked))

    def idle(self, action: str) -> bool:
        """Writing articles where none is found or marked."""
        return action == "export" and not self.hits.total and not self.session.marked

    def on_unmount(self) -> None:
        """The article that is read is left where it is."""
        self.current.leave()

    # What is said

    def tell_right(self) -> None:
        """News, and where in the list or among the matches one is."""
        parts: list[Span] = self._answers.news()
        if self.browser.progress:
            parts += [Span(self.browser.progress, "strong"), Span("  ")]
        if self.reader.matches and self.reader.match >= 0:
            parts.append(Span(f"match {self.reader.match + 1} of {self.reader.matches}", "meta"))
        elif self.hits.total and not self.session.stale:
            parts.append(Span(f"{self.hits.cursor + 1:,}/{self.hits.total:,}", "meta"))
        self.query_one(Foot).say(tuple(parts))
