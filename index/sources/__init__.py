"""One reader a format: bytes on disk become `RawItem`s."""

from index.sources.gauge import Gauge
from index.sources.reading import read

__all__ = ["Gauge", "read"]
