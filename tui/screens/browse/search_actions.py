"""What is done with the search and the article on the main screen: its actions.

Screens that are not seen at first are imported when they are opened: the first hits come the sooner.
"""

from __future__ import annotations

from textual import on

from morgue.core.article import Article
from morgue.core.errors import MorgueError
from morgue.search.answer import Unit
from morgue.search.request import Hit
from morgue.tui import jobs, messages, state
from morgue.tui.screens.browse.answers import Searching
from morgue.tui.screens.prompt import Prompt
from morgue.tui.widgets.hits import HitList


class Doing(Searching):
    """Actions of `morgue.tui.keymap` that need more than moving about."""

    # The search

    def action_sort(self) -> None:
        """The next order."""
        self.go(state.next_sort(self.state))

    def action_copies(self) -> None:
        """One hit a story, or every article."""
        self.go(state.copies_toggled(self.state))

    def action_match(self) -> None:
        """All words, or any."""
        self.go(state.match_toggled(self.state))

    def action_clear(self) -> None:
        """Nothing chosen beside the query."""
        self.go(state.cleared(self.state))

    def action_history(self, by: int) -> None:
        """Back or forward, with all that was chosen, sorted and read then."""
        step = state.back if by < 0 else state.forward
        if step(self.history) is self.history:
            self.tell("this is the first search" if by < 0 else "this is the last search")
            return
        self.history = step(self.history)
        self.bar.show_query(self.state.text)
        self.ask()

    def search_for(self, text: str | None) -> None:
        """Another query, not typed here."""
        if text is not None:
            self.bar.show_query(text)
            self.go(state.typed(self.state, text))
            self.panes.show("hits")
            self.to(self.hits)

    def action_save(self) -> None:
        """Saves the search under a name."""
        remark = "the name can stand in queries as @NAME"
        self.app.push_screen(Prompt(f"Save “{state.query_of(self.state) or '*'}” as", "", remark), self._save)

    def _save(self, name: str | None) -> None:
        if not name:
            return
        try:
            self.browser.workspace.saved.save(name.lstrip("@"), state.query_of(self.state) or "*")
            self.tell(f"saved as @{name.lstrip('@')}")
        except MorgueError as error:
            self.tell(str(error), wrong=True)

    def action_saved(self) -> None:
        """Saved searches."""
        from morgue.tui.screens.panels import SavedPanel

        self.app.push_screen(SavedPanel(), self.search_for)

    def action_time(self) -> None:
        """The query over time."""
        from morgue.tui.screens.time import TimeScreen

        self.app.push_screen(TimeScreen(state.query_of(self.state)), self._from_time)

    def _from_time(self, when: tuple[str, str] | None) -> None:
        if when is not None:
            self.go(state.brushed(self.state, when))

    # The article

    @property
    def shown(self) -> Article | Hit | None:
        """The article in the reader, else the hit under the cursor."""
        setting = self.reader.setting
        hit = self.hits.current
        if setting is not None and (hit is None or self.reader.has_focus or setting.filed.article.id == hit.id):
            return setting.filed.article
        return hit

    def action_preview(self) -> None:
        """The article below the list, or the list alone again; a wide screen shows both anyhow."""
        if not self.panes.narrow:
            self.tell("the article stands beside the list")
            return
        self.panes.preview()
        self.to(self.hits)

    #: What asks for an article.
    _OF_ARTICLE = frozenset(
        "match_step find story similar provenance mark pipe browser copy_citation copy_url copy_paragraph".split()
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there are no hits there is no article to do anything with."""
        return action not in self._OF_ARTICLE or any(hits.total for hits in self.query(HitList))

    def _to_reader(self) -> None:
        """What is done in the article is to be seen."""
        if not self.panes.reading:
            self.panes.show("reader")
            self.to(self.reader)

    def action_match_step(self, by: int) -> None:
        """To the next or previous match."""
        if self.reader.matches:
            self._to_reader()
        self.reader.step_match(by)
        self.tell_right()

    def action_find(self) -> None:
        """Finds a text in the article."""
        if self.reader.setting is not None:
            self.app.push_screen(Prompt("Find in the article", self.find), self._find)

    def _find(self, text: str | None) -> None:
        if text is not None and self.reader.setting is not None:
            self.find = text
            self.panes.show("reader")
            self.to(self.reader)
            self.read(self.reader.setting.filed.article.id)

    def action_provenance(self) -> None:
        """Where the article came from, or not."""
        if self.reader.setting is not None:
            self.source = "brief" if self.source == "full" else "full"
            self.read(self.reader.setting.filed.article.id)
            if self.source == "full":
                self._to_reader()
                self.call_later(self.to, self.reader)

    def action_story(self) -> None:
        """Who ran it."""
        from morgue.tui.screens.story import StoryScreen

        if self.shown is not None:
            self.app.push_screen(StoryScreen(self.shown.id), self._read_other)

    def action_similar(self) -> None:
        """Similar stories."""
        if self.shown is not None:
            self.browser.worker.submit("side", jobs.similar(self.shown.id, self.shown.title or ""), self)

    @on(messages.SimilarFound)
    def _similar(self, event: messages.SimilarFound) -> None:
        from morgue.tui.screens.panels import Choosing, similar_choices

        head = f"Similar to “{event.title}”"
        found = event.similar
        none = found.partial or "nothing in the archive is akin to it"
        remark = "⏎ read · esc back" if found.hits else none
        self.app.push_screen(Choosing(head, similar_choices(found.hits), remark), self._read_other)

    def _read_other(self, id: str | None) -> None:
        """An article that is not the selected hit's goes into the reader, and `[` leads back."""
        if id is not None:
            self.history = state.record(self.history, state.opened(self.state, id))
            self.read(id)
            self.panes.show("reader")
            self.to(self.reader)

    @on(messages.Asked)
    def _asked_by_click(self, event: messages.Asked) -> None:
        act = {
            "story": self.action_story,
            "similar": self.action_similar,
            "provenance": self.action_provenance,
            "sort": self.action_sort,
            "suggestion": self._take_suggestion,
            "measure": self.renew_measure,
        }
        act[event.what]()

    def _take_suggestion(self) -> None:
        if self.answer is not None:
            self.search_for(self.answer.suggestion)

    def action_jump(self, unit: Unit, by: int) -> None:
        """To the next or previous hit of another day or month."""
        hit = self.hits.current
        if hit is not None:
            job = jobs.jump(self.state, hit, self.hits.cursor, unit, by)
            self.browser.worker.submit("jump", job, self)
