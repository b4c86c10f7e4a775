"""Files of the workspace whose lines are made to take many times their size."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from morgue.core.errors import MorgueError
from morgue.workspace import json_lines
from morgue.workspace.mark_tables import read_marks
from morgue.workspace.notes import Note
from morgue.workspace.store import FolderStore
from morgue.workspace.workspace import Workspace

FILES: dict[str, Callable[[Workspace], object]] = {
    "lists/kept.jsonl": lambda space: space.tags.read("kept"),
    "notes.jsonl": lambda space: space.notes.all(),
    "read.jsonl": lambda space: space.read.ids(),
    "asked.jsonl": lambda space: space.asked.all(),
}
LINES = {
    "lists": b"[" + b"[]," * 30_000 + b"[]]",
    "objects": b'{"id": [' + b"{}," * 30_000 + b"{}]}",
    "texts": b"[" + b'"",' * 30_000 + b'""]',
    "numbers": b"[" + b"1," * 50_000 + b"1]",
    "a text without an end": b'"' + b"\\" * 100_001,
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", FILES)
def test_a_long_line_that_is_no_text_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    """64 MB of `[]` would become two gigabytes."""
    (tmp_path / "lists").mkdir()
    (tmp_path / name).write_bytes(LINES[line] + b"\n")
    monkeypatch.setattr(json, "loads", _never)
    with pytest.raises(MorgueError, match="is not a"):
        FILES[name](Workspace(FolderStore(tmp_path)))


def _never(line: str) -> object:
    raise AssertionError(f"{len(line)} characters are parsed")


@pytest.mark.parametrize("text", ["a" * 200_000, '"[{\\n' * 50_000, "\u00e9\u202e\n" * 40_000])
def test_a_long_note_is_read_back(tmp_path: Path, text: str) -> None:
    notes = Workspace(FolderStore(tmp_path)).notes
    notes.put([Note("a", text), Note("b", "short")])
    assert notes.all()["a"].text == text.strip("\n") and notes.all()["b"].text == "short"
    assert len(json.dumps(text)) > json_lines._SHORT


def test_an_article_that_a_list_names_over_and_over_has_the_tag_once(tmp_path: Path) -> None:
    """A tuple that grew with each line would take hours for 64 MB."""
    (tmp_path / "lists").mkdir()
    line = json.dumps({"id": "a", "title": "", "outlet": "", "date": "", "url": ""}) + "\n"
    (tmp_path / "lists" / "kept.jsonl").write_text(line * 20)
    tags = Workspace(FolderStore(tmp_path)).tags
    assert tags.of("a") == ("kept",) and tags.by_article() == {"a": ("kept",)}


def test_a_column_of_a_thousand_tags_and_more_is_none_of_tags() -> None:
    """Each would become a file: a table of 50,000 kept the program busy for hours."""
    rows = [{"id": f"a{n}", "tag": f"t{n % 1_000}"} for n in range(3_000)]
    assert len(read_marks(rows).by_tag()) == 1_000
    with pytest.raises(MorgueError, match="more than 1,000 tags"):
        read_marks([*rows, {"id": "b", "tag": "one;more"}])
    with pytest.raises(MorgueError, match="more than 1,000 tags"):
        read_marks([{"id": "a", "tag": ";".join(f"x{n}" for n in range(1_001))}])
