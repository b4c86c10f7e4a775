"""Many queries in one run: every good one is asked, every bad one told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.cli.conftest import Morgue


def test_the_hits_of_a_table_of_queries(held: Morgue, tmp_path: Path) -> None:
    lines = tmp_path / "queries.txt"
    lines.write_text("ferry strike\n(ferry\n\nwaves\nzeppelin\n")
    run = held("search", "--batch", str(lines), "--copies", "--sort", "oldest")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert run.status == 0 and "line 2" in run.err and run.err.count("morgue:") == 1
    for text in ("ferry strike", "waves"):
        wanted = held("search", text, "--copies", "--sort", "oldest", "--fields", "id").out.split()
        assert [row["id"] for row in rows if row["query"] == text] == wanted and wanted
    assert {row["query"] for row in rows} == {"ferry strike", "waves"}
    table = tmp_path / "queries.csv"
    table.write_text("topic;query\nboats;ferry\nsea;waves OR (\n")
    run = held("search", "--batch", str(table), "--jsonl", "--fields", "query,id", "--limit", "1")
    assert [row["query"] for row in run.jsonl()] == ["ferry"] and "line 3" in run.err
    assert held("search", "--batch", str(table), "--fields", "query,rank").out.startswith("ferry\t1\n")
    table.write_text("topic\nx\n")
    assert held("search", "--batch", str(table)).status == 2
    assert held("search", "--batch", str(tmp_path / "none")).status == 2
    assert held("search", "ferry", "--batch", str(lines)).status == 2
    lines.write_text("zeppelin\n")
    assert held("search", "--batch", str(lines)).status == 1
