"""The formats that are read: one enum, one table, and how a source is told to be one of them."""

from morgue.index.sources.registry.formats import Format, Reader
from morgue.index.sources.registry.head import Head
from morgue.index.sources.registry.table import READERS

__all__ = ["READERS", "Format", "Head", "Reader"]
