"""Plain text scraped from pages: where the article begins and ends, and what its head says.

A text is read as lines. Prose is told from furniture by what a line is like (length, sentence end, function words), by
its neighbours, by repetition, and by place; phrases only add to that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from index.article import RawItem, Rejected
from index.clean import bylines, phrases
from index.clean.blocks import weight
from index.clean.days import read_date
from index.clean.headline import words
from index.clean.lines import Line, lines
from index.clean.months import fold
from index.clean.outlets import Outlets, named_as_newspaper
from index.clean.reading import Candidate, Reading
from index.sources.charsets import decode, mend

_SCRAPED = re.compile(
    r"^\W*(?:today|heute|hoy|oggi|сегодня|aujourd'hui|date|current date|last visited|accessed|printed|saved)\b\s*:?",
    re.I,
)
_DATE_HEAD = re.compile(
    r"^\s*(?:date|published|posted|datum|fecha|data|дата)\s*:?\s+(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?)\s*(.*)$",
    re.I | re.S,
)
_STAMP = re.compile(r"^(\D{2,40}?)\s?((?:\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d{2}-\d{2})(?:[ T]\d{1,2}:\d{2}\S*)?)$")
#: `Harrow Bay Courier, 16 November 2020`.
_IMPRINT = re.compile(r"^(\D{3,40}?)\s*[,|·•–—-]\s*((?=.*\d{4}).{6,40})$")
_BY = re.compile(r"^(?i:by|von|par|por|di|door|av|af|przez|от|από)\s+(?=[^\W\d_a-zà-ÿ])")
_VIA = re.compile(r"\b(?:via|photo|photograph|picture|image|foto|bild|getty|shutterstock|handout)\b", re.I)
_AGO = re.compile(
    r"^\W*(?:time)?\s*\d+\s*(?:minutes?|mins?|hours?|hrs?|days?|minuten|stunden|heures?|horas?)\s*(?:ago)?\W*$"
    r"|^\W*(?:il y a|hace|vor|há)\s+\d+\s+\w+\W*$",
    re.I,
)
#: What a house says of its text or to its customers, in a line in lower case.
_NOTICE = re.compile(
    r"except for the headline|not been edited|published from (?:an? |the )?(?:syndicated|wire|agency|news|[a-z]+ feed)"
    r"|syndicated feed"
    r"|(?:^|[.!?:|»] )(?:please )?(?:try|subscribe|sign up|get unlimited)\b"
    r".{0,120}\b(?:free|month|access|offers?|newsletters?|apps?|inbox)\b"
    r"|\bsign up (?:today|here|now) (?:to|for)\b|\bby signing up,? you agree"
    r"|\bsubscribe to (?:the|our) [^.]{0,60}newsletter"
    r"|\bour (?:[\w-]+ )?(?:newsletters?|app)\b.{0,120}\b(?:free|month|access|offers?|here|now|today|inbox)\b",
)
#: A notice has one of these: much faster to look for.
_TELLTALES = (
    "except for the", "not been edited", "published from", "syndicated", "subscribe", "sign up", "signing up", "try ",
    "get unlimited", "newsletter", " app",
)  # fmt: skip
#: Among so many lines the masthead stands.
_MASTHEAD = 4
#: So many headlines in a row are a list of them.
_ROWS = 6
#: A paragraph of so many characters opens an article however it ends: an embedded post may end it.
_PARAGRAPH = 300
#: A line of so many words that ends in a colon introduces what follows.
_INTRODUCES = 8
#: Headlines in lists are no longer.
_HEADLINE = 140
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
#: A list inside an article has at most so many headlines, and of as many lines after it nearly all are prose.
_ASIDE = 4

#: Bytes of one plain text: a long book, and under ten seconds whatever its lines are like (mojibake: 2.5 s a MB).
_MOST_BYTES = 2 << 20


def read_text(item: RawItem, table: Outlets) -> Reading | Rejected:
    """The article in a plain text, or why there is none."""
    if len(item.data) > _MOST_BYTES:
        detail = f"more than {_MOST_BYTES >> 20} MiB"
        return Rejected(item.path, "text too large", item.member, item.sha256, item.format, detail)
    text = mend(decode(item.data, item.charset).text)
    found = list(lines(text))
    if not found:
        return Rejected(item.path, "no text", item.member, item.sha256, item.format)
    head = _Head(found, item.given.title or "", table)
    # who told title and text apart has taken most furniture out: tables are then news, and lists may stand inside
    rest = _without_asides(head.rest) if item.given.title else head.rest
    end = _end(rest, _is_news if item.given.title else _is_nothing)
    body, notices = _inner(rest[:end], head.title)
    notices += [line.text for line in rest[end : end + 3] if _notice(line)]
    return Reading(
        body="\n".join(body),
        extractor="lines",
        titles=(Candidate(head.title, "text"),) if head.title else (),
        dates=tuple(head.dates),
        authors=bylines.authors(head.bylines),
        credits=tuple(head.credits),
        outlets=tuple(head.outlets),
        notices=tuple(notices),
        notes=("text after the article left off",) if end < len(rest) else (),
    )


class _Head:
    """What stands before the first paragraph: masthead, headline, byline, dates; `rest` is the text from there on."""

    def __init__(self, lines: list[Line], given_title: str, table: Outlets) -> None:
        self._table = table
        self.title = given_title
        self.dates: list[Candidate] = []
        self.bylines: list[str] = []
        self.credits: list[str] = []
        self.outlets: list[Candidate] = []
        repeats = Counter(line.folded for line in lines)
        first = lines[0]
        if m := _DATE_HEAD.match(first.text):
            self.dates.append(Candidate(m[1], "text"))
            lines = [Line.of(" ".join(m[2].split())), *lines[1:]] if m[2].strip() else lines[1:]
        start = next(
            (i for i, line in enumerate(lines) if _opens(line) or (given_title and _tells(line, given_title))), 0
        )
        self._read(lines[:start], repeats)
        self.rest = lines[start:]

    def _read(self, head: Sequence[Line], repeats: Counter[str]) -> None:
        titles = []
        for i, line in enumerate(head):
            text = line.text
            if _SCRAPED.match(text) and read_date(text):
                continue
            if _BY.match(text) and len(text) < 160:
                self.bylines.append(text)
                self.credits.append(text)
            elif (m := _STAMP.match(text)) or ((m := _IMPRINT.match(text)) and self._outlet(m[1])):
                self.dates.append(Candidate(m[2], "byline"))
                self.outlets.append(Candidate(m[1].strip(), "text"))
            elif read_date(text) and len(text) < 70:
                self.dates.append(Candidate(text, "byline"))
            elif i < _MASTHEAD and self._outlet(text):
                self.outlets.append(Candidate(text, "text"))
            elif _VIA.search(text) or phrases.inside(text) or phrases.caption(text):
                continue
            elif len(words(text)) >= 3 and weight(text) >= 20 and len(text) < 250 and "|" not in text:
                titles.append(line)
        if not self.title and titles:
            repeated = [t for t in titles if repeats[t.folded] > 1]
            self.title = (repeated or titles)[0].text

    def _outlet(self, name: str) -> bool:
        return self._table.knows(name) or named_as_newspaper(name)


def _tells(line: Line, given_title: str) -> bool:
    """Whether a short line is a sentence or a row of an article with this headline, and no credit or date."""
    text = line.text
    if text.endswith(":") and len(words(text)) >= _INTRODUCES:
        return True
    if line.figures:
        return not (_SCRAPED.match(text) or _AGO.match(text) or read_date(text) or _STAMP.match(text))
    if not line.closed or len(words(text)) < 4 or line.folded == fold(given_title):
        return False
    return not (_BY.match(text) or _VIA.search(text) or _AGO.match(text) or _SCRAPED.match(text) or line.teasing)


def _opens(line: Line) -> bool:
    """Whether a line is the first paragraph of an article and not its byline or date."""
    if not line.prose or _BY.match(line.text) or phrases.leads_elsewhere(line.text):
        return False
    return line.closed or weight(line.text) >= _PARAGRAPH


def _without_asides(lines: Sequence[Line]) -> list[Line]:
    """Without short lists of other headlines, under a heading like `Related`, after which the article goes on."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        after = _after_aside(lines, at) if out and phrases.ends(lines[at].text) else at
        if after == at:
            out.append(lines[at])
            after += 1
        at = after
    return out


