"""Decides whether two articles are one story: aligns their words, and weighs figures, days and names. Pure.

The limits, and why they stand where they do (docs/stories.md has the figures):

- Half the words of two independent reports of one event may be the same when both quote one speech at length; copies
  keep nine tenths of what they keep of a text at all. So the shorter text must lie on the longer with `LEAST_KEPT` of
  its words, and of those outside quotation marks.
- An editor updates one or two figures of a report; a report that comes daily or weekly, or of one company after the
  other, changes most. More than `FREE` changed figures may be only `MOST_CHANGED` of all, and so may figures and names
  together. Days apart nothing is updated any more, nor under one outlet's name at another address the next day: there
  no figure is free.
- Two captures of one address, or one outlet's articles under one headline on one day, may differ in half of their
  words, and those of one address in half of the figures. A headline that comes again another day may be a column's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from morgue.core.article import Article
from morgue.core.partial_date import parse_when
from morgue.index.stories.similarity.forms import Form, Laid, compare, forms_of, other_figures, shared_runs
from morgue.index.stories.similarity.headlines import alike, words_of_title
from morgue.index.stories.similarity.links import canonical_url, headline
from morgue.index.stories.similarity.pieces import DAY, FIGURE
from morgue.index.stories.similarity.signature import SHORT

Kind = Literal["same", "version"]

#: Share of the shorter text's words, and of its own words outside quotations, that lie in the longer.
LEAST_KEPT = 0.6
#: Words that a form has by itself ("The following was recorded in the ... up to noon today:"): they are worth nothing.
FORM_WORDS = 10
#: The least share for two captures of one page, or one outlet's articles of a day under one headline.
LEAST_KEPT_LINKED = 0.5
#: More is not asked of the shortest text.
NEARLY_ALL = 0.9
#: Figures that may change whatever their share: an update. One for each so many words, at most two.
FREE, WORDS_A_FREE = 2, 40
#: Share of the figures and days (and of the names) that may change.
MOST_CHANGED = 0.3
#: The same for two captures of one page, and where no figure may have been updated (some are misread or misprinted).
MOST_CHANGED_PAGE, MOST_CHANGED_LATER = 0.5, 0.15
#: Share of changed figures, and their number, from which two texts of one form surely are two reports.
SURELY_CHANGED, SURELY_MANY = 0.5, 4
#: The same for one outlet's articles at two addresses, later: what it prints again it prints whole.
LEAST_KEPT_AGAIN = 0.8
#: Two articles that both have so many words in passages of their own, and of whose first words less than this share is
#: in the other, are two reports around one passage: a speech in full, a background, a gallery's captions.
OWN_REPORT, BEGUN_ALIKE = 150, 0.3
#: Days between two publications within which figures are updated.
UPDATING = 2
#: A text within this ratio of the other's length is compared both ways.
_EVEN = 0.8
#: Texts under this many words are not compared.
_SHORTEST = 12
#: With fewer of the shorter text's runs in the other the words cannot lie on each other well: of the pairs that turned
#: out related none has less than 0.5. Spares most candidates the alignment.
_FEWEST_RUNS = 0.3
#: With so large a share of one's figures surely on others two texts of one form are two reports. That is seen without
#: laying them on each other; most pairs are such where a form comes every day.
_PLAINLY_CHANGED = 0.7


@dataclass(frozen=True, slots=True)
class Relation:
    """What ties articles a and b.

    kind      "same": one text, whole or cut; "version": that, at one address or under one outlet's headline
    kept_ab   share (0 to 1) of the words of a that survive in b; kept_ba likewise
    start, end   where in the longer text the shorter one lies, as shares of its length
    """

    kind: Kind
    kept_ab: float
    kept_ba: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The relation, if any, and whether the two are surely different reports of one form."""

    relation: Relation | None
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """An article made ready to be related: its text's form, and what identifies its page."""

    form: Form
    outlet: str | None
    day: int | None
    url: str | None
    headline: str | None
    title: frozenset[str]


def subject_of(article: Article) -> Subject:
    """Prepares an article; do it once for many comparisons."""
    return subjects_of([article])[0]


def subjects_of(articles: Sequence[Article]) -> list[Subject]:
    """Prepares several articles."""
    return [_subject(a, form) for a, form in zip(articles, forms_of([a.body for a in articles]), strict=True)]


def _subject(article: Article, form: Form) -> Subject:
    when = parse_when(article.date) if article.date else None
    return Subject(
        form=form,
        outlet=article.outlet.casefold() if article.outlet else None,
        day=when.first if when and when.precision in ("moment", "day") else None,
        url=canonical_url(article.url),
        headline=headline(article.outlet, article.title),
        title=words_of_title(article.title),
    )


