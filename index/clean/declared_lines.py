"""Recognises lines that say themselves that they are no article: notices, credits, pointers, list headings. Pure.

A record's text is its sender's word: such a line is left out of search and reading, as a span that can be taken
back, and stays in the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from morgue.index.clean import phrases
from morgue.index.clean.dates.months import fold_lines
from morgue.index.clean.text.text_lines import Line, closed

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
#: A notice has one of these, or `try` or `our … app`: much faster to look for.
_TELLTALES = (
    "except for the", "not been edited", "published from", "syndicated", "subscribe", "sign up", "signing up",
    "get unlimited", "newsletter",
)  # fmt: skip
#: What somebody else says: the news reports it, and the house does not say it.
_QUOTED = re.compile(r"[“„][^”“]*[”“]|«[^»]*»|»[^«]*«|\"[^\"]*\"")
#: Longer lines are prose that mentions a newsletter; longer ones yet that end as sentences are prose whatever they say.
_LONGEST, _PROSE = 400, 140
#: A list under a heading like `Related` has at most so many headlines.
_ASIDE = 8


def notice(line: Line) -> bool:
    """Whether a line speaks for the house and not of the news."""
    return _is_notice(line.folded)


@lru_cache(maxsize=256)
def _is_notice(folded: str) -> bool:
    if not _may_be(folded) or _NOTICE.search(folded) is None:
        return False
    return _NOTICE.search(_QUOTED.sub("“”", folded)) is not None


def notices_among(lines: Sequence[str]) -> list[int]:
    """Which lines speak for the house: their places, ascending. What all have in common is looked for but once."""
    folded = fold_lines(lines)
    whole = "\n".join(folded)
    marks = [mark for mark in (*_TELLTALES, " app", "try ") if mark in whole]
    return [at for at, line in enumerate(folded) if any(mark in line for mark in marks) and _is_notice(line)]


def _may_be(folded: str) -> bool:
    """Whether a line has what every notice has. `country` and `appeared` are in every other line, and are not it."""
    for telltale in _TELLTALES:
        if telltale in folded:
            return True
    if " app" in folded:
        return "our " in folded or folded.startswith("try") or " try" in folded
    return "try " in folded and (folded.startswith("try") or " try" in folded)


def declared(body: str, found: Sequence[tuple[int, int]]) -> list[int]:
    """Which paragraphs of a body, those found there, say that they are no article: their places, ascending."""
    short = [at for at, (start, end) in enumerate(found) if end - start < _LONGEST]
    lines = [body[slice(*found[at])] for at in short]
    notices = set(notices_among(lines))
    out: set[int] = set()
    for place, (at, text) in enumerate(zip(short, lines, strict=True)):
        if place in notices or _declares(text):
            out.add(at)
            if phrases.ends(text):
                out.update(_listed(body, found, at))
    return sorted(out)


def _declares(text: str) -> bool:
    """Whether a line that is no notice says by its form what it is."""
    if len(text) >= _PROSE and closed(text):
        return False
    return phrases.inside(text) or phrases.ends(text) or phrases.caption(text) or phrases.leads_elsewhere(text)


def _listed(body: str, found: Sequence[tuple[int, int]], at: int) -> Iterator[int]:
    """The headlines of a short list under a heading such as `Related`: none of them ends as prose does."""
    for after in range(at + 1, min(at + 1 + _ASIDE, len(found))):
        line = Line(body[slice(*found[after])])
        if not line.heading or line.figures:
            return
        yield after
