"""Breaking long lines: of plain text into rows, and of spans without losing what each piece is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from morgue.render.sanitize import safe_line
from morgue.render.spans import Line, Look, Span, char_width, line_width, span_width, width

#: A dot between two things stays with the first of them.
_DOT = " ·"
_PIECES = re.compile(f"{_DOT}(?= |$)| +|[^ ]+")


def wrap(spans: Iterable[Span], cells: int, look: Look, *, first: str = "", rest: str = "") -> list[Line]:
    """Rows of at most `cells` cells, broken at white space (or inside a word longer than a row) but never before a dot.

    `first` stands before the first row, `rest` before the others; both count towards the cells. A no-break space
    holds its neighbours together and comes out as a space.
    """
    rows: list[Line] = []
    row: list[Span] = []
    used = width(first)
    room = max(4, cells - max(width(first), width(rest)))
    for cluster in _clusters(spans, room, look):
        size = line_width(cluster, look)
        if row and used + size > cells:
            rows.append(_row(first if not rows else rest, row))
            row, used = [], width(rest)
        if row or not _blank(cluster):
            row.extend(cluster)
            used += size
    if row or not rows:
        rows.append(_row(first if not rows else rest, row))
    return rows


def wrap_text(text: str, cells: int, indent: str = "") -> list[Line]:
    """Rows of a plain text, all indented."""
    return wrap([Span(text)], cells, Look(), first=indent, rest=indent)


def merge(row: Iterable[Span]) -> Line:
    """Neighbouring spans of one role put together; marks stay apart, for each is one match."""
    out: list[Span] = []
    for span in row:
        if out and out[-1].role == span.role != "mark":
            out[-1] = Span(out[-1].text + span.text, span.role)
        else:
            out.append(span)
    return tuple(out)


def _row(indent: str, row: list[Span]) -> Line:
    while row and _blank(row[-1:]):
        row.pop()
    row = [Span(span.text.replace("\u00a0", " "), span.role) for span in row]
    return merge([Span(indent), *row] if indent else row)


def _blank(cluster: list[Span]) -> bool:
    return all(span.role != "mark" and not span.text.strip(" ") for span in cluster)


def _clusters(spans: Iterable[Span], cells: int, look: Look) -> Iterator[list[Span]]:
    """What must not be parted: a run of white space, or words and marks with no white space between them."""
    cluster: list[Span] = []
    for span in spans:
        for piece, breaks in _pieces(span, cells, look):
            size = span_width(piece, look)
            if cluster and (breaks or line_width(cluster, look) + size > cells):
                yield cluster
                cluster = []
            cluster.append(piece)
            if not piece.text.strip(" "):
                yield cluster
                cluster = []
    if cluster:
        yield cluster


def _pieces(span: Span, cells: int, look: Look) -> Iterator[tuple[Span, bool]]:
    """A span cut into words and spaces, each with whether a row may end before it; a mark that fits stays whole."""
    text = safe_line(span.text)
    if span.role == "mark" and span_width(span, look) <= cells:
        yield Span(text, "mark"), False
        return
    room = cells - 2 if span.role == "mark" else cells
    for match in _PIECES.finditer(text):
        word = match.group()
        for i, part in enumerate(_broken(word, room)):
            yield Span(part, span.role), i > 0 or (word[0] == " " and word != _DOT)


def _broken(word: str, cells: int) -> Iterator[str]:
    """A word in parts that fit; scripts without spaces may break between two wide characters."""
    if word.isascii() and len(word) <= cells:
        yield word
        return
    start = used = 0
    for i, char in enumerate(word):
        size = char_width(char)
        if i > start and (used + size > cells or (size == 2 and char_width(word[i - 1]) == 2)):
            yield word[start:i]
            start, used = i, 0
        used += size
    yield word[start:]
