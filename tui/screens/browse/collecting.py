"""Collects from the main screen: citations, addresses, pages, lists of articles."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from morgue.core.errors import MorgueError
from morgue.core.wording.quantities import quantity
from morgue.render.labels import named
from morgue.tui.exporting import Wanted
from morgue.tui.external import copy, open_page, pipe
from morgue.tui.question import whole_query
from morgue.tui.screens.export import ask_and_write
from morgue.tui.screens.prompt import Prompt
from morgue.workspace.reading_lists import Kept, Lists, checked_name, citation, kept

if TYPE_CHECKING:
    from morgue.core.article import Article
    from morgue.tui.screens.browse.host import Host
    from morgue.tui.view.page import Setting


class CollectingActions:
    """Actions that copy, open, pipe, mark and keep; each says which article it worked on."""

    def __init__(self, host: Host) -> None:
        self._host = host

    # Out of the program

    def action_copy_citation(self) -> None:
        """The citation to the clipboard."""
        found = self._host.current.shown
        if found is not None:
            copy(self._host.app, citation(kept(found), found.authors))
            self._host.tell(f"cited: {named(found)}")

    def action_copy_url(self) -> None:
        """The address to the clipboard."""
        found = self._host.current.shown
        if found is not None and found.url:
            copy(self._host.app, found.url)
            self._host.tell(f"address copied: {named(found)}")
        elif found:
            self._host.tell("this article has no address", wrong=True)

    def action_copy_paragraph(self) -> None:
        """The paragraph to the clipboard."""
        setting = self._setting()
        text = self._host.reader.paragraph()
        if setting is not None and text:
            copy(self._host.app, text)
            self._host.tell(f"paragraph copied: {named(setting.filed.article)}")

    def _setting(self) -> Setting | None:
        """The current article as it is set; says so while it is on its way."""
        setting = self._host.current.setting
        if setting is None:
            self._host.tell("the article is not here yet", wrong=True)
        return setting

    def action_browser(self) -> None:
        """The page in the web browser."""
        found = self._host.current.shown
        try:
            open_page(self._host.app, found.url if found else None)
        except MorgueError as error:
            self._host.tell(str(error), wrong=True)
        else:
            if found is not None:
                self._host.tell(f"opened: {named(found)}")

    def action_pipe(self) -> None:
        """The article to a command."""
        setting = self._setting()
        if setting is not None:
            article = setting.filed.article
            head = f"Give the article ({named(article)}) to the command"
            self._host.push(Prompt(head, "less"), lambda command: self._pipe(command, article))

    def _pipe(self, command: str | None, article: Article) -> None:
        if command:
            try:
                self._host.tell(pipe(self._host.app, command, article))
            except MorgueError as error:
                self._host.tell(str(error), wrong=True)

    def action_export(self) -> None:
        """What is marked, else all that the search finds, to a file."""
        session = self._host.session
        if session.marked:
            what = f"{quantity(len(session.marked), 'marked article')}"
            ask_and_write(self._host, what, "marked", Wanted(ids=tuple(session.marked)))
            return
        answer = session.answer
        if answer is None or session.stale or not answer.result.articles:
            self._host.tell("there is nothing to write", wrong=True)
            return
        try:
            whole = whole_query(session.state, self._host.browser.workspace.saved.all(), date.today())
        except MorgueError as error:
            self._host.tell(str(error), wrong=True)
            return
        what = f"{quantity(answer.result.articles, 'article')} of this search"
        ask_and_write(self._host, what, session.state.text, Wanted(whole))

    # Marks and lists

    def action_mark(self) -> None:
        """Marks or unmarks the article."""
        found = self._host.current.shown
        if found is None:
            return
        marked = self._host.session.mark(found)
        self._host.hits.mark(frozenset(self._host.session.marked))
        hit = self._host.hits.current
        if self._host.hits.has_focus and hit is not None and hit.id == found.id:
            self._host.hits.step(1)
        else:  # the sign in the list may be out of sight
            self._host.tell(f"{'marked' if marked else 'unmarked'}: {named(found)}")

    def action_keep(self) -> None:
        """Puts the marked articles, or this one, on a list."""
        shown = self._host.current.shown
        found = list(self._host.session.marked.values()) or ([kept(shown)] if shown else [])
        if found:
            names = ", ".join(self._host.browser.desk.names())
            head = f"Put {quantity(len(found), 'article')} on the list (tag:NAME finds it; -NAME takes off)"
            remark = f"there are: {names}" if names else "a new name makes a new list"
            self._host.push(Prompt(head, "", remark), lambda name: self._keep(name, tuple(found)))

    @property
    def _lists(self) -> Lists:
        return self._host.browser.workspace.lists

    def _keep(self, name: str | None, found: tuple[Kept, ...]) -> None:
        off, name = (name or "").startswith("-"), (name or "").strip().lstrip("-#")
        if not name:
            return
        desk = self._host.browser.desk
        try:
            checked_name(name)
        except MorgueError as error:
            self._host.tell(str(error), wrong=True)
            return
        if off:
            desk.untag(name, tuple(one.id for one in found))
        else:
            desk.tag(name, found)
        self._host.tell(f"{quantity(len(found), 'article')} {'taken off' if off else 'put on'} {name}")
        self._host.session.marked.clear()
        self._host.hits.mark(frozenset())
        self._host.show_desk()

    def action_note(self) -> None:
        """A note on the article."""
        found = self._host.current.shown
        if found is not None:
            note = self._host.browser.desk.notes.get(found.id, "")
            asked = Prompt(f"Note on {named(found)}", note, "an empty one goes away; is:noted finds them")
            self._host.push(asked, partial(self._note, found.id))

    def _note(self, id: str, text: str | None) -> None:
        if text is not None:
            self._host.browser.desk.note(id, text)
            self._host.tell("noted" if text.strip() else "the note is gone")
            self._host.show_desk()

    def action_lists(self) -> None:
        """The lists, then one of them."""
        from morgue.tui.screens.panels import ListsPanel

        try:
            self._host.push(ListsPanel(self._lists), self._list)
        except MorgueError as error:
            self._host.tell(str(error), wrong=True)

    def _list(self, name: str | None) -> None:
        from morgue.tui.screens.panels import ListPanel

        if name is not None:
            self._host.push(ListPanel(self._lists, name), self._host.current.read_other)
