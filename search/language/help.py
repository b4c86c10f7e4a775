"""Explains the query language on one screen; its examples are data, which tests check. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A query and what it finds, in a few words."""

    query: str
    meaning: str


EXAMPLES: tuple[Example, ...] = (
    Example("ferry strike", "both, in any form: ferries, striking"),
    Example("ferry OR boat -cruise", "either, not the third (also NOT, !)"),
    Example("(ferry OR boat) AND strike", "operators are in capitals"),
    Example('"night shift"', "these words side by side, not stemmed"),
    Example('=strike ="café"', "this form; with = accents count"),
    Example("strik* wom?n ferr!", "any ending, any letter, any ending"),
    Example("zeppelin~ zeppelin~2", "one letter off; two off"),
    Example("ferry w/5 strike", "within 5 words; pre/5 in this order"),
    Example("ferry w/s (strike OR walkout)", "in one sentence; w/p in one paragraph"),
    Example('"ferry strike"~3', "in order, up to 3 words between"),
    Example("atleast3(ferry)", "three times or more"),
    Example("title:strike hlead:(ferry OR boat)", "headline; headline or lead"),
    Example('outlet:"Hill Gazette" agency:reuters', "who ran it, which wire wrote it"),
    Example("byline:brook place:moscow lang:de", "also body lead section url id story"),
    Example('outlet:="The Post" outlet:NYT', "the whole name; under any spelling"),
    Example("site:example.test url:/2025/", "where it ran; words of its address"),
    Example("date:2025-02 date:2025-02-10..2025-03", "a unit is all its days; also ..2024"),
    Example("after:2025-02-09 until:2025-02-20", "after before: not that day; also since"),
    Example('date:7d date:today date:"last week"', "back from today; also 3w P1M 1y"),
    Example("words:>1000 copies:>2 versions:1..", "length; its story's copies, versions"),
    Example("role:original is:undated changed:title", "or copy excerpt version; is:dated …"),
    Example("title:/str[iu]ck/", "a pattern, for title byline url"),
    Example("ferry^3 strike", "the first counts three times"),
    Example("@mine AND ferry", "a saved query inside another"),
    Example("tag:budget -is:read", "what you tagged, noted, read; is:noted"),
    Example("* -agency:*", "every article without an agency"),
)

_WIDTH = 38

#: What stands before and behind the examples, in rows for a screen of 80 columns.
HEAD = """\
Words are joined by AND and found in title and body in all their forms; case
and accents do not count. AND goes before OR, w/5 before both.
"""
TAIL = """\
Also read: “curly” „quotes“, near5, adj/5, HEADLINE(x), hd=x, wc>500, NOT, &&.
A query too strict? --match any joins words by OR. A word that begins with -
on the command line goes after -- .
"""


def _screen() -> str:
    return "\n".join([HEAD, *(f"  {e.query:{_WIDTH}}  {e.meaning}" for e in EXAMPLES), "", TAIL])


#: The help screen: at most 80 columns and 40 lines.
QUERY_HELP: str = _screen()
