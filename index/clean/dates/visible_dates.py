"""Finds the date lines that a page shows its readers, before the tree is pruned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from morgue.index.clean.dates.date_parser import read_date
from morgue.index.clean.dates.publication_lines import UPDATED, Stamp, date_line, labelled, only_date, stamps
from morgue.index.clean.html.masses import weight
from morgue.index.clean.metadata.page_head import Head, inside_furniture, short, shown

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATE_NAME = re.compile(r"date|time|publish|posted|stamp|datum|fecha|data\b|updated|created", re.I)
#: Figures that may be a year, of whatever calendar; without them no date is looked for.
_HAS_YEAR = re.compile(r"\d{4}|\d{1,3}\s?年|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b|[\u0e01-\u0e4e.]\s?\d{2}\b")
#: Date lines looked at: `time` elements, others near the headline, and elements named for a date elsewhere.
_MOST_TIMES, _MOST_DATES, _MOST_NAMED = 6, 4, 3
#: Elements looked through for date lines.
_MOST_ELEMENTS = 20_000
#: Characters of a date line, and words that may follow it in the same line.
_LONGEST_DATE, _FEW_WORDS = 90, 6
_INLINE_LINKS = frozenset(["a", "h1", "h2", "h3"])
_INLINE_TAGS = frozenset(["span", "strong", "b", "em", "small", "i", "a"])
#: Characters before an element that may label it.
_LABEL = 30
#: Ancestors that make the box of a teaser, the most characters in it, and the weight of its link.
_BOX, _TEASER, _HEADLINE = 4, 400, 30
_DAY = len("2025-02-27")
#: Characters of the longest date line with the white space of its markup.
_MARKED_UP = 1_000


def date_texts(head: Head) -> list[Stamp]:
    """Visible date lines near the headline, each with whether it is that of a change; `time` elements first."""
    headline, near = head.element, (*head.before, *head.after)
    times = [e for e in near if e.tag == "time" and not _anothers(e, headline)]
    if found := [stamp for e in times[:_MOST_TIMES] for stamp in _timed(e)]:
        return found
    out: list[Stamp] = []
    refused = set()
    for element in near:
        text = " ".join((element.text or "").split())
        if 6 <= len(text) <= _LONGEST_DATE and _HAS_YEAR.search(text) and date_line(text):
            if _apart(element, headline):
                refused.add(text)
            else:
                out += stamps(text)
    lines = [] if out else [line for line in head.under if line not in refused]
    out += [s for line in lines if _HAS_YEAR.search(line) and date_line(line) for s in stamps(line)]
    if all(s.updated for s in out):
        out += _mixed(near, headline)
    return _agreeing(out)[:_MOST_DATES]


def _agreeing(found: list[Stamp]) -> list[Stamp]:
    """Without days after the one that is shown as that of the last change, and without months that differ.

    The first are other articles', the others are a list of what came out in each month.
    """
    days = [(s, (read_date(s.text) or ("",))[0][:_DAY]) for s in found]
    last = max((day for s, day in days if s.updated), default="9")
    months = len({day for _, day in days if len(day) < _DAY}) > 1
    return [s for s, day in days if (s.updated or day <= last) and not (months and len(day) < _DAY)]


def _mixed(near: Sequence[HtmlElement], headline: HtmlElement | None) -> list[Stamp]:
    """The dates of the first line near the headline that is of several elements: "By <a>Jane Roe</a> | 4 May 2019"."""
    for element in near:
        last = element[-1].tail if len(element) else None
        if last and _HAS_YEAR.search(last) and element.tag not in _INLINE_LINKS:
            line = short(element, 2 * _LONGEST_DATE)
            if 0 < len(line) <= _LONGEST_DATE and date_line(line) and not _apart(element, headline):
                return stamps(line)
    return []


def _timed(element: HtmlElement) -> list[Stamp]:
    """What a `time` element says, and by the words in it or right before it, whether it is the time of a change.

    Words that say of another day that it is the publication's are believed before the attribute.
    """
    words, before = shown(element), _before(element)
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {before}"
    if stated := element.get("datetime"):
        told = read_date(words) if labelled(words) and not UPDATED.search(words) else None
        if told is None or len(told[0]) < _DAY or told[0][:_DAY] == (read_date(stated) or told)[0][:_DAY]:
            return [Stamp(stated, UPDATED.search(f"{words} {names}") is not None)]
    found = stamps(f"{before} {words}".strip()) if UPDATED.search(before) else stamps(words)
    return [Stamp(s.text, s.updated or UPDATED.search(names) is not None) for s in found]


def _before(element: HtmlElement) -> str:
    """The last words right before an element, within the element around it."""
    previous, parent = element.getprevious(), element.getparent()
    return ((previous.tail if previous is not None else parent.text if parent is not None else "") or "")[-_LABEL:]


def _apart(element: HtmlElement, headline: HtmlElement | None = None) -> bool:
    """Whether a line is another page's, or goes on before or after its element: then it is a piece of a sentence."""
    tail = element.tail or ""
    inline = element.tag in _INLINE_TAGS
    goes_on = (inline and len(tail.split()) > _FEW_WORDS) or _begins_sentence(element)
    linked = element.tag == "a" and (tail[:2].strip() or _before(element)[-2:].strip()) != ""
    return goes_on or linked or _anothers(element, headline)


