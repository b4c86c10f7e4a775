"""Makes the numbers of a stream from what is kept of them, as the table of contents says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from morgue.index.codec.streams import packed_text
from morgue.index.codec.streams.narrowing import Array, widened
from morgue.index.codec.streams.table import FULL, Table


def made(table: Table, name: str, raw: Callable[[str], Array], damaged: Callable[[str], Exception]) -> Array:
    """The numbers of a stream, which is there; raises what `damaged` makes of it where its parts do not fit together.

    raw: gives what lies in the file under a name.
    """
    name = table.like.get(name, name)
    held = raw(name)
    if name in table.times:
        times = table.times[name]
        # zeros take no memory until they are looked at
        return np.full(times, held[0]) if held[0] else np.zeros(times, held.dtype)
    if name in table.packed:
        return packed_text.unpacked(held, table.packed[name], lambda what: damaged(f"{what} (stream {name})"))
    if name not in table.narrow:
        return held
    full = raw(name + FULL) if name + FULL in table.streams else None
    return widened(table.narrow[name], held, full, lambda what: damaged(f"{what} (stream {name})"))
