"""What is measured of a run is the run's own, whatever the process of the tests holds or held before it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.trust.program import Ended, on_pipe, on_terminal, resident, taken

LARGE = 192 << 20


@pytest.mark.parametrize("run", [on_pipe, on_terminal])
def test_what_the_tests_hold_is_not_counted_to_a_run(tmp_path: Path, run: Callable[..., Ended]) -> None:
    ballast = b"\1" * LARGE
    ended = run(tmp_path, "formats")
    assert resident() > LARGE == len(ballast)
    assert 0 < ended.peak < LARGE // 2


def test_what_a_run_takes_is_counted() -> None:
    held = resident()
    child = os.fork()
    if not child:
        os._exit(len(b"\1" * LARGE) != LARGE)
    _, status, used = os.wait4(child, 0)
    assert status == 0
    assert LARGE <= taken(used, held) < 2 * LARGE
