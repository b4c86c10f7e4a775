"""Text set for reading: articles, hits and notices become lines of pieces. Pure; runs in the worker thread.

The measure is 72 columns however wide the screen; a long text is set there and not on the thread that draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from morgue.core import stand_in
from morgue.core.analyzer import paragraphs
from morgue.core.article import Filed
from morgue.render import dates
from morgue.render.cells import spread
from morgue.render.labels import credit, joined, quantity, where
from morgue.render.spans import Line, Role, Span, marked, said
from morgue.render.wrap import indented, limited, wrap, wrapped
from morgue.search.highlight.snippets import mark
from morgue.search.request import Hit, Marking, Snippet

#: Columns of a line of running text.
MEASURE = 72
#: Matches are numbered up to this many; further ones are not marked.
MOST_MATCHES = 5_000

Spans = Sequence[tuple[int, int]]
Source = Literal["brief", "full"]


@dataclass(frozen=True, slots=True)
class Setting:
    """An article on the page.

    matches     for each match the line on which it begins
    paragraphs  for each paragraph of the body its first line and its text as stored
    """

    filed: Filed
    lines: tuple[Line, ...]
    matches: tuple[int, ...]
    paragraphs: tuple[tuple[int, str], ...]
    measure: int


def set_article(filed: Filed, marking: Marking, cells: int, find: str = "", source: Source = "brief") -> Setting:
    """The whole article in columns of `cells` at most; `find` marks a text in place of the query's words."""
    measure = max(20, min(cells, MEASURE))
    title = stand_in.headline(filed.article.title, filed.article.body)
    page = _Page(measure)
    page.add(title, _marks(title, marking.headline, find), "title")
    page.lines += _about(filed, measure)
    page.lines.append(())
    body = filed.article.body
    page.body(body, _marks(body, marking, find)[:MOST_MATCHES])
    page.lines += _foot(filed, measure)
    if source == "full":
        page.lines += [(), *_provenance(filed, measure)]
    return Setting(filed, tuple(page.lines), tuple(page.matches), tuple(page.paragraphs), measure)


def _marks(text: str, marking: Marking, find: str) -> Spans:
    if not find:
        return mark(text, marking)
    found: list[tuple[int, int]] = []
    low, wanted = text.lower(), find.lower()
    # Lower case may be longer than the text (İ); then the places would be wrong, and case has to agree.
    if len(low) != len(text):
        low, wanted = text, find
    start = low.find(wanted)
    while start >= 0 and len(found) < MOST_MATCHES:
        found.append((start, start + len(wanted)))
        start = low.find(wanted, start + len(wanted))
    return found


class _Page:
    """Lines as they are set, and where matches and paragraphs came to stand."""

    def __init__(self, measure: int) -> None:
        self.measure = measure
        self.lines: list[Line] = []
        self.matches: list[int] = []
        self.paragraphs: list[tuple[int, str]] = []

    def add(self, text: str, marks: Spans, role: Role) -> None:
        """One paragraph."""
        pieces = marked(text, marks, role, len(self.matches))
        for line in wrap(pieces, self.measure):
            for piece in line:
                if piece.match == len(self.matches):
                    self.matches.append(len(self.lines))
            self.lines.append(line)

    def body(self, text: str, marks: Spans) -> None:
        """All paragraphs, a blank line after each."""
        at = 0
        for start, end in paragraphs(text):
            here: list[tuple[int, int]] = []
            while at < len(marks) and marks[at][0] < end:
                here.append((max(start, marks[at][0]) - start, min(end, marks[at][1]) - start))
                at += 1
            self.paragraphs.append((len(self.lines), text[start:end]))
            self.add(text[start:end], here, "plain")
            self.lines.append(())


def _about(filed: Filed, measure: int) -> Iterator[Line]:
    article = filed.article
    about = joined([article.outlet or "unknown outlet", credit(article), article.place, dates.moment(article.date)])
    yield from wrap([said(about, "meta")], measure)
    if article.authors:
        yield from wrap([said("By " + ", ".join(article.authors), "meta")], measure)


