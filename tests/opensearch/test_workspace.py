"""What several people keep beside one archive in a cluster: of two changes at one moment both hold."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest

from morgue.core.errors import MorgueError
from morgue.engines import cluster_store
from morgue.engines.cluster_store import ClusterStore
from morgue.index.cluster import archive
from morgue.index.cluster.address import Address
from morgue.index.cluster.http import Connection
from morgue.workspace.workspace import Workspace
from tests.opensearch.build import address, remove

pytestmark = pytest.mark.opensearch


@pytest.fixture
def place(hosts: str) -> Iterator[Address]:
    door = Connection(address(hosts))
    archive.create(door)
    yield door.address
    remove(door)


def test_notes_of_several_people_at_once_are_all_kept(place: Address) -> None:
    def write(who: str) -> None:
        notes = Workspace(ClusterStore(Connection(place))).notes
        for n in range(6):
            notes.write(f"{who}{n}", f"seen by {who}")

    people = [Thread(target=write, args=(who,)) for who in "abc"]
    for each in people:
        each.start()
    for each in people:
        each.join()
    held = Workspace(ClusterStore(Connection(place))).notes.all()
    assert set(held) == {f"{who}{n}" for who in "abc" for n in range(6)}


def test_the_lock_of_one_who_is_gone_is_taken_over(place: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = ClusterStore(Connection(place)).alone()
    gone.__enter__()
    notes = Workspace(ClusterStore(Connection(place))).notes
    monkeypatch.setattr(cluster_store, "_PATIENCE", 0.2)
    with pytest.raises(MorgueError, match="somebody else keeps the workspace"):
        notes.write("a", "not yet")
    monkeypatch.setattr(cluster_store, "_LOST", 0.2)
    monkeypatch.setattr(cluster_store, "_PATIENCE", 60.0)
    notes.write("a", "now")
    with notes._store.alone():
        gone.__exit__(None, None, None)  # it comes back, and does not let go of what is another's by now
        with pytest.raises(MorgueError, match="somebody else"):
            monkeypatch.setattr(cluster_store, "_PATIENCE", 0.0)
            Workspace(ClusterStore(Connection(place))).notes.write("b", "not yet")
    assert set(notes.all()) == {"a"}
