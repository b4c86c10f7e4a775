"""Chooses an article's own headline among the several of a page, and takes the site's name off it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.index.clean.dates.months import fold
from morgue.index.clean.extraction import Candidate
from morgue.index.clean.metadata.placeholders import is_placeholder

PARTS = re.compile(r"\s+[|\u2502•·»«‹›~]+\s+|\s+[-–—]{1,3}\s+|\s*[|»]\s*|\s::\s|\s/\s|_(?=[\u3400-\u9fff])")
#: Chinese sites write channel and site behind the headline with low lines.
_CHANNELS = re.compile(r"\A([^_]*[\u3400-\u9fff][^_]{5,})(?:_[^_\s]{2,16}){1,3}\Z")
_LONGEST = 400
_SECTION_WORDS = 3
#: Words of an h1 that is no section's name even where its words differ from those of the other headlines.
_SENTENCE_WORDS = 5
#: Words of more letters tell what a headline is about.
_TELLING = 3


def headline(candidates: Sequence[Candidate], outlets: Sequence[str]) -> Candidate | None:
    """The headline as readers saw it: a page's only h1, of several the one that another source repeats.

    candidates  by source: jsonld (the stated headline), h1 (each on the page), og, title; several of a source in order
    outlets     names and domain labels of the site, to be left off
    """
    candidates = [c for c in candidates if not is_placeholder(c.text)]
    kept = _without_site_h1s(candidates, outlets)
    tidy = _tidy(kept, [*outlets, *(c.text for c in candidates if c not in kept)])
    stated = [c for c in tidy if c.source != "h1"]
    h1s = [c for c in tidy if c.source == "h1"]
    if len(h1s) == 1 and len(words(h1s[0].text)) > 1 and _shares(h1s[0].text, stated):
        return _fuller(h1s[0], stated)
    named = [c for c in stated if c.source != "title"]  # a `<title>` has the section's name and the blog's too
    for likeness, others in ((_near, named), (_near, stated), (alike, stated)):
        for h1 in h1s:
            if any(likeness(h1.text, other.text) for other in others):
                return _fuller(h1, stated)
    if (found := _told_alike(h1s, stated)) is not None:
        return found
    for source in ("jsonld", "og"):
        if found := next((c for c in tidy if c.source == source), None):
            return found
    long = [c for c in tidy if len(c.text.split()) >= _SECTION_WORDS]
    return next((c for source in ("h1", "title") for c in long if c.source == source), next(iter(tidy), None))


def _without_site_h1s(candidates: Sequence[Candidate], outlets: Sequence[str]) -> list[Candidate]:
    """Without an h1 that the `<title>` has at its end, behind another headline: the site's own name or motto.

    A title that begins with the site's name has its headline at the end; so has one whose first part is shorter and is
    no heading of the page ("Featured Blog | …").
    """
    title = next((c.text for c in candidates if c.source == "title"), "")
    parts = [part for part in PARTS.split(" ".join(title.split())) if words(part)]
    if len(parts) < 2 or len(words(parts[0])) < 2 or _names_site(parts[0], outlets):
        return list(candidates)
    first = " ".join(words(parts[0]))
    ends = {" ".join(words(parts[-1])), " ".join(words(" ".join(parts[1:])))} - {first}
    h1s = {" ".join(words(c.text)) for c in candidates if c.source == "h1"}
    if first not in h1s and len(parts) == 2:
        ends = {end for end in ends if len(end.split()) <= len(first.split())}
    return [c for c in candidates if c.source != "h1" or " ".join(words(c.text)) not in ends]


def _names_site(part: str, outlets: Sequence[str]) -> bool:
    """Whether a part of a title has a name or the domain of the site among its words."""
    mine = f" {' '.join(words(part))} "
    return any(f" {name} " in mine for outlet in outlets if len(name := " ".join(words(outlet))) > _TELLING)


def _told_alike(h1s: Sequence[Candidate], stated: Sequence[Candidate]) -> Candidate | None:
    """The first h1 of a sentence's length that tells of two things of which another headline tells too."""
    long = (h1 for h1 in h1s if len(h1.text.split()) >= _SENTENCE_WORDS)
    return next((h1 for h1 in long if any(len(_told(h1.text) & _told(c.text)) > 1 for c in stated)), None)


def _shares(h1: str, stated: Sequence[Candidate]) -> bool:
    """Whether an h1 has a telling word of any other headline: "0 Comments" and "Navigation" have none."""
    return not stated or any(_told(h1).intersection(words(other.text)) for other in stated)


