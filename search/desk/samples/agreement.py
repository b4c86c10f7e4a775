"""Measures how far coders agree: per cent, Cohen's and Fleiss' kappa, Krippendorff's alpha with its interval. Pure.

A unit is what was coded (an article), with the value each coder gave it; who gave none is left out of the unit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Literal

from morgue.core.errors import MorgueError
from morgue.core.json import Document

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Units = Mapping[str, Mapping[str, str]]
#: Samples of the bootstrap, and where its interval ends.
RESAMPLES, _LOW, _HIGH = 2_000, 0.025, 0.975


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A unit on which coders differ: who said what."""

    unit: str
    values: tuple[tuple[str, str], ...]

    def as_dict(self) -> Document:
        """The unit with the value of each coder."""
        return {"id": self.unit, "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What coders make of one variable; a figure is None where it is not defined.

    units    coded by two or more; pairs are the pairs of values within units
    percent  pairs that agree, as a share (each unit counts alike)
    cohen    of two coders; of more the mean over all pairs of coders (Light 1971)
    fleiss   over the units that all coders coded
    alpha    with the ends of its 95 per cent bootstrap interval
    """

    variable: str
    level: Level
    coders: tuple[str, ...]
    units: int
    percent: float | None
    cohen: float | None
    fleiss: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    disagreements: tuple[Disagreement, ...]

    def as_dict(self) -> Document:
        """All figures and the disagreements."""
        return {
            "variable": self.variable,
            "level": self.level,
            "coders": list(self.coders),
            "units": self.units,
            "percent": self.percent,
            "cohen": self.cohen,
            "fleiss": self.fleiss,
            "alpha": self.alpha,
            "alpha_low": self.alpha_low,
            "alpha_high": self.alpha_high,
            "disagreements": [each.as_dict() for each in self.disagreements],
        }


def agreement(variable: str, units: Units, level: Level = "nominal", seed: int = 0) -> Agreement:
    """All figures of one variable. MorgueError for values that are no numbers where the level needs numbers."""
    paired = {name: values for name, values in units.items() if len(values) > 1}
    coders = tuple(sorted({coder for values in units.values() for coder in values}))
    rows = [list(values.values()) for values in paired.values()]
    low, high = bootstrap(rows, level, seed)
    split = ((name, sorted(values.items())) for name, values in paired.items() if len(set(values.values())) > 1)
    return Agreement(
        variable,
        level,
        coders,
        len(paired),
        percent(rows),
        _mean([cohen(paired, a, b) for a, b in combinations(coders, 2)]),
        fleiss([row for row in rows if len(row) == len(coders)]),
        alpha(rows, level),
        low,
        high,
        tuple(Disagreement(name, tuple(values)) for name, values in split),
    )


def percent(rows: Sequence[Sequence[str]]) -> float | None:
    """The mean over units of the share of pairs of values that agree."""
    shares = []
    for row in rows:
        same = sum(n * (n - 1) for n in Counter(row).values())
        shares.append(same / (len(row) * (len(row) - 1)))
    return sum(shares) / len(shares) if shares else None


def cohen(units: Units, a: str, b: str) -> float | None:
    """Kappa of two coders (Cohen 1960): (po - pe) / (1 - pe), over the units that both coded."""
    both = [(values[a], values[b]) for values in units.values() if a in values and b in values]
    if not both:
        return None
    observed = sum(x == y for x, y in both) / len(both)
    first, second = Counter(x for x, _ in both), Counter(y for _, y in both)
    expected = sum(first[value] * second[value] for value in first) / len(both) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def fleiss(rows: Sequence[Sequence[str]]) -> float | None:
    """Kappa of any fixed number of coders (Fleiss 1971)."""
    if not rows:
        return None
    observed = percent(rows)
    assert observed is not None
    total = Counter(value for row in rows for value in row)
    count = sum(total.values())
    expected = sum((n / count) ** 2 for n in total.values())
    return None if expected == 1 else (observed - expected) / (1 - expected)


def alpha(rows: Sequence[Sequence[str]], level: Level = "nominal") -> float | None:
    """Alpha (Krippendorff, Content Analysis, 2004, ch. 11): 1 - Do / De by the matrix of coincidences.

    Each pair of values within a unit of m values counts 1 / (m - 1). None where all values are one.
    """
    coincidences: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in rows:
        if len(row) < 2:
            continue
        weight = 1 / (len(row) - 1)
        counts = Counter(row)
        for c, n in counts.items():
            for k, m in counts.items():
                coincidences[c, k] += (n * (n - 1) if c == k else n * m) * weight
    totals: defaultdict[str, float] = defaultdict(float)
    for (c, _), share in coincidences.items():
        totals[c] += share
    distance = _distance(totals, level)
    whole = sum(totals.values())
    observed = sum(share * distance(c, k) for (c, k), share in coincidences.items())
    expected = sum(totals[c] * totals[k] * distance(c, k) for c in totals for k in totals)
    return None if expected == 0 else 1 - (whole - 1) * observed / expected


def _distance(totals: Mapping[str, float], level: Level) -> Callable[[str, str], float]:
    """The squared difference of two values at a level of measurement."""
    if level == "nominal":
        return lambda c, k: float(c != k)
    numbers = {value: _number(value, level) for value in totals}
    if level == "interval":
        return lambda c, k: (numbers[c] - numbers[k]) ** 2
    if level == "ratio":
        return lambda c, k: 0.0 if c == k else _ratio(numbers[c], numbers[k])
    order = sorted(totals, key=numbers.__getitem__)
    before = {value: sum(totals[v] for v in order[:i]) for i, value in enumerate(order)}

    def ranks(c: str, k: str) -> float:
        low, high = sorted((c, k), key=numbers.__getitem__)
        between = before[high] + totals[high] - before[low]
        return float((between - (totals[c] + totals[k]) / 2) ** 2) if c != k else 0.0

    return ranks


def _ratio(a: float, b: float) -> float:
    return 0.0 if a == b else ((a - b) / (a + b)) ** 2


def _number(value: str, level: Level) -> float:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        raise MorgueError(f'"{value[:40]}" is no number, as level {level} needs', "--level nominal") from None
    if level == "ratio" and number < 0:
        raise MorgueError(f"{value[:40]} is below 0, where no ratio is", "--level interval")
    return number


def bootstrap(rows: Sequence[Sequence[str]], level: Level, seed: int) -> tuple[float | None, float | None]:
    """The ends of alpha's 95 per cent interval: units drawn again and again with replacement, percentiles of alpha.

    Samples in which all values are one say nothing and are left out (Zapf and others, BMC Med. Res. Meth. 16, 2016).
    """
    if len(rows) < 2:
        return None, None
    rng = Random(seed)  # noqa: S311 -- a sample, no secret
    found = []
    for _ in range(RESAMPLES):
        value = alpha(rng.choices(rows, k=len(rows)), level)
        if value is not None:
            found.append(value)
    if not found:
        return None, None
    found.sort()
    return found[int(_LOW * (len(found) - 1))], found[round(_HIGH * (len(found) - 1))]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None
