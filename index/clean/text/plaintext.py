"""Reads plain text scraped from pages: finds where the article begins and ends, and what its head says.

A text is read as lines. Prose is told from furniture by what a line is like (length, sentence end, function words), by
its neighbours, by repetition, and by place; phrases only add to that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from morgue.core.article import RawItem, Rejected
from morgue.index.clean import phrases
from morgue.index.clean.dates.months import fold
from morgue.index.clean.declared_lines import notice, notices_among
from morgue.index.clean.extraction import Candidate, Reading
from morgue.index.clean.markdown import unmarked
from morgue.index.clean.metadata import bylines
from morgue.index.clean.metadata.outlets import Outlets
from morgue.index.clean.text.line_classifier import AGO
from morgue.index.clean.text.text_header import Head, read_head
from morgue.index.clean.text.text_lines import Line, lines, telling
from morgue.index.sources.decoding.charsets import decode
from morgue.index.sources.decoding.mojibake import mend

#: Forms whose text is their sender's word: who told fields apart has taken the page's furniture off.
_RECORDS = frozenset(("json", "jsonl", "csv"))
#: So many headlines in a row are a list of them.
_ROWS = 6
#: Headlines in lists are no longer.
_HEADLINE = 140
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
#: An interruption of a scraped article has fewer lines, and of the words after it so large a share was said before.
_INTERRUPTION, _SAME = 16, 0.25
#: It is read in so many stretches at most.
_STRETCHES = 24
#: A list inside an article has at most so many headlines, and of as many lines after it nearly all are prose.
_ASIDE = 4

#: Bytes of one plain text: a long book, and under ten seconds whatever its lines are like (mojibake: 2.5 s a MB).
_MOST_BYTES = 2 << 20


def read_text(item: RawItem, table: Outlets) -> Reading | Rejected:
    """The article in a plain text, or why there is none."""
    if len(item.data) > _MOST_BYTES:
        detail = f"more than {_MOST_BYTES >> 20} MiB"
        return Rejected(item.path, "text too large", item.member, item.sha256, item.format, detail)
    text, headline = mend(decode(item.data, item.charset).text), ""
    if item.format == "markdown":
        text, headline = unmarked(text)
    title = item.given.title or headline
    found = list(lines(text))
    if not found and not title:
        return Rejected(item.path, "no text", item.member, item.sha256, item.format)
    whole = item.format in _RECORDS and bool(item.given.title)
    head = read_head(found, title, table, whole)
    after: list[Line] = []
    if whole:
        body = [line.text for line in head.rest]
        notices = [body[at] for at in notices_among(body)]
    else:
        # who told title and text apart has taken most furniture out: tables are news there, and lists stand inside
        lead = _without_asides(head.rest) if title else head.rest
        article, after = _in_stretches(lead, _is_news if title else _is_nothing)
        body, notices = _inner(article, head.title)
        notices += [line.text for line in after[:3] if notice(line)]
    notes = ("text after the article left off",) if after else ()
    return replace(_headed(head, body, "lines"), notices=tuple(notices), notes=notes)


def read_body(item: RawItem) -> Reading:
    """A body that its source tells apart from all around it: nothing is taken out of it."""
    return Reading(body=mend(decode(item.data, item.charset).text), extractor="stated")


def read_document(item: RawItem, table: Outlets) -> Reading:
    """An office document: its head is read as any text's, and all that follows is the article."""
    head = read_head(list(lines(mend(decode(item.data, item.charset).text))), item.given.title or "", table)
    return _headed(head, [line.text for line in head.rest], "document")


def _headed(head: Head, body: Sequence[str], extractor: str) -> Reading:
    """What the head of a text says, and the lines of the article below it."""
    return Reading(
        body="\n".join(body),
        extractor=extractor,
        titles=(Candidate(head.title, "text"),) if head.title else (),
        dates=head.dates,
        authors=bylines.authors(head.bylines),
        credits=head.bylines,
        outlets=head.outlets,
    )


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


def _in_stretches(lines: Sequence[Line], is_news: Callable[[Line], bool]) -> tuple[list[Line], list[Line]]:
    """The article in a scraped text, without the lists and captions that part it, and what follows it."""
    out: list[Line] = []
    about: set[str] = set()
    rest = list(lines)
    for _ in range(_STRETCHES):
        end = _end(rest, is_news)
        out += rest[:end]
        about |= telling(" ".join(line.text for line in rest[:end]))
        rest = rest[end:]
        on = _goes_on(about, rest)
        if on is None:
            break
        rest = rest[on:]
    return out, rest


def _goes_on(about: set[str], rest: Sequence[Line]) -> int | None:
    """Where the article goes on after an interruption: soon, with prose that speaks of the same; None where it ends."""
    for at, line in enumerate(rest[:_INTERRUPTION]):
        if phrases.opens_comments(line.text) or phrases.legal(line.text):
            return None
        following = rest[at : at + _ASIDE]
        if at and line.prose and line.closed and sum(f.prose and f.closed for f in following) >= _ASIDE - 1:
            said = telling(" ".join(f.text for f in following))
            if len(said & about) >= _SAME * len(said):
                return at
    return None


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
                or (notice(line) and not _resumes(lines[i + 1 : i + 5]))
            )
        ):
            return _back(lines, i, is_news)
        if i and seen > 400 and _titles_only(lines[i : i + _ROWS], is_news):
            return _back(lines, i, is_news)
        seen += len(line.text) if line.prose else 0
    return _back(lines, len(lines), is_news)


def _resumes(lines: Sequence[Line]) -> bool:
    """Whether prose goes on within the next lines."""
    return sum(line.prose for line in lines) >= 2


def _titles_only(lines: Sequence[Line], is_news: Callable[[Line], bool]) -> bool:
    """Whether the next lines are a list of headlines: none of them ends as prose does, or they repeat one another."""
    if len(lines) < 3:
        return False
    if AGO.match(lines[0].text):
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
        if len(text) < 400 and notice(line):
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
