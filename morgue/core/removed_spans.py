"""Gives a body without the parts that were found to be no news; the body itself stays as extracted. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def without(body: str, removed: Iterable[tuple[int, int]]) -> str:
    """A body without its removed spans: what is searched, quoted and compared."""
    kept: list[str] = []
    here = 0
    for start, end in removed:
        kept.append(body[here:start])
        here = end
    lines = "".join([*kept, body[here:]]).split("\n")
    return "\n".join(line for line in lines if line.strip())
