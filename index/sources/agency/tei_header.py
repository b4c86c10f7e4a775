"""Finds what a TEI document states of its text, in the header and around it: newspaper, day, headline, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from morgue.core.article import Given
from morgue.index.sources.agency.tei_text import DIVISIONS, told
from morgue.index.sources.agency.tree import below, first, line, local

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = ("bibl", "biblstruct", "biblfull")
_YEAR = re.compile(r"(?<!\d)1[5-9]\d\d(?!\d)|(?<!\d)20\d\d(?!\d)")
#: What the Dutch Language Institute's corpora say of a text, in groups of an interpretation each.
_DUTCH_OUTLET, _DUTCH_DAY, _DUTCH_ADDRESS = "titleLevel2", "witnessDateLevel1_from", "sourceUrl"


def stated(header: Any, body: Any, shared: Given, *, divided: bool) -> Given:
    """All but the headline. The file's own publisher and day are those of the encoding, not of the newspaper."""
    language = tongue(body) or _spoken(header)
    if header is None:
        return Given(outlet=shared.outlet, language=language)
    entry = _entry(header)
    return Given(
        url=_address(entry) or _interpreted(header, _DUTCH_ADDRESS),
        outlet=_outlet(header, entry, language, divided) or _interpreted(header, _DUTCH_OUTLET) or shared.outlet,
        date=_day(entry) or _interpreted(header, _DUTCH_DAY),
        authors=() if divided else _authors(header, entry),
        language=language,
    )


def corpus_states(root: Any) -> Given:
    """What the header of a corpus states for all its documents: the newspaper, where it names one."""
    header = first(root, "teiheader")
    return Given() if header is None else Given(outlet=_outlet(header, _entry(header), None, divided=False))


def headline(header: Any) -> str | None:
    """The title of the text as an article in something larger."""
    return next((name for found in _parts(header) if (name := told(found))), None)


def of_something(header: Any) -> bool:
    """Whether the header speaks of an article in something larger, though it may not give its headline."""
    return next(_parts(header), None) is not None


def names_periodical(header: Any) -> bool:
    """Whether the header gives the title of a newspaper or another periodical as one."""
    return header is not None and any(_level(found) == "j" for found in below(header, "title"))


def _parts(header: Any) -> Iterator[Any]:
    if header is None:
        return
    entry = _entry(header)
    for place in (first(header, "titlestmt"), entry):
        if place is not None:
            yield from (found for found in below(place, "title") if _level(found) == "a")
    if entry is not None:
        yield from (found for part in below(entry, "analytic") for found in below(part, "title"))


def title(header: Any, language: str | None) -> str | None:
    """The title of the whole; none where it is a reference and no title."""
    statement = first(header, "titlestmt") if header is not None else None
    if statement is None or first(statement, "bibl") is not None:
        return None
    return _preferred([found for found in statement if local(found) == "title"], language)


def section(article: Any) -> str | None:
    """The head of the division around an article that is marked as a section."""
    for above in article.iterancestors():
        if local(above) in DIVISIONS and str(above.get("type") or "").casefold() == "section":
            return told(next((child for child in above if local(child) == "head"), None))
    return None


def signed(article: Any) -> tuple[tuple[str, ...], list[Any]]:
    """The people of an article's bylines, and these elements."""
    bylines = [child for child in _near(article) if local(child) in ("byline", "docauthor")]
    found = [(byline, names) for byline in bylines if (names := _people(byline))]
    return tuple(dict.fromkeys(name for _, names in found for name in names)), [byline for byline, _ in found]


def tongue(element: Any) -> str | None:
    """The language that an element declares, or else the nearest element around it."""
    around = (element, *element.iterancestors())
    return next((str(told) for each in around if (told := each.get(_LANG))), None)


def _near(article: Any) -> Iterator[Any]:
    for child in article:
        yield child
        if local(child) in ("opener", "closer"):
            yield from child


