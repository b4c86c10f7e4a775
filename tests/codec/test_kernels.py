"""Loops over packed postings give what the array operations give, and never look outside of their arrays."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from morgue.core.loading.arrays import NDArray
from morgue.index.codec.postings import document_kernels as documents
from morgue.index.codec.postings import packing_kernels as packing
from morgue.index.codec.postings.packing import WIDTHS, Array, pack_lists, unpack
from tests.compiled import machine_code, plain_kernels

COUNTS = (1, 2, 7, 8, 9, 15, 16, 17, 40, 129)


@pytest.fixture(params=["machine code", "as written"], autouse=True)
def kernels(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both ways in which a kernel can run."""
    with machine_code() if request.param == "machine code" else plain_kernels():
        yield request.param


def drawn(rng: random.Random, width: int, count: int, large: int) -> NDArray[np.uint32]:
    """Numbers of at most so many bits, and some larger ones."""
    values = [rng.randrange((1 << width) - 1) if width > 1 else rng.randrange(width + 1) for _ in range(count)]
    for _ in range(large):
        values[rng.randrange(count)] = rng.randrange(1 << 20)
    return np.array(values, np.uint32)


def lists() -> Iterator[tuple[Array, Array]]:
    """Packed lists with what is in them."""
    rng = random.Random(3)
    for width in WIDTHS:
        for count in COUNTS:
            for large in (0, 1, 3):
                values = drawn(rng, width, count, large)
                yield pack_lists(values, np.array([count]))[0], values


def test_a_list_unpacked_is_what_was_packed() -> None:
    widths = set()
    for data, values in lists():
        padded = np.concatenate((np.full(3, 255, np.uint8), data, np.full(2, 255, np.uint8)))
        widths.add(int(data[0]) & 0x7F)
        out = np.full(len(values), 9, np.uint32)
        assert packing.unpacked(padded, 3, len(values), out) == 3 + len(data)
        assert np.array_equal(out, values)
        assert packing.ended(padded, 3, len(values)) == 3 + len(data)
    assert widths >= {1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 16, 17, 18, 20}


def test_numbers_of_a_list_one_by_one() -> None:
    for data, values in lists():
        width, start = int(data[0]) & 0x7F, packing.planes_at(data, 0)
        first = packing.upper(width)
        full = data[5:start] if data[0] & 0x80 else data[:0]
        escapes = np.flatnonzero(values >= (1 << width) - 1).astype(np.uint32) if len(full) else full.view(np.uint32)
        for i, value in enumerate(values.tolist()):
            found = packing.one(data, start, first, width - first, len(values), i)
            if len(full) and found == (1 << width) - 1:
                found = packing.in_full_at(full, escapes, i)
            assert found == value


def test_a_list_of_small_numbers_as_bytes() -> None:
    for data, values in lists():
        if int(data[0]) & 0x7F > 8:
            continue
        out = np.zeros(len(values) + 7 & -8, np.uint8)
        assert packing.narrow(data, 0, len(values), out) == len(data)
        assert np.array_equal(out[: len(values)], np.minimum(values, (1 << (int(data[0]) & 0x7F)) - 1))


@pytest.mark.parametrize("size", [1, 8, 63, 64, 65, 200])
def test_documents_of_lists_and_bitmaps(size: int) -> None:
    rng = np.random.default_rng(size)
    for share in (0.05, 0.5, 1.0):
        held = np.flatnonzero(rng.random(size) < share)
        gaps = np.diff(held, prepend=-1).astype(np.uint32) - np.uint32(1)
        bits = np.packbits(np.isin(np.arange(size), held), bitorder="little")
        bits[-1] |= (
            (0xFF << (size % 8)) & 0xFF if size % 8 else 0
        )  # what is beyond the last document counts for nothing
        for data in (pack_lists(gaps, np.array([len(held)]))[0], np.append(np.uint8(0x7F), bits)):
            out = np.empty(len(held) + documents.ROOM, np.int64)
            assert documents.documents(data, 0, len(held), size, out) == len(data)
            assert np.array_equal(out[: len(held)], held)
        wanted = np.flatnonzero(rng.random(size) < 0.4)
        ways: list[tuple[Callable[..., int], Array]] = [(documents.located, held), (documents.ranked, bits)]
        for find, where in ways:
            docs, places = np.empty(len(wanted) + 1, np.int64), np.empty(len(wanted) + 1, np.int64)
            found = find(where, wanted, docs, places)
            assert np.array_equal(docs[:found], np.intersect1d(wanted, held))
            assert np.array_equal(held[places[:found]], docs[:found])


def test_a_few_documents_are_searched_for_in_a_long_list() -> None:
    held = np.arange(0, 3000, 3)
    docs, places = np.empty(9, np.int64), np.empty(9, np.int64)
    wanted = np.array([0, 1, 300, 301, 2997, 2998, 4000])
    assert documents.located(held, wanted, docs, places) == 3
    assert docs[:3].tolist() == [0, 300, 2997] and places[:3].tolist() == [0, 100, 999]


@pytest.mark.parametrize("size", [0, 5, 8, 77, 400])
def test_ones_of_a_mask(size: int) -> None:
    mask = np.random.default_rng(size).random(size) < 0.3
    out = np.empty(int(mask.sum()) + documents.ROOM, np.int64)
    documents.ones(mask.view(np.uint8), out)
    assert np.array_equal(out[: int(mask.sum())], np.flatnonzero(mask))


def test_what_lies_about_itself_is_refused() -> None:
    data = pack_lists(np.array([3, 4, 5], np.uint32), np.array([3]))[0]
    room = np.empty(3 + documents.ROOM, np.int64)
    assert documents.documents(data, 0, 3, 10, room) == packing.BEYOND
    assert documents.documents(data[:-1], 0, 3, 100, room) == packing.OUTSIDE
    assert documents.documents(data, 99, 3, 100, room) == packing.OUTSIDE
    bitmap = np.array([0x7F, 0b1011], np.uint8)
    assert documents.documents(bitmap, 0, 2, 8, np.empty(2 + documents.ROOM, np.int64)) == packing.MISCOUNTED
    assert documents.ranked(bitmap[1:], np.array([9]), room, room.copy()) == packing.OUTSIDE
    with pytest.raises(ValueError, match="documents that are not there"):
        packing.checked(packing.BEYOND)


def test_the_unpacked_list_is_that_of_whole_arrays() -> None:
    for data, values in lists():
        assert np.array_equal(unpack(data, 0, len(values))[0], values)
