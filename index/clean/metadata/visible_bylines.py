"""Finds the authors that a page shows its readers, before the tree is pruned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, reduce
from itertools import pairwise
from typing import TYPE_CHECKING

from morgue.index.clean.dates.publication_lines import date_line
from morgue.index.clean.metadata.byline_vouchers import AUTHOR_PAGE, name_alone, vouched
from morgue.index.clean.metadata.bylines import authors as people
from morgue.index.clean.metadata.bylines import organisation
from morgue.index.clean.metadata.page_head import LONG_LINE, Head, inside_furniture, rows, short, shown

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
#: Words beside them that name something else about an author.
_NOT_BYLINE = frozenset(
    """
    bio box description image avatar title role social follow twitter date time desc about job position email count
    """.split()
)
#: Those that an element has which is named for a byline with its day, and what `_is_byline` answers then.
_DAY_WORDS, _WITH_DATE = frozenset(["date", "time"]), 2
_BYLINE_TAGS = frozenset(
    ["a", "span", "p", "div", "address", "li", "ul", "strong", "h4", "h3", "h5", "em", "td", "small", "aside"]
)
#: Elements that hold a line by itself.
_LINE_TAGS = frozenset([
    "p", "div", "span", "strong", "b", "em", "h2", "h3", "h4", "small", "i", "li", "address",
])  # fmt: skip
#: More links to authors than this are other articles' authors.
_MANY = 6
_SIGNED = re.compile(
    r"\A\W*(?i:(?:(?:ein|eine|an?) )?(?:article|story|artikel|beitrag|bericht|kommentar|interview|gastbeitrag|essay"
    r"|analyse|kolumne|reportage) (?:by|von)"
    r"|(?:posted|written|published|submitted|created|reported|erstellt|geschrieben|verfasst|veröffentlicht|eingestellt"
    r"|écrit|rédigé|publié|escrito|publicado|scritto|pubblicato|geschreven|geplaatst|skrevet) (?:by|von|par|por|da|door"
    r"|av|af)"
    r"|redaktion(?=\s*:)|by|von|par|por|di|door|av|af|przez|text|texte|autor|author|автор|από|od"
    r"|oleh|penulis)\s*[:：]?\s+(?=[^\W\d_a-zà-ÿ])",
)
#: What parts a byline from its day and its section in one line.
_PARTED = re.compile(r"\s+[|·•]\s+")
#: Characters of the longest byline, with the white space of its markup.
_MARKED_UP = 2_000
#: Letters of the shortest byline.
_SHORTEST_BYLINE = 2
_CAPITAL_LENGTH = 5
#: A byline whose name stands on the next line.
_LABEL = re.compile(
    r"\W*(?:(?:written |words |story |text |published )?by|authors?|writer|von|autor(?:in|en)?|par|auteur|por|di|autore"
    r"|door|автор|текст|από)(?:\((?:s|e|in|en|es|rice|a)\))?\W*",
    re.I,
)
#: What is shorter and names nobody is a byline's label or its time of reading.
_LABELLED = 30
#: Letters of the shortest last part of an author's address.
_SHORTEST_END = 4


def bylines(tree: HtmlElement, head: Head, addresses: Sequence[str] = ()) -> list[str]:
    """Visible bylines: links marked rel=author, then elements named so; the first kind that names anybody.

    addresses: of the pages of authors, where the page states these for names.
    """
    marked = tree.xpath("//a[@rel='author'] | //*[@itemprop='author']//*[@itemprop='name']")[:12]
    signed = [e for e in marked if not inside_furniture(e)]
    if len(signed) > 1 and all((e.get("href") or "").startswith("mailto:") for e in signed):
        return ["; ".join(rows(e) for e in signed)]  # whom readers can write to signed together
    found = [rows(e) for e in signed]
    found = list(dict.fromkeys(f for f in found if 2 < len(f) < 120 and (people([f]) or organisation([f]))))
    if found:
        return found if len(found) <= _MANY else found[:1]
    element, named = _named_byline(tree)
    if element is not None and element not in {*head.before, *head.after} and (near := _near(head)):
        return near  # what is named so far from the headline is another article's byline
    if element is not None and (first := _signed_before(element, head.after)):
        return first
    if named and (_names(named) or any(map(date_line, named))):
        return named  # a byline of nothing but a date names nobody: other names nearby are others'
    below = _author_links(head.after) or _signed(head.after) or _under(head.under) or vouched(tree, head)
    return below or named or _linked(tree, addresses) or _labelled(head.lines)


def _near(head: Head) -> list[str]:
    """The byline near the headline that says so by its first words or leads to an author's page; of persons alone."""
    found = _signed(head.after) or _under(head.under) or _author_links(head.after)
    return found if people(found) else []


