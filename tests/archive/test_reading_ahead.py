"""The cleaning workers go on while a commit is written: small items are read ahead by the thousand, large ones not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from morgue.core.article import RawItem
from morgue.index.pipeline.cleaning_pool import BATCH_BYTES, CleaningPool


def size(item: RawItem) -> int:
    return len(item.data)


@pytest.mark.parametrize(("bytes_each", "least", "most"), [(10, 1_900, 2_100), (BATCH_BYTES // 4, 24, 40)])
def test_what_is_read_before_the_first_result_is_used(bytes_each: int, least: int, most: int) -> None:
    read = 0

    def items() -> Iterator[RawItem]:
        nonlocal read
        for i in range(3_000):
            read += 1
            yield RawItem(f"{i}", "text", "text", b"x" * bytes_each, f"{i}")

    with CleaningPool(size, 2, list) as pool:
        results = pool.map(items())
        assert next(results) == bytes_each
        assert least <= read <= most
        for used in range(1, 65):  # nor does more lie waiting later
            assert next(results) == bytes_each
            assert read - used <= most
