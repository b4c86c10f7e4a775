"""Remembers how a person left the browser: theme, measure, and how often each command was used. I/O.

One small file of the person's own, not of an archive. It is a comfort: one that cannot be read or written is as none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from morgue.core import regular_files
from morgue.core.durable_files import replace as write
from morgue.core.errors import MorgueError

#: Columns of a line of running text: the usual, the fewest and the most.
MEASURE, NARROWEST, WIDEST = 72, 48, 104
_MOST = 1 << 16


@dataclass(frozen=True, slots=True)
class Remembered:
    """theme: its name, empty for the usual · measure: columns · used: how often, by the title of a command."""

    theme: str = ""
    measure: int = MEASURE
    used: dict[str, int] = field(default_factory=dict)


def recall(path: Path | None) -> Remembered:
    """What is remembered; the usual where nothing is."""
    if path is None:
        return Remembered()
    try:
        held = json.loads(regular_files.read(path, _MOST))
        used = {str(name): int(count) for name, count in held["used"].items()}
        measure = int(held["measure"])
        return Remembered(str(held["theme"]), min(WIDEST, max(NARROWEST, measure)), used)
    except (OSError, MorgueError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Remembered()


def remember(path: Path | None, now: Remembered) -> None:
    """Writes it down, where there is a place for it."""
    if path is None:
        return
    text = json.dumps({"schema": 1, "theme": now.theme, "measure": now.measure, "used": now.used}, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, text.encode("ascii") + b"\n")
    except (OSError, MorgueError):
        return


def used(now: Remembered, title: str) -> Remembered:
    """One more use of a command."""
    return replace(now, used={**now.used, title: now.used.get(title, 0) + 1})