def _foot(filed: Filed, measure: int) -> Iterator[Line]:
    story = filed.story
    parts = []
    if story.articles > 1:
        parts.append(Span(f"▸ in {quantity(story.outlets, 'outlet')}", "key", target="story"))
        parts += [Span(f"{story.articles} articles", "key", target="story")]
        if story.versions:
            parts.append(Span(quantity(story.versions, "version"), "key", target="story"))
    parts.append(Span("similar stories", "key", target="similar"))
    parts.append(Span("source", "key", target="provenance"))
    pieces = [p for part in parts for p in (Span(" · ", "faint"), part)][1:]
    yield from wrap(pieces, measure)
    if story.role != "original" and story.of:
        kept = f", {story.kept:.0%} of it kept" if story.kept is not None else ""
        yield from wrap([said(f"{story.role} of {story.of}{kept}", "faint")], measure)


def _provenance(filed: Filed, measure: int) -> Iterator[Line]:
    """Label and value, one below the other."""
    article, source = filed.article, filed.article.provenance
    rows = [
        ("id", article.id),
        ("url", article.url),
        ("section", article.section),
        ("language", article.language),
        ("words", f"{filed.words:,}"),
        ("file", joined([source.path, source.member])),
        ("captured", source.captured),
        ("format", source.format),
        ("read by", source.extractor),
        ("date from", source.date_source),
        ("outlet from", source.outlet_source),
        ("headline from", source.title_source),
        ("sha256", source.sha256),
        *(("note", note) for note in source.notes),
    ]
    for label, value in rows:
        if value:
            head, *rest = wrap([said(value)], max(8, measure - 15))
            yield (Span(f"{label:<15}", "faint"), *head)
            yield from indented(rest, 15)


def set_hit(hit: Hit, cells: int, rows: int, sign: str = "") -> tuple[Line, ...]:
    """A hit in exactly so many rows: headline, where it ran, passage; a long headline takes from the passage."""
    title = said(hit.headline, "title")
    opening = [Span(sign, "key"), title] if sign else [title]
    head = limited(wrapped(opening, cells), 2 if rows > 2 else 1, cells)
    more = f"+{hit.story.articles - 1}" if hit.story.articles > 1 else ""
    about = [said(where(hit), "meta")]
    right = [Span(f" {more}", "meta", target="story")] if more else []
    lines = [*head, spread(about, right, cells)]
    if rows > len(lines) and hit.snippets:
        left = rows - len(lines)
        snippet = _nearer(hit.snippets[0], left * cells)
        lines += limited(wrapped(marked(snippet.text, snippet.marks, "faint"), cells), left, cells)
    lines += [()] * (rows - len(lines))
    return tuple(lines[:rows])


def _nearer(snippet: Snippet, room: int) -> Snippet:
    """The passage from shortly before its first mark, where that would not be seen otherwise."""
    if not snippet.marks or snippet.marks[0][1] <= room - 8:
        return snippet
    start = snippet.text.find(" ", max(0, snippet.marks[0][0] - max(12, room // 3))) + 1
    if not 0 < start <= snippet.marks[0][0]:
        return snippet
    return Snippet("…" + snippet.text[start:], tuple((a - start + 1, b - start + 1) for a, b in snippet.marks))


def notice(parts: Sequence[tuple[str, Role]], cells: int) -> tuple[Line, ...]:
    """Short paragraphs below each other, without blank lines between."""
    return tuple(line for text, role in parts for line in wrap([said(text, role)], cells))


def with_current(line: Line, current: int) -> Line:
    """The line with the pieces of the current match told apart."""
    if current < 0 or all(piece.match != current for piece in line):
        return line
    return tuple(replace(piece, role="now") if piece.match == current else piece for piece in line)
