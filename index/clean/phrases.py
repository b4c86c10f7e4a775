"""Phrases by which sites head, end and interrupt their articles. The lists are data (`phrases.toml`); they only add to
what paragraphs are like.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from index.clean.months import fold

_TABLE: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
_INSIDE = frozenset(_TABLE["inside"])
_ENDS = frozenset(_TABLE["ends"])
_COMMENTS = frozenset(_TABLE["comments"])
_LEADS = re.compile("|".join(_TABLE["leads"]))
_HEAD = re.compile("|".join(_TABLE["heads"]))
_LEGAL = re.compile("|".join(_TABLE["legal"]))
_CREDIT = re.compile("|".join(_TABLE["credits"]))


def folded(line: str) -> str:
    """A line as the tables hold it: folded, without punctuation and digits at its ends."""
    return fold(line).strip(" \t.:;,!?…|>»«<-–—*•+/\\()[]\"'“”0123456789")


def inside(line: str) -> bool:
    """Whether a whole line is an interruption such as "Advertisement"."""
    return len(line) < 60 and folded(line) in _INSIDE


def ends(line: str) -> bool:
    """Whether a whole line is the heading of a list after the article."""
    return len(line) < 60 and folded(line) in _ENDS


def caption(line: str) -> bool:
    """Whether a line ends with a picture's credit."""
    return len(line) < 350 and _CREDIT.search(fold(line)) is not None


def opens_comments(line: str) -> bool:
    """Whether a whole line is the heading of the readers' comments."""
    return len(line) < 60 and folded(line) in _COMMENTS


def legal(line: str) -> bool:
    """Whether a line speaks of rights or of the house."""
    return _LEGAL.search(fold(line)) is not None


def leads_elsewhere(line: str) -> bool:
    """Whether a line begins as a pointer to other articles, a credit or a notice of the house."""
    return len(line) < 500 and _LEADS.match(fold(line).lstrip(" >»•*-–—|(")) is not None


def heads(line: str) -> bool:
    """Whether a line is the kind that stands between headline and text."""
    return len(line) < 120 and _HEAD.match(fold(line).lstrip(" >»•*-–—|")) is not None
