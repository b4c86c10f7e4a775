"""Compares two readings of one page block by block: keeps what both found, weighs what only the first has.

A block that trafilatura does not have is judged by what it is like and where it stands, by a logistic model of few
features fitted on real pages (`tests/quality/fit_verdict.py`; the weights are data, `verdict.toml`). Blocks that are
unlikely go only when that is expected to make the whole text truer by a clear margin: one extra line costs a reader
less than one that is missing. What trafilatura alone found is not taken in: it helped on no part of the pages.
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from morgue.index.clean import phrases
from morgue.index.clean.html.blocks import Block, runs, words_of
from morgue.index.clean.html.masses import weight
from morgue.index.clean.metadata.headline import words
from morgue.index.clean.text.text_lines import closed, function_words

_GRAM = 3
#: Of a block's word triples, the share that the witness must have for the block to be found by both.
_SAME = 0.5
#: Two readings of which a smaller share is common hardly agree.
DOUBTFUL = 0.4
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ITEMS = frozenset(["li", "dd", "dt"])
#: Blocks beside a block by which its surroundings are judged; no neighbour counts for more words than this.
_NEAR, _MOST_WORDS = 8, 50
#: Distances are told apart up to so many blocks.
_FAR = 20
#: Running text: a sentence so long, with few links.
_PROSE, _FEW_LINKS = 80, 0.3
#: A witness that shares less than this has missed the text as often as the blocks have strayed: nothing goes.
_TOO_LITTLE = 0.2
#: Running text stays when of the words in other blocks of its form more than this share is in both readings.
_LIKE_BOTH = 0.3
#: How sure it is that a block both found belongs to the article.
_AGREED = 0.97

Features = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which blocks stay, and which share of all words of the two readings is common (1 where there is no witness)."""

    kept: tuple[bool, ...]
    agreement: float


@dataclass(frozen=True, slots=True)
class Compared:
    """The blocks beside a witness: words of each, whether both have it, their features, and the common share."""

    sizes: tuple[int, ...]
    agreed: tuple[bool, ...]
    features: tuple[Features, ...]
    agreement: float


def decide(blocks: Sequence[Block], witness: Sequence[str]) -> Verdict:
    """What stays of the blocks, given the witness's paragraphs. Without a witness everything stays."""
    if not blocks or not witness:
        return Verdict((True,) * len(blocks), 1.0)
    compared = compare(blocks, witness)
    if compared.agreement < _TOO_LITTLE:
        return Verdict((True,) * len(blocks), compared.agreement)
    model = _model()
    likely = [
        _AGREED if both else model.likely(features)
        for both, features in zip(compared.agreed, compared.features, strict=True)
    ]
    kept = tuple(p >= model.least or _surely(features) for p, features in zip(likely, compared.features, strict=True))
    true = 1 + sum(n * p for n, p in zip(compared.sizes, likely, strict=True))
    gain = _expected(compared.sizes, likely, kept, true) - _expected(compared.sizes, likely, (True,) * len(kept), true)
    return Verdict(kept if gain > model.margin and any(kept) else (True,) * len(kept), compared.agreement)


def _surely(features: Features) -> bool:
    """Whether a block is running text among what both readings have, or set as what both have is: it stays anyway."""
    told = dict(zip(NAMES, features, strict=False))
    return bool(told) and told["prose"] > 0 and (told["inside"] > 0 or told["form"] > _LIKE_BOTH)


def compare(blocks: Sequence[Block], witness: Sequence[str]) -> Compared:
    """Lays the blocks beside the witness's paragraphs."""
    lines = {phrases.folded(line) for line in witness}
    said = runs(words_of("\n".join(witness)), _GRAM)
    own = [words_of(b.text) for b in blocks]
    sizes = tuple(max(1, len(w)) for w in own)
    agreed = tuple(_found(b, w, said, lines) for b, w in zip(blocks, own, strict=True))
    both = sum(n for n, a in zip(sizes, agreed, strict=True) if a)
    theirs = max(both, sum(len(words_of(line)) for line in witness))
    agreement = both / max(1, sum(sizes) + theirs - both)
    if all(agreed):
        return Compared(sizes, agreed, ((),) * len(blocks), agreement)
    return Compared(sizes, agreed, tuple(_features(blocks, sizes, agreed, agreement, both / max(1, theirs))), agreement)


