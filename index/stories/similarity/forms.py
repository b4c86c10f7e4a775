"""Aligns two texts word by word, and counts what the one keeps of the other. Pure.

Figures and names of days are masked first, so that what is aligned is the form: a market report of Monday lies on that
of Tuesday word for word, and the masked places then show what tells the two apart. Runs of `RUN` masked words that
both texts have once, then those they have often, the n-th with the n-th, are the anchors; between and around them words
are laid side by side as long as the distance stays the same. The order of sentences does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.stories.similarity.pieces import CLOSE, DAY, FIGURE, NAME, OPEN, STOP
from morgue.index.stories.similarity.words import Hashes, Kinds, distinct, shingles, words_of_many

#: Words of a run that both texts must have to be laid on each other.
RUN = 4
#: Words between two anchors, or beyond one, that are compared one by one.
REACH = 8
#: A figure this near to laid words on both sides belongs to a passage that both texts have.
_NEAR = 4
#: Words of which no two lie on anything are a passage of their own when they are so many in a row.
PASSAGE = 20
#: Words that a text begins with.
OPENING = 60
#: A quotation is at most so long: beyond it a mark is taken to be missing.
_LONGEST_QUOTATION = 150

_MASKED_FIGURE = np.uint64(0x5F1D36F3A2B7C911)
_MASKED_DAY = np.uint64(0x2C6E8A97D1F0435B)

Places = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Form:
    """A text made ready for comparison: n words.

    numbers, kinds   as in `Words`
    masked           numbers with every figure and every day one and the same
    quoted           whether a word stands in quotation marks
    inner            whether a name is one: it has a capital and does not begin a sentence
    figures          numbers of its figures and days, ascending, each once
    runs, at, lone   hashes of the runs of masked words, each made different by its ordinal, ascending; where they
                     begin; whether the text has the run but once
    """

    numbers: Hashes
    kinds: Kinds
    masked: Hashes
    quoted: Flags
    inner: Flags
    figures: Hashes
    runs: Hashes
    at: Places
    lone: Flags

    def __len__(self) -> int:
        return len(self.numbers)


def form_of(text: str) -> Form:
    """Prepares a text."""
    return forms_of([text])[0]


def forms_of(texts: Sequence[str]) -> list[Form]:
    """Prepares several texts, whose words are looked up together."""
    words, at = words_of_many(texts)
    return [_form(words.numbers[i:j].copy(), words.kinds[i:j].copy()) for i, j in pairwise(at.tolist())]


def _form(numbers: Hashes, kinds: Kinds) -> Form:
    masked = np.where(kinds & FIGURE != 0, _MASKED_FIGURE, np.where(kinds & DAY != 0, _MASKED_DAY, numbers))
    figures = distinct(numbers[kinds & (FIGURE | DAY) != 0])
    runs, at, lone = _numbered(shingles(masked, RUN))
    begins = np.ones(len(kinds), np.bool_)
    begins[1:] = kinds[:-1] & STOP != 0
    return Form(numbers, kinds, masked, _quoted(kinds), (kinds & NAME != 0) & ~begins, figures, runs, at, lone)


def _numbered(found: Hashes) -> tuple[Hashes, Places, Flags]:
    """The hashes, the n-th of equal ones made another number by n, ascending; their places; which have no equal."""
    order = np.argsort(found, kind="stable")
    ranked = found[order]
    fresh = np.ones(len(ranked) + 1, np.bool_)
    fresh[1:-1] = ranked[1:] != ranked[:-1]
    lone = fresh[:-1] & fresh[1:]
    if lone.all():
        return ranked, order, lone
    places = np.arange(len(ranked))
    ordinal = places - np.maximum.accumulate(np.where(fresh[:-1], places, 0))
    ranked = ranked + ordinal.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    again = np.argsort(ranked, kind="stable")
    return ranked[again], order[again], lone[again]


def _quoted(kinds: Kinds) -> Flags:
    """Words from one that opens a quotation to the next that closes one."""
    places = np.arange(len(kinds))
    opened = np.maximum.accumulate(np.where(kinds & OPEN != 0, places, -1)) if len(kinds) else places
    closed = np.where(kinds & CLOSE != 0, places, -1)
    before = np.full(len(kinds), -1)
    if len(kinds):
        before[1:] = np.maximum.accumulate(closed)[:-1]
    return (opened > before) & (places - opened < _LONGEST_QUOTATION)


def shared_runs(a: Form, b: Form) -> float:
    """The share of the runs of one that the other has too, of the text that has fewer; far cheaper than `compare`."""
    few, many = (a.runs, b.runs) if len(a.runs) <= len(b.runs) else (b.runs, a.runs)
    return _found(few, many) / max(1, len(few))


def other_figures(a: Form, b: Form) -> tuple[int, int]:
    """Of the shorter text's different figures and days: how many the other has too, how many it has not."""
    short, long = (a, b) if len(a.runs) <= len(b.runs) else (b, a)
    found = _found(short.figures, long.figures)
    return found, len(short.figures) - found


