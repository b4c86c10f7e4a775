"""Finds outlets as people name them: each spelling and domain leads to what is filed under any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.core.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: What is added to an outlet's name to tell its parts: `New York Times - News`, `Reuters (World)`.
_PART = compiled(r"\s+[-–—|:]\s+.*|\s*\([^()]*\)\s*\Z|,\s+.*")


def filed_under_host(host: str, extra: Path | None) -> Callable[[str], bool] | None:
    """As `same_outlet`, for a host. None for a host below an outlet's own: `edition.cnn.com`."""
    from morgue.index.clean.metadata.outlets import table

    return same_outlet(host, extra) if host in table(extra).domains else None


def same_outlet(value: str, extra: Path | None) -> Callable[[str], bool] | None:
    """A test whether a filed name is another spelling of the outlet that `value` names; None where the table has none.

    `value` is a name, an abbreviation or a domain; `extra` the user's table of outlets.
    """
    from morgue.index.clean.metadata.outlets import table

    known = table(extra)
    name = known.fold(value)
    if name == value and not known.knows(value):
        return None

    def fits(text: str) -> bool:
        return known.fold(text) == name or known.fold(_PART.sub("", text, count=1)) == name

    return fits
