"""The fixed set of 60 questions, chosen from a corpus by how common its words are; the same for every engine."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import orjson

Mode = Literal["all", "any", "phrase", "prefix"]

#: Articles looked at to learn how common words are, and questions of each kind.
SAMPLE, EACH = 20_000, 5


@dataclass(frozen=True, slots=True)
class Question:
    """words: lower-case; days: first and last day (inclusive), or None; outlet: exact name, or None."""

    kind: str
    words: tuple[str, ...]
    mode: Mode = "all"
    days: tuple[date, date] | None = None
    outlet: str | None = None


def questions(source: Path, seed: int = 1) -> list[Question]:
    """Five questions of each of twelve kinds, from rare to very common."""
    frequency, pairs, triples = _frequencies(source)
    random = np.random.default_rng(seed)
    rare = [w for w, n in frequency.items() if SAMPLE / 4_000 <= n <= SAMPLE / 1_000]
    middle = [w for w, n in frequency.items() if SAMPLE / 100 <= n <= SAMPLE / 25]
    common = [w for w, n in frequency.items() if n >= SAMPLE / 6]
    two = [p for p, n in pairs.items() if n >= SAMPLE / 400]
    three = [t for t, n in triples.items() if n >= SAMPLE / 1_500]

    def pick(words: list[str], count: int) -> tuple[str, ...]:
        return tuple(words[i] for i in random.choice(len(words), count, replace=False).tolist())

    years = [(date(y, 1, 1), date(y + 1, 12, 31)) for y in range(2011, 2018)]
    out: list[Question] = []
    for n in range(EACH):
        out += [
            Question("rare", pick(rare, 1)),
            Question("middle", pick(middle, 1)),
            Question("common", pick(common, 1)),
            Question("and 2", pick(middle, 2)),
            Question("and 3 common", pick(common, 3)),
            Question("or 3", pick(middle, 2) + pick(common, 1), "any"),
            Question("or 5", pick(common, 3) + pick(middle, 2), "any"),
            Question("phrase 2", two[int(random.integers(len(two)))], "phrase"),
            Question("phrase 3", three[int(random.integers(len(three)))], "phrase"),
            Question("prefix", (pick(middle, 1)[0][:4],), "prefix"),
            Question("date range", pick(common, 1), days=years[n]),
            Question("outlet", pick(common, 1), outlet=f"Outlet {n * 7}"),
        ]
    return sorted(out, key=lambda q: q.kind)


def write(asked: list[Question], path: Path) -> None:
    """Keeps questions as JSON, so that an engine's process need not count words."""
    path.write_bytes(orjson.dumps([asdict(q) for q in asked]))


def read(path: Path) -> list[Question]:
    """The questions that `write` kept."""
    out: list[Question] = []
    for held in orjson.loads(path.read_bytes()):
        days = held["days"] and tuple(date.fromisoformat(d) for d in held["days"])
        out.append(Question(held["kind"], tuple(held["words"]), held["mode"], days, held["outlet"]))
    return out


def _frequencies(source: Path) -> tuple[Counter[str], Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """In how many articles of the sample each word of four letters or more, each pair and each triple stands."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, ...]] = Counter()
    triples: Counter[tuple[str, ...]] = Counter()
    with source.open("rb") as file:
        for line in islice(file, SAMPLE):
            run = re.findall(r"[a-z]+", str(orjson.loads(line).get("body") or "").lower())
            words.update(list(dict.fromkeys(w for w in run if len(w) >= 4)))
            pairs.update(list(dict.fromkeys(pairwise(run))))
            triples.update(list(dict.fromkeys(zip(run, run[1:], run[2:], strict=False))))
    return words, pairs, triples
