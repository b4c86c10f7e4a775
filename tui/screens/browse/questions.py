"""Puts the question in hand to the worker: at once, or when typing pauses; and gives it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.tui import jobs, state
from morgue.tui.screens.browse.waiting import PATIENCE

if TYPE_CHECKING:
    from textual.timer import Timer

    from morgue.tui.screens.browse.host import Host
    from morgue.tui.state import Browsing

#: Milliseconds an answer may take for the next key to be asked at once; after a slower one typing is waited out.
QUICK_MS = 150
#: Seconds to wait for the next key then.
PAUSE = 0.08


class Questions:
    """One question at a time; one whose answer is late is said to be under way, and can be stopped."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._pause: Timer | None = None
        self._waiting: Timer | None = None
        self._slow = False

    def go(self, new: Browsing) -> None:
        """A step to another state: it is asked for."""
        if self._host.session.go(new):
            self.ask()

    def ask(self) -> None:
        """Asks for the present state."""
        host, session = self._host, self._host.session
        self._stop_pause()
        self.answered()
        self._waiting = host.set_timer(PATIENCE, self._say_waiting)
        host.chips.show(session.state)
        host.browser.worker.cancel("facets")
        host.browser.worker.cancel("advice")
        job = jobs.search(session.state, host.hits.room, unfinished=session.typing)
        session.put(host.submit("search", job))

    def soon(self) -> None:
        """Asks at once after a quick answer, after a slow one when no key comes for a moment."""
        self._stop_pause()
        answer = self._host.session.answer
        if answer is None or answer.took_ms <= QUICK_MS:
            self.ask()
        else:
            self._pause = self._host.set_timer(PAUSE, self.ask)

    def settle(self) -> None:
        """What is typed is the whole query now, its last word no beginning of a word."""
        host, session = self._host, self._host.session
        session.typing = False
        host.bar.input.show_offers(())
        if not session.fault:
            host.browser.desk.ask(session.state.text)
        if session.asked is None or not state.same_question(session.asked, session.state):
            self.ask()

    def answered(self) -> None:
        """The answer has come, or another question is put."""
        self._slow = False
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def stop(self) -> bool:
        """Gives up the question under way, where its answer is late; whether there was one."""
        if not self._slow:
            return False
        self.answered()
        self._host.session.asked = None
        self._host.browser.worker.cancel("search")
        self._host.bar.show_stopped()
        return True

    @property
    def pausing(self) -> bool:
        """Whether a question waits for the next key."""
        return self._pause is not None

    def _say_waiting(self) -> None:
        self._slow = True
        self._host.bar.show_waiting()

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
