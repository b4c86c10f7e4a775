"""Sets hits in the rows of a list. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from morgue.render.cells import clip, line_width, spread
from morgue.render.labels import where
from morgue.render.spans import Line, Span, marked, said
from morgue.render.wrap import limited, wrapped
from morgue.search.request import Hit, Snippet


@dataclass(frozen=True, slots=True)
class Kept:
    """What the person keeps of a hit: whether it is marked, was read, has a note; its tags."""

    marked: bool = False
    read: bool = False
    noted: bool = False
    tags: tuple[str, ...] = ()


_NOTHING = Kept()


def set_hit(hit: Hit, cells: int, rows: int, kept: Kept = _NOTHING) -> tuple[Line, ...]:
    """A hit in exactly so many rows: headline, where it ran, passage; a long headline takes from the passage.

    What was read has a headline without weight.
    """
    title = said(hit.headline, "plain" if kept.read else "title")
    opening = [Span("● ", "key"), title] if kept.marked else [title]
    head = limited(wrapped(opening, cells), 2 if rows > 2 else 1, cells)
    more = f"+{hit.story.articles - 1}" if hit.story.articles > 1 else ""
    right = _beside(kept, cells // 3)
    if more:
        right.append(Span(f" {more}", "meta", target="story"))
    about = [said(where(hit, cells - line_width(right) - 1), "meta")]
    lines = [*head, spread(about, right, cells)]
    if rows > len(lines) and hit.snippets:
        left = rows - len(lines)
        snippet = _nearer(hit.snippets[0], left * cells)
        lines += limited(wrapped(marked(snippet.text, snippet.marks, "faint"), cells), left, cells)
    lines += [()] * (rows - len(lines))
    return tuple(lines[:rows])


def _beside(kept: Kept, cells: int) -> list[Span]:
    """Tags and the sign of a note, in a third of the row at most."""
    told = " ".join(["✎"] * kept.noted + [f"#{tag}" for tag in kept.tags])
    return [Span(" " + clip(told, cells), "key")] if told else []


def _nearer(snippet: Snippet, room: int) -> Snippet:
    """The passage from shortly before its first mark, where that would not be seen otherwise."""
    if not snippet.marks or snippet.marks[0][1] <= room - 8:
        return snippet
    start = snippet.text.find(" ", max(0, snippet.marks[0][0] - max(12, room // 3))) + 1
    if not 0 < start <= snippet.marks[0][0]:
        return snippet
    return Snippet("…" + snippet.text[start:], tuple((a - start + 1, b - start + 1) for a, b in snippet.marks))