def _people(byline: Any) -> tuple[str, ...]:
    """Names where they are marked, else the whole line; a line that only names another newspaper names nobody."""
    outermost = (
        person
        for person in below(byline, "persname")
        if all(local(above) != "persname" for above in person.iterancestors())
    )
    if names := tuple(name for person in outermost if (name := told(person))):
        return names
    whole = told(byline)
    return (whole,) if whole and first(byline, "title") is None else ()


def _entry(header: Any) -> Any:
    """The reference to what was printed: in the title itself, else the source that names a periodical, else the first.

    None where there is no reference.
    """
    statement, source = first(header, "titlestmt"), first(header, "sourcedesc")
    if statement is not None and (cited := first(statement, "bibl")) is not None:
        return cited
    entries = list(below(source, *_ENTRIES)) if source is not None else []
    periodical = (entry for entry in entries if any(_level(found) == "j" for found in below(entry, "title")))
    return next(periodical, entries[0] if entries else None)


def _outlet(header: Any, entry: Any, language: str | None, divided: bool) -> str | None:
    """The title that is marked as a periodical's, or that stands where only a periodical's can."""
    titles = list(below(header, "title"))
    if journal := _preferred([found for found in titles if _level(found) == "j"], language):
        return journal
    if entry is None:
        return None
    own = [found for found in below(entry, "title") if not _level(found)]
    of_part = first(entry, "analytic") is not None or any(_level(found) == "a" for found in below(entry, "title"))
    in_title = any(local(above) == "titlestmt" for above in entry.iterancestors())
    if of_part and local(entry) == "biblstruct":
        own = [found for part in below(entry, "monogr") for found in below(part, "title")]
    return _preferred(own, language) if divided or of_part or in_title else None


def _preferred(titles: list[Any], language: str | None) -> str | None:
    """The main one of several titles, that in the language of the text before its translations."""
    main = [found for found in titles if found.get("type") not in ("sub", "alt", "desc", "short")]
    own = [found for found in main if language and tongue(found) == language]
    return next((name for found in (*own, *main) if (name := told(found))), None)


def _day(entry: Any) -> str | None:
    """The day of the source as it states it; a stretch of days is none."""
    dates = list(below(entry, "date")) if entry is not None else []
    for date in dates:
        start, end = date.get("from"), date.get("to")
        if when := date.get("when") or (start if start == end else None):
            return str(when)
    words = (words for date in dates if not (date.get("from") or date.get("to")) and (words := told(date)))
    return next((words for words in words if len(set(_YEAR.findall(words))) == 1), None)


def _authors(header: Any, entry: Any) -> tuple[str, ...]:
    """Those of the reference, else of the title."""
    places = (place for place in (entry, first(header, "titlestmt")) if place is not None)
    for place in places:
        people = [name for author in below(place, "author") if (name := _person(author))]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def _person(author: Any) -> str | None:
    """The first of an author's names; the others are the same name in other scripts."""
    name = first(author, "persname")
    return told(name if name is not None else author)


def _address(entry: Any) -> str | None:
    """The address that a reference gives; an article does not take the address of its whole issue."""
    if entry is None:
        return None
    found = list(below(entry, "idno", "ref", "ptr"))
    if first(entry, "analytic") is not None:
        found = [each for each in found if all(local(above) != "monogr" for above in each.iterancestors())]
    told_or_meant = (told(each) if local(each) == "idno" else str(each.get("target") or "") for each in found)
    return next((url for url in told_or_meant if url and url.startswith(("http://", "https://"))), None)


def _spoken(header: Any) -> str | None:
    """The language that the header names for the text, where it names one."""
    named = [str(found.get("ident") or "") for found in below(header, "language")] if header is not None else []
    return named[0] if len(set(named)) == 1 else None


def _level(title: Any) -> str:
    return str(title.get("level") or "")


def _interpreted(header: Any, kind: str) -> str | None:
    groups = (group for group in below(header, "interpgrp") if group.get("type") == kind)
    return next((words for group in groups if (words := line(group))), None)
