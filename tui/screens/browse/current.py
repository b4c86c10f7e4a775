"""The current article of the main screen: which one it is, and having it set for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.tui import jobs
from morgue.tui.view.typesetting import MEASURE

if TYPE_CHECKING:
    from morgue.core.article import Article
    from morgue.search.request import Hit
    from morgue.tui.screens.browse.host import Host
    from morgue.tui.view.typesetting import Setting


class CurrentArticle:
    """One article at a time is the current one: the one that was opened, else that of the hit under the cursor."""

    def __init__(self, host: Host) -> None:
        self._host = host

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
        session = self._host.session
        self._host.submit("article", jobs.article(id, session.marking, self._measure, session.find, session.source))

    @property
    def _measure(self) -> int:
        room = self._host.app.size.width if self._host.panes.narrow else self._host.reader.columns
        return min(MEASURE, max(20, room - 3))

    def read_current(self) -> None:
        """The opened article, else the selected hit's."""
        hit = self._host.hits.current
        wanted = self._host.session.state.opened or (hit.id if hit else None)
        if wanted is not None:
            self.read(wanted)

    def read_other(self, id: str | None) -> None:
        """An article that is not the selected hit's goes into the reader, and `[` leads back."""
        if id is not None:
            self._host.session.open(id)
            self.read(id)
            self._host.panes.show("reader")
            self._host.to(self._host.reader)

    def renew_measure(self) -> None:
        """The article is set anew where the measure is another."""
        shown = self._host.reader.setting
        if shown is not None and shown.measure != self._measure:
            self.read(shown.filed.article.id)
