"""What is searched for on the main screen: its state, its question, and the answers that come to it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from textual import on
from textual.timer import Timer

from morgue.core.errors import ArchiveMissing
from morgue.render.labels import quantity
from morgue.search.answer import Answer
from morgue.search.request import Marking
from morgue.tui import gc_tuning, jobs, messages, state
from morgue.tui.screens.base import Page
from morgue.tui.state import Browsing, History
from morgue.tui.view import no_results
from morgue.tui.view.lines import Piece
from morgue.tui.view.typesetting import MEASURE, Source
from morgue.tui.widgets.facets import FacetPane
from morgue.tui.widgets.foot import Foot
from morgue.tui.widgets.hits import HitList
from morgue.tui.widgets.panes import Panes
from morgue.tui.widgets.querybar import QueryBar
from morgue.tui.widgets.reader import Reader
from morgue.workspace.reading_lists import Kept


class Searching(Page[None]):
    """Owns the history of states, the answer shown and the article read."""

    def __init__(self, query: str) -> None:
        super().__init__()
        self.history = History(Browsing(text=query))
        self.answer: Answer | None = None
        self.question = 0
        self.find = ""
        self.source: Source = "brief"
        self.marked: dict[str, Kept] = {}
        self._asked: Browsing | None = None
        self._typing = False
        self._following = False
        self._pause: Timer | None = None
        self._grown: messages.ArchiveGrown | None = None

    @property
    def state(self) -> Browsing:
        """What is being browsed."""
        return self.history.present

    @property
    def bar(self) -> QueryBar:
        """The query."""
        return self.query_one(QueryBar)

    @property
    def hits(self) -> HitList:
        """The list."""
        return self.query_one(HitList)

    @property
    def reader(self) -> Reader:
        """The article."""
        return self.query_one(Reader)

    @property
    def panes(self) -> Panes:
        """Facets, hits and article."""
        return self.query_one(Panes)

    @property
    def marking(self) -> Marking:
        """The words to be marked."""
        return self.answer.result.marking if self.answer else Marking()

    def go(self, new: Browsing) -> None:
        """A step to another state: it is asked for, and `[` leads back."""
        before = self.state
        if state.same_question(before, new):
            self.history = state.amend(self.history, new)
            return
        self.history = state.record(self.history, new)
        self.ask()

    def ask(self) -> None:
        """Asks for the present state."""
        self._stop_pause()
        self._asked = self.state
        worker = self.browser.worker
        worker.cancel("facets")
        worker.cancel("advice")
        self.question = worker.submit("search", jobs.search(self.state, self.hits.room), self)

    @property
    def pausing(self) -> bool:
        """Whether a question waits for the next key, or for the answer before it to be drawn."""
        return self._pause is not None or self._following

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def read(self, id: str) -> None:
        """Has an article set for the reader."""
        job = jobs.article(id, self.marking, self._measure, self.find, self.source)
        self.browser.worker.submit("article", job, self)

    @property
    def _measure(self) -> int:
        room = self.app.size.width if self.panes.narrow else self.reader.columns
        return min(MEASURE, max(20, room - 3))

    # What comes from the worker

    @on(messages.Answered)
    def _answered(self, event: messages.Answered) -> None:
        if event.number != self.question:
            return
        self.answer = event.answer
        result = event.answer.result
        self.bar.show_answer(event.answer, self.state)
        total = result.stories if self.state.collapse else result.articles
        self.hits.show(total, result.hits, self.state.selected)
        if not total:
            if self.browser.articles == 0:
                self.hits.tell(partial(no_results.empty_archive, str(self.browser.location)))
            else:
                self.hits.tell(partial(no_results.nothing_found, event.answer))
            self.reader.tell(())
        self.tell_right()
        self._following = True
        self.call_after_refresh(self._follow_up, event.number)

    def _follow_up(self, question: int) -> None:
        """What the worker is asked once the hits are drawn, so that drawing need not share the interpreter with it."""
        gc_tuning.go_on()
        self._following = False
        if question != self.question or self._asked is None or self.answer is None:
            return
        worker = self.browser.worker
        worker.submit("facets", jobs.facets(self._asked, question), self)
        if self.hits.total:
            self.read_current()
        elif self.browser.articles and not self.answer.result.partial:
            worker.submit("advice", jobs.advice(self._asked, question), self)

    @on(messages.Advised)
    def _advised(self, event: messages.Advised) -> None:
        if event.number == self.question and self.answer is not None:
            self.answer = replace(self.answer, advice=event.advice)
            self.hits.tell(partial(no_results.nothing_found, self.answer))

    @on(messages.FacetsCounted)
    def _faceted(self, event: messages.FacetsCounted) -> None:
        if event.number == self.question:
            self.query_one(FacetPane).show(event.facets, self.state)

    def read_current(self) -> None:
        """The opened article, else the selected hit's."""
        hit = self.hits.current
        wanted = self.state.opened or (hit.id if hit else None)
        if wanted is not None:
            self.read(wanted)

    @on(messages.Failed)
    def _failed(self, event: messages.Failed) -> None:
        gc_tuning.go_on()
        if event.lane in ("search", "watch"):
            if self.browser.articles < 0 or isinstance(event.error, ArchiveMissing):
                self.hits.tell(partial(no_results.no_archive, event.error))
            elif event.lane == "search":
                self.bar.show_error(event.error)
                if not self.hits.total:
                    self.hits.tell(partial(no_results.bad_query, event.error))
        else:
            self.tell(str(event.error), wrong=True)

    @on(messages.ArchiveOpened)
    def _opened(self, event: messages.ArchiveOpened) -> None:
        waited = self.browser.articles < 0 and self.hits.total == 0
        self.browser.articles = event.articles
        if waited:
            self.ask()

    @on(messages.ArchiveGrown)
    def _grew(self, event: messages.ArchiveGrown) -> None:
        self._grown = event
        if self.browser.articles == 0:
            self.action_renew()
        self.tell_right()

    def action_renew(self) -> None:
        """Searches the newest commit; what is read stays."""
        if self._grown is not None:
            self.browser.worker.adopt()
            self.browser.articles = self._grown.articles
            self._grown = None
            self.ask()

    @on(messages.PagesWanted)
    def _wanted(self, event: messages.PagesWanted) -> None:
        if self._asked is not None:
            job = jobs.pages(self._asked, self.question, event.offset, event.count)
            self.browser.worker.submit("pages", job, self)

    @on(messages.PagesRead)
    def _paged(self, event: messages.PagesRead) -> None:
        if event.number != self.question:
            return
        self.hits.add(event.offset, event.hits)
        hit = self.hits.current
        shown = self.reader.setting
        if hit is not None and self.state.opened is None and (shown is None or shown.filed.article.id != hit.id):
            self.read(hit.id)

    @on(messages.ArticleSet)
    def _set(self, event: messages.ArticleSet) -> None:
        self.reader.show(event.setting)
        if self.source == "full":
            self.reader.action_edge(1)
        if self.find and self.reader.match < 0:
            self.reader.step_match(1)
            if not self.reader.matches:
                self.tell(f"“{self.find}” is not in this article", wrong=True)
        self.tell_right()

    @on(messages.JumpFound)
    def _jumped(self, event: messages.JumpFound) -> None:
        if event.index is None:
            self.tell("no other day within reach")
        else:
            self.hits.cursor = event.index

    # What is read

    def renew_measure(self) -> None:
        """The article is set anew where the measure is another."""
        shown = self.reader.setting
        if shown is not None and shown.measure != self._measure:
            self.read(shown.filed.article.id)

    def _forget_find(self) -> None:
        self.find, self.source = "", "brief"

    def tell_right(self) -> None:
        """News, and where in the list or among the matches one is."""
        parts: list[Piece] = []
        if self._grown is not None:
            more = self._grown.more
            news = f"{quantity(more, 'new article')}" if more > 0 else "the archive has changed"
            parts += [Piece(f"{news} ", "strong", target="R"), Piece("R", "key", target="R"), Piece("  ")]
        if self.reader.matches and self.reader.match >= 0:
            parts.append(Piece(f"match {self.reader.match + 1} of {self.reader.matches}", "meta"))
        elif self.hits.total:
            parts.append(Piece(f"{self.hits.cursor + 1:,}/{self.hits.total:,}", "meta"))
        self.query_one(Foot).say(tuple(parts))
