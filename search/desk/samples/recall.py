"""Estimates precision and recall of a query from a coded sample of a broader one. Pure.

Stryker, Wray, Hornik and Yanovitzky, Validation of Database Search Terms for Content Analysis (Journalism & Mass
Communication Quarterly 83, 2006): of a sample drawn by an open query, which items are relevant, and which of them the
query finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from morgue.core.json import Document
from morgue.search.desk.statistics import wilson


@dataclass(frozen=True, slots=True)
class Judged:
    """A coded article: relevant or not, found by the query or not, and how many articles it stands for."""

    relevant: bool
    found: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of a population with its 95 per cent interval (Wilson); None where the sample says nothing."""

    value: float | None
    low: float
    high: float

    def as_dict(self) -> Document:
        """The share and the ends of its interval."""
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Recall:
    """coded, relevant, found and both count articles of the sample; the estimates hold for what it was drawn from."""

    coded: int
    relevant: int
    found: int
    both: int
    precision: Estimate
    recall: Estimate
    f1: float | None

    def as_dict(self) -> Document:
        """Counts and estimates."""
        return {
            "coded": self.coded,
            "relevant": self.relevant,
            "found": self.found,
            "both": self.both,
            "precision": self.precision.as_dict(),
            "recall": self.recall.as_dict(),
            "f1": self.f1,
        }


def recall(judged: Iterable[Judged]) -> Recall:
    """Precision is the relevant share of what the query finds, recall the found share of what is relevant."""
    rows = list(judged)
    found, relevant = [j for j in rows if j.found], [j for j in rows if j.relevant]
    precision = _share(found, [j for j in found if j.relevant])
    recalled = _share(relevant, [j for j in relevant if j.found])
    p, r = precision.value, recalled.value
    f1 = None if p is None or r is None else 0.0 if p + r == 0 else 2 * p * r / (p + r)
    both = sum(j.found and j.relevant for j in rows)
    return Recall(len(rows), len(relevant), len(found), both, precision, recalled, f1)


def _share(every: list[Judged], some: list[Judged]) -> Estimate:
    """The weighted share; unequal weights widen the interval as if fewer had been drawn (Kish 1965)."""
    total = sum(j.weight for j in every)
    if total <= 0:
        return Estimate(None, 0.0, 1.0)
    share = sum(j.weight for j in some) / total
    effective = total**2 / sum(j.weight**2 for j in every)
    return Estimate(share, *wilson(share * effective, effective))