def _after_aside(lines: Sequence[Line], at: int) -> int:
    """Where the article goes on after the list under the heading there; the same place where it does not."""
    after = at + 1
    while after < len(lines) and after - at <= _ASIDE and not (lines[after].prose and lines[after].closed):
        after += 1
    following = lines[after : after + _ASIDE]
    goes_on = len(following) == _ASIDE and sum(line.prose for line in following) >= _ASIDE - 1
    return after if goes_on and not phrases.opens_comments(lines[at].text) else at


def _is_news(line: Line) -> bool:
    """Whether a line that need not be prose is no headline of another article: a sentence, a row, a long one."""
    return line.closed or line.figures or len(line.text) > _HEADLINE or _NUMBERED.match(line.text) is not None


def _is_nothing(_: Line) -> bool:
    """Where furniture is to be expected, nothing but prose is a sign of news."""
    return False


def _end(lines: Sequence[Line], is_news: Callable[[Line], bool]) -> int:
    """Where the article ends: at the heading of a list, or where lines stop being prose, or else news, for good."""
    total = max(1, sum(len(line.text) for line in lines if line.prose))
    seen = 0
    for i, line in enumerate(lines):
        if (
            i
            and seen > 0.1 * total
            and (
                phrases.ends(line.text)
                or phrases.opens_comments(line.text)
                or (_notice(line) and not _resumes(lines[i + 1 : i + 5]))
            )
        ):
            return _back(lines, i, is_news)
        if i and seen > 400 and _titles_only(lines[i : i + _ROWS], is_news):
            return _back(lines, i, is_news)
        seen += len(line.text) if line.prose else 0
    return _back(lines, len(lines), is_news)


