"""Scores of pages to one report: the parts of the data, what was stated and is false, the lead over trafilatura."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tests.quality.folds import SEALED, fold, site

Row = Mapping[str, Any]
Page = Mapping[str, Any]

#: Which number of a row's field is compared: F1 of the body, "near" of the others.
FIELDS = {
    "body": ("tok", 2),
    "title": ("title", 1),
    "date": ("date", 1),
    "authors": ("authors", 1),
    "outlet": ("outlet", 1),
}
_SAMPLES = 2_000
_SEED = 15


def parts(pages: Sequence[Page], first: frozenset[str]) -> dict[str, set[str]]:
    """The parts of the data that are reported apart, each the ids of its pages."""
    found: dict[str, set[str]] = {"all": {str(p["id"]) for p in pages}}
    found["fold_0"] = {str(p["id"]) for p in pages if fold(p) == SEALED}
    found["folds_1_4"] = found["all"] - found["fold_0"]
    found["first_718"] = found["all"] & first
    found["outside_718"] = found["all"] - first
    return found


def summaries(
    pages: Sequence[Page],
    rows: Mapping[str, Row],
    first: frozenset[str],
    summarise: Callable[[list[Row]], dict[str, Any]],
) -> dict[str, Any]:
    """For each part: what eval_pages.py says of it, its sources apart, and how many values were given and are wrong."""
    out: dict[str, Any] = {}
    for name, ids in parts(pages, first).items():
        mine = [rows[i] for i in rows if i in ids]
        sources = sorted({str(r["source"]) for r in mine})
        out[name] = {
            **summarise(mine),
            "by_source": {s: summarise([r for r in mine if r["source"] == s]) for s in sources},
            "wrong": {f: sum(r.get(f"{f}_wrong", False) for r in mine) for f in ("date", "authors", "outlet")},
        }
    return out


def lead(pages: Sequence[Page], ours: Mapping[str, Row], theirs: Mapping[str, Row]) -> dict[str, dict[str, float]]:
    """Each field's lead over trafilatura on folds 1 to 4, on fold 0, their difference and its 95 % interval.

    The interval is a percentile bootstrap (Efron 1979) that draws sites and not pages: pages of one site are alike.
    """
    out = {}
    sites = {str(p["id"]): site(p) for p in pages}
    sealed = {str(p["id"]) for p in pages if fold(p) == SEALED}
    for name, (field, index) in FIELDS.items():
        ids = [i for i in ours if field in ours[i] and field in theirs.get(i, {})]
        leads = {i: float(ours[i][field][index]) - float(theirs[i][field][index]) for i in ids}
        known = [
            _by_site({i: v for i, v in leads.items() if (i in sealed) == hidden}, sites) for hidden in (False, True)
        ]
        if not all(len(k) for k in known):
            continue
        open_lead, sealed_lead = (float(k[:, 0].sum() / k[:, 1].sum()) for k in known)
        low, high = np.percentile(_means(known[0]) - _means(known[1]), [2.5, 97.5])
        out[name] = {
            "folds_1_4": open_lead,
            "fold_0": sealed_lead,
            "difference": open_lead - sealed_lead,
            "low": float(low),
            "high": float(high),
        }
    return {field: {k: round(v, 4) for k, v in values.items()} for field, values in out.items()}


def _by_site(leads: Mapping[str, float], sites: Mapping[str, str]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The sum of leads and the number of pages of each site: (sites, 2)."""
    sums: dict[str, tuple[float, int]] = {}
    for i, value in leads.items():
        total, count = sums.get(sites[i], (0.0, 0))
        sums[sites[i]] = (total + value, count + 1)
    return np.array(list(sums.values()), dtype=np.float64)


def _means(known: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The mean lead of so many drawings of sites, with replacement."""
    drawn = np.random.default_rng(_SEED).integers(len(known), size=(_SAMPLES, len(known)))
    sums: np.ndarray[Any, np.dtype[np.float64]] = known[drawn].sum(axis=1)
    means: np.ndarray[Any, np.dtype[np.float64]] = sums[:, 0] / sums[:, 1]
    return means


def shown(found: Mapping[str, Any]) -> str:
    """The report as people read it."""
    lines = ["part          pages  body F1  traf.   < .5  title  date   authors  outlet  wrong: date, authors, outlet"]
    for part in ("all", "fold_0", "folds_1_4", "first_718", "outside_718"):
        mine, theirs = found[part], found["trafilatura"][part]
        near = [(mine[f] or {}).get("near") for f in ("title", "date", "authors", "outlet")]
        wrong = [mine["wrong"][f] for f in ("date", "authors", "outlet")]
        cells = [mine["n"], _f1(mine), _f1(theirs), (mine["body"] or {}).get("below_half"), *near, wrong]
        lines.append(f"{part:12}  " + "  ".join(str(c) for c in cells))
    lines.append(
        "body F1 by source: " + ", ".join(f"{s} {_f1(v)}" for s, v in found["all"]["by_source"].items() if v["body"])
    )
    for field, values in found["lead"].items():
        lines.append(f"lead, {field}: " + ", ".join(f"{k} {v}" for k, v in values.items()))
    lines.append(f"fold 0, trafilatura's answer withheld: {found['withheld']}")
    lines.append(f"speed, start included: {found['speed']}")
    return "\n".join(lines) + "\n"


def _f1(summary: Mapping[str, Any]) -> float | None:
    return (summary["body"] or {}).get("F1")
