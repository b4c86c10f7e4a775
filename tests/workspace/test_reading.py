"""What was asked and how far was read: kept whole, bounded, and never taken for what it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.errors import MorgueError
from morgue.workspace import query_history, reading_places
from morgue.workspace.query_history import QueryHistory, later
from morgue.workspace.reading_places import ReadingPlaces
from morgue.workspace.store import FolderStore


def test_a_query_is_kept_once_where_it_was_asked_last(tmp_path: Path) -> None:
    asked = QueryHistory(FolderStore(tmp_path))
    assert asked.all() == ()
    asked.add(["ferry", "harbour", "  "])
    asked.add(["ferry", "x" * 9_000, 'outlet:"Küstenkurier"\u2028'])
    assert asked.all() == ("harbour", "ferry", 'outlet:"Küstenkurier"\u2028')


def test_of_more_queries_than_are_kept_the_oldest_go() -> None:
    held = later((), [f"q{n}" for n in range(query_history.KEPT + 10)])
    assert len(held) == query_history.KEPT and held[0] == "q10" and held[-1] == f"q{query_history.KEPT + 9}"


def test_a_place_is_kept_until_an_article_is_read_to_its_end(tmp_path: Path) -> None:
    places = ReadingPlaces(FolderStore(tmp_path))
    places.put({"a": 0.5, "b": 0.25})
    places.put({"a": 0.0, "c": 7.0})
    assert places.all() == {"b": 0.25, "c": 1.0}
    places.put({f"n{n}": 0.5 for n in range(reading_places.KEPT)})
    assert len(places.all()) == reading_places.KEPT and "b" not in places.all()


@pytest.mark.parametrize("text", ["nonsense", '["a", 1]', '{"a": 1}', "[" * 100_000, "\xff"])
def test_a_file_that_is_something_else_is_an_error_and_stays(tmp_path: Path, text: str) -> None:
    for name, kept in (
        ("asked.jsonl", QueryHistory(FolderStore(tmp_path))),
        ("places.json", ReadingPlaces(FolderStore(tmp_path))),
    ):
        (tmp_path / name).write_text(text, encoding="latin-1")
        with pytest.raises(MorgueError, match="mend it or remove it"):
            kept.all()
        with pytest.raises(MorgueError):
            kept.add(["ferry"]) if isinstance(kept, QueryHistory) else kept.put({"a": 0.5})
        assert (tmp_path / name).read_text(encoding="latin-1") == text


def test_a_place_that_cannot_be_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "places.json").write_text('{"places": {"a": 0.5, "b": -1, "c": 9, "d": NaN}}')
    assert ReadingPlaces(FolderStore(tmp_path)).all() == {"a": 0.5}
