"""Compares two articles sentence by sentence, and word by word where sentences differ. Pure.

Sentences are paired when they are equal but for case and punctuation, else when at least `REWORDED` of their words are
common in order (Indel similarity, 2 * common / total); best pairs first, each sentence once. Pairs that keep the order
of most others (the heaviest increasing subsequence) are equal or reworded, the rest moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from morgue.core.analyzer import sentences, terms
from morgue.core.article import Article
from morgue.core.json import Document, Json, headed
from morgue.index.stories.similarity.forms import compare, form_of

Op = Literal["equal", "cut", "added", "reworded", "moved"]
WordOp = Literal["equal", "cut", "added", "reworded"]

#: Least similarity of two sentences that are one, reworded: below it half of the words are others.
REWORDED = 0.5
#: Sentences compared with each one at most, those that share the rarest words: keeps long texts linear.
_TRIED = 12
#: A word in more sentences than this says nothing about which belong together.
_COMMON = 40
_MARKS = ".,;:!?…\"'“”„‘’«»()[]—–-"
#: A longer sentence (a table, a script without full stops) is not compared word by word.
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class WordChange:
    """A run of words within a sentence: as in `a` and as in `b`; empty where there is none."""

    op: WordOp
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence as in `a` and as in `b`; empty where there is none. `words` only when they differ.

    paragraph   number of its paragraph in `a` (in `b` for an added one), from 1
    """

    op: Op
    a: str
    b: str
    words: tuple[WordChange, ...] = ()
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Diff:
    """What became of article `a` in article `b` (ids). `kept` is the share (0 to 1) of the words of a that survive."""

    a: str
    b: str
    kept: float
    changes: tuple[Change, ...]

    def as_dict(self) -> Document:
        """What one article made of another, sentence by sentence."""
        changes: list[Json] = [{"op": change.op, "a": change.a, "b": change.b} for change in self.changes]
        return headed({"a": self.a, "b": self.b, "kept": self.kept, "changes": changes})


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    terms: tuple[str, ...]
    paragraph: int


def diff(a: Article, b: Article) -> Diff:
    """Compares two articles; changes are in the order of `b`, what was cut where it stood in `a`."""
    left, right = _sentences(a.body), _sentences(b.body)
    pair = _pairs(left, right)
    return Diff(a.id, b.id, _kept(a, b), tuple(_changes(left, right, pair, _steady(pair))))


def _kept(a: Article, b: Article) -> float:
    if a.body == b.body:
        return 1.0
    return compare(form_of(a.body), form_of(b.body)).kept


def _sentences(text: str) -> list[_Sentence]:
    found = []
    paragraph, end = 0, -1
    for start, stop in sentences(text):
        paragraph += end < 0 or "\n" in text[end:start]
        end = stop
        found.append(_Sentence(text[start:stop], tuple(terms(text[start:stop])), paragraph))
    return found


def _pairs(left: Sequence[_Sentence], right: Sequence[_Sentence]) -> dict[int, int]:
    """Which sentence of `left` each of `right` is: right index to left index."""
    pair: dict[int, int] = {}
    free: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in reversed(range(len(left))):
        free[left[i].terms].append(i)
    for j, sentence in enumerate(right):
        if free[sentence.terms]:
            pair[j] = free[sentence.terms].pop()
    taken = set(pair.values())
    rest_left = [i for i in range(len(left)) if i not in taken]
    rest_right = [j for j in range(len(right)) if j not in pair]
    scored = sorted(_scored(left, right, rest_left, rest_right), key=lambda x: (-x[0], abs(x[1] - x[2]), x[1], x[2]))
    for _, i, j in scored:
        if i not in taken and j not in pair:
            taken.add(i)
            pair[j] = i
    return pair


def _scored(
    left: Sequence[_Sentence], right: Sequence[_Sentence], some: Sequence[int], others: Sequence[int]
) -> list[tuple[float, int, int]]:
    """Similarities of sentences that share uncommon words."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i in some:
        for term in set(left[i].terms):
            holders[term].append(i)
    found = []
    for j in others:
        shared: dict[int, float] = defaultdict(float)
        for term in set(right[j].terms):
            if len(holders.get(term, ())) <= _COMMON:
                for i in holders.get(term, ()):
                    shared[i] += 1 / len(holders[term])
        for i in sorted(shared, key=lambda i: (-shared[i], i))[:_TRIED]:
            if max(len(left[i].terms), len(right[j].terms)) <= _LONGEST:
                score = Indel.normalized_similarity(left[i].terms, right[j].terms, score_cutoff=REWORDED)
                if score:
                    found.append((score, i, j))
    return found


def _steady(pair: dict[int, int]) -> set[int]:
    """Right indexes of the longest run of pairs that are in the same order in both (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    back: dict[int, int | None] = {}
    for j in sorted(pair):
        k = bisect_left(tails, pair[j])
        back[j] = ends[k - 1] if k else None
        tails[k : k + 1] = [pair[j]]
        ends[k : k + 1] = [j]
    found = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = back[last]
    return found


def _changes(
    left: Sequence[_Sentence], right: Sequence[_Sentence], pair: dict[int, int], steady: set[int]
) -> list[Change]:
    out: list[Change] = []
    stays = set(pair.values())
    gone = deque(i for i in range(len(left)) if i not in stays)
    for j, sentence in enumerate(right):
        if j not in pair:
            out.append(Change("added", "", sentence.text, paragraph=sentence.paragraph))
            continue
        i = pair[j]
        if j in steady:
            while gone and gone[0] < i:
                out.append(_cut(left[gone.popleft()]))
        out.append(_paired(left[i], sentence, j in steady))
    return out + [_cut(left[i]) for i in gone]


def _cut(sentence: _Sentence) -> Change:
    return Change("cut", sentence.text, "", paragraph=sentence.paragraph)


def _paired(a: _Sentence, b: _Sentence, steady: bool) -> Change:
    same = a.terms == b.terms
    op: Op = ("equal" if same else "reworded") if steady else "moved"
    return Change(op, a.text, b.text, () if same else word_changes(a.text, b.text), a.paragraph)


def word_changes(a: str, b: str) -> tuple[WordChange, ...]:
    """Two texts word by word, words as written: joined by spaces, the parts give each text's words again.

    Words that differ in case and punctuation only are equal.
    """
    x, y = a.split(), b.split()
    out: list[WordChange] = []
    pending: tuple[list[str], list[str]] = ([], [])
    for step in Indel.opcodes([_bare(w) for w in x], [_bare(w) for w in y]):
        if step.tag == "equal":
            _flush(pending, out)
            out.append(
                WordChange("equal", *_texts(x[step.src_start : step.src_end], y[step.dest_start : step.dest_end]))
            )
        else:
            pending[0].extend(x[step.src_start : step.src_end])
            pending[1].extend(y[step.dest_start : step.dest_end])
    _flush(pending, out)
    return tuple(out)


def _bare(word: str) -> str:
    """A word without case and punctuation, which alone are no change; currencies and percentages are."""
    folded = word.casefold()
    return folded.strip(_MARKS) or folded


def _texts(a: Sequence[str], b: Sequence[str]) -> tuple[str, str]:
    return " ".join(a), " ".join(b)


def _flush(pending: tuple[list[str], list[str]], out: list[WordChange]) -> None:
    a, b = pending
    if a or b:
        op: WordOp = "reworded" if a and b else "cut" if a else "added"
        out.append(WordChange(op, *_texts(a, b)))
        a.clear()
        b.clear()
