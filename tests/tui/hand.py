"""A pilot that waits until all that it did was heard and drawn, by asking the program and not the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot

#: Turns of the loop without anything to do after which nothing is under way: a task that was made begins in the next.
QUIET_TURNS = 3
#: Turns of the loop after which it is given time, and at most: messages that make messages without end are a fault.
MANY_TURNS, MOST_TURNS = 200, 30_000


class Hand(Pilot[None]):
    """As Textual's own, which sleeps forty milliseconds a key and longer while other programs run."""

    async def press(self, *keys: str) -> None:
        """Presses keys, each when the one before was heard by every widget; not all of them are drawn."""
        for name in keys:
            sign = name if len(name) > 1 or name.isalnum() else _character_to_key(name)
            self.app.post_message(_event(sign))
            await self.heard()

    async def pause(self, delay: float | None = None) -> None:
        """Waits so many seconds, then until everything was heard and drawn."""
        if delay:
            await asyncio.sleep(delay)
        await self.heard()
        self.app.screen._on_timer_update()
        await self.heard()

    async def heard(self) -> None:
        """Waits until no message is on its way to the application, a screen or a widget, or being answered there."""
        quiet = 0
        for turn in range(MOST_TURNS):
            await asyncio.sleep(0 if turn < MANY_TURNS else 0.001)
            if self.app._exit or self.app._exception is not None:
                await asyncio.sleep(0.02)
                return
            busy = self.app._resize_event is not None or any(map(_busy, self._pumps()))
            quiet = 0 if busy else quiet + 1
            if quiet >= QUIET_TURNS:
                return
        raise AssertionError("messages make messages without end")

    def _pumps(self) -> Iterator[MessagePump]:
        yield self.app
        for screen in self.app.screen_stack:
            yield from screen.walk_children(with_self=True)


def _busy(pump: MessagePump) -> bool:
    """Whether a part of the program has messages, answers one, or has not begun to wait for any."""
    queue: Any = pump._message_queue
    return bool(queue.values or pump._next_callbacks or not queue.ready_event._waiters)


def _event(sign: str) -> Key:
    """The key as a terminal sends it."""
    import unicodedata

    original = REPLACED_KEYS.get(sign, sign)
    try:
        char: str | None = unicodedata.lookup(_get_unicode_name_from_key(original))
    except KeyError:
        char = sign if len(sign) == 1 else None
    return Key(sign, char)
