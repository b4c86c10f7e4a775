"""Fits the weights of `verdict.toml` on the real pages of folds 1 to 4, judged by cross-validation.

Usage: `NEWS_EVAL=... python -m tests.quality.fit_verdict [--write] [--keep FILE]`. Fold 0 is not read. A block counts
as part of the article when the truth has half of its word triples. Each fold is judged with weights fitted on the other
three; `--write` then writes those fitted on all four. `--keep` keeps what was compared: the next call is quick.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import pickle
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from morgue.core.article import RawItem
from morgue.index.clean.html.blocks import Block, grams, words_of
from morgue.index.clean.html.witness import block_verdict
from tests.quality import cleaned
from tests.quality.folds import SEALED, fold

#: Weight of the penalty on squared (standardised) weights, and steps of Newton's method.
_PENALTY, _STEPS = 30.0, 30
#: No page counts for more than its own words.
_MOST = 1.0
#: Candidates of the two thresholds.
_LEAST, _MARGIN = (0.3, 0.45), (0.05, 0.1)

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Read:
    """One page: its fold, source, blocks, truth, what was compared, and for each block whether the truth has it."""

    fold: int
    source: str
    texts: tuple[str, ...]
    truth: str
    compared: block_verdict.Compared
    true: tuple[bool, ...]


def read(job: tuple[Path, int, str, str]) -> Read | None:
    """What the program compares on a page; None where it finds no blocks or no second reading."""
    from morgue.index.clean import clean

    path, number, source, truth = job
    data = gzip.decompress(path.read_bytes())
    seen: list[tuple[Sequence[Block], block_verdict.Compared]] = []

    def record(blocks: Sequence[Block], witness: Sequence[str]) -> block_verdict.Verdict:
        if blocks and witness:
            seen.append((blocks, block_verdict.compare(blocks, witness)))
        return block_verdict.Verdict((True,) * len(blocks), 1.0)

    with patch("morgue.index.clean.html.body.decide", record):
        clean(RawItem(str(path), "html", "page", data, hashlib.sha256(data).hexdigest()))
    if not seen:
        return None
    blocks, compared = seen[0]
    stated = grams(truth, block_verdict._GRAM)
    true = tuple(bool(g := grams(b.text, block_verdict._GRAM)) and len(g & stated) >= 0.5 * len(g) for b in blocks)
    return Read(number, source, tuple(b.text for b in blocks), truth, compared, true)


def fit(pages: Sequence[Read]) -> tuple[Array, float]:
    """Weights and bias of a penalised logistic regression over the blocks that the second reading does not have."""
    rows = [
        (p.compared.features[i], p.true[i], min(p.compared.sizes[i] / _words(p), _MOST))
        for p in pages
        for i, both in enumerate(p.compared.agreed)
        if not both
    ]
    x, y = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], dtype=np.float64)
    w = np.array([r[2] for r in rows])
    w *= len(w) / w.sum()
    mean, sd = x.mean(0), x.std(0) + 1e-9
    z = np.column_stack([(x - mean) / sd, np.ones(len(x))])
    beta = np.zeros(z.shape[1])
    penalty = np.full(z.shape[1], _PENALTY)
    penalty[-1] = 0
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-z @ beta))
        gradient = z.T @ (w * (p - y)) + penalty * beta
        hessian = (z * (w * p * (1 - p))[:, None]).T @ z + np.diag(penalty)
        beta -= np.linalg.solve(hessian, gradient)
    weights = beta[:-1] / sd
    return weights, float(beta[-1] - weights @ mean)


def _words(page: Read) -> int:
    return max(1, len(words_of(page.truth)))


def kept(page: Read, weights: Array, bias: float, least: float, margin: float) -> str:
    """The text that stays of a page."""
    model = block_verdict._Model(tuple(map(float, weights)), bias, least, margin)
    with (
        patch("morgue.index.clean.html.witness.block_verdict._model", return_value=model),
        patch("morgue.index.clean.html.witness.block_verdict.compare") as compare,
    ):
        compare.return_value = page.compared
        found = block_verdict.decide([Block(t, "p", 0) for t in page.texts], ("witness",))
    return "\n".join(t for t, stays in zip(page.texts, found.kept, strict=True) if stays)


def main() -> int:
    """Fits, judges, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    root = cleaned.root()
    if root is None:
        sys.exit("NEWS_EVAL is not set")
    pages = _pages(root, options.keep)
    _judge(root, pages)
    weights, bias = fit(pages)
    named = (f"{n} = {w:.3f}" for n, w in zip(block_verdict.NAMES, weights, strict=True))
    text = "\n".join([f"bias = {bias:.3f}", "", "[weights]", *named]) + "\n"
    sys.stdout.write(text)
    if options.write:
        _write(text)
    return 0


def _pages(root: Path, keep: Path | None) -> list[Read]:
    """What the program compares on every page of folds 1 to 4; read from `keep` where it was kept, else kept there."""
    if keep and keep.exists():
        kept_before: list[Read] = pickle.loads(keep.read_bytes())
        return kept_before
    found = [p for p in cleaned.pages(root) if p["body"] and fold(p) != SEALED]
    jobs = [(root / "data" / p["file"], fold(p), str(p["source"]), str(p["body"])) for p in found]
    with ProcessPoolExecutor(2) as pool:
        pages = [page for page in pool.map(read, jobs, chunksize=10) if page]
    if keep:
        keep.write_bytes(pickle.dumps(pages))
    return pages


def _judge(root: Path, pages: Sequence[Read]) -> None:
    """Prints the F1 of each pair of thresholds, each fold by weights that were fitted on the others."""
    body_scores = cleaned.eval_pages(root).body_scores
    models = {f: fit([p for p in pages if p.fold != f]) for f in sorted({p.fold for p in pages})}

    def told(name: str, texts: Sequence[str]) -> None:
        scores = [body_scores(text, page.truth)[0][2] for text, page in zip(texts, pages, strict=True)]
        _told(name, pages, np.array(scores))

    told("nothing left out", ["\n".join(p.texts) for p in pages])
    for least, margin in product(_LEAST, _MARGIN):
        told(f"{least} {margin}", [kept(p, *models[p.fold], least, margin) for p in pages])


def _write(text: str) -> None:
    """Writes the weights into `verdict.toml`; its remarks and its two thresholds stay."""
    path = Path(block_verdict.__file__).with_name("verdict.toml")
    head = path.read_text(encoding="utf-8").partition("bias")[0]
    path.write_text(head + text, encoding="utf-8")


def _told(name: str, pages: Sequence[Read], scores: Array) -> None:
    sources = sorted({p.source for p in pages})
    parts = [f"{s} {scores[[p.source == s for p in pages]].mean():.4f}" for s in sources]
    sys.stdout.write(f"{name:18} {scores.mean():.4f}  {'  '.join(parts)}\n")


if __name__ == "__main__":
    sys.exit(main())
