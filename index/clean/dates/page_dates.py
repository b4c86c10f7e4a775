"""Gathers the evidence that a page gives for its day of publication and for its last change. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING

from morgue.index.clean.dates import visible_dates
from morgue.index.clean.dates.date_parser import from_url, read_date
from morgue.index.clean.dates.publication_lines import Stamp, date_line, updated_line
from morgue.index.clean.extraction import Candidate
from morgue.index.clean.metadata.structured_data import Metas, Stated

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATE_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publish-date",
    "publish_date", "publication_date", "pubdate", "dc.date.issued", "dcterms.date", "dcterms.created", "dc.date",
    "dc.date.created", "citation_publication_date", "citation_date", "originalpublicationdate", "article.published",
    "publicationdate", "rnews:datepublished", "displaydate", "ptime", "date", "article_date_original", "createdate",
    "created", "sailthru_date", "last-modified-date-original", "shareaholic:article_published_time", "bt:pubdate",
    "prism.publicationdate", "created-date", "vr:published_time", "publishdate", "dateposted",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified",
    "dcterms.modified", "dc.date.modified", "article:updated", "lastmod", "revised", "modified-date",
)  # fmt: skip
#: Attributes in which a machine-readable day may stand, and characters of a value that is read.
_ATTRIBUTES = ("datetime", "content", "title", "data-date", "data-time", "data-published", "data-datetime")
_LONGEST, _MOST_ELEMENTS = 120, 20_000
_DAY = len("2025-02-27")
#: The source of a day that the page shows as that of its last change.
CHANGE = "change"

Evidence = tuple[tuple[Candidate, ...], tuple[Candidate, ...]]


def evidence(
    tree: HtmlElement, meta: Metas, stated: Stated, micro: Stated, url: str | None, shown: Sequence[Stamp]
) -> Evidence:
    """Candidates for the day of publication and for that of a change, best first.

    shown: the date lines near the headline. Where neither they nor the page's own statements nor its address give a
    day, date lines elsewhere are looked for.
    """
    dates = [Candidate(d, "jsonld") for d in stated.published]
    metas = [Candidate(d, "meta") for d in meta.all(*_DATE_METAS)]
    dates += [*_of_items(micro.published, metas), *metas]
    dates += [Candidate(s.text, "byline") for s in shown if not s.updated]
    modified = [Candidate(d, "jsonld") for d in stated.modified] + [Candidate(d, "microdata") for d in micro.modified]
    modified += [Candidate(d, "meta") for d in meta.all(*_MODIFIED_METAS)]
    modified += [Candidate(s.text, "byline") for s in shown if s.updated]
    address = [Candidate(url, "url")] if url else []
    if not any(map(_states_day, dates)):
        changed = {d for m in modified if (d := day(m.text))}
        dates += _before(_named(tree, changed), changed)
        if not any(map(_states_day, (*dates, *address))):
            lines = visible_dates.date_lines(tree)
            found = _before(_alone(lines, changed), changed) or _before(_searched(tree, changed), changed)
            dates += found or _changed(shown, lines)
    return (*dates, *address), tuple(modified)


def _before(found: list[Candidate], changed: set[str]) -> list[Candidate]:
    """Without what is later than the page's last change: such a day is another article's."""
    latest = max(changed, default="")
    return [c for c in found if not changed or day(c.text) <= latest or c.source == CHANGE]


def _changed(shown: Sequence[Stamp], lines: Sequence[tuple[Stamp, bool]]) -> list[Candidate]:
    """The day of a change that readers are shown, where nothing else is: most such lines mean the publication too."""
    found = [s for s in shown[:1] if s.updated] or [s for s, _ in lines if s.updated]
    return [Candidate(found[0].text, CHANGE)] if len({day(s.text) for s in found}) == 1 else []


def _alone(lines: Sequence[tuple[Stamp, bool]], changed: set[str]) -> list[Candidate]:
    """The one day that lines with a label of publication give, else that lines with nothing but a date do."""
    labelled: list[Stamp] = []
    bare: list[Stamp] = []
    for stamp, own in lines:
        if not stamp.updated and day(stamp.text) not in changed:
            (labelled if own else bare).append(stamp)
    for found in (labelled, bare):
        if len({day(s.text) for s in found}) == 1:
            return [Candidate(found[0].text, "byline")]
    return []


def _of_items(published: Sequence[str], metas: Sequence[Candidate]) -> list[Candidate]:
    """The days of microdata; of several, which may be other articles', the one that a meta tag states first."""
    days = [d for m in metas if len(d := day(m.text)) == _DAY]
    if len({day(d) for d in published}) > 1 and days:
        published = [d for d in published if day(d) == days[0]]
    return [Candidate(d, "microdata") for d in published]


def day(text: str) -> str:
    """The day (or month, or year) in a written date, nothing when none can be read."""
    return (read_date(text) or ("",))[0][:_DAY]


def _states_day(candidate: Candidate) -> bool:
    """Whether a candidate states at least a day."""
    if candidate.source == "url":
        return len(from_url(candidate.text) or "") >= _DAY
    return len(day(candidate.text)) == _DAY


def _named(tree: HtmlElement, changed: set[str]) -> list[Candidate]:
    """The one day that elements named for a date give."""
    named = [s for s in visible_dates.named_dates(tree) if not s.updated and day(s.text) not in changed]
    return [Candidate(s.text, "byline") for s in named] if len({day(s.text) for s in named}) == 1 else []


def _searched(tree: HtmlElement, changed: set[str]) -> list[Candidate]:
    """What htmldate finds in the rest of the markup, if it stands where days of publication do; never a change's."""
    from htmldate import find_date

    found = find_date(deepcopy(tree), original_date=True, extensive_search=False)
    if not found or found in changed:
        return []
    return [Candidate(found, source)] if (source := _stands(tree, found)) else []


def _stands(tree: HtmlElement, found: str) -> str | None:
    """What gives a day: a date line or an attribute, failing these a line of a change, or none but running text."""
    source = None
    for element in islice(tree.iter("*"), _MOST_ELEMENTS):
        values = [v for name in _ATTRIBUTES if (v := element.get(name)) and len(v) < _LONGEST]
        if any(day(v) == found and (date_line(v) or from_url(v) == found) for v in values):
            return "text"
        for text in (element.text, *(child.tail for child in element)):
            line = " ".join((text or "").split())
            if 6 <= len(line) <= _LONGEST and day(line) == found and date_line(line):
                if not (updated_line(line) or (text is element.text and visible_dates.changed(element))):
                    return "text"
                source = CHANGE
    return source
