"""Runs as tables: medians a kind of question, p95, ratios and their geometric means."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """One engine on one corpus. `built` is empty when an index was reused; `times` are `bench.run.Timed` as read."""

    engine: str
    corpus: str
    built: dict[str, Any]
    times: list[dict[str, Any]]
    peak: int
    cold: float

    def first(self, kind: str | None = None) -> list[float]:
        """Milliseconds of the first part."""
        return [t["first_ms"] for t in self.times if kind in (None, t["kind"])]

    def both(self) -> list[float]:
        """Milliseconds of both parts."""
        return [t["first_ms"] + t["second_ms"] for t in self.times]


def geometric_mean(values: list[float]) -> float:
    """The mean that ratios are averaged by."""
    return math.exp(sum(math.log(max(v, 1e-6)) for v in values) / len(values))


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Geometric mean of ours over theirs, question by question."""
    return geometric_mean([a / max(b, 1e-6) for a, b in zip(ours, theirs, strict=True)])


def table(runs: list[Run]) -> str:
    """Everything as Markdown."""
    parts: list[str] = []
    for corpus in dict.fromkeys(r.corpus for r in runs):
        here = [r for r in runs if r.corpus == corpus]
        parts += [f"## {corpus}", _building(here), _asking(here), _ratios(here)]
    return "\n\n".join(p for p in parts if p)


def _building(runs: list[Run]) -> str:
    named = "engine", "articles/s", "a CPU second", "MB on disk", "over raw text", "peak MB building", "peak MB asking"
    rows = [f"| {' | '.join(named)} | cold process, s |", "|---" * (len(named) + 1) + "|"]
    for r in runs:
        b = r.built
        rate = f"{b['articles'] / b['seconds']:,.0f}" if b else "–"
        work = f"{b['articles'] / b['processor']:,.0f}" if b else "–"
        disk, share = (f"{b['disk'] / 1e6:,.1f}", f"{b['disk'] / b['raw']:.2f}") if b else ("–", "–")
        peak = f"{b['peak'] / 1e6:,.0f}" if b else "–"
        asking = f"{r.peak / 1e6:,.0f} | {r.cold:.2f}"
        rows.append(f"| {r.engine} | {rate} | {work} | {disk} | {share} | {peak} | {asking} |")
    return "\n".join(rows)


def _asking(runs: list[Run]) -> str:
    """Median milliseconds of the first part a kind; then all kinds: median, p95, worst, and both parts."""
    kinds = list(dict.fromkeys(t["kind"] for t in runs[0].times))
    rows = [f"| first part, ms | {' | '.join(r.engine for r in runs)} |", "|---" * (len(runs) + 1) + "|"]
    rows += [f"| {k} | " + " | ".join(f"{median(r.first(k)):.2f}" for r in runs) + " |" for k in kinds]
    for name, pick in (("median", 0.5), ("p95", 0.95), ("worst", 1.0)):
        rows.append(f"| all: {name} | " + " | ".join(f"{_quantile(r.first(), pick):.2f}" for r in runs) + " |")
    rows.append("| both parts: median | " + " | ".join(f"{median(r.both()):.2f}" for r in runs) + " |")
    return "\n".join(rows)


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def _ratios(runs: list[Run]) -> str:
    ours = next((r for r in runs if r.engine == "morgue"), None)
    if ours is None:
        return ""
    rows = ["| morgue over | first part | both parts | phrases | building rate |", "|---|---|---|---|---|"]
    for r in runs:
        if r is ours:
            continue
        phrases = ratio(*([t["first_ms"] for t in x.times if t["kind"].startswith("phrase")] for x in (ours, r)))
        rate = "–"
        if ours.built and r.built:
            rate = f"{ours.built['articles'] / ours.built['seconds'] / (r.built['articles'] / r.built['seconds']):.2f}"
        first, both = ratio(ours.first(), r.first()), ratio(ours.both(), r.both())
        rows.append(f"| {r.engine} | {first:.3f} | {both:.3f} | {phrases:.3f} | {rate} |")
    return "\n".join(rows)
