"""The archive's table of contents as stock Whoosh reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray


def toc_bytes(folder: Path, generation: int, names: Sequence[str], live: NDArray[Any] | None) -> bytes:
    """For a moment without content, until the Whoosh side is there."""
    return f"{generation} {names}".encode()
