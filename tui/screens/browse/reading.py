"""Acts on the current article of the main screen: reads it, and goes on to others."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from morgue.render.labels import named
from morgue.tui import jobs
from morgue.tui.remembered import NARROWEST, WIDEST
from morgue.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from morgue.tui import messages
    from morgue.tui.screens.browse.host import Host


class ReadingActions:
    """Matches, texts to be found, where the article came from, who else ran it, what is akin to it."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def action_preview(self) -> None:
        """The article below the list, or the list alone again; a wide screen shows both anyhow."""
        if not self._host.panes.narrow:
            self._host.tell("the article stands beside the list")
            return
        self._host.panes.preview()
        self._host.to(self._host.hits)

    def action_match_step(self, by: int) -> None:
        """To the next or previous match."""
        if self._host.reader.matches:
            self._host.to_reader()
        self._host.reader.step_match(by)
        self._host.tell_right()

    def action_find(self) -> None:
        """Finds a text in the article."""
        if self._host.current.setting is not None:
            self._host.push(Prompt("Find in the article", self._host.session.find), self._find)

    def _find(self, text: str | None) -> None:
        setting = self._host.reader.setting
        if text is not None and setting is not None:
            self._host.session.find = text
            self._host.reader.forget_match()
            self._host.panes.show("reader")
            self._host.to(self._host.reader)
            self._host.current.read(setting.filed.article.id)

    def action_story_step(self, by: int) -> None:
        """To the next or previous hit, without leaving the article."""
        hits = self._host.hits
        if 0 <= hits.cursor + by < hits.total:
            self._host.current.leave()
            hits.step(by)
            self._host.current.open()
        else:
            self._host.tell("this is the last hit" if by > 0 else "this is the first hit")

    def action_number(self) -> None:
        """Numbers the paragraphs, or not."""
        self._host.reader.number()
        self._host.current.renew_measure()

    def action_measure(self, by: int) -> None:
        """Wider or narrower lines, from now on."""
        now = self._host.browser.remembered
        measure = min(WIDEST, max(NARROWEST, now.measure + by))
        self._host.browser.remembered = replace(now, measure=measure)
        self._host.current.renew_measure()
        self._host.tell(f"lines of {measure} columns, where there is room")

    def action_unread(self) -> None:
        """The article counts as unread again, or as read."""
        found = self._host.current.shown
        if found is not None:
            desk = self._host.browser.desk
            read = found.id not in desk.read
            desk.mark_read(found.id, read=read)
            self._host.hits.refresh()
            self._host.tell(f"{'read' if read else 'unread'}: {named(found)}")

    def action_provenance(self) -> None:
        """Where the article came from, or not."""
        setting, session = self._host.reader.setting, self._host.session
        if setting is not None:
            session.source = "brief" if session.source == "full" else "full"
            self._host.current.read(setting.filed.article.id)
            if session.source == "full":
                self._host.to_reader()
                self._host.reader.call_later(self._host.to, self._host.reader)

    def action_story(self) -> None:
        """Who ran it."""
        from morgue.tui.screens.story import StoryScreen

        if self._host.current.shown is not None:
            self._host.push(StoryScreen(self._host.current.shown.id), self._host.current.read_other)

    def action_similar(self) -> None:
        """Similar stories."""
        if self._host.current.shown is not None:
            found = self._host.current.shown
            number = self._host.submit("side", jobs.similar(found.id, found.title or ""))
            looking = "looking for similar stories … esc stops"
            self._host.waiting.watch("side", number, partial(self._host.tell, looking))

    def show_similar(self, event: messages.SimilarFound) -> None:
        """Lists the stories that were found, to choose one from."""
        from morgue.tui.screens.panels import Choosing, similar_choices

        head = f"Similar to “{event.title}”"
        found = event.similar
        none = found.partial or "nothing in the archive is akin to it"
        remark = "⏎ read · esc back" if found.hits else none
        self._host.push(Choosing(head, similar_choices(found.hits), remark), self._host.current.read_other)