def _begins_sentence(element: HtmlElement) -> bool:
    """Whether the words of an element end in a comma before others within it: "On 4 May 2019, <a>the board</a> …"."""
    text = (element.text or "").rstrip()
    return text.endswith(",") and not short(element, len(text) + _LONGEST_DATE)


def _anothers(element: HtmlElement, headline: HtmlElement | None = None) -> bool:
    """Whether an element stands in furniture, in a quoted post, or in a small box with another page's headline."""
    if inside_furniture(element):
        return True
    title = "" if headline is None else shown(headline)
    for above in islice(element.iterancestors(), _BOX):
        if above.tag == "blockquote":
            return True
        if above is headline or above.tag in ("body", "html", "main") or not _short(above):
            return False
        if next(above.iter("h1"), None) is not None:
            return False
        links = [above] if above.tag == "a" else list(above.iter("a"))
        texts = [shown(a) for a in links if (a.get("href") or "#").partition(":")[0] not in ("#", "mailto")]
        if any(weight(text) >= _HEADLINE and " " in text and text not in title for text in texts):
            return True
    return False


def _short(element: HtmlElement) -> bool:
    """Whether an element has no more text than a teaser; no further than that is it read."""
    size = 0
    for text in element.itertext():
        size += len(text)
        if size > _TEASER:
            return False
    return True


def named_dates(tree: HtmlElement) -> list[Stamp]:
    """Date lines in elements named for a date, anywhere on the page, where nothing near the headline gives one."""
    out: list[Stamp] = []
    for element in tree.iter(
        "span", "div", "p", "li", "td", "small", "em", "abbr", "b", "i", "font", "strong", "time", "h5", "h6"
    ):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (element.tag == "time" or _DATE_NAME.search(names)) and not inside_furniture(element):
            text = element.get("datetime") or element.get("title") or short(element, _MARKED_UP)
            if 6 <= len(text) <= 120 and _HAS_YEAR.search(text) and date_line(text):
                out += _labelled_before(element, stamps(text))
                if len(out) >= _MOST_NAMED:
                    break
    return out


def date_lines(tree: HtmlElement) -> list[tuple[Stamp, bool]]:
    """Lines anywhere on the page that give a date: those with a label of publication, and those of a date alone.

    With each whether it is of the first kind. A date alone in furniture is none.
    """
    out: list[tuple[Stamp, bool]] = []
    for element in islice(tree.iter("*"), _MOST_ELEMENTS):
        text = " ".join(((element.tail if element.tag == "br" else element.text) or "").split())
        if not 6 <= len(text) <= _LONGEST_DATE or not _HAS_YEAR.search(text) or not date_line(text):
            continue
        own = labelled(text)
        if own or (only_date(text) and not _apart(element)):
            out += [(stamp, own) for stamp in _labelled_before(element, stamps(text))]
    return out


def _labelled_before(element: HtmlElement, found: list[Stamp]) -> list[Stamp]:
    """The dates of an element, as those of a change where the words before it ("last edited:") call them so."""
    return [Stamp(s.text, updated=True) for s in found] if changed(element) else found


def changed(element: HtmlElement) -> bool:
    """Whether the words right before an element announce a change."""
    return UPDATED.search(_before(element)) is not None
