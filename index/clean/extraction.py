"""Holds what is found in the content of one item, before what the input states is weighed against it. Pure values."""

from __future__ import annotations

from dataclasses import dataclass

#: Notes of a text on which two readings of the page hardly agree, and of one that only the second reading found.
HARDLY_AGREE, SECOND_ALONE = "two readings of the page hardly agree", "text from the second reading alone"
DOUBTS = frozenset((HARDLY_AGREE, SECOND_ALONE))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One piece of evidence for a field: the text as written, and where it stood (a name of `Provenance`'s sources)."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The article as found in the content alone.

    body       paragraphs joined by newlines, not yet normalised
    titles     candidates, best first
    dates      candidates for the day of publication, best first, as written
    modified   as written
    authors    names, one each, already without "By"
    credits    raw bylines, datelines and closing credits: where an agency may be named
    notices    lines of the house that were left out of the body and may name an agency
    outlets    candidates, best first
    captured   ISO 8601 day on which a web archive made this copy, where the page says so: a bound, never a date
    languages  what the page says its language is (tags such as `de-AT`)
    """

    body: str
    extractor: str
    titles: tuple[Candidate, ...] = ()
    dates: tuple[Candidate, ...] = ()
    modified: tuple[Candidate, ...] = ()
    authors: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    outlets: tuple[Candidate, ...] = ()
    languages: tuple[str, ...] = ()
    url: str | None = None
    section: str | None = None
    notices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    captured: str | None = None
