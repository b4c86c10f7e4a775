"""What is done with the current article on the main screen: reading it, and going on to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.tui import jobs
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
            self._host.submit("side", jobs.similar(self._host.current.shown.id, self._host.current.shown.title or ""))

    def show_similar(self, event: messages.SimilarFound) -> None:
        """The stories that were found, to choose one from."""
        from morgue.tui.screens.panels import Choosing, similar_choices

        head = f"Similar to “{event.title}”"
        found = event.similar
        none = found.partial or "nothing in the archive is akin to it"
        remark = "⏎ read · esc back" if found.hits else none
        self._host.push(Choosing(head, similar_choices(found.hits), remark), self._host.current.read_other)