def _notice(line: Line) -> bool:
    """Whether a line speaks for the house and not of the news."""
    return _is_notice(line.folded)


@lru_cache(maxsize=256)
def _is_notice(folded: str) -> bool:
    return any(t in folded for t in _TELLTALES) and _NOTICE.search(folded) is not None


def _resumes(lines: Sequence[Line]) -> bool:
    """Whether prose goes on within the next lines."""
    return sum(line.prose for line in lines) >= 2


def _titles_only(lines: Sequence[Line], is_news: Callable[[Line], bool]) -> bool:
    """Whether the next lines are a list of headlines: none of them ends as prose does, or they repeat one another."""
    if len(lines) < 3:
        return False
    if _AGO.match(lines[0].text):
        return True
    return len(lines) >= _ROWS and all(line.heading and not is_news(line) for line in lines)


def _back(lines: Sequence[Line], end: int, is_news: Callable[[Line], bool]) -> int:
    """Takes off what is no prose at the end: share bars, headings, repeated titles."""
    while end > 1 and not (lines[end - 1].prose or lines[end - 1].closed or is_news(lines[end - 1])):
        end -= 1
    return end


def _inner(lines: Sequence[Line], title: str) -> tuple[list[str], list[str]]:
    """The paragraphs without interruptions, and the notices of the house that were taken out."""
    out: list[str] = []
    notices: list[str] = []
    repeats = Counter(line.folded for line in lines)
    titled = fold(title)
    after_title = False
    for line in lines:
        text = line.text
        folded = line.folded
        caption_next, after_title = after_title, False
        if len(text) < 400 and _notice(line):
            notices.append(text)
        elif titled and folded == titled:
            after_title = True
        elif (
            phrases.inside(text)
            or phrases.ends(text)
            or (caption_next and not line.closed)
            or (repeats[folded] > 1 and folded in {fold(o) for o in out[-3:]})
            or phrases.caption(text)
            or (phrases.leads_elsewhere(text) and len(text) < 160)
        ):
            continue
        else:
            out.append(text)
    return out, notices
