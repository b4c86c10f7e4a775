"""What is taken along from the main screen: citations, addresses, pages, lists of articles."""

from __future__ import annotations

from collections.abc import Iterable

from morgue.core.errors import MorgueError
from morgue.render.labels import quantity
from morgue.tui.external import copy, open_page, pipe
from morgue.tui.screens.browse.search_actions import Doing
from morgue.tui.screens.prompt import Prompt
from morgue.workspace.reading_lists import Kept, Lists, citation, kept


class Keeping(Doing):
    """Actions that copy, open, pipe, mark and keep."""

    # Out of the program

    def action_copy_citation(self) -> None:
        """The citation to the clipboard."""
        if self.shown is not None:
            copy(self.app, citation(kept(self.shown), self.shown.authors))
            self.tell("citation copied")

    def action_copy_url(self) -> None:
        """The address to the clipboard."""
        if self.shown is not None and self.shown.url:
            copy(self.app, self.shown.url)
            self.tell("address copied")
        else:
            self.tell("this article has no address", wrong=True)

    def action_copy_paragraph(self) -> None:
        """The paragraph to the clipboard."""
        text = self.reader.paragraph()
        if text:
            copy(self.app, text)
            self.tell("paragraph copied")

    def action_browser(self) -> None:
        """The page in the web browser."""
        try:
            open_page(self.app, self.shown.url if self.shown else None)
        except MorgueError as error:
            self.tell(str(error), wrong=True)

    def action_pipe(self) -> None:
        """The article to a command."""
        if self.reader.setting is not None:
            self.app.push_screen(Prompt("Give the article to the command", "less"), self._pipe)

    def _pipe(self, command: str | None) -> None:
        setting = self.reader.setting
        if command and setting is not None:
            try:
                self.tell(pipe(self.app, command, setting.filed.article))
            except MorgueError as error:
                self.tell(str(error), wrong=True)

    # Marks and lists

    def action_mark(self) -> None:
        """Marks or unmarks the article."""
        found = self.shown
        if found is None:
            return
        if self.marked.pop(found.id, None) is None:
            self.marked[found.id] = kept(found)
        self.hits.mark(frozenset(self.marked))
        if self.hits.has_focus:
            self.hits.step(1)

    def action_keep(self) -> None:
        """Puts the marked articles, or this one, on a list."""
        found = list(self.marked.values()) or ([kept(self.shown)] if self.shown else [])
        if found:
            names = ", ".join(self.browser.workspace.lists.names())
            head = f"Put {quantity(len(found), 'article')} on the list"
            remark = f"there are: {names}" if names else "a new name makes a new list"
            self.app.push_screen(Prompt(head, "", remark), lambda name: self._keep(name, found))

    def _keep(self, name: str | None, found: Iterable[Kept]) -> None:
        if not name:
            return
        try:
            added = self.browser.workspace.lists.add(name, found)
        except MorgueError as error:
            self.tell(str(error), wrong=True)
            return
        self.tell(f"{quantity(added, 'article')} put on {name}")
        self.marked.clear()
        self.hits.mark(frozenset())

    def action_lists(self) -> None:
        """The lists, then one of them."""
        from morgue.tui.screens.panels import ListsPanel

        lists: Lists = self.browser.workspace.lists
        try:
            self.app.push_screen(ListsPanel(lists), lambda name: self._list(lists, name))
        except MorgueError as error:
            self.tell(str(error), wrong=True)

    def _list(self, lists: Lists, name: str | None) -> None:
        from morgue.tui.screens.panels import ListPanel

        if name is not None:
            self.app.push_screen(ListPanel(lists, name), self._read_other)
