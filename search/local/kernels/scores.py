"""Joins lists of documents, and adds up scores, to be run as machine code; held to `ranking.bm25f` by the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.core.loading.kernel_types import single, wide
from morgue.index.codec.postings import document_kernels as documents

if TYPE_CHECKING:
    from morgue.core.loading.kernel_types import F32, I64, OutF32, OutI64

_NOTHING = single(0)
#: Documents so many times as few as others are searched for; else both are gone through.
_FEW = 16


def merged(docs: I64, values: F32, more: I64, worths: F32, out: OutI64, sums: OutF32) -> int:
    """The union of two ascending lists, with the sum of both values where both have a document; how many.

    Without a branch that depends on the documents: it would be foreseen wrongly half the time.
    """
    i, j, count, ends, stop = 0, 0, 0, len(docs), len(more)
    while i < ends and j < stop:
        here, there = docs[i], more[j]
        first, second = here <= there, there <= here
        out[count] = min(here, there)
        sums[count] = (values[i] if first else _NOTHING) + (worths[j] if second else _NOTHING)
        i += wide(first)
        j += wide(second)
        count += 1
    rest = ends - i
    out[count : count + rest] = docs[i:]
    sums[count : count + rest] = values[i:]
    count += rest
    rest = stop - j
    out[count : count + rest] = more[j:]
    sums[count : count + rest] = worths[j:]
    return count + rest


def add(docs: I64, scores: OutF32, held: I64, values: F32, weight: float, k1: float) -> None:
    """Adds weight * x / (x + k1) to the scores of those of the ascending `docs` that are among the ascending `held`."""
    much, half = single(weight), single(k1)
    at, end = 0, len(docs)
    few = len(held) * _FEW < end
    for i in range(len(held)):
        doc = held[i]
        at = documents.sought(docs, at, doc, few)
        if at == end:
            break
        if docs[at] == doc:
            scores[at] += values[i] / (values[i] + half) * much


def add_in_table(table: OutF32, held: I64, values: F32, weight: float, k1: float) -> None:
    """The same in a table of every document's score."""
    much, half = single(weight), single(k1)
    for i in range(len(held)):
        table[held[i]] += values[i] / (values[i] + half) * much


KERNELS = (merged, add, add_in_table)
