"""Limits the time a question may take, and records what was left undone when it ran out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Milliseconds that a question may take where nobody says otherwise: two seconds, and half a one to show the answer.
USUAL_MS = 2_000


class TimeUp(Exception):
    """Leaves a step that can be of no use unfinished; whoever began the step catches it and calls `cut`."""


def always() -> bool:
    """Somebody waits."""
    return True


class Deadline:
    """Checked between steps and inside long loops; collects the reasons why an answer is not whole.

    A step that finds the deadline passed stops with what it has and calls `cut`. Nothing is interrupted from outside.
    """

    __slots__ = ("_notes", "_wanted", "budget_ms", "end", "ran_out")

    def __init__(self, budget_ms: int | None = None, wanted: Callable[[], bool] = always) -> None:
        """budget_ms: milliseconds from now; None is no limit. wanted: whether anybody still waits for the answer."""
        self.budget_ms = budget_ms
        self._wanted = wanted
        self.end = None if budget_ms is None else time.monotonic() + budget_ms / 1000
        #: Whether some step was left undone because the time was up.
        self.ran_out = False
        self._notes: dict[str, None] = {}

    def wanted(self) -> bool:
        """Whether anybody still waits for the answer."""
        return self._wanted()

    def passed(self) -> bool:
        """Whether the time is up, or nobody waits any more."""
        return (self.end is not None and time.monotonic() >= self.end) or not self._wanted()

    @contextmanager
    def keeping(self, share: float) -> Iterator[None]:
        """What is done inside leaves such a share of the time for what comes after it."""
        end = self.end
        if end is not None and self.budget_ms is not None:
            self.end = end - share * self.budget_ms / 1000
        try:
            yield
        finally:
            self.end = end

    def check(self) -> None:
        """Raises TimeUp when the time is up."""
        if self.passed():
            raise TimeUp

    def left(self) -> float:
        """Seconds left, never below zero; a day where there is no limit."""
        return 86_400.0 if self.end is None else max(0.0, self.end - time.monotonic())

    def cut(self, what: str) -> None:
        """Records that time ran out during `what`."""
        self.ran_out = True
        self.note(f"stopped after {self.budget_ms} ms: {what}")

    def note(self, reason: str) -> None:
        """Records any other reason why the answer is not whole."""
        self._notes.setdefault(reason)

    @property
    def partial(self) -> str | None:
        """All reasons, or None for a whole answer."""
        return "; ".join(self._notes) or None