def _found(wanted: Hashes, ordered: Hashes) -> int:
    """How many of some hashes are among ascending ones."""
    return int(np.count_nonzero(ordered[_places(ordered, wanted)] == wanted)) if len(wanted) and len(ordered) else 0


def _places(ordered: Hashes, wanted: Hashes) -> Places:
    where = np.searchsorted(ordered, wanted)
    where[where == len(ordered)] = 0
    return where


def lay(a: Form, b: Form) -> Places:
    """For each word of `a` the place in `b` that it is aligned with, -1 for none: intp[len(a)]."""
    onto = np.full(len(a), -1, np.intp)
    if not len(a.runs) or not len(b.runs):
        return onto
    where = _places(b.runs, a.runs)
    hit = b.runs[where] == a.runs
    shift = np.full(len(a), _FAR, np.intp)
    sure = a.lone[hit] & b.lone[where[hit]]
    starts, targets = a.at[hit], b.at[where[hit]]
    _anchor(a, b, shift, starts[sure], targets[sure])
    if not sure.all():
        known = np.flatnonzero(shift != _FAR)
        taken = np.zeros(len(b), np.bool_)
        taken[known + shift[known]] = True
        left = ~sure & ~taken[targets] & ~taken[targets + RUN - 1]
        _anchor(a, b, shift, starts[left], targets[left])
    found = shift != _FAR
    onto[found] = np.flatnonzero(found) + shift[found]
    return onto


_FAR = np.iinfo(np.intp).max


def _anchor(a: Form, b: Form, shift: Places, starts: Places, targets: Places) -> None:
    """Lays runs, where nothing lies yet, and what goes on from there."""
    for k in range(RUN):
        places = starts + k
        shift[places] = np.where(shift[places] == _FAR, targets - starts, shift[places])
    _spread(a, b, shift)


def _spread(a: Form, b: Form, shift: Places) -> None:
    """Fills places without a shift from the anchors to their left and right: both agree, or the masked words do."""
    places = np.arange(len(shift))
    known = shift != _FAR
    if not known.any():
        return
    left = np.maximum.accumulate(np.where(known, places, -1))
    right = np.minimum.accumulate(np.where(known, places, len(shift))[::-1])[::-1]
    open_ = np.flatnonzero(~known)
    before, after = left[open_], right[open_]
    last = len(shift) - 1
    from_left = np.where((before >= 0) & (open_ - before <= REACH), shift[np.maximum(before, 0)], _FAR)
    from_right = np.where((after <= last) & (after - open_ <= REACH), shift[np.minimum(after, last)], _FAR)
    agree = (from_left == from_right) & (from_left != _FAR)
    chosen = np.where(agree | _same(a, b, open_, from_left), from_left, _FAR)
    chosen = np.where((chosen == _FAR) & _same(a, b, open_, from_right), from_right, chosen)
    shift[open_] = chosen


