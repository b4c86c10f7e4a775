"""Tags and notes on the command line: given, found by queries, counted, exported and imported."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from morgue.render.sanitize import is_safe
from morgue.workspace.mark_tables import read_marks
from tests.cli.conftest import Morgue


@pytest.fixture
def own(morgue: Morgue, news: bytes) -> Morgue:
    """An archive that a test may change."""
    assert morgue("index", "-", stdin=news).status == 0
    return morgue


def test_a_tag_is_a_clause_a_facet_and_a_column(own: Morgue) -> None:
    assert own("tag", "a1", "a2", "budget").out == "tag:budget: 2 articles, 2 are new\n"
    assert own("tag", "-", "budget", stdin=b"a2 a3\n").out == "tag:budget: 3 articles, 1 is new\n"
    assert own("tag", "boats", "--query", "ferry", "-v").status == 0
    assert sorted(own("search", "tag:budget", "--fields", "id").out.split()) == ["a1", "a2", "a3"]
    assert own("search", "* -tag:b*", "--fields", "id").out.split() == ["a4"]
    answer = own("search", "*", "--facets", "tag,outlet", "--json").json()
    assert {b["value"]: b["articles"] for b in answer["facets"]["tag"]} == {"boats": 3, "budget": 3}
    assert (answer["missing"]["tag"], answer["others"]["tag"]) == (1, 0)
    assert "tag      boats" in own("search", "*", "--facets", "tag").out
    rows = {row["id"]: row.get("tags") for row in own("export", "*").jsonl()}
    assert rows["a1"] == ["boats", "budget"] and rows["a4"] is None
    assert own("export", "a1 id:a1", "--fields", "id,tags").status in (0, 1)
    assert own("show", "a1", "--fields", "id,tags").out == "a1\tboats; budget\n"
    assert "boats; budget" in own("show", "a1").out
    assert own("tag", "a1", "budget", "--remove").out == "tag:budget: 2 articles, 1 loses it\n"
    assert own("search", "tag:budgt").status == 2


def test_tags_are_listed_renamed_and_taken_off(own: Morgue) -> None:
    assert own("tags").status == 1
    own("tag", "a1", "a2", "budget")
    assert own("tags").out == "tag:budget\t2\n"
    assert own("tags", "budget", "--fields", "id").out.split() == ["a1", "a2"]
    assert own("tags", "--json").json() == {"schema": 1, "tags": [{"tag": "budget", "articles": 2}]}
    assert own("tags", "budget", "--rename", "money").status == 0
    assert own("tags").out == "tag:money\t2\n"
    assert own("tags", "money", "--delete").out == "taken off 2 articles\n"
    assert own("tags", "money").status == 2 and own("tags", "--delete").status == 2
    assert own("tag", "nobody", "x").status == 2 and own("tag", "x").status == 2 and own("tag", "a1", "a b").status == 2


def test_the_first_words_stand_for_a_headline_on_the_screen_alone(morgue: Morgue) -> None:
    text = b'{"id": "n1", "body": "The ferry went out again in the rain, and nobody knew why it did so on that day."}'
    assert morgue("index", "-", stdin=text).status == 0
    morgue("tag", "n1", "boats")
    assert [row["title"] for row in morgue("tags", "--jsonl").jsonl()] == [None]
    assert [row["title"] for row in morgue("tags", "boats", "--json").json()["articles"]] == [None]
    assert "[The ferry went out again" in morgue("tags", "boats").out


def test_notes(own: Morgue) -> None:
    assert own("note", "a1").status == 1
    assert own("note", "a1", "look", "at", "this").status == 0
    assert own("note", "a1").out == "look at this\n"
    assert own("note", "a2", "-", stdin="two\nlines, 港".encode()).status == 0
    assert sorted(own("search", "is:noted", "--fields", "id").out.split()) == ["a1", "a2"]
    assert {row["id"]: row["note"] for row in own("notes", "--jsonl").jsonl()} == {
        "a1": "look at this",
        "a2": "two\nlines, 港",
    }
    assert own("export", "id:a2").jsonl()[0]["note"] == "two\nlines, 港"
    assert "two" in own("show", "a2").out
    assert own("note", "a1", "--remove").status == 0
    assert [row["id"] for row in own("notes", "--json").json()["notes"]] == ["a2"]


def test_out_as_a_table_and_in_again(own: Morgue, tmp_path: Path, news: bytes) -> None:
    own("tag", "a1", "a2", "budget")
    own("tag", "a2", "boats")
    own("note", "a2", '=1+1, "quoted"\nsecond')
    table = tmp_path / "tags.csv"
    table.write_text(own("tags", "--csv").out, newline="")
    assert all(not cell.startswith("=") for row in csv.reader(io.StringIO(table.read_text())) for cell in row)
    (tmp_path / "other").mkdir()
    other = Morgue(tmp_path / "other", tmp_path / "other" / "archive")
    assert other("index", "-", stdin=news).status == 0
    run = other("tags", "--import", str(table))
    assert run.out == "3 rows read · 3 tags added · 1 note · 0 bad rows\n" and run.err == ""
    assert other("tags", "--csv").out == own("tags", "--csv").out
    assert other("tags", "--import", str(table)).out.startswith("3 rows read · 0 tags added")


def test_bad_rows_are_counted_and_the_others_taken(own: Morgue, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("id;tags\na1;budget; boats\n;x\na2;no good\nelsewhere;budget\na3;\n")
    run = own("tags", "--import", str(table))
    assert run.status == 0 and run.out == "2 rows read · 2 tags added · 0 notes · 3 bad rows\n", run.out + run.err
    assert "row 3: it names no article" in run.err and '"no good" cannot be a tag' in run.err
    assert (
        "row 6: it has neither a tag nor a note" in run.err and "1 of the articles are not in this archive" in run.err
    )
    table.write_text("name,tag\nx,y\n")
    assert own("tags", "--import", str(table)).status == 2


def test_forgetting_indexing_again_and_moving_leave_them(own: Morgue, tmp_path: Path, news: bytes) -> None:
    own("tag", "a1", "a2", "budget")
    own("note", "a1", "kept")
    assert own("forget", "a1").status == 0
    assert own("search", "tag:budget", "--fields", "id").out.split() == ["a2"]
    assert own("index", "-", "--again", stdin=news).status == 0
    assert sorted(own("search", "tag:budget", "--fields", "id").out.split()) == ["a1", "a2"]
    assert own("compact").status == 0
    own.archive.rename(tmp_path / "moved")
    moved = Morgue(own.home, tmp_path / "moved")
    assert moved("note", "a1").out == "kept\n"
    assert moved("verify").status == 0


def test_hostile_tables() -> None:
    evil = "\x1b[2J\u202e"
    told = read_marks([{"id": f"a{evil}", "tag": evil}, {"id": f"a{evil}", "tag": "x", "note": evil}])
    assert len(told.bad) == 1 and not is_safe(told.rows[0].note), "kept as it is; made safe where it is shown"
