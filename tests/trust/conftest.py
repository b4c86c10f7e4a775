"""What tests of the folder's doors share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


def _open_files() -> set[str]:
    held = Path("/proc/self/fd")
    return {path.name for path in held.iterdir()} if held.exists() else set()


@pytest.fixture
def closed() -> Iterator[None]:
    """Whatever a test does, no file is open after it that was not before; what others left may be closed meanwhile."""
    before = _open_files()
    yield
    assert _open_files() <= before
