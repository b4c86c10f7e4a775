"""Registers the formats that are read: one enum, one table, and how each format is recognised."""

from morgue.index.sources.registry.formats import Format, Reader
from morgue.index.sources.registry.head import Head
from morgue.index.sources.registry.table import READERS

__all__ = ["READERS", "Format", "Head", "Reader"]
