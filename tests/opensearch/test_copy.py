"""`morgue copy` from a folder into a cluster, from there into another, and back."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from morgue.core.location import Location
from morgue.engines.copying import copy
from morgue.index.cluster.http import Connection
from tests.cli.test_copy import made, same
from tests.opensearch.build import address, remove

pytestmark = pytest.mark.opensearch


def test_there_and_back(tmp_path: Path, hosts: str) -> None:
    doors = [Connection(address(hosts)) for _ in range(2)]
    first, last = (Location.of_folder(tmp_path / name) for name in ("first", "last"))
    places = [first, *(Location.parse(door.address.shown) for door in doors), last]
    made(first)
    for source, target in pairwise(places):
        assert copy(source, target).added == 5
        same(source, target)
        assert copy(source, target).added == 0
    for door in doors:
        remove(door)


def test_an_archive_of_another_analyzer_is_copied(tmp_path: Path, hosts: str) -> None:
    old = Connection(address(hosts))
    first = Location.of_folder(tmp_path / "first")
    made(first)
    copy(first, Location.parse(old.address.shown))
    meta = {"maker": "morgue", "format": 1, "fingerprint": "1.0"}
    old.call("PUT", f"{old.address.name}-articles/_mapping", {"_meta": meta})
    target = Location.of_folder(tmp_path / "new")
    copy(Location.parse(old.address.shown), target)
    same(first, target)
    remove(old)
