"""Gives memory that was freed back to the system, where the C library keeps it for later use."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _trim() -> Any:
    """glibc's `malloc_trim`; None where the C library has none (macOS, Windows, musl), and gives back by itself."""
    import ctypes

    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None


def give_back() -> None:
    """Takes some tens of milliseconds. A commit's arrays leave holes of 160 MB in the heap, and a merge that follows
    has no use for holes: it would be held beside them.
    """
    trim = _trim()
    if trim is not None:
        trim(0)
