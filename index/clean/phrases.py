"""Phrases by which sites head, end and interrupt their articles. The lists are data (`phrases.toml`); they only add to
what paragraphs are like.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from morgue.index.clean.dates.months import fold

#: Scripts whose letters folding takes apart (kana, Hangul, the Indic ones): the table has them as they are written.
_TAKEN_APART = re.compile(r"[\u0900-\u0dff\u3040-\u30ff\uac00-\ud7a3]+")
_TABLE: dict[str, list[str]] = {
    purpose: [_TAKEN_APART.sub(lambda m: fold(m[0]), entry) for entry in entries]
    for purpose, entries in tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8")).items()
}
_INSIDE = frozenset(_TABLE["inside"])
_ENDS = frozenset(_TABLE["ends"])
_ONWARD = frozenset(_TABLE["onward"])
_COMMENTS = frozenset(_TABLE["comments"])
_LEADS = re.compile("|".join(_TABLE["leads"]))
_HEAD = re.compile("|".join(_TABLE["heads"]))
_LEGAL = re.compile("|".join(_TABLE["legal"]))
_CREDIT_MARKS = tuple(_TABLE["credit_marks"])
_CREDIT = re.compile("|".join(_TABLE["credits"]))
#: No credit at a line's end is longer.
_CREDIT_LENGTH = 200


def folded(line: str) -> str:
    """A line as the tables hold it: folded, without punctuation and digits at its ends."""
    return fold(line).strip(" \t.:;,!?…|>»›→▸▶►«<-–—*•+/\\()[]\"'“”0123456789")


def inside(line: str) -> bool:
    """Whether a whole line is an interruption such as "Advertisement"."""
    return len(line) < 60 and folded(line) in _INSIDE


def points_on(pointer: str) -> bool:
    """Whether folded words are a pointer to the whole article, such as "read more"."""
    return pointer in _ONWARD


def ends(line: str) -> bool:
    """Whether a whole line is the heading of a list after the article."""
    return len(line) < 60 and folded(line) in _ENDS


def caption(line: str) -> bool:
    """Whether a line ends with a picture's credit."""
    folded_line = fold(line) if len(line) < 350 else ""
    start = max(0, len(folded_line) - _CREDIT_LENGTH)
    end = folded_line[start:]
    for mark in _CREDIT_MARKS:  # a generator would take twice as long
        if mark in end:
            return _CREDIT.search(folded_line, start) is not None
    return False


def opens_comments(line: str) -> bool:
    """Whether a whole line is the heading of the readers' comments."""
    return len(line) < 60 and folded(line) in _COMMENTS


@lru_cache(maxsize=512)
def legal(line: str) -> bool:
    """Whether a line speaks of rights or of the house."""
    return _LEGAL.search(fold(line)) is not None


def leads_elsewhere(line: str) -> bool:
    """Whether a line begins as a pointer to other articles, a credit or a notice of the house."""
    return len(line) < 500 and _LEADS.match(fold(line).lstrip(" >»•*-–—|(")) is not None


def heads(line: str) -> bool:
    """Whether a line is the kind that stands between headline and text."""
    return len(line) < 120 and _HEAD.match(fold(line).lstrip(" >»•*-–—|")) is not None
