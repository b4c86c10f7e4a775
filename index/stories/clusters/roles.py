"""Decides who in a story ran it first, and who copied, cut or updated it. Pure.

The original is the article on the agency's own page if there is one; else, dated ones first and those that were
plainly cut last, the earliest by its day, on one day the one with the fullest credit, then the earliest moment. A
later capture of a page, or a later article of the same outlet under the same headline, is a version of the first one;
everything else derives from the original: a copy if it keeps at least half of it, otherwise an excerpt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from morgue.core.analyzer import fold, terms
from morgue.core.article import Article, Role
from morgue.core.partial_date import parse_when
from morgue.index.stories.clusters.partition import COPY, Groups
from morgue.index.stories.similarity.links import canonical_url, headline

#: Agencies whose pages are not headed by the credit they sign with.
_LONG_NAMES = {
    "ap": "associated press",
    "afp": "agence france presse",
    "upi": "united press international",
    "pti": "press trust of india",
    "ani": "asian news international",
    "ians": "indo asian news service",
    "dpa": "deutsche presse agentur",
    "pa": "press association",
    "cp": "canadian press",
    "aap": "australian associated press",
}


@dataclass(frozen=True, slots=True)
class Member:
    """What an article's role depends on.

    order      the smaller, the better its claim to be the original, length aside
    captured   seconds since 1970 at which this state of the page was seen or said to be changed; inf for unknown
    pages      what makes another article a version of this page: its address, its outlet with the headline
    words      length of the body; 0 for unknown
    """

    id: str
    order: tuple[float | str, ...]
    captured: float
    pages: tuple[str, ...]
    outlet: str | None
    words: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An article's role, the index of the member it derives from and the share of that one's text that it keeps."""

    role: Role
    of: int | None = None
    kept: float | None = None


def member_of(article: Article, words: int = 0) -> Member:
    """Reads from an article what its role depends on; its body is not read."""
    when = parse_when(article.date) if article.date else None
    credit = bool(article.agency) + bool(article.authors) + bool(article.place)
    moment = when.instant if when and when.precision == "moment" else inf
    own = own_page(article)
    day: float = when.first if when else inf
    seen = next((w for w in map(_instant, (article.provenance.captured, article.modified, article.date)) if w), None)
    pages = (canonical_url(article.url), headline(article.outlet, article.title))
    return Member(
        id=article.id,
        order=(not own, when is None, day, -credit, moment, article.id),
        captured=inf if seen is None else seen,
        pages=tuple(f"{i} {page}" for i, page in enumerate(pages) if page),
        outlet=" ".join(fold(t) for t in terms(article.outlet)) if article.outlet else None,
        words=words,
    )


def _instant(text: str | None) -> float | None:
    when = parse_when(text) if text else None
    return when.instant if when else None


def own_page(article: Article) -> bool:
    """Whether an article with a wire credit stands on that agency's own page."""
    if not article.agency:
        return False
    credit = [fold(t) for t in terms(article.agency)]
    names = (" ".join(credit), _LONG_NAMES.get(" ".join(credit), ""))
    outlet = " ".join(fold(t) for t in terms(article.outlet or ""))
    host = (canonical_url(article.url) or "").split("/")[0].rsplit(".", 1)[0]
    short = "".join(credit)
    return any(n and (outlet == n or outlet.startswith(n + " ")) for n in names) or (
        len(short) > 1 and host.split(".")[-1] in (short, short + "news")
    )


def standings(members: Sequence[Member], kept: Callable[[int, int], float]) -> list[Standing]:
    """The role of each member of one story, in the order given.

    `kept(i, j)` is the share (0 to 1) of the words of member i that survive in member j.
    """
    pages = _pages(members)
    original = min(range(len(members)), key=_claims(members, pages))
    head = {
        page: original if original in on else min(on, key=lambda i: _seen(members[i])) for page, on in pages.items()
    }
    found: list[Standing] = [Standing("original")] * len(members)
    for page, on in pages.items():
        for i in on:
            if i == original:
                continue
            if i != head[page]:
                found[i] = Standing("version", head[page], kept(head[page], i))
                continue
            share = kept(original, i)
            found[i] = Standing("copy" if share >= COPY else "excerpt", original, share)
    return found


def _pages(members: Sequence[Member]) -> dict[int, list[int]]:
    groups = Groups(len(members))
    first: dict[str, int] = {}
    for i, member in enumerate(members):
        for page in member.pages:
            groups.join(first.setdefault(page, i), i)
    pages: dict[int, list[int]] = defaultdict(list)
    for i in range(len(members)):
        pages[groups.find(i)].append(i)
    return pages


def _claims(members: Sequence[Member], pages: dict[int, list[int]]) -> Callable[[int], tuple[float | str, ...]]:
    """Claims to be the original. A page under half as long as the longest, in all its states, was cut from it."""
    longest = max(m.words for m in members)
    cut = {i: 2 * max(members[j].words for j in on) < longest for on in pages.values() for i in on}

    def claim(i: int) -> tuple[float | str, ...]:
        own, undated, *rest = members[i].order
        return (own, undated, cut[i], *rest)

    return claim


def _seen(member: Member) -> tuple[float | str, ...]:
    return (member.captured, *member.order)
