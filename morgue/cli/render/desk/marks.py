"""Sets tags and notes on a screen. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.core.json import Document
from morgue.render.records import cell
from morgue.render.spans import Line, Look, faint
from morgue.render.wrap import wrap

_LABEL = 10


def mark_lines(marked: Document, look: Look) -> Iterator[Line]:
    """The tags of an article, and its note, a line of it a row or more."""
    for name in ("tags", "note"):
        for number, text in enumerate(cell(marked.get(name)).splitlines()):
            first = f"{name if not number else '':{_LABEL}}"
            yield from wrap([faint(text)], look.width, look, first=first, rest=" " * _LABEL)