def _same(a: Form, b: Form, places: Places, shift: Places) -> Flags:
    usable = shift != _FAR
    target = np.where(usable, places + np.where(usable, shift, 0), -1)
    inside: Flags = (target >= 0) & (target < len(b))
    same: Flags = inside & (a.masked[places] == b.masked[np.where(inside, target, 0)])
    return same


@dataclass(frozen=True, slots=True)
class Laid:
    """What laying text `a` on text `b` shows; shares from 0 to 1 of the words of `a`, counts of different things.

    kept        share of words that lie on the same word
    own         the same share among words outside quotation marks
    figures     figures and days that lie on the same ones
    refigured   figures and days that lie on others, and figures that lie on nothing and are nowhere in `b`
    names, renamed   names likewise
    start, end  where in `b` the middle nine tenths of what is kept lies, from 0 to 1
    opening     share of the first words of `a` that lie in `b`, figures and days as such
    passages    words of `a` in passages of which nothing lies in `b`
    """

    kept: float
    own: float
    figures: int
    refigured: int
    names: int
    renamed: int
    start: float
    end: float
    opening: float
    passages: int


_NOTHING = Laid(0.0, 0.0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0)


def compare(a: Form, b: Form) -> Laid:
    """Aligns `a` with `b` and counts what is the same."""
    onto = lay(a, b)
    on = onto >= 0
    if not on.any():
        return _NOTHING
    target = np.where(on, onto, 0)
    equal = on & (a.numbers == b.numbers[target])
    alike = on & (a.masked == b.masked[target])
    outside = ~a.quoted
    telling = a.kinds & (FIGURE | DAY) != 0
    named = on & a.inner & b.inner[target] & ~telling
    figure = a.kinds & FIGURE != 0  # a day may have become "yesterday"
    lost = _exchanged(equal, target) & ((figure & ~alike) | (a.inner & ~telling & ~on))
    if lost.any():
        lost[lost] = ~np.isin(a.numbers[lost], b.numbers)
    low, high = _middle(onto[equal])
    size = len(b.numbers)
    return Laid(
        kept=float(np.count_nonzero(equal) / len(a)),
        own=float(np.count_nonzero(equal & outside)) / max(1, int(np.count_nonzero(outside))),
        figures=_different(a, b, target, telling & equal),
        refigured=_different(a, b, target, telling & alike & ~equal) + len(set(a.numbers[lost & telling].tolist())),
        names=_different(a, b, target, named & equal),
        renamed=_different(a, b, target, named & ~alike) + len(set(a.numbers[lost & ~telling].tolist())),
        start=int(low) / size,
        end=int(high) / size,
        opening=float(alike[:OPENING].mean()),
        passages=_own_passages(alike),
    )


def _exchanged(laid: Flags, target: Places) -> Flags:
    """Places among laid words that stand against other words: neither inserted nor cut with their paragraph."""
    places = np.arange(len(laid))
    before = np.maximum.accumulate(np.where(laid, places, -1))
    after = np.minimum.accumulate(np.where(laid, places, len(laid))[::-1])[::-1]
    near = (before >= 0) & (after < len(laid)) & (places - before <= _NEAR) & (after - places <= _NEAR)
    between = target[np.minimum(after, len(laid) - 1)] - target[np.maximum(before, 0)]
    exchanged: Flags = near & (between > 1) & (between <= 2 * _NEAR)
    return exchanged


def _own_passages(laid: Flags) -> int:
    """The words in long rows that are not laid."""
    rows = np.diff(np.flatnonzero(np.concatenate([[True], laid, [True]]))) - 1
    return int(rows[rows >= PASSAGE].sum())


def _middle(places: Places) -> tuple[int, int]:
    """The span of the middle nine tenths of some places."""
    if not len(places):
        return 0, 0
    edge = len(places) // 20
    ordered = np.sort(places)
    return int(ordered[edge]), int(ordered[-1 - edge]) + 1


def _different(a: Form, b: Form, target: Places, which: Flags) -> int:
    """Different pairs of words at the marked places: one figure that changed all through counts once."""
    if not which.any():
        return 0
    return len(set((a.numbers[which] * np.uint64(3) + b.numbers[target[which]]).tolist()))