def _signed_before(element: HtmlElement, after: Sequence[HtmlElement]) -> list[str]:
    """The persons' byline between the headline and an element named for one, which then is another article's."""
    if element not in after:
        return []
    before = after[: after.index(element)]
    around = {*element.iterancestors()}
    found = _signed([e for e in before if e not in around])
    return found if people(found) else []


def _like_a_name(text: str) -> bool:
    """Whether a text has a capital, or is in a script that has none."""
    if any(c.isupper() for c in text):
        return len(text) >= _CAPITAL_LENGTH
    return any(c.isalpha() and not c.islower() for c in text)


def _named_byline(tree: HtmlElement) -> tuple[HtmlElement | None, list[str]]:
    """The first element named for a byline that names anybody, or is long enough to have done so; and its lines."""
    for element in tree.iter("*"):
        kind = _is_byline(element)
        if not kind or not short(element, _MARKED_UP):
            continue
        text = rows(element)
        if kind == _WITH_DATE and not any(" " in name for name in people([text])):
            continue
        leads = any(AUTHOR_PAGE.search(a.get("href") or "") for a in element.iter("a"))
        if _SHORTEST_BYLINE <= len(text) < 160 and (leads or _like_a_name(text)) and not inside_furniture(element):
            links = [t for a in element.iter("a") if (" " in (t := shown(a)) or leads) and 1 < len(t) < 50]
            named = [t for t in links if people([t])] or [t for t in links if organisation([t])]
            if not named:  # what its links do ("View author archive") is no part of a name
                text = reduce(lambda line, link: line.replace(link, " "), links, text)
                named = [text]
            if len(text) > _LABELLED or _names(named):
                return element, named
    return None, []


def _names(lines: Sequence[str]) -> bool:
    """Whether lines name a person or a house."""
    return bool(people(lines) or organisation(lines))


def _is_byline(element: HtmlElement) -> int:
    """Whether an element is named for a byline and for nothing else about an author but, `_WITH_DATE`, the day."""
    if element.tag not in _BYLINE_TAGS and "-" not in str(element.tag):  # custom elements have a hyphen in their name
        return 0
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    return _named_for_byline(names) if len(names) > len("byl") else 0


@lru_cache(maxsize=20_000)
def _named_for_byline(names: str) -> int:
    words = {w.lower() for w in _WORD.findall(names)}
    if not words & _BYLINE or words & _NOT_BYLINE - _DAY_WORDS:
        return 0
    return _WITH_DATE if words & _DAY_WORDS else 1


def _author_links(near: Sequence[HtmlElement]) -> list[str]:
    """Links near the headline that lead to an author's page."""
    links = [e for e in near if e.tag == "a"]
    found = [shown(a) for a in links if AUTHOR_PAGE.search(a.get("href") or "") and not inside_furniture(a)]
    return list(dict.fromkeys(f for f in found if (" " in f or not f.isascii()) and len(f) < 60 and people([f])))[
        :_MANY
    ]


def _signed(near: Sequence[HtmlElement]) -> list[str]:
    """A short line near the headline that begins with "By" and a capital."""
    for element in near:
        if (
            element.tag in _LINE_TAGS
            and element.text
            and _SIGNED.match(element.text + " X")
            and not inside_furniture(element)
            and 5 < len(text := shown(element)) < LONG_LINE
            and not _LABEL.fullmatch(text)
        ):
            return [text]
    return []


def _under(lines: Sequence[str]) -> list[str]:
    """The byline among the lines under a headline, or the name that stands below its label."""
    for line, following in pairwise((*lines, "")):
        signed = next((part for part in _PARTED.split(line) if len(part) > 5 and _SIGNED.match(part)), "")
        if signed and not _LABEL.fullmatch(signed):
            return [signed]
        if _LABEL.fullmatch(line) and people([following]):
            return [following]
    return []


def _linked(tree: HtmlElement, addresses: Sequence[str]) -> list[str]:
    """The text of the link that leads to an author's page, by the last part of the address that the page states."""
    ends = {end for a in addresses if len(end := a.rstrip("/").rpartition("/")[2]) > _SHORTEST_END}
    links = (a for a in tree.iter("a") if (a.get("href") or "").rstrip("/").rpartition("/")[2] in ends) if ends else ()
    return list(dict.fromkeys(t for a in links if name_alone(t := shown(a))))[:_MANY]


def _labelled(lines: Sequence[str]) -> list[str]:
    """The one name on the page that stands below a label such as "Author"."""
    found = {following for line, following in pairwise(lines) if _LABEL.fullmatch(line) and people([following])}
    return list(found) if len(found) == 1 else []
