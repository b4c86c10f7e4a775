"""Takes in what the worker tells the main screen: answers, facets, articles, news of the archive, errors."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from morgue.core.errors import ArchiveMissing
from morgue.core.wording.quantities import quantity
from morgue.render.labels import named
from morgue.render.spans import Span
from morgue.tui import gc_tuning, jobs, messages
from morgue.tui.view import no_results

if TYPE_CHECKING:
    from textual.message import Message

    from morgue.tui.screens.browse.host import Host


class Answers:
    """Shows each message of the worker where it belongs; `hear` is told all of them.

    grown      a newer commit that is there and not searched yet
    following  whether what is asked after an answer waits for the answer to be drawn
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self.grown: messages.ArchiveGrown | None = None
        self.following = False

    def hear(self, event: Message) -> None:
        """One message; of an older question nothing is shown."""
        match event:
            case messages.Answered():
                self._answered(event)
            case messages.Advised():
                self._advised(event)
            case messages.FacetsCounted():
                if event.number == self._host.session.number:
                    self._host.facets.show(event.facets, self._host.session.state)
            case messages.PagesRead():
                self._paged(event)
            case messages.ArticleSet():
                self._set(event)
            case messages.JumpFound():
                self._jumped(event)
            case messages.Failed():
                self._failed(event)
            case messages.ArchiveOpened():
                self._opened(event)
            case messages.ArchiveGrown():
                self._grew(event)
            case messages.Completed():
                self._host.asking.show(event)

    # The answer, in three steps: hits, then facets and article, then advice

    def _answered(self, event: messages.Answered) -> None:
        host = self._host
        if not host.session.take(event.number, event.answer, event.state):
            return
        host.bar.show_answer(event.answer, host.session.state)
        total = host.session.total
        host.hits.show(total, event.answer.result.hits, host.session.state.selected)
        if not total:
            if host.browser.articles == 0:
                host.hits.say(partial(no_results.empty_archive, str(host.browser.location)))
            else:
                host.hits.say(partial(no_results.nothing_found, event.answer))
            host.reader.say(())
            host.heads.name_article("")
        host.tell_right()
        self.following = True
        host.hits.call_after_refresh(self._follow_up, event.number)

    def _follow_up(self, number: int) -> None:
        """What the worker is asked once the hits are drawn, so that drawing need not share the interpreter with it."""
        gc_tuning.go_on()
        self.following = False
        session = self._host.session
        if number != session.number or session.asked is None or session.answer is None:
            return
        self._host.asking.complete()
        self.count_facets()
        if self._host.hits.total:
            self._host.current.read_current()
        elif self._host.browser.articles and not session.answer.result.partial:
            self._host.submit("advice", jobs.advice(session.asked, number))

    def count_facets(self) -> None:
        """Has the facets of the answer counted; with the tags where there are any."""
        session = self._host.session
        if session.asked is not None and session.answer is not None and not session.stale:
            tags = bool(self._host.browser.desk.tags)
            self._host.submit("facets", jobs.facets(session.asked, session.number, tags))

    def _advised(self, event: messages.Advised) -> None:
        answer = self._host.session.advise(event.number, event.advice)
        if answer is not None:
            self._host.hits.say(partial(no_results.nothing_found, answer))

    # Hits and the article

    def _paged(self, event: messages.PagesRead) -> None:
        host = self._host
        if event.number != host.session.number:
            return
        host.hits.add(event.offset, event.hits)
        hit, shown = host.hits.current, host.reader.setting
        if (
            hit is not None
            and host.session.state.opened is None
            and (shown is None or shown.filed.article.id != hit.id)
        ):
            host.current.read(hit.id)

    def _set(self, event: messages.ArticleSet) -> None:
        host, session = self._host, self._host.session
        host.waiting.done("more" if event.further else "article")
        if event.further:
            host.reader.go_on(event.setting)
            return
        if host.reader.setting is not None and host.reader.setting.filed.article.id != event.setting.filed.article.id:
            host.current.leave()
        host.reader.show(event.setting)
        host.current.arrived()
        host.heads.name_article(named(event.setting.filed.article))
        if session.source == "full":
            host.reader.action_edge(1)
        if session.find and host.reader.match < 0:
            host.reader.step_match(1)
            if not host.reader.matches:
                host.tell(f"“{session.find}” is not in this article", wrong=True)
        host.tell_right()

    def _jumped(self, event: messages.JumpFound) -> None:
        if event.index is None:
            self._host.tell("no other day within reach")
        else:
            self._host.hits.cursor = event.index

    # What went wrong

    def _failed(self, event: messages.Failed) -> None:
        gc_tuning.go_on()
        host = self._host
        if event.lane not in ("search", "watch"):
            host.tell(str(event.error), wrong=True)
        elif host.browser.articles < 0 or isinstance(event.error, ArchiveMissing):
            host.hits.say(partial(no_results.no_archive, event.error))
        elif event.lane == "search" and host.session.fail(event.number):
            host.bar.show_error(event.error)
            host.hits.fade(True)
            host.facets.fade(True)
            host.tell_right()
            host.asking.complete()
            if not host.hits.total:
                host.hits.say(partial(no_results.bad_query, event.error))

    # The archive

    def _opened(self, event: messages.ArchiveOpened) -> None:
        waited = self._host.browser.articles < 0 and self._host.hits.total == 0
        self._host.browser.articles = event.articles
        self._host.browser.desk.load()
        if waited:
            self._host.ask()

    def _grew(self, event: messages.ArchiveGrown) -> None:
        self.grown = event
        if self._host.browser.articles == 0:
            self.renew()
        self._host.tell_right()

    def renew(self) -> None:
        """Searches the newest commit; what is read stays."""
        if self.grown is not None:
            self._host.browser.worker.adopt()
            self._host.browser.articles = self.grown.articles
            self.grown = None
            self._host.ask()

    def news(self) -> list[Span]:
        """That there are new articles, and the key that shows them."""
        if self.grown is None:
            return []
        more = self.grown.more
        text = quantity(more, "new article") if more > 0 else "the archive has changed"
        return [Span(f"{text} ", "strong", target="R"), Span("R", "key", target="R"), Span("  ")]
