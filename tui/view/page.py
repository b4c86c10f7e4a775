"""Sets an article for reading: lines of pieces, its matches and paragraphs. Pure; runs in the worker thread.

A long article is set as far as it is looked at: what comes after is set when it is asked for, by the worker again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from morgue.core.analyzer import paragraphs
from morgue.core.article import Filed
from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.render import dates
from morgue.render.labels import credit, joined
from morgue.render.spans import Line, Role, Span, held, marked, said
from morgue.render.wrap import indented, wrap, wrapped
from morgue.search.highlight.snippets import mark
from morgue.search.request import Marking

#: Matches are numbered up to this many; further ones are not marked.
MOST_MATCHES = 5_000
#: Lines set at first, and then at least at once.
FIRST, MORE = 400, 4_000
#: Characters in which matches are looked for at once; a longer paragraph is set in parts.
BLOCK = 100_000

Marks = Sequence[tuple[int, int]]
Source = Literal["brief", "full"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How an article is to be set.

    cells   columns of a line at most
    find    a text that is marked in place of the query's words
    source  how much is told of where it came from
    beside  what the person keeps with it: tags and a note, a line each
    lead    outlet and day of the article that a copy, excerpt or version goes back to; empty where nothing is known
    """

    cells: int
    find: str = ""
    source: Source = "brief"
    beside: tuple[str, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """An article on the page, as far as it is set.

    lines       the first `known` of them are set; more may come into the list at any time
    matches     for each match the line on which it begins
    paragraphs  for each paragraph of the body its first line and its text as stored
    rest        what sets the lines after those; None where there are none
    """

    filed: Filed
    lines: Sequence[Line]
    known: int
    matches: tuple[int, ...]
    paragraphs: tuple[tuple[int, str], ...]
    measure: int
    rest: Page | None = None


def set_article(filed: Filed, marking: Marking, manner: Manner, least: int = FIRST) -> Setting:
    """The article's first lines, so many at least, or all of a shorter one."""
    return set_more(Page(filed, marking, manner), least)


def set_more(page: Page, least: int = MORE) -> Setting:
    """So many lines more, or all that are left."""
    whole = page.go_on(least)
    found = tuple(page.matches), tuple(page.paragraphs)
    return Setting(page.filed, page.lines, len(page.lines), *found, page.measure, None if whole else page)


class Page:
    """Lines as they are set, and where matches and paragraphs came to stand. For one thread: the worker's."""

    def __init__(self, filed: Filed, marking: Marking, manner: Manner) -> None:
        self.filed = filed
        self.measure = max(20, manner.cells)
        self.lines: list[Line] = []
        self.matches: list[int] = []
        self.paragraphs: list[tuple[int, str]] = []
        self._marking = marking
        self._manner = manner
        self._steps = self._set()

    def go_on(self, least: int) -> bool:
        """Sets so many lines more; whether all are set."""
        wanted = len(self.lines) + least
        while len(self.lines) < wanted:
            if next(self._steps, None) is None:
                return True
        return False

    def _set(self) -> Iterator[bool]:
        """One line a step, more or less."""
        article, manner = self.filed.article, self._manner
        title = stand_in.headline(article.title, article.body)
        yield from self._add(title, _marks(title, self._marking.headline, manner.find), "title")
        self.lines += _about(self.filed, manner, self.measure)
        self.lines.append(())
        for block in blocks(article.body):
            text = article.body[block[0][0] : block[-1][1]]
            yield from self._block(text, block, _marks(text, self._marking, manner.find))
        self.lines += _foot(self.filed, manner.lead, self.measure)
        if manner.source == "full":
            self.lines += [(), *_provenance(self.filed, self.measure)]

    def _block(self, text: str, block: Sequence[Part], marks: Marks) -> Iterator[bool]:
        """Paragraphs that lie together, a blank line after each."""
        at, low = 0, block[0][0]
        for start, end, ends in block:
            here: list[tuple[int, int]] = []
            while at < len(marks) and marks[at][0] + low < end:
                here.append((max(start, marks[at][0] + low) - start, min(end, marks[at][1] + low) - start))
                at += 1
            part = text[start - low : end - low]
            self.paragraphs.append((len(self.lines), part))
            yield from self._add(part, here[: max(0, MOST_MATCHES - len(self.matches))], "plain")
            if ends:
                self.lines.append(())

    def _add(self, text: str, marks: Marks, role: Role) -> Iterator[bool]:
        for line in wrapped(marked(text, marks, role, len(self.matches)), self.measure):
            for piece in line:
                if piece.match == len(self.matches):
                    self.matches.append(len(self.lines))
            self.lines.append(line)
            yield True


#: Start and end of a paragraph, or of a part of a long one; whether the paragraph ends there.
Part = tuple[int, int, bool]


def blocks(text: str) -> Iterator[list[Part]]:
    """The paragraphs of a text, those together that lie within so many characters."""
    block: list[Part] = []
    for start, end in paragraphs(text):
        while end - start > BLOCK:
            space = text.rfind(" ", start + 1, start + BLOCK)
            stop = space if space > start else start + BLOCK
            yield from ([block] if block else [])
            yield [(start, stop, False)]
            block, start = [], stop
        if block and end - block[0][0] > BLOCK:
            yield block
            block = []
        block.append((start, end, True))
    if block:
        yield block


def _marks(text: str, marking: Marking, find: str) -> Marks:
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


def _about(filed: Filed, manner: Manner, measure: int) -> Iterator[Line]:
    article = filed.article
    day = held(dates.moment(article.date))
    about = joined([article.outlet or "unknown outlet", credit(article), article.place, day])
    yield from wrap([said(about, "meta")], measure)
    if article.authors:
        yield from wrap([said("By " + ", ".join(article.authors), "meta")], measure)
    for beside in manner.beside:
        yield from wrap([said(beside, "key")], measure)


def lead_of(filed: Filed) -> str:
    """The outlet and day of an article, by which a reader knows what a copy of it goes back to."""
    return joined([filed.article.outlet, held(dates.day(filed.article.date))], ", ")


def _foot(filed: Filed, lead: str, measure: int) -> Iterator[Line]:
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
        yield from wrap([said(f"{story.role} of {lead or story.of}{kept}", "faint")], measure)


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


def with_current(line: Line, current: int) -> Line:
    """The line with the pieces of the current match told apart."""
    if current < 0 or all(piece.match != current for piece in line):
        return line
    return tuple(replace(piece, role="now") if piece.match == current else piece for piece in line)