def _told(text: str) -> set[str]:
    """The words that tell what a headline is about."""
    return {w for w in words(text) if len(w) > _TELLING or not w.isascii()}


def _near(a: str, b: str) -> bool:
    """Whether two headlines have the same words but for one in five, or one of three words and more is in the other."""
    x, y = words(a), words(b)
    if not x or not y:
        return False
    shorter, longer = sorted((" ".join(x), " ".join(y)), key=len)
    return len({*x} & {*y}) >= 0.8 * len({*x} | {*y}) or (min(len(x), len(y)) >= 3 and shorter in longer)


def news_headline(candidates: Sequence[Candidate], outlets: Sequence[str]) -> Candidate | None:
    """The headline of a page of a newsroom that the table of outlets knows: og:title first.

    Newsrooms write og:title as the headline that travels, where blogs and magazines fill it for search engines, of
    whatever type they call their pages; the h1 is taken when og:title only adds to it. (Against reviewed truth on 132
    news pages og:title is near for .92, h1 for .86.)
    """
    tidy = _tidy(candidates, outlets)
    social = next((c for c in tidy if c.source == "og"), None)
    if social is None:
        return headline(candidates, outlets)
    whole = " ".join(words(social.text))
    for other in tidy:
        if (
            other.source in ("h1", "jsonld")
            and len(words(other.text)) >= _SECTION_WORDS
            and len(other.text) > 0.5 * len(social.text)
        ) and " ".join(words(other.text)) in whole:
            return other
    return social


def own_titles(candidates: Sequence[Candidate]) -> list[str]:
    """The headlines that are this article's: those not of an h1, the first h1, and any other h1 that is like one.

    Further h1s are the headlines of other articles down the page.
    """
    stated = [c.text for c in candidates if c.source != "h1"]
    h1s = [c.text for c in candidates if c.source == "h1"]
    return stated + [h for i, h in enumerate(h1s) if i == 0 or any(alike(h, s) for s in stated)]


def _tidy(candidates: Sequence[Candidate], outlets: Sequence[str]) -> list[Candidate]:
    tidy = [Candidate(t, c.source) for c in candidates if (t := _without_site(c.text, outlets))]
    return [c for c in tidy if len(c.text) <= _LONGEST and not _is_site(c.text, outlets)]


def _fuller(h1: Candidate, stated: Sequence[Candidate]) -> Candidate:
    """The stated form of an h1 that was run together with its kicker (`Budget debateCouncil votes`)."""
    for other in stated:
        ends = other.source in ("jsonld", "og") and fold(h1.text).endswith(fold(other.text))
        if ends and len(other.text) > 0.5 * len(h1.text):
            return other
    return h1


def words(text: str) -> list[str]:
    """Folded words, ideographs one by one."""
    found = re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|\w+", fold(text))
    return [str(w) for w in found]


def alike(a: str, b: str) -> bool:
    """Whether two headlines share most of their words, or one begins the other."""
    if len(b) > len(a) > 8 and b.startswith(a) and PARTS.match(b, len(a)):
        return True
    x, y = set(words(a)), set(words(b))
    if not x or not y:
        return False
    return len(x & y) >= 0.6 * min(len(x), len(y)) and len(x & y) >= 0.4 * max(len(x), len(y))


def _without_site(text: str, outlets: Sequence[str]) -> str:
    text = " ".join(text.split())
    if m := _CHANNELS.match(text):
        text = m[1]
    for _ in range(3):
        parts = PARTS.split(text)
        if len(parts) < 2:
            break
        last, first = parts[-1], parts[0]
        if _is_site(last, outlets) or (
            len(parts) > 2 and _is_site(first, outlets) is False and len(last.split()) <= 2 and _sitelike(last)
        ):
            text = text[: text.rindex(last)].rstrip(" |│•·»«‹›~-–—:/")
        elif _is_site(first, outlets):
            text = text[text.index(first) + len(first) :].lstrip(" |│•·»«‹›~-–—:/")
        else:
            break
    return text.strip()


def _sitelike(part: str) -> bool:
    return re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", part.strip(), re.I) is not None


def _is_site(part: str, outlets: Sequence[str]) -> bool:
    mine = "".join(words(part))
    if not mine:
        return True
    for outlet in outlets:
        name = "".join(words(outlet))
        if name and (
            mine == name
            or (len(name) > 3 and len(mine) < 2.2 * len(name) and (mine.startswith(name) or mine.endswith(name)))
            or (len(mine) > 3 and name.startswith(mine))
        ):
            return True
    return _sitelike(part)
