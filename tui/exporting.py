"""Writes articles to a file in a thread with a searcher of its own. I/O."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.message_pump import MessagePump

from morgue.core.article import Filed
from morgue.core.errors import MorgueError
from morgue.core.location import Location
from morgue.core.wording.quantities import quantity
from morgue.engines.opening import open_searcher
from morgue.render.files import write
from morgue.render.labels import joined
from morgue.search.answer import NotFound
from morgue.search.searcher import Searcher
from morgue.tui.messages import Exported

#: Seconds between two messages of how far it is.
_OFTEN = 0.3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: all that a query finds, or articles by their ids."""

    query: str = ""
    ids: Sequence[str] = ()


class Export(threading.Thread):
    """One file. Tells `to` how far it is and how it ended, by Exported; `stop` ends it and takes the file away."""

    def __init__(self, location: Location, outlets: Path | None, wanted: Wanted, path: Path, to: MessagePump) -> None:
        super().__init__(name="export", daemon=True)
        self._location = location
        self._outlets = outlets
        self._wanted = wanted
        self._path = path
        self._to = to
        self._stopped = threading.Event()
        self._told = 0.0
        self._partial: str | None = None
        self._gone = 0

    def stop(self) -> None:
        """Ends it; may be called from any thread."""
        self._stopped.set()

    def run(self) -> None:
        """Writes the file; called by the thread."""
        try:
            with open_searcher(self._location, self._outlets) as searcher:
                count = write(self._path, self._articles(searcher), self._go_on)
        except MorgueError as error:
            self._to.post_message(Exported(0, str(error), wrong=True))
        # Whatever failed has to be said, or one waits for it for ever.
        except Exception as error:  # noqa: BLE001 -- as in `morgue.tui.worker`
            self._to.post_message(Exported(0, f"this failed: {type(error).__name__}: {error}", wrong=True))
        else:
            gone = f"{self._gone} no longer in the archive" if self._gone else ""
            left_out = joined([self._partial, gone], ", ")
            text = f"{quantity(count, 'article')} written to {self._path.absolute()}"
            self._to.post_message(Exported(count, joined([text, left_out], "; not all: "), wrong=bool(left_out)))

    def _articles(self, searcher: Searcher) -> Iterator[Filed]:
        if self._wanted.ids:
            for each in self._wanted.ids:
                try:
                    yield searcher.show(each)
                except NotFound:
                    self._gone += 1
            return
        found = searcher.export(self._wanted.query, None)
        self._partial = found.partial
        yield from found.items

    def _go_on(self, count: int) -> bool:
        now = time.monotonic()
        if now - self._told > _OFTEN:
            self._told = now
            self._to.post_message(Exported(count))
        return not self._stopped.is_set()
