"""Real copies, cuts and look-alikes: found by $NEWS_EVAL, measured as the archive's evaluation does."""

import gzip
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.stories.memory import Memory, article

BASE = Path(os.environ.get("NEWS_EVAL", "/nonexistent")) / "data"
pytestmark = [pytest.mark.data, pytest.mark.skipif(not BASE.is_dir(), reason="$NEWS_EVAL is not set")]


def lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        return [json.loads(line) for line in file]


def stories(docs: list[dict[str, Any]]) -> dict[str, str]:
    memory = Memory()
    for i in range(0, len(docs), 300):
        memory.commit(
            [
                article(d["id"], d["body"], outlet=d["outlet"], date=d["date"], title=d.get("title") or d.get("head"))
                for d in docs[i : i + 300]
            ]
        )
    return {member: name for name, members in memory.stories().items() for member in members}


@pytest.mark.slow
def test_edited_copies_are_found_and_look_alikes_are_not() -> None:
    story = stories(lines(BASE / "dedup/docs.jsonl"))
    joined: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    halves: list[bool] = []
    for pair in lines(BASE / "dedup/pairs.jsonl"):
        together = story[pair["a"]] == story[pair["b"]]
        kind = "same" if pair["label"] == "same" else pair["kind"]
        joined[kind] += together
        all_[kind] += 1
        if "cut_half" in pair.get("ops", ()):
            halves.append(together)
    wrong = sum(n for kind, n in joined.items() if kind != "same")
    precision, recall = joined["same"] / (joined["same"] + wrong), joined["same"] / all_["same"]
    assert precision >= 0.985 and 2 * precision * recall / (precision + recall) >= 0.98
    assert sum(halves) / len(halves) >= 0.9
    assert all(joined[kind] <= 0.03 * n for kind, n in all_.items() if kind != "same")


def test_real_syndication() -> None:
    story = stories(lines(BASE / "syndication/docs.jsonl"))
    joined: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    for pair in lines(BASE / "syndication/pairs.jsonl.gz"):
        joined[pair["label"]] += story[pair["a"]] == story[pair["b"]]
        all_[pair["label"]] += 1
    assert joined["same"] >= 0.99 * all_["same"]
    assert joined["excerpt"] >= 0.9 * all_["excerpt"]
    assert joined["different"] <= 0.001 * all_["different"]