def conflict(a: Subject, b: Subject) -> bool:
    """Whether two articles surely are different reports of one form, as `judge` says; without figures none is."""
    telling = max(np.count_nonzero(x.form.kinds & (FIGURE | DAY)) for x in (a, b))
    return bool(telling >= SURELY_MANY) and judge(a, b).conflict


def judge(a: Subject, b: Subject) -> Verdict:
    """What ties two articles. Symmetric: `judge(b, a)` gives the same with the two shares exchanged."""
    runs = shared_runs(a.form, b.form) if min(len(a.form), len(b.form)) >= _SHORTEST else 0.0
    if runs < _FEWEST_RUNS:
        return Verdict(None)
    if min(len(a.form), len(b.form)) < SHORT and not alike(a.title, b.title):
        return Verdict(None)
    page = a.url is not None and a.url == b.url
    if not page and _other_report(a.form, b.form, runs):
        return Verdict(None, conflict=True)
    gap = abs(a.day - b.day) if a.day is not None and b.day is not None else 0
    titled = a.headline is not None and a.headline == b.headline and gap <= UPDATING
    least = _least_kept(a, b, page, titled, gap)
    short, long = sorted((a, b), key=lambda x: (len(x.form), int(x.form.numbers.sum())))
    there = compare(short.form, long.form)
    if not page and _Changes.of(there).surely:
        return Verdict(None, conflict=there.kept >= least)
    back = compare(long.form, short.form)
    if not any(x.kept >= least and x.own >= least for x in (there, back)):
        return Verdict(None)
    if not (page or titled) and _two_reports(there, back):
        return Verdict(None)
    changed = max((_Changes.of(there), *[_Changes.of(back)] * (len(long.form) * _EVEN <= len(short.form))), key=_worse)
    if changed.too_many(page, _free(a, b, page, gap)):
        return Verdict(None, conflict=changed.surely and not page)
    kept = (there.kept, back.kept) if short is a else (back.kept, there.kept)
    return Verdict(Relation("version" if page or titled else "same", *kept, there.start, there.end))


@dataclass(frozen=True, slots=True)
class _Changes:
    """Figures (with days) and names that stayed and that changed."""

    figures: int
    refigured: int
    names: int
    renamed: int

    @classmethod
    def of(cls, laid: Laid) -> _Changes:
        """The figures that changed between two texts, found by laying one on the other."""
        return cls(laid.figures, laid.refigured, laid.names, laid.renamed)

    def too_many(self, page: bool, free: int) -> bool:
        """Whether these are other facts in the same words."""
        most = MOST_CHANGED_PAGE if page else MOST_CHANGED if free else MOST_CHANGED_LATER
        figures = _over(self.refigured, self.figures, free, most)
        return figures or _over(self.refigured + self.renamed, self.figures + self.names, FREE, most)

    @property
    def surely(self) -> bool:
        return _over(self.refigured, self.figures, SURELY_MANY - 1, SURELY_CHANGED)


def _other_report(a: Form, b: Form, runs: float) -> bool:
    """Whether two texts of one form clearly differ in figures; those in runs that they do not share do not count."""
    same, other = other_figures(a, b)
    surely = other - (1 - runs) * min(len(a.runs), len(b.runs))
    return surely >= SURELY_MANY and surely >= _PLAINLY_CHANGED * (same + other)


def _two_reports(there: Laid, back: Laid) -> bool:
    """Whether two texts have a passage in common, and each a report of its own around it."""
    own = min(there.passages, back.passages)
    return own >= OWN_REPORT and max(there.opening, back.opening) < BEGUN_ALIKE


def _least_kept(a: Subject, b: Subject, page: bool, titled: bool, gap: int) -> float:
    """The share of one of the texts that must lie in the other."""
    again = a.outlet is not None and a.outlet == b.outlet and gap > UPDATING
    least = LEAST_KEPT_LINKED if page or (titled and not gap) else LEAST_KEPT_AGAIN if again else LEAST_KEPT
    return min(NEARLY_ALL, least + FORM_WORDS / min(len(a.form), len(b.form)))


def _free(a: Subject, b: Subject, page: bool, gap: int) -> int:
    """How many figures an editor may have updated."""
    if page:
        return FREE
    again = a.outlet is not None and a.outlet == b.outlet and gap > 0
    if again or gap > UPDATING:
        return 0
    return min(FREE, min(len(a.form), len(b.form)) // WORDS_A_FREE)


def _over(changed: int, stayed: int, free: int, most: float) -> bool:
    return changed > free and changed > most * (changed + stayed)


def _worse(changes: _Changes) -> tuple[float, int]:
    return changes.refigured / max(1, changes.refigured + changes.figures), changes.refigured
