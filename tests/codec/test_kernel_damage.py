"""Whatever a file holds, the loops over it never look outside of their arrays."""

from __future__ import annotations

import random

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.postings import document_kernels as documents
from morgue.index.codec.postings import packing_kernels as packing
from morgue.index.codec.postings import position_kernels as positions
from morgue.index.codec.postings.packing import Array, pack_lists
from morgue.search.local.kernels import words
from morgue.search.local.matching import pseudo_frequency
from tests.compiled import plain_kernels


def drawn(rng: random.Random, width: int, count: int, large: int) -> NDArray[np.uint32]:
    """Numbers of at most so many bits, and some larger ones."""
    values = [rng.randrange((1 << width) - 1) if width > 1 else rng.randrange(width + 1) for _ in range(count)]
    for _ in range(large):
        values[rng.randrange(count)] = rng.randrange(1 << 20)
    return np.array(values, np.uint32)


def test_damaged_bytes_lead_nowhere() -> None:
    """As written, since Python says where a loop looks outside; what the damage made of the numbers does not matter."""
    rng = random.Random(8)
    with plain_kernels():
        for _ in range(400):
            count = rng.choice([1, 8, 33])
            parts = [drawn(rng, rng.choice([0, 2, 6, 8, 9]), count, rng.randrange(3)) for _ in range(3)]
            data = np.concatenate([pack_lists(values, np.array([count]))[0] for values in parts])
            for _ in range(rng.randrange(1, 4)):
                data[rng.randrange(min(len(data), 12))] = rng.randrange(256)
            data = data[: rng.randrange(1, len(data) + 1)]
            _read_all(data, count, rng)


def _read_all(data: Array, count: int, rng: random.Random) -> None:
    size = rng.choice([count, 100])
    room, out = np.empty(count + documents.ROOM, np.int64), np.empty(count, np.uint32)
    end = documents.documents(data, 0, count, size, room)
    if end < 0:
        return
    assert room[0] >= 0 and room[count - 1] < size
    assert packing.unpacked(data, end, count, out) <= len(data)
    norms, numbers, values = np.full(size, 5, np.uint8), pseudo_frequency.numbers(9.0), np.empty(count, np.float32)
    words.frequencies(data, end, count, room[:count], norms, 1, numbers, values)
    before = np.zeros(count // 16 + 1, np.int64)
    total = positions.marks(data, end, count, before)
    wanted, none = np.arange(0, count, rng.choice([1, 5, 40])), np.empty(0, np.uint32)
    symbols, begin = np.empty(len(wanted), np.uint32), np.empty(len(wanted), np.int64)
    docs = np.ascontiguousarray(room[wanted])
    words.frequencies_at(data, end, count, none, wanted, docs, norms, 1, numbers, values[: len(wanted)])
    if positions.begins(data, end, count, before, none, wanted, symbols, begin) < 0:
        return
    held = np.empty(rng.choice([0, 50]), np.int64)
    last = packing.ended(data, end, count)
    positions.positions(data, last, min(total, 500), none, symbols, begin, begin.copy(), held)
