"""What a page shows its readers about an article: byline, date line, dateline. Read before the tree is pruned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from morgue.index.clean.dates.months import MONTHS, fold
from morgue.index.clean.dates.publication_lines import UPDATED, Stamp, date_line, labelled, only_date, stamps
from morgue.index.clean.html.blocks import blocks
from morgue.index.clean.metadata.bylines import authors as people
from morgue.index.clean.metadata.bylines import organisation

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Words of a class, id or test id that name a byline.
_BYLINE = frozenset(
    """
    byline author authors writer autor autoren autorin autores autorzy auteur redakteur journalist reporter
    contributor contributors authorname byl penulis yazar signature firma
    """.split()
)
#: Elements that begin a line.
_ROW_TAGS = frozenset(["br", "p", "div", "li", "tr", "dt", "dd", "h2", "h3", "h4", "h5", "ul"])
#: Words beside them that name something else about an author.
_NOT_BYLINE = frozenset(
    """
    bio box description image avatar title role social follow twitter date time desc about job position email count
    """.split()
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in|zy)?|auteurs?|profiles?|profil|staff|writers?|contributors?|journalists?|redakteure?|redacteur"
    r"|reporters?|editors?|by|team-member)/[^/?#]{3,}",
    re.I,
)
_DATE_NAME = re.compile(r"date|time|publish|posted|stamp|datum|fecha|data\b|updated|created", re.I)
_ELSEWHERE = re.compile(
    r"related|comment|sidebar|footer|teaser|recommend|popular|latest|widget|promo|most-?read|carousel|nav\b|menu", re.I
)
#: Figures that may be a year, of whatever calendar; without them no date is looked for.
_HAS_YEAR = re.compile(r"\d{4}|\d{1,3}\s?年|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b|[\u0e01-\u0e4e.]\s?\d{2}\b")
_BYLINE_TAGS = frozenset(
    ["a", "span", "p", "div", "address", "li", "ul", "strong", "h4", "h3", "h5", "em", "td", "small", "aside"]
)
_NOT_SHOWN = frozenset(["script", "style", "meta", "link", "head", "html", "body", "button", "img"])
#: Elements looked at on each side of the headline.
_AROUND = 160
#: Elements that hold a line by itself.
_LINE_TAGS = frozenset([
    "p", "div", "span", "strong", "b", "em", "h2", "h3", "h4", "small", "i", "li", "address",
])  # fmt: skip
#: Lines of an article's head, and from what length on a line is of its text.
_HEAD_LINES, _LONG_LINE = 8, 140
#: Ancestors whose names are heeded.
_LEVELS = 5
#: More links to authors than this are other articles' authors.
_MANY = 6
_SIGNED = re.compile(
    r"\A\W*(?i:by|von|par|por|di|door|av|af|przez|text|texte|autor|author|автор|από|od|oleh|penulis)\s*[:：]?\s+(?=[^\W\d_a-zà-ÿ])",
)
#: Date lines looked at: `time` elements, others near the headline, and elements named for a date elsewhere.
_MOST_TIMES, _MOST_DATES, _MOST_NAMED = 6, 4, 3
#: Letters of the shortest byline.
_SHORTEST_BYLINE = 2
_CAPITAL_LENGTH = 5
#: Elements looked through for date lines.
_MOST_ELEMENTS = 20_000
#: Characters of a date line, and words that may follow it in the same line.
_LONGEST_DATE, _FEW_WORDS = 90, 6
_INLINE_TAGS = frozenset(["span", "strong", "b", "em", "small", "i"])
#: What is shorter and names nobody is a byline's label or its time of reading.
_LABELLED = 30
#: A byline whose name stands on the next line.
_LABEL = re.compile(
    r"\W*(?:(?:written |words |story |text |published )?by|authors?|writer|von|autor(?:in|en)?|par|auteur|por|di|autore"
    r"|door|автор|текст|από)\W*",
    re.I,
)


def _inside_furniture(element: HtmlElement) -> bool:
    """Whether an element or one around it is named for furniture; what holds the headline is none, however named."""
    for above in (element, *islice(element.iterancestors(), _LEVELS)):
        if above is not element and next(above.iter("h1"), None) is not None:
            return False
        if above.tag not in ("body", "html") and _ELSEWHERE.search(
            f"{above.get('class') or ''} {above.get('id') or ''}"
        ):
            return True
    return False


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _rows(element: HtmlElement) -> str:
    """The text of an element line by line: an agency stands on a line of its own below a name."""
    from lxml.etree import iterwalk

    out: list[str] = []
    for event, part in iterwalk(element, events=("start", "end")):
        if part.tag in _ROW_TAGS and part is not element:
            out.append("\n")
        out.append(
            ((part.text if event == "start" else part.tail if part is not element else "") or "").replace("\n", " ")
        )
        out.append(" ")
    return "\n".join(row for line in "".join(out).split("\n") if (row := " ".join(line.split())))


def headline(tree: HtmlElement, shared: HtmlElement | None) -> HtmlElement | None:
    """The element of the page's headline: the first h1, else the one that the page's title repeats."""
    return next(tree.iter("h1"), shared)


def _around(tree: HtmlElement, headline: HtmlElement | None) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """The elements before and after the headline, as far as an article's head reaches."""
    elements = list(tree.iter("*"))
    at = next((i for i, e in enumerate(elements) if e is headline), None)
    if at is None:
        return [], []
    return elements[max(0, at - _AROUND // 4) : at], elements[at + 1 : at + 1 + _AROUND]


def _lines(tree: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """The lines between the headline and the text, whatever elements they stand in."""
    if headline is None:
        return []
    title, body = _text(headline), tree.find(".//body")
    found = blocks(tree if body is None else body)
    at = next((i for i, b in enumerate(found) if b.text == title), len(found))
    return [b.text for b in takewhile(lambda b: len(b.text) < _LONG_LINE, found[at + 1 : at + 1 + _HEAD_LINES])]


def bylines(tree: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """Visible bylines: links marked rel=author, then elements named so; the first kind that names anybody."""
    marked = tree.xpath("//a[@rel='author'] | //*[@itemprop='author']//*[@itemprop='name']")[:12]
    signed = [e for e in marked if not _inside_furniture(e)]
    if len(signed) > 1 and all((e.get("href") or "").startswith("mailto:") for e in signed):
        return ["; ".join(_rows(e) for e in signed)]  # whom readers can write to signed together
    found = [_rows(e) for e in signed]
    found = list(dict.fromkeys(f for f in found if 2 < len(f) < 120 and (people([f]) or organisation([f]))))
    if found:
        return found if len(found) <= _MANY else found[:1]
    near = _around(tree, headline)[1]
    return _named_bylines(tree) or _author_links(near) or _signed(near) or _under(_lines(tree, headline))


def _like_a_name(text: str) -> bool:
    """Whether a text has a capital, or is in a script that has none."""
    if any(c.isupper() for c in text):
        return len(text) >= _CAPITAL_LENGTH
    return any(c.isalpha() and not c.islower() for c in text)


def _named_bylines(tree: HtmlElement) -> list[str]:
    """What stands in the first element named for a byline that names anybody."""
    for element in tree.iter("*"):
        if element.tag not in _BYLINE_TAGS and "-" not in str(
            element.tag
        ):  # custom elements have a hyphen in their name
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
        if (
            len(names) > 4
            and (words := {w.lower() for w in _WORD.findall(names)}) & _BYLINE
            and not words & _NOT_BYLINE
        ):
            text = _rows(element)
            leads = any(_AUTHOR_PAGE.search(a.get("href") or "") for a in element.iter("a"))
            if _SHORTEST_BYLINE <= len(text) < 160 and (leads or _like_a_name(text)) and not _inside_furniture(element):
                links = [t for a in element.iter("a") if (" " in (t := _text(a)) or leads) and 1 < len(t) < 50]
                named = [t for t in links if people([t])] or [t for t in links if organisation([t])]
                if not named:  # what its links do ("View author archive") is no part of a name
                    text = reduce(lambda line, link: line.replace(link, " "), links, text)
                    named = [text]
                if len(text) > _LABELLED or people(named) or organisation(named):
                    return named
    return []


def _author_links(near: Sequence[HtmlElement]) -> list[str]:
    """Links near the headline that lead to an author's page."""
    links = [e for e in near if e.tag == "a"]
    found = [_text(a) for a in links if _AUTHOR_PAGE.search(a.get("href") or "") and not _inside_furniture(a)]
    return list(dict.fromkeys(f for f in found if " " in f and len(f) < 60))[:_MANY]


def _signed(near: Sequence[HtmlElement]) -> list[str]:
    """A short line near the headline that begins with "By" and a capital."""
    for element in near:
        if (
            element.tag in _LINE_TAGS
            and element.text
            and _SIGNED.match(element.text + " X")
            and not _inside_furniture(element)
            and 5 < len(text := _text(element)) < _LONG_LINE
            and not _LABEL.fullmatch(text)
        ):
            return [text]
    return []


def _under(lines: Sequence[str]) -> list[str]:
    """The byline among the lines under a headline, or the name that stands below its label."""
    for line, following in pairwise((*lines, "")):
        if _SIGNED.match(line) and len(line) > 5:
            return [line]
        if _LABEL.fullmatch(line) and people([following]):
            return [following]
    return []


def date_texts(tree: HtmlElement, headline: HtmlElement | None) -> list[Stamp]:
    """Visible date lines near the headline, each with whether it is that of a change; `time` elements first."""
    near = [e for part in _around(tree, headline) for e in part]
    times = [e for e in near if e.tag == "time" and not _inside_furniture(e)]
    if found := [stamp for e in times[:_MOST_TIMES] for stamp in _timed(e)]:
        return found
    out: list[Stamp] = []
    for element in near:
        text = " ".join((element.text or "").split())
        if 6 <= len(text) <= _LONGEST_DATE and _HAS_YEAR.search(text) and date_line(text) and not _apart(element):
            out += stamps(text)
    lines = [] if out else _lines(tree, headline)
    out += [s for line in lines if _HAS_YEAR.search(line) and date_line(line) for s in stamps(line)]
    return out[:_MOST_DATES]


def _timed(element: HtmlElement) -> list[Stamp]:
    """What a `time` element says, and by the words in it or right before it, whether it is the time of a change."""
    shown = _text(element)
    previous, parent = element.getprevious(), element.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {before[-_LABELLED:]}"
    if element.get("datetime"):
        return [Stamp(element.get("datetime") or "", UPDATED.search(f"{shown} {names}") is not None)]
    found = stamps(f"{before[-_LABELLED:]} {shown}".strip()) if UPDATED.search(before) else stamps(shown)
    return [Stamp(s.text, s.updated or UPDATED.search(names) is not None) for s in found]


def _apart(element: HtmlElement) -> bool:
    """Whether a line stands in furniture, or goes on in other elements: then it is a piece of a sentence."""
    tail = element.tail or ""
    goes_on = element.tag in _INLINE_TAGS and len(tail.split()) > _FEW_WORDS
    return goes_on or _inside_furniture(element)


def named_dates(tree: HtmlElement) -> list[Stamp]:
    """Date lines in elements named for a date, anywhere on the page, where nothing near the headline gives one."""
    out: list[Stamp] = []
    for element in tree.iter(
        "span", "div", "p", "li", "td", "small", "em", "abbr", "b", "i", "font", "strong", "time", "h5", "h6"
    ):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (element.tag == "time" or _DATE_NAME.search(names)) and not _inside_furniture(element):
            text = element.get("datetime") or element.get("title") or _text(element)
            if 6 <= len(text) <= 120 and _HAS_YEAR.search(text) and date_line(text):
                out += stamps(text)
                if len(out) >= _MOST_NAMED:
                    break
    return out


def date_lines(tree: HtmlElement) -> list[tuple[Stamp, bool]]:
    """Lines anywhere on the page that give a date: those with a label of publication, and those of a date alone.

    With each whether it is of the first kind. A date alone in furniture is none.
    """
    out: list[tuple[Stamp, bool]] = []
    for element in islice(tree.iter("*"), _MOST_ELEMENTS):
        text = " ".join((element.text or "").split())
        if not 6 <= len(text) <= _LONGEST_DATE or not _HAS_YEAR.search(text) or not date_line(text):
            continue
        own = labelled(text)
        if own or (only_date(text) and not _apart(element)):
            out += [(stamp, own) for stamp in stamps(text)]
    return out


_PLACE = re.compile(
    r"\A\W{0,3}([A-ZÀ-ÞА-Я][\w.'’-]*(?:[ /-][A-ZÀ-ÞА-Яa-z][\w.'’-]*){0,3}(?:,\s[A-Z][\w. ]{1,25}){0,2})"
    r"(?:\s*\[[^\]]{2,30}\])?"
    r"(?:[,:]?\s+(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\.?\s[A-Za-z]{3,9})(?:,?\s\d{4})?)?\s*"
    r"(?:[(（][^()]{2,40}[)）]\s*[-–—:]?|\s[-–—]{1,2}\s|\s?[—–])\s*(?=\S)"
)


def dateline(body: str) -> tuple[str | None, str | None]:
    """The place that opens an agency report (`MOSCOW (Reuters) -`, `Berlin, 3 March (dpa) –`), and the dateline."""
    for line in body.split("\n")[:3]:
        m = _PLACE.match(line[:160])
        if m is None or len(line) < 60:
            continue
        place = m[1].strip(" ,")
        bracket = "(" in m.group() or "（" in m.group()
        capital = place.split(",")[0].isupper() and len(place) > 3
        if (bracket or capital) and len(place.split()) <= 6 and fold(place.split()[0]) not in MONTHS:
            return _title_case(place), m.group().strip()
    return None, None


def _title_case(place: str) -> str:
    return re.sub(r"[^\W\d_]{3,}", lambda m: m.group().capitalize() if m.group().isupper() else m.group(), place)
