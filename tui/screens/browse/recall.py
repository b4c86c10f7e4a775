"""Recalls earlier queries as a shell does, without losing what was being typed. Pure."""

from __future__ import annotations

from collections.abc import Sequence


class Recall:
    """A walk through earlier queries, newest first, of those that begin with what was typed when it began."""

    def __init__(self) -> None:
        self._found: tuple[str, ...] = ()
        self._place = -1
        self._typed = ""

    @property
    def walking(self) -> bool:
        """Whether what stands in the line is an earlier query."""
        return self._place >= 0

    def older(self, asked: Sequence[str], now: str) -> str | None:
        """The query before; None where there is none. `asked` has the newest last, `now` is what stands in the line."""
        if not self.walking:
            self._typed = now
            low = now.casefold()
            self._found = tuple(one for one in reversed(asked) if one != now and one.casefold().startswith(low))
        if self._place + 1 >= len(self._found):
            return None
        self._place += 1
        return self._found[self._place]

    def newer(self) -> str | None:
        """The query that came after the one shown, and at last what was typed; None where no walk is under way."""
        if not self.walking:
            return None
        self._place -= 1
        return self._found[self._place] if self.walking else self._typed

    def stop(self) -> None:
        """What stands in the line is the person's own now."""
        self._place = -1
