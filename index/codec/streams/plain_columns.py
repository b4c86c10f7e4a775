"""Writes the plain columns, each in its type: what follows from another is kept as that.

Instants are kept as what they have over the beginning of their day, mostly nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.layout import AFTER, COUNTS, LIKE, NO_INSTANT, PLAIN
from morgue.index.codec.streams.narrowing import narrowest

if TYPE_CHECKING:
    from morgue.index.codec.container import ContainerWriter

_DAY = 86_400
#: `date.toordinal` of the day on which instants begin.
_FIRST = 719_163

Days = NDArray[np.int32]
Seconds = NDArray[np.int64]


def write_plain(out: ContainerWriter, plain: dict[str, NDArray[Any]]) -> None:
    """The columns of PLAIN by name."""
    made = {name: plain[name].astype(kind) for name, kind in PLAIN.items()}
    made |= {name: narrowest(made[name]) for name in COUNTS}
    seconds = _after(made["first_day"], made["instant"])
    if seconds is not None:
        out.add_column(AFTER, seconds)
        del made["instant"]
    for name, column in made.items():
        if name in LIKE:
            out.add_like(name, column, LIKE[name], made[LIKE[name]])
        else:
            out.add_column(name, column)


def _after(first_day: Days, instant: Seconds) -> Seconds | None:
    """Seconds of each instant over its day's beginning in UTC, 0 of what has none; None where one goes without the
    other. first_day: `date.toordinal`, 0 for none.
    """
    dated = first_day > 0
    if not np.array_equal(dated, instant != NO_INSTANT):
        return None
    return np.where(dated, instant - _beginnings(first_day), 0)


def instants(first_day: Days, seconds: Seconds) -> Seconds:
    """Seconds since 1970 UTC, NO_INSTANT where there is no day."""
    return np.where(first_day > 0, seconds + _beginnings(first_day), NO_INSTANT)


def _beginnings(first_day: Days) -> Seconds:
    return (first_day.astype(np.int64) - _FIRST) * _DAY
