"""Lets the reader of a container have its members read, whatever their formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from morgue.index.sources.decoding.streams import Meter, Raw
from morgue.index.sources.location import Found, Place
from morgue.index.sources.registry.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Descend:
    """Called with a member's bytes and its place, gives what the member holds.

    meter   counts what is decompressed from the file on disk
    ledger  records which reader took what
    """

    read: Callable[[Raw, Place], Iterator[Found]]
    meter: Meter
    ledger: Ledger

    def __call__(self, raw: Raw, place: Place) -> Iterator[Found]:
        """What the member holds."""
        return self.read(raw, place)
