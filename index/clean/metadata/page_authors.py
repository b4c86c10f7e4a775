"""Decides who signed a page: weighs what it states for machines, its meta tags and the byline it shows. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.index.clean.dates.months import fold
from morgue.index.clean.metadata import bylines
from morgue.index.clean.metadata.agencies import agencies_in
from morgue.index.clean.metadata.outlets import normal
from morgue.index.clean.metadata.structured_data import Metas, Stated

_AUTHOR_METAS = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "cxenseparse:author", "citation_author", "article:author_name", "authors",
    "article.author", "vr:author", "rbauthors", "twitter:data1", "articleauthor", "twitter:misc:written by",
)  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|www\.)([\w.-]+)")
_LONGEST_CREDIT = 200
#: More names on a page than this are a list of its staff.
_FEW = 4

Signed = tuple[tuple[str, ...], tuple[str, ...]]


def addresses(meta: Metas, stated: Stated) -> list[str]:
    """The addresses that a page states for authors in place of names."""
    return [a for a in (*stated.authors, *meta.all(*_AUTHOR_METAS)) if a.startswith("http")]


def authors(meta: Metas, stated: Stated, micro: Stated, site: Sequence[str], shown: Sequence[str]) -> Signed:
    """The people who signed, else the house that did; and every raw credit.

    Of several groups of names the page's own statement comes first, unless two others agree on somebody else:
    statements name photographers, and templates their makers.
    """
    names = [a for a in meta.all(*_AUTHOR_METAS) if not a.startswith("http") and not _maker(a, site)]
    house_signs = bool(stated.organisations) or any(agencies_in(a) for a in stated.authors)
    groups = [list(stated.authors), list(shown)]
    if not house_signs:
        groups = [list(stated.authors), names, list(micro.authors), list(shown)]
    raw = tuple(dict.fromkeys(a for g in (stated.organisations, *groups, names) for a in g if len(a) < _LONGEST_CREDIT))
    seen = bylines.authors(shown, site)
    people = [found for group in groups if (found := bylines.authors(group, site))]
    if people:
        first = people[0]
        if agreed := _agreed(first, people[1:]):
            return agreed, raw
        if more := _more(first, names, shown, site):
            return more, raw
        single = all(" " not in p for p in first) and bool(seen) and all(" " in s for s in seen)
        return (seen if single else first), raw
    own = {normal(s) for s in site}
    foreign = [o for o in (*stated.organisations, *stated.authors) if normal(o) not in own]
    if not any(normal(n) in own for n in names):
        foreign += names
    for group in (foreign, list(stated.organisations), *groups, names):
        if house := bylines.organisation(group):
            return house, raw
    return (), raw


def _maker(author: str, site: Sequence[str]) -> bool:
    """Whether an author is named with the address of another site: that is who made the page's template."""
    address = _ADDRESS.search(author)
    return address is not None and not any(normal(s) and normal(s) in normal(address[1]) for s in site)


def _more(first: Sequence[str], named: Sequence[str], shown: Sequence[str], site: Sequence[str]) -> tuple[str, ...]:
    """The names of one byline that readers see, where they are all of these and others; else none.

    Some statements have room for one author. Names in several places of a page are reviewers and staff as often: they
    count where the meta tags have the same.
    """
    mine = {fold(n) for n in first}
    stated, seen = bylines.authors(named, site), bylines.authors(shown, site)
    if mine < {fold(n) for n in stated} == {fold(n) for n in seen} and len(stated) <= _FEW:
        return stated
    for byline in shown:
        names = bylines.authors([byline], site)
        if mine < {fold(n) for n in names} and len(names) <= _FEW and all(" " in n for n in names):
            return names
    return ()


def _agreed(first: Sequence[str], others: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Those on whom two other groups agree, where the first names none of them."""
    mine = {fold(n) for n in first}
    for i, group in enumerate(others):
        them = {fold(n) for n in group}
        if (
            all(" " in n for n in group)
            and not them & mine
            and any(them & {fold(n) for n in other} for other in others[i + 1 :])
        ):
            return group
    return ()
