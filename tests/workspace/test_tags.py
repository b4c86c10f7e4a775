"""Tags, notes and what was read: what is put there is there, through queries, kills and moves of the folder."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.errors import MorgueError
from morgue.search.language.errors import QueryError
from morgue.search.language.parse import read
from morgue.search.language.printing import print_query
from morgue.search.query import All, And, IdSet, Not, Word
from morgue.workspace.notes import Note
from morgue.workspace.reading_lists import Kept
from morgue.workspace.store import FolderStore
from morgue.workspace.workspace import Workspace

TODAY = date(2026, 11, 28)
FERRY, GALE, CAT = (
    Kept(f"a{n}", name, "Harbour Times", "2021-03-04", "") for n, name in enumerate(("Ferry", "Gale", "Cat"))
)


class Memory:
    """A store in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def read(self, name: str, most: int) -> bytes | None:
        return self.files.get(name)

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()

    def replace(self, name: str, data: bytes) -> None:
        self.files[name] = data

    def remove(self, name: str) -> None:
        self.files.pop(name, None)

    def names(self, group: str) -> list[str]:
        return sorted(n.split("/")[1] for n in self.files if n.startswith(group + "/"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(FolderStore(tmp_path))


def test_a_tag_is_given_and_taken(workspace: Workspace) -> None:
    tags = workspace.tags
    assert tags.add("budget", [FERRY, GALE]) == 2
    assert tags.add("budget", [GALE]) == 0
    assert tags.ids("budget") == {"a0", "a1"}
    assert [k.added[:2] for k in tags.read("budget")] == ["20", "20"]
    assert tags.add("cats", [CAT]) == tags.add("budget", [CAT]) == 1
    assert tags.of("a2") == ("budget", "cats")
    assert tags.remove("cats", ["a2"]) == 1
    assert tags.names() == ["budget"], "a tag that nothing has is gone"
    assert tags.remove("budget", ["a0", "nobody"]) == 1
    assert tags.counts() == {"budget": 2}


def test_lists_are_tags_and_tags_are_lists(workspace: Workspace) -> None:
    workspace.lists.add("reading", [FERRY])
    assert workspace.tags.ids("reading") == {"a0"}
    workspace.tags.add("later", [CAT])
    assert [k.id for k in workspace.lists.read("later")] == ["a2"]


def test_letter_case_does_not_count(workspace: Workspace) -> None:
    workspace.tags.add("EU", [FERRY])
    workspace.tags.add("eu", [GALE])
    assert workspace.tags.names() == ["EU"]
    assert workspace.tags.ids("Eu") == {"a0", "a1"}
    assert workspace.sets.members("tag", "eu") == frozenset({"a0", "a1"})


def test_a_tag_is_renamed_into_another_and_forgotten(workspace: Workspace) -> None:
    tags = workspace.tags
    tags.add("one", [FERRY, GALE])
    tags.add("two", [GALE, CAT])
    assert tags.rename("one", "two") == 2
    assert tags.counts() == {"two": 3}
    with pytest.raises(MorgueError, match="no tag"):
        tags.rename("one", "three")
    with pytest.raises(MorgueError, match="letter case"):
        tags.rename("two", "TWO")
    with pytest.raises(MorgueError, match="cannot be a name"):
        tags.add("a/b", [FERRY])
    assert tags.delete("two") == 3 and tags.names() == []


def test_notes_are_kept_whatever_is_in_them(workspace: Workspace) -> None:
    text = "first line\nsecond \x1b[2J \u2028 line \ud800 end " + "long " * 10_000
    workspace.notes.write("id\nwith a break", text)
    note = workspace.notes.get("id\nwith a break")
    assert note is not None and note.text == text and note.changed
    workspace.notes.put([Note("a1", "kept", "2020-01-01T00:00:00Z"), Note("id\nwith a break", "  ")])
    assert workspace.notes.all() == {"a1": Note("a1", "kept", "2020-01-01T00:00:00Z")}
    workspace.notes.write("a1", "")
    assert workspace.notes.all() == {}


def test_what_was_read(workspace: Workspace, tmp_path: Path) -> None:
    workspace.read.mark(["a0", "a1"])
    before = (tmp_path / "read.jsonl").stat().st_mtime_ns
    workspace.read.mark(["a0"])
    assert (tmp_path / "read.jsonl").stat().st_mtime_ns == before, "nothing new, nothing written"
    workspace.read.mark(["a0"], read=False)
    assert workspace.read.ids() == {"a1"}


@pytest.mark.parametrize("name", ["notes.jsonl", "read.jsonl", "lists/x.jsonl"])
@pytest.mark.parametrize("data", [b"{", b"[1]", b"1", b'{"id": 1}', b"\xff", b"[" * 100_000, b"null"])
def test_a_file_that_is_something_else_is_an_error_of_one_line(name: str, data: bytes) -> None:
    store = Memory()
    store.files[name] = data
    space = Workspace(store)
    with pytest.raises(MorgueError):
        _ = space.notes.all(), space.read.ids(), space.tags.ids("x")


def test_the_workspace_goes_with_the_folder(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    here = Workspace(FolderStore(tmp_path / "one"))
    here.tags.add("budget", [FERRY])
    here.notes.write("a0", "look at this")
    here.read.mark(["a0"])
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    there = Workspace(FolderStore(tmp_path / "two"))
    assert there.tags.read("budget") == here.tags.read("budget")
    assert there.notes.all() == here.notes.all() and there.read.ids() == {"a0"}


def test_a_query_reads_sets_as_clauses(workspace: Workspace) -> None:
    workspace.tags.add("budget", [FERRY, GALE])
    workspace.tags.add("boats", [FERRY, CAT])
    workspace.read.mark(["a2"])
    workspace.notes.write("a1", "x")

    def meant(text: str) -> object:
        return read(text, today=TODAY, sets=workspace.sets).query

    budget = IdSet("tag", "budget", frozenset({"a0", "a1"}))
    assert meant("tag:budget") == meant("TAGGED:=Budget".replace("Budget", "budget")) == budget
    assert meant("ferry -tag:budget") == And((Word("ferry"), Not(budget)))
    assert meant("tag:b*") == IdSet("tag", "b*", frozenset({"a0", "a1", "a2"}))
    assert meant("is:unread") == Not(IdSet("is", "read", frozenset({"a2"})))
    assert meant("is:noted") == IdSet("is", "noted", frozenset({"a1"}))
    for text in ("tag:budget", "is:unread", "is:noted", "tag:(budget OR boats)", "tag:b* OR *"):
        query = read(text, today=TODAY, sets=workspace.sets).query
        assert read(print_query(query), today=TODAY, sets=workspace.sets).query == query
    assert meant("*") == All()
    with pytest.raises(QueryError, match="did you mean budget"):
        meant("tag:budgt")
    with pytest.raises(QueryError, match="there are boats, budget"):
        meant("tag:zeppelins")


_NAMES = st.sampled_from(["a", "b", "B", "long-name_1"])
_STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "rename"]), _NAMES, _NAMES, st.sampled_from([FERRY, GALE, CAT])),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(_STEPS)
def test_tags_are_sets(steps: list[tuple[str, str, str, Kept]]) -> None:
    """Against a plain dictionary of sets whose keys are folded."""
    tags, plain = Workspace(Memory()).tags, dict[str, set[str]]()
    for what, name, other, article in steps:
        held = plain.setdefault(name.casefold(), set())
        if what == "add":
            tags.add(name, [article])
            held.add(article.id)
        elif what == "remove":
            tags.remove(name, [article.id])
            held.discard(article.id)
        elif held and name.casefold() != other.casefold():
            tags.rename(name, other)
            plain.setdefault(other.casefold(), set()).update(plain.pop(name.casefold()))
        plain = {k: v for k, v in plain.items() if v}
        assert {n.casefold(): set(tags.ids(n)) for n in tags.names()} == plain
