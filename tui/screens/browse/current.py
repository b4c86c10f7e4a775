"""Keeps the current article of the main screen: has it set for the reader, and remembers where it was left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from morgue.tui import jobs
from morgue.tui.view.page import Manner
from morgue.tui.widgets.reader import NUMBERS

if TYPE_CHECKING:
    from morgue.core.article import Article
    from morgue.search.request import Hit
    from morgue.tui.screens.browse.host import Host
    from morgue.tui.view.page import Setting
    from morgue.tui.widgets.reader import Reader

#: A place so near the beginning is none.
_NO_PLACE = 0.02


class CurrentArticle:
    """One article at a time is the current one: the one that was opened, else that of the hit under the cursor."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reader: Reader | None = None  # at the end it is no part of the screen any more
        self._reading: str | None = None
        self._returning: str | None = None

    @property
    def id(self) -> str | None:
        """The current article's id; of an opened one only while the reader is in sight."""
        opened = self._host.session.state.opened
        hit = self._host.hits.current
        if opened is not None and (self._host.panes.reading or hit is None):
            return opened
        return hit.id if hit else None

    @property
    def setting(self) -> Setting | None:
        """The current article as it is set; None while it is on its way to the reader."""
        setting = self._host.reader.setting
        return setting if setting is not None and setting.filed.article.id == self.id else None

    @property
    def shown(self) -> Article | Hit | None:
        """The current article: what every action on an article works on. None while nothing is known of it."""
        if self.setting is not None:
            return self.setting.filed.article
        hit = self._host.hits.current
        return hit if hit is not None and hit.id == self.id else None

    def read(self, id: str) -> None:
        """Has an article set for the reader."""
        session, desk = self._host.session, self._host.browser.desk
        note = desk.notes.get(id, "")
        tags = " ".join(f"#{tag}" for tag in desk.tags.get(id, ()))
        beside = tuple(filter(None, (tags, f"✎ {note}" if note else "")))
        manner = Manner(self._measure, session.find, session.source, beside)
        number = self._host.submit("article", jobs.article(id, session.marking, manner))
        self._host.waiting.watch("article", number, partial(self._say_waiting, id))

    def _say_waiting(self, id: str) -> None:
        setting = self._host.reader.setting
        if setting is None or setting.filed.article.id != id:
            self._host.heads.name_article("on its way … esc stops")

    def go_on(self, *, whole: bool) -> None:
        """Has more of a long article set, or all that is left."""
        setting = self._host.reader.setting
        if setting is not None and setting.rest is not None:
            number = self._host.submit("more", jobs.more(setting.rest, whole))
            if whole:
                self._host.waiting.watch("more", number, partial(self._host.tell, "setting all of it … esc stops"))

    @property
    def _measure(self) -> int:
        room = self._host.app.size.width if self._host.panes.narrow else self._host.reader.columns
        margin = NUMBERS + 2 if self._host.reader.numbered else 3
        return min(self._host.browser.remembered.measure, max(20, room - margin))

    def read_current(self) -> None:
        """The opened article, else the selected hit's."""
        hit = self._host.hits.current
        wanted = self._host.session.state.opened or (hit.id if hit else None)
        if wanted is not None:
            self.read(wanted)

    def read_other(self, id: str | None, find: str = "") -> None:
        """An article that is not the selected hit's goes into the reader, and `[` leads back; at a text in it."""
        if id is not None:
            self._host.session.open(id)
            self._host.session.find = find
            self.read(id)
            self._host.panes.show("reader")
            self._host.to(self._host.reader)
            self.open()

    def renew_measure(self) -> None:
        """The article is set anew where the measure is another."""
        shown = self._host.reader.setting
        if shown is not None and shown.measure != self._measure:
            self.read(shown.filed.article.id)

    # Read and unread, and the place where an article was left

    def open(self) -> None:
        """The current article is read from now on, where it was left."""
        wanted = self.id
        if wanted is None:
            return
        self.leave()
        self._reader = self._host.reader
        self._reading = self._returning = wanted
        self._host.browser.desk.mark_read(wanted, read=True)
        self._host.hits.refresh()
        self.arrived()

    def arrived(self) -> None:
        """An article is in the reader: the one that was opened is shown from where it was left."""
        setting, wanted = self.setting, self._returning
        if setting is None or wanted != setting.filed.article.id:
            return
        self._returning = None
        share = self._host.browser.desk.places.get(wanted, 0.0)
        if share and self._host.reader.match < 0 and not self._host.session.find:
            self._host.reader.to_share(share)
            self._host.tell(f"where you left it, {share:.0%} down: g goes to the beginning")

    def leave(self) -> None:
        """The article that was being read is left where it is; one read to its end has no place."""
        reader, was = self._reader, self._reading
        self._reading = None
        setting = reader.setting if reader is not None else None
        if reader is None or was is None or setting is None or setting.filed.article.id != was:
            return
        gone = reader.share < _NO_PLACE or reader.at_end
        self._host.browser.desk.leave_at(was, 0.0 if gone else round(reader.share, 3))