def _found(block: Block, own: Sequence[str], said: set[tuple[str, ...]], lines: set[str]) -> bool:
    mine = runs(own, _GRAM)
    if len(mine) <= _GRAM:
        return phrases.folded(block.text) in lines
    return len(mine & said) >= _SAME * len(mine)


#: The features of a block, in the order of the weights.
NAMES = (
    "length", "closed", "links", "digits", "function_words", "item", "heading", "prose", "inside", "before", "after",
    "near", "form", "agreement", "covered", "before_agreement", "after_agreement",
)  # fmt: skip


def _features(
    blocks: Sequence[Block], sizes: Sequence[int], agreed: Sequence[bool], agreement: float, covered: float
) -> Iterable[Features]:
    """The features of each block, as `NAMES` has them; `covered` is the share of the witness's words that both have."""
    places = [i for i, both in enumerate(agreed) if both]
    first, last = (places[0], places[-1]) if places else (len(blocks), -1)
    forms = _forms(blocks, sizes, agreed)
    for i, block in enumerate(blocks):
        text = block.text
        shut = closed(text)
        prose = weight(text) > _PROSE and shut and block.density < _FEW_LINKS
        found = words(text)
        before, after = min(max(first - i, 0), _FAR) / _FAR, min(max(i - last, 0), _FAR) / _FAR
        yield (
            math.log1p(weight(text)),
            float(shut),
            block.density,
            sum(map(str.isdigit, text)) / len(text),
            min(function_words(found), 0.6),
            float(block.tag in _ITEMS),
            float(block.tag in _HEADINGS),
            float(prose),
            float(first <= i <= last),
            before,
            after,
            _near(i, sizes, agreed),
            _form(forms, block, sizes[i], agreed[i]),
            agreement,
            covered,
            agreement * (before > 0),
            agreement * (after > 0),
        )


def _near(i: int, sizes: Sequence[int], agreed: Sequence[bool]) -> float:
    around = [j for j in range(max(0, i - _NEAR), min(len(sizes), i + _NEAR + 1)) if j != i]
    total = sum(min(sizes[j], _MOST_WORDS) for j in around)
    return sum(min(sizes[j], _MOST_WORDS) for j in around if agreed[j]) / total if total else 0.0


def _forms(
    blocks: Sequence[Block], sizes: Sequence[int], agreed: Sequence[bool]
) -> dict[tuple[str, str], tuple[int, int]]:
    """For each form of block, its words and those of them that both readings have."""
    forms: defaultdict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for block, size, both in zip(blocks, sizes, agreed, strict=True):
        total, common = forms[block.tag, block.form]
        forms[block.tag, block.form] = (total + size, common + size * both)
    return forms


def _form(forms: dict[tuple[str, str], tuple[int, int]], block: Block, size: int, both: bool) -> float:
    """Of the words in other blocks of its form, the share that both readings have."""
    total, common = forms[block.tag, block.form]
    return (common - size * both) / (total - size) if total > size else 0.0


def _expected(sizes: Sequence[int], likely: Sequence[float], kept: Sequence[bool], true: float) -> float:
    """The F1 to be expected of the kept blocks, when so many words are true in all."""
    mine = [(n, p) for n, p, k in zip(sizes, likely, kept, strict=True) if k]
    return 2 * sum(n * p for n, p in mine) / (sum(n for n, _ in mine) + true)


@dataclass(frozen=True, slots=True)
class _Model:
    weights: Features
    bias: float
    least: float
    margin: float

    def likely(self, features: Features) -> float:
        """How likely a block is part of the article."""
        score = self.bias + sum(w * x for w, x in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@lru_cache(maxsize=1)
def _model() -> _Model:
    table = tomllib.loads(Path(__file__).with_name("verdict.toml").read_text(encoding="utf-8"))
    weights = table["weights"]
    return _Model(tuple(float(weights[n]) for n in NAMES), float(table["bias"]), table["least"], table["margin"])
