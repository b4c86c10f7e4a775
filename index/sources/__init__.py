"""Reads sources: one reader a format turns bytes on disk into `RawItem`s."""

from morgue.index.sources.dispatch import read
from morgue.index.sources.progress import Gauge
from morgue.index.sources.registry.ledger import Ledger

__all__ = ["Gauge", "Ledger", "read"]
