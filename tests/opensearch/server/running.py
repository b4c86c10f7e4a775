"""The one node that a test process needs, started when first asked for and stopped at its end."""

from __future__ import annotations

import atexit
import os
from functools import cache

import pytest

from tests.opensearch.server.home import Unavailable
from tests.opensearch.server.node import Cluster


def started(count: int, heap: int = 320) -> Cluster:
    """A cluster of so many nodes. The test is skipped where there is none, and fails where one is required."""
    try:
        return Cluster(count, heap).__enter__()
    except Unavailable as why:
        if os.environ.get("MORGUE_OPENSEARCH") == "required":
            pytest.fail(f"OpenSearch is required: {why}")
        pytest.skip(f"no OpenSearch here: {why}")


@cache
def hosts() -> str:
    """Where a node answers: one of our own, or that of MORGUE_OPENSEARCH_AT, whose indices `test-*` come and go."""
    there = os.environ.get("MORGUE_OPENSEARCH_AT")
    if there:
        return there
    running = started(1)
    atexit.register(running.close)
    return running.address
