"""Reads the head of a plain text: masthead, menus, headline, byline, dates, and where the article begins. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from morgue.index.clean import phrases
from morgue.index.clean.dates.date_parser import read_date
from morgue.index.clean.dates.months import fold
from morgue.index.clean.dates.publication_lines import stamps
from morgue.index.clean.extraction import Candidate
from morgue.index.clean.html.masses import weight
from morgue.index.clean.metadata.byline_words import SECTIONS
from morgue.index.clean.metadata.bylines import authors
from morgue.index.clean.metadata.headline import words
from morgue.index.clean.metadata.outlets import Outlets, named_as_newspaper
from morgue.index.clean.text.line_classifier import AGO, BY, DATE_HEAD, IMPRINT, STAMP, VIA, fetched, gives_day
from morgue.index.clean.text.text_lines import Line, telling

#: Among so many lines the masthead stands.
_MASTHEAD = 4
#: In a head of so many lines the first line that may be a headline is taken for it when none is likely.
_SHORT_HEAD = 12
#: Above a text with so few lines over it a word alone is its headline.
_TITLE_ALONE = 2
#: A headline shares telling words with the text's beginning: so many lines and characters of it are read.
_OPENING, _OPENING_LENGTH = 12, 4_000
#: Headlines of fewer words count as ones of so many; within so many lines of the text one is near.
_FEW, _NEAR = 3, 16
#: What is less likely a headline than this is none: a line near the text with a seventh of its words.
_LIKELY = 1.4
#: A stretch of prose with less than such a share of the longest one's is an island among menus of so many lines.
_ISLAND, _MENU = 0.2, 6
#: A paragraph of so many characters opens an article however it ends: an embedded post may end it.
_PARAGRAPH = 300
#: A line of so many words that ends in a colon introduces what follows.
_INTRODUCES = 8
#: Lines of the text, below a standfirst, among which its byline and date may stand.
_BELOW = 4
_LONGEST_BYLINE = 160
#: Above a record's text at most so many lines say what the record states apart.
_ABOVE = 6


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the first paragraph, the likeliest first; `rest` is the text from there on."""

    title: str
    dates: tuple[Candidate, ...]
    bylines: tuple[str, ...]
    outlets: tuple[Candidate, ...]
    rest: tuple[Line, ...]


def read_head(lines: Sequence[Line], given_title: str, table: Outlets, whole: bool = False) -> Head:
    """The head of a text. given_title: the headline where the input states it; little else stands before it then.

    whole: the text is its sender's word; nothing but its own headline, byline and date lines stands above it.
    """
    dates: list[Candidate] = []
    every = lines
    if lines and (m := DATE_HEAD.match(lines[0].text)):
        dates.append(Candidate(m[1], "text"))
        lines = [Line(" ".join(m[2].split())), *lines[1:]] if m[2].strip() else lines[1:]
    if whole:
        start = next((i for i, line in enumerate(lines[:_ABOVE]) if not _stated_apart(line, given_title)), 0)
    else:
        start = next((i for i, s in enumerate(lines) if _opens(s) or (given_title and _tells(s, given_title))), 0)
    if not given_title:
        start = _mainland(lines, start)
    found = _Sorted(table)
    for i, line in enumerate(lines[:start]):
        found.add(i, line)
    title, at = given_title, -1
    if not title and found.titles:
        repeats = Counter(line.folded for line in every)
        title, at = _headline(found.titles, start, lines[start:], repeats)
    elif not title and found.names and start <= _TITLE_ALONE:
        at, title = found.names[0]
    rest = list(lines[start:])
    if not given_title:
        rest = found.below(start, rest)
    days = _after(found.dates, at)
    days = [s.text for s in sorted((s for day in days for s in stamps(day)), key=lambda s: s.updated)]
    signed = _after(found.bylines, at if start > _SHORT_HEAD else -1, only=True)
    dates += [Candidate(text, "byline") for text in days]
    return Head(title, tuple(dates), tuple(signed), tuple(found.outlets), tuple(rest))


def _stated_apart(line: Line, title: str) -> bool:
    """Whether a line above a record's text is what the record states apart: headline, byline or date line."""
    text = line.text
    if line.folded == fold(title) or fetched(text) or AGO.match(text):
        return True
    signed = BY.match(text) is not None and len(text) < _LONGEST_BYLINE and bool(authors([text]))
    return not line.closed and (signed or gives_day(text))


