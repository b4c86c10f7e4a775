"""How many cases a test runs: a few with every test run, the table's in `make trust`, many more in `make soak`."""

from __future__ import annotations

import os
from itertools import pairwise

import pytest

SOAK = os.environ.get("MORGUE_SOAK") == "1"


def sized(smoke: int, trust: int, soak: int | None = None, parts: int = 1) -> pytest.MarkDecorator:
    """Gives a test the argument `cases`, a range of seeds; the large run in so many parts, for two cores to share."""
    total = soak if SOAK and soak is not None else trust
    bounds = [total * n // parts for n in range(parts + 1)]
    large = [pytest.param(range(a, b), marks=pytest.mark.trust, id=f"{a}-{b}") for a, b in pairwise(bounds)]
    return pytest.mark.parametrize("cases", [pytest.param(range(smoke), id="few"), *large])
