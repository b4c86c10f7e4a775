"""`morgue copy` between folders; tests/opensearch has it between a folder and a cluster."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from morgue.core.location import Location
from morgue.engines.copying import copy
from morgue.engines.opening import open_searcher, open_workspace, open_writer
from morgue.index.pipeline.prepared import with_keys_of_many
from morgue.workspace.reading_lists import kept
from morgue.workspace.workspace import Workspace
from tests.local.build import article

FOOTER = "Sign up to our newsletter for the news of the bay every morning before the tide turns at the pier"


def made(place: Location) -> None:
    """An archive with a story, furniture, something forgotten, and all that a person keeps."""
    body = "The crews of the Skerry ferry walked out at dawn on Pier Two over the rosters of the night boat, they said."
    rows = [article(n, f"{body}\nReport {n} of the harbour master.\n{FOOTER}", f"Strike {n}") for n in range(6)]
    rows = [replace(a, outlet=f"Outlet {i % 2}", date=f"2021-03-0{i + 1}") for i, a in enumerate(rows)]
    rows = [replace(a, provenance=replace(a.provenance, sha256=f"{i:064}")) for i, a in enumerate(rows)]
    with open_writer(place, create=True) as writer:
        for prepared in with_keys_of_many(rows):
            writer.add(prepared)
        writer.commit()
        writer.settle()
        writer.forget(["a003"])
    workspace = open_workspace(place)
    workspace.saved.save("strikes", "ferry strike")
    workspace.saved.mark_seen("strikes", ["a000"])
    workspace.tags.add("budget", [kept(rows[1]), kept(rows[2])])
    workspace.notes.write("a001", "ask the harbour master")
    workspace.read.mark(["a004"])
    workspace.asked.add(["ferry strike"])
    workspace.places.put({"a002": 0.5})


def same(source: Location, target: Location) -> None:
    with open_searcher(source) as a, open_searcher(target) as b:
        assert list(b.export("", None)) == list(a.export("", None))
        assert [s.as_dict() for s in b.stories("", 1, None)] == [s.as_dict() for s in a.stories("", 1, None)]
    assert open_workspace(target).saved.all() == open_workspace(source).saved.all()
    assert open_workspace(target).saved.unseen("strikes", ["a000", "a001"]) == ["a001"]
    kept_there = [_kept(open_workspace(place)) for place in (source, target)]
    assert kept_there[0] == kept_there[1] and all(kept_there[0])


def _kept(workspace: Workspace) -> tuple[object, ...]:
    return (
        workspace.tags.by_article(),
        workspace.notes.all(),
        workspace.read.ids(),
        workspace.asked.all(),
        workspace.places.all(),
    )


def test_a_copy_has_all_that_the_archive_had(tmp_path: Path) -> None:
    source, target = (Location.of_folder(tmp_path / name) for name in ("from", "to"))
    made(source)
    told = copy(source, target)
    assert (told.added, told.unchanged, told.forgotten, told.articles) == (5, 0, 1, 5)
    kept_files = {"saved.json", "seen-strikes", "lists/budget.jsonl", "notes.jsonl"}
    assert set(told.files) == {*kept_files, "read.jsonl", "asked.jsonl", "places.json"}
    same(source, target)
    again = copy(source, target)
    assert (again.added, again.unchanged, again.files) == (0, 5, ())
    same(source, target)
