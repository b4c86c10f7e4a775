"""The real pages through the program, and through trafilatura alone, each scored by the functions of eval_pages.py."""

from __future__ import annotations

import gzip
import importlib
import json
import logging
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as made
from pathlib import Path
from types import ModuleType
from typing import Any

#: Files of one call of the program; then it is trafilatura's turn, so that what else runs slows both alike.
_BATCH = 700
#: Processes, of the program as of trafilatura, so that their pages a second compare.
_JOBS = 2

Page = dict[str, Any]
Row = dict[str, Any]
Answer = Mapping[str, Any]


def eval_pages(root: Path) -> ModuleType:
    """The module eval_pages of the folder `eval/` beside the data."""
    folder = str(root / "eval")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module("eval_pages")


def pages(root: Path) -> list[Page]:
    """Every page with its truth, in the data's order."""
    with (root / "data/pages/pages.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def first_pages(root: Path) -> frozenset[str]:
    """Ids of the pages with which the rules were first written."""
    return frozenset((root / "data/pages/pages-718.txt").read_text(encoding="utf-8").split())


@dataclass(slots=True)
class Spent:
    """Seconds by the clock, and of the processor in all processes that were started."""

    clock: float = 0.0
    processor: float = 0.0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Adds what is spent within."""
        began, before = time.perf_counter(), os.times()
        yield
        after = os.times()
        self.clock += time.perf_counter() - began
        self.processor += after.children_user + after.children_system - before.children_user - before.children_system


@dataclass(frozen=True, slots=True)
class Both:
    """What the program and what trafilatura answer, by page id, and what each took. Rejected pages have no answer."""

    ours: dict[str, Answer] = made(default_factory=dict)
    theirs: dict[str, Answer] = made(default_factory=dict)
    our_time: Spent = made(default_factory=Spent)
    their_time: Spent = made(default_factory=Spent)


def both(root: Path, found: Sequence[Page], morgue: str) -> Both:
    """`morgue clean --jsonl` and trafilatura over the same pages, in turns, each in two processes, starts included."""
    out = Both()
    for at in range(0, len(found), _BATCH):
        batch = found[at : at + _BATCH]
        with out.our_time.counted():
            out.ours.update(_ours(root, batch, morgue))
        with out.their_time.counted():
            out.theirs.update(_theirs(root, batch))
    return out


def _ours(root: Path, found: Sequence[Page], morgue: str) -> dict[str, Answer]:
    """What `morgue clean --jsonl` answers in one call."""
    names = {Path(p["file"]).name: str(p["id"]) for p in found}
    files = [str(root / "data" / p["file"]) for p in found]
    command = [*shlex.split(morgue), "clean", *files, "--jobs", str(_JOBS), "--jsonl"]
    done = subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 1):
        sys.exit(f"{morgue} clean: exit status {done.returncode}: {done.stderr.decode(errors='replace')[-400:]}")
    answers: dict[str, Answer] = {}
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        page = names.get(Path((answer.get("provenance") or {}).get("path") or "").name)
        if page and not answer.get("rejected"):
            answers.setdefault(page, answer)
    return answers


def _theirs(root: Path, found: Sequence[Page]) -> dict[str, Answer]:
    """What trafilatura says of the same bytes, with its metadata and without comments."""
    files = [root / "data" / p["file"] for p in found]
    with ProcessPoolExecutor(_JOBS) as pool:
        return dict(zip((str(p["id"]) for p in found), pool.map(_bare, files, chunksize=20), strict=True))


def _bare(path: Path) -> Answer:
    from trafilatura import bare_extraction

    logging.disable(logging.CRITICAL)
    found = bare_extraction(gzip.decompress(path.read_bytes()), with_metadata=True, include_comments=False)
    if found is None or isinstance(found, dict):
        return {}
    authors = [a.strip() for a in (found.author or "").split(";") if a.strip()]
    return {"body": found.text, "title": found.title, "date": found.date, "authors": authors, "outlet": found.sitename}


def withheld(root: Path, found: Sequence[Page]) -> dict[str, Answer]:
    """What the program makes of pages when the second witness is silent; cleaned in this program's own processes."""
    with ProcessPoolExecutor(_JOBS) as pool:
        texts = pool.map(_alone, (root / "data" / p["file"] for p in found), chunksize=20)
        return {str(p["id"]): {"body": text} for p, text in zip(found, texts, strict=True) if text}


def _alone(path: Path) -> str:
    import hashlib
    from unittest.mock import patch

    from morgue.core.article import Article, RawItem
    from morgue.index.clean import clean

    data = gzip.decompress(path.read_bytes())
    with patch("morgue.index.clean.html.witness.second_witness.paragraphs", return_value=()):
        found = clean(RawItem(str(path), "html", "page", data, hashlib.sha256(data).hexdigest()))
    return found.body if isinstance(found, Article) else ""


def scored(root: Path, found: Iterable[Page], answers: Mapping[str, Answer]) -> dict[str, Row]:
    """The score of every page by its id, and for date, authors and outlet whether a value was given and was wrong."""
    score = eval_pages(root).score
    rows = {}
    for page in found:
        answer = answers.get(str(page["id"]))
        row = score(page, answer)
        row["state"] = "ok" if answer else "rejected"
        for field in ("date", "authors", "outlet"):
            if field in row:
                row[f"{field}_wrong"] = bool((answer or {}).get(field)) and not row[field][field != "date"]
        rows[str(page["id"])] = row
    return rows


def root() -> Path | None:
    """The folder with `eval/` and `data/` that $NEWS_EVAL names."""
    return Path(os.environ["NEWS_EVAL"]) if os.environ.get("NEWS_EVAL") else None