class _Sorted:
    """The lines of a head by what they say, each with its place."""

    def __init__(self, table: Outlets) -> None:
        self._table = table
        self.titles: list[tuple[int, Line]] = []
        #: What may be a headline too, where nothing but it stands above a text.
        self.names: list[tuple[int, str]] = []
        self.dates: list[tuple[int, str]] = []
        self.bylines: list[tuple[int, str]] = []
        self.outlets: list[Candidate] = []

    def add(self, place: int, line: Line) -> None:
        """Takes a line before the text."""
        text = line.text
        if fetched(text):
            return
        if self._sign(place, text):
            return
        if m := STAMP.match(text) or IMPRINT.match(text):
            if self._outlet(m[1].strip()):
                self.outlets.append(Candidate(m[1].strip(), "text"))
            if gives_day(m[2]):
                self.dates.append((place, m[2]))
                return
        if gives_day(text):
            self.dates.append((place, text))
        elif place < _MASTHEAD and self._outlet(text) and (place == 0 or " " in text):
            self.outlets.append(Candidate(text, "text"))
        elif VIA.search(text) or phrases.inside(text) or phrases.caption(text):
            return
        elif len(words(text)) >= 3 and weight(text) >= 20 and len(text) < 250 and "|" not in text:
            self.titles.append((place, line))
        elif weight(text) < 250 and any(map(str.isalpha, text)) and not all(w in SECTIONS for w in words(text)):
            self.names.append((place, text))

    def below(self, place: int, rest: Sequence[Line]) -> list[Line]:
        """Takes byline and date from below a standfirst; the rest without them."""
        kept = list(rest[:1])
        for line in rest[1:_BELOW]:
            text = line.text
            if line.prose or (
                not (self._sign(place, text) and authors([text])) and not self._dates_itself(place, text)
            ):
                kept.append(line)
        return [*kept, *rest[_BELOW:]]

    def _sign(self, place: int, text: str) -> bool:
        if not BY.match(text) or len(text) >= _LONGEST_BYLINE:
            return False
        self.bylines.append((place, text))
        if gives_day(text):
            self.dates.append((place, text))
        return True

    def _dates_itself(self, place: int, text: str) -> bool:
        if not gives_day(text) or fetched(text):
            return False
        self.dates.append((place, text))
        return True

    def _outlet(self, name: str) -> bool:
        section = all(w in SECTIONS for w in words(name))
        return not section and (self._table.knows(name) or named_as_newspaper(name))


def _after(placed: Sequence[tuple[int, str]], at: int, only: bool = False) -> list[str]:
    """Those that stand after a place, in order, and then the others, the nearest first."""
    before = [] if only else [text for place, text in reversed(placed) if place <= at]
    return [*(text for place, text in placed if place > at), *before]


def _mainland(lines: Sequence[Line], start: int) -> int:
    """Where the first stretch of prose opens that is no small island among menus ("We use cookies ...")."""
    stretches: list[tuple[int, int]] = []
    mass = apart = 0
    opened: int | None = None
    for i, line in enumerate(lines[start:], start):
        apart = 0 if line.prose else apart + 1
        if apart == _MENU and opened is not None:
            stretches.append((opened, mass))
            opened, mass = None, 0
        if opened is None and _opens(line):
            opened = i
        if opened is not None and line.prose:
            mass += len(line.text)
    if opened is not None:
        stretches.append((opened, mass))
    most = max((mass for _, mass in stretches), default=0)
    return next((opened for opened, mass in stretches if mass >= _ISLAND * most), start)


def _headline(
    titles: Sequence[tuple[int, Line]], start: int, rest: Sequence[Line], repeats: Counter[str]
) -> tuple[str, int]:
    """The line above a text that is most likely its headline, and its place: near it, about the same, said again.

    In a short head, where none is likely, the first; else none: menus and other stories stand there too.
    """
    text = telling(" ".join(line.text for line in rest[:_OPENING] if line.prose)[:_OPENING_LENGTH])

    def likely(place: int, title: Line) -> float:
        mine = telling(title.text)
        shared = len(mine & text) / max(_FEW, len(mine))
        near = min(1.0, max(0.0, 1 - (start - place - _NEAR) / (2 * _NEAR)))
        said_again = (repeats[title.folded] > 1) * shared
        return 3 * shared + near + said_again - 0.5 * title.closed - 0.5 * (len(mine) <= _FEW)

    place, best = max(titles, key=lambda t: likely(*t))
    if likely(place, best) >= _LIKELY:
        return best.text, place
    return (titles[0][1].text, titles[0][0]) if start <= _SHORT_HEAD else ("", -1)


def _tells(line: Line, given_title: str) -> bool:
    """Whether a short line is a sentence or a row of an article with this headline, and no credit or date."""
    text = line.text
    if text.endswith(":") and len(words(text)) >= _INTRODUCES:
        return True
    if line.figures:
        return not (fetched(text) or AGO.match(text) or read_date(text) or STAMP.match(text))
    if not line.closed or len(words(text)) < 4 or line.folded == fold(given_title):
        return False
    return not (BY.match(text) or VIA.search(text) or AGO.match(text) or fetched(text) or line.teasing)


def _opens(line: Line) -> bool:
    """Whether a line is the first paragraph of an article and not its byline or date."""
    if not line.prose or BY.match(line.text) or phrases.leads_elsewhere(line.text):
        return False
    return line.closed or line.teasing or weight(line.text) >= _PARAGRAPH
