"""From a sample to coded sheets and back: who codes what, what spreadsheets make of a sheet, what it says."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from morgue.cli.desk.tables_in import rows
from morgue.core.errors import MorgueError
from morgue.search.desk.samples.coding import GIVEN, read_sheets, shares, unguarded, verdicts
from morgue.search.desk.samples.recall import Judged, recall
from morgue.search.desk.statistics import wilson
from tests.cli.conftest import Morgue, lines


@settings(max_examples=100)
@given(st.integers(0, 60), st.integers(1, 5), st.integers(0, 70))
def test_every_item_is_coded_and_the_first_by_all(count: int, coders: int, overlap: int) -> None:
    names = [f"c{n}" for n in range(coders)]
    given_items = shares(count, names, overlap)
    coded_by = [sum(item in items for items in given_items.values()) for item in range(count)]
    assert coded_by == [coders if item < overlap else 1 for item in range(count)]
    assert max(map(len, given_items.values()), default=0) - min(map(len, given_items.values()), default=0) <= 1


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    home = tmp_path_factory.mktemp("coding")
    program = Morgue(home, home / "archive")
    evil = '=HYPERLINK("http://x")\x1b[2J'
    articles = [
        {
            "id": f"a{n:02}",
            "title": f"{evil if n % 3 == 0 else ''}Ferry report {n}",
            "outlet": ("Harbour Times", "Hill Gazette", "Valley Post")[n % 3],
            "date": f"2021-{n % 4 + 1:02}-03",
            "body": f"Report {n} of the harbour. " + ("A ferry strike went on. " * (n % 2)) + f"Weather {n * 7919}.",
        }
        for n in range(30)
    ]
    assert program("index", "-", stdin=lines(*articles)).status == 0
    return program


def test_a_sample_is_told_with_its_strata(program: Morgue) -> None:
    command = ("sample", "report", "-n", "9", "--seed", "7", "--by", "outlet")
    told = program(*command, "--json").json()
    assert [(s["values"]["outlet"], s["size"], s["drawn"]) for s in told["strata"]] == [
        ("Harbour Times", 10, 3),
        ("Hill Gazette", 10, 3),
        ("Valley Post", 10, 3),
    ]
    assert len(told["ids"]) == 9 and program(*command, "--fields", "id").out.split() == told["ids"]
    assert [row["id"] for row in program(*command, "--jsonl").jsonl()] == told["ids"]
    assert "3  of 10" in program(*command).out
    with morgue.open(program.archive) as archive:
        assert archive.sample("report", 9, seed=7, by=("outlet",)).as_dict() == told
    assert program("sample", "zeppelin").status == 1
    assert program("sample", "report", "--by", "byline").status == 2


def test_a_sample_is_the_same_after_compact_in_another_folder_and_in_pieces(program: Morgue, tmp_path: Path) -> None:
    command = ("sample", "report", "-n", "12", "--seed", "3", "--by", "outlet,month", "--fields", "id")
    first = program(*command).out
    shutil.copytree(program.archive, tmp_path / "archive")
    other = Morgue(tmp_path, tmp_path / "archive")
    assert other("compact").status == 0
    assert other(*command).out == first
    pieces = Morgue(tmp_path, tmp_path / "pieces")
    exported = program("export", "*").jsonl()
    for part in (exported[::2], exported[1::2]):
        kept = ("id", "title", "outlet", "date", "body")
        assert pieces("index", "-", stdin=lines(*({k: row[k] for k in kept} for row in part))).status == 0
    assert pieces(*command).out == first


@pytest.mark.parametrize("end", [".csv", ".xlsx"])
def test_sheets_go_out_and_come_back(program: Morgue, tmp_path: Path, end: str) -> None:
    sheet = tmp_path / f"coding{end}"
    command = ("sample", "report", "-n", "10", "--seed", "1", "--sheet", str(sheet), "--code", "relevant,tone")
    run = program(*command, "--coders", "ann,ben", "--overlap", "4")
    assert run.status == 0 and "coding-ann" in run.out
    held = {name: list(rows(tmp_path / f"coding-{name}{end}")) for name in ("ann", "ben")}
    assert all(tuple(row) == (*GIVEN, "relevant", "tone") for part in held.values() for row in part)
    assert [len(part) for part in held.values()] == [7, 7]
    ids = program("sample", "report", "-n", "10", "--seed", "1", "--fields", "id").out.split()
    assert [row["id"] for row in held["ann"]][:4] == [row["id"] for row in held["ben"]][:4] == ids[:4]
    assert {float(row["weight"]) for row in held["ann"]} == {3.0}
    again = program(*command, "--coders", "ann,ben")
    assert again.status == 2 and "is there already" in again.err, "coded sheets are not written over"


def test_no_cell_of_a_sheet_is_run(program: Morgue, tmp_path: Path) -> None:
    table = tmp_path / "s.csv"
    assert program("sample", "report", "-n", "30", "--sheet", str(table)).status == 0
    for row in csv.reader(io.StringIO(table.read_text(encoding="utf-8"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t")) and "\x1b" not in cell
    book = tmp_path / "s.xlsx"
    assert program("sample", "report", "-n", "30", "--sheet", str(book)).status == 0
    with zipfile.ZipFile(book) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet and "\x1b" not in sheet
        assert not any("rels" in name and "sheet" in name for name in parts.namelist()), "no link leads out"


def _fill(path: Path, values: dict[str, str], sign: str = ",", coding: str = "utf-8") -> None:
    """What a spreadsheet program saves after somebody filled in the column `relevant`."""
    held = list(rows(path))
    with path.open("w", encoding=coding, newline="") as file:
        out = csv.DictWriter(file, list(held[0]), delimiter=sign)
        out.writeheader()
        out.writerows({**row, "relevant": values.get(row["id"], "")} for row in held)


def test_agreement_and_recall_of_coded_sheets(program: Morgue, tmp_path: Path) -> None:
    sheet = tmp_path / "c.csv"
    assert program("sample", "*", "-n", "30", "--sheet", str(sheet), "--coders", "ann,ben").status == 0
    truth = {f"a{n:02}": "1" if n % 2 else "0" for n in range(30)}
    _fill(tmp_path / "c-ann.csv", truth, ";", "utf-8-sig")
    _fill(tmp_path / "c-ben.csv", {**truth, "a00": "1", "a01": "0", "a02": ""}, "\t", "utf-16")
    told = program("agree", str(tmp_path / "c-ann.csv"), str(tmp_path / "c-ben.csv"), "--json")
    one = told.json()["variables"][0]
    assert (one["units"], one["percent"]) == (29, pytest.approx(27 / 29))
    assert {d["id"] for d in one["disagreements"]} == {"a00", "a01"}
    assert "1 cell is not filled in" in told.err
    run = program("recall", '"ferry strike"', "--sheet", str(tmp_path / "c-ann.csv"), "--json")
    document = run.json()
    assert (document["coded"], document["relevant"], document["found"], document["both"]) == (30, 15, 15, 15)
    assert document["recall"]["value"] == document["precision"]["value"] == 1.0
    narrow = program("recall", '"ferry strike" outlet:hill', "--sheet", str(tmp_path / "c-ann.csv"), "--json").json()
    assert narrow["recall"]["value"] == pytest.approx(5 / 15)
    assert [narrow["recall"]["low"], narrow["recall"]["high"]] == pytest.approx(list(wilson(5, 15)))
    both = ["--sheet", str(tmp_path / "c-ann.csv"), "--sheet", str(tmp_path / "c-ben.csv")]
    assert "2 articles are left out" in program("recall", "strike", *both).err
    assert "precision" in program("recall", "strike", *both).out


def test_recall_by_weights() -> None:
    """90 articles found, of which 9 were coded and 6 are relevant; 910 not found, of which 91 were coded, 7 relevant.

    By hand: relevant and found 60, relevant in all 130; precision 60 / 90, recall 60 / 130."""
    judged = [Judged(n < 6, True, 10) for n in range(9)] + [Judged(n < 7, False, 10) for n in range(91)]
    told = recall(judged)
    assert told.precision.value == pytest.approx(6 / 9) and told.recall.value == pytest.approx(6 / 13)
    assert [told.recall.low, told.recall.high] == pytest.approx(list(wilson(6, 13))), "equal weights change nothing"
    uneven = recall([Judged(True, True, 1), Judged(True, False, 9), Judged(False, True, 5)])
    assert uneven.recall.value == pytest.approx(0.1) and uneven.precision.value == pytest.approx(1 / 6)
    assert uneven.recall.high > wilson(0.2, 2)[1], "as if fewer had been drawn"
    assert recall([]).recall.value is None and recall([]).f1 is None


def test_what_sheets_cannot_say_is_an_error() -> None:
    with pytest.raises(MorgueError, match='no column "id"'):
        read_sheets([("s", [{"name": "x"}])])
    with pytest.raises(MorgueError, match="in two ways"):
        read_sheets([("s", [{"id": "a", "v": "1"}, {"id": "a", "v": "2"}])])
    with pytest.raises(MorgueError, match="is no number"):
        read_sheets([("s", [{"id": "a", "v": "1", "weight": "much"}])])
    with pytest.raises(MorgueError, match="neither yes nor no"):
        verdicts({"a": {"x": "perhaps"}})
    coded = read_sheets(
        [("one", [{"id": "a", "v": "1", "w": ""}, {"id": "", "v": "1"}]), ("two", [{"id": "a", "v": "1"}])]
    )
    assert coded.values["v"] == {"a": {"one": "1", "two": "1"}} and (coded.empty, coded.without_id) == (1, 1)
    with pytest.raises(MorgueError, match="which column"):
        coded.variable(None)
    assert verdicts({"a": {"x": "Yes", "y": "no"}, "b": {"x": "JA"}, "c": {}}) == ({"b": True}, 1)
    assert unguarded(" '=1 ") == "=1" and unguarded("'tis") == "'tis"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"PK\x03\x04 no zip", b'id,v\n"open'])
def test_a_file_that_is_no_table(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    try:
        found = list(rows(path))
    except MorgueError:
        return
    assert data.startswith(b"id") and found == [{"id": "open", "v": ""}]
