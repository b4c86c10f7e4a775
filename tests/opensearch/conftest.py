"""Nodes for the tests of this folder; skipped with a reason where no server can be had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from morgue.index.cluster.writer import ClusterWriter
from tests.opensearch.beside import Both
from tests.opensearch.server import running
from tests.opensearch.server.node import Cluster


@pytest.fixture(autouse=True)
def _forgetting_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the cluster lets go of the text: half a minute each time; the test of the disk has its own patience."""
    monkeypatch.setattr(ClusterWriter, "patience", 0.0)


@pytest.fixture(scope="session")
def hosts() -> str:
    """Where one node answers; each test takes a name of its own."""
    return running.hosts()


@pytest.fixture
def both(tmp_path: Path, hosts: str) -> Iterator[Both]:
    """An archive in a folder and one in the cluster, both empty."""
    made = Both(tmp_path / "archive", hosts)
    yield made
    made.close()


@pytest.fixture(scope="module")
def three_nodes() -> Iterator[Cluster]:
    """Three nodes for one module."""
    cluster = running.started(3)
    yield cluster
    cluster.close()
