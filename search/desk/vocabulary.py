"""Counts the words of the matches and of the rest of the archive: articles, stories and tokens that have each. Pure.

A story of several articles is one witness, however many copies it has: each of its n articles (of those counted) weighs
1/n. The weight of a word is the sum over the articles that have it, so that a word in all copies of one report weighs
one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of a set of articles: how many, in how many stories, and their tokens (headlines and bodies)."""

    articles: int
    stories: int
    tokens: int


@dataclass(frozen=True, slots=True)
class TermCount:
    """A form in the matches and, by the figures named `rest_`, in the rest of the archive.

    articles  that have it
    weight    the sum over stories of the share of the story's articles counted that have it
    tokens    how often it stands there
    """

    term: str
    articles: int
    weight: float
    tokens: int
    rest_articles: int
    rest_weight: float
    rest_tokens: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The forms that stand in so many matches at least, in the order of their letters; sizes of matches and rest.

    A story of which some articles match and others do not is counted in both.
    """

    matches: Sizes
    rest: Sizes
    terms: tuple[TermCount, ...]
    partial: str | None = None
