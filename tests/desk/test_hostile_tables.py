"""Tables, batch files and receipts that somebody made to break the program that reads them."""

from __future__ import annotations

import errno
import gc
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from morgue.cli.commands.find import count
from morgue.cli.desk import tables_in
from morgue.cli.desk.batches import lines
from morgue.cli.desk.tables_in import rows
from morgue.core.errors import MorgueError
from morgue.core.json import Document
from morgue.index.sources.documents import sheets
from morgue.render.xlsx import write_xlsx
from morgue.search.desk.receipts.receipt import load
from tests.cli.conftest import Morgue

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<row><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>code</t></is></c></row>'


def workbook(path: Path, data: str, texts: str = "", sheet: str = "sheet1") -> Path:
    """A workbook of these rows below a heading of `id` and `code`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/sharedStrings.xml", f"<sst {NS}>{texts}</sst>")
        package.writestr(
            f"xl/worksheets/{sheet}.xml", f"<worksheet {NS}><sheetData>{HEAD}{data}</sheetData></worksheet>"
        )
    return path


@pytest.mark.parametrize("name", ["table.csv", "batch.txt"])
def test_a_file_without_an_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A device has the size 0."""
    monkeypatch.setattr(tables_in, "_MOST", 1_000)
    (tmp_path / name).symlink_to("/dev/zero")
    with pytest.raises(MorgueError, match="more than"):
        _ = [*(rows if name == "table.csv" else lines)(tmp_path / name)]
    (tmp_path / "just.csv").write_text("id\n" + "a" * 997)
    assert [*rows(tmp_path / "just.csv")] == [{"id": "a" * 997}]


def test_a_table_may_come_by_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    child = os.fork()
    if not child:
        (tmp_path / "pipe").write_text("id,code\na,1\n")
        os._exit(0)
    assert [*rows(tmp_path / "pipe")] == [{"id": "a", "code": "1"}]
    os.waitpid(child, 0)


def test_rows_that_lack_most_cells_of_a_wide_heading_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row of two bytes would become one of a million cells."""
    monkeypatch.setattr(tables_in, "_MOST_LACKING", 100)
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(50)) + "\n" + "x\n" * 2)
    assert [row["c49"] for row in rows(path)] == ["", ""]
    path.write_text(path.read_text() + "\n\nx\n")
    with pytest.raises(MorgueError, match="shorter than its heading"):
        _ = [*rows(path)]


def test_a_sheet_of_blanks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET_BLANKS", 16_383 * 3)
    row = '<row><c r="XFD1"><v>1</v></c></row>'
    assert len([*rows(workbook(tmp_path / "a.xlsx", row * 3))]) == 3
    with pytest.raises(MorgueError, match="blank cells"):
        _ = [*rows(workbook(tmp_path / "b.xlsx", row * 4))]


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "-1", "", "1" * 19, "٣"])
def test_odd_numbers_of_rows_cells_texts_and_sheets_are_borne(tmp_path: Path, number: str) -> None:
    data = f'<row r="{number}"><c r="A{number}" t="s" s="{number}"><v>{number}</v></c><c><v>7</v></c></row>'
    path = workbook(tmp_path / "odd.xlsx", data, "<si><t>x</t></si>", sheet=f"sheet{number}")
    assert [row["code"] for row in rows(path)] == ["7"]


ROW = '<row><c t="s"><v>9</v></c></row>'


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (ROW, "<si><t>x</t></si>" * 300),
        (f"<row><c t='s'><v>9</v></c>{'<c><v>1</v></c>' * 300}</row>", "<si><t>x</t></si>" * 10),
        (f"{ROW}{'<row/>' * 300}", "<si><t>x</t></si>" * 10),
    ],
    ids=["texts", "cells", "rows"],
)
def test_a_workbook_of_many_small_parts_takes_little_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str, texts: str
) -> None:
    """Of a tree of all of them 50 MB would take a gigabyte: each goes before the next is looked at."""
    real, held = sheets._elements, list[int]()

    def watched(*args: Any, **more: Any) -> Iterator[Any]:
        for element in real(*args, **more):
            held.append(sum(1 for _ in element.itersiblings(preceding=True)) + len(element))
            yield element

    monkeypatch.setattr(sheets, "_elements", watched)
    found = [*rows(workbook(tmp_path / "parts.xlsx", data, texts))]
    assert found[0]["id"] == "x" and len(found) in (1, 301)
    assert len(held) > 300 and max(held) <= 2


def test_a_line_of_a_batch_that_is_too_long_is_one_bad_line(
    morgue: Morgue, news: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert morgue("index", "-", stdin=news).status == 0
    run = morgue("count", "--batch", "-", "--jsonl", stdin=b"a" * 200_000 + b"\nferry\n" + b"b" * 70_000)
    told = [json.loads(line) for line in run.out.splitlines()]
    assert ["error" in row for row in told] == [True, False, True]
    monkeypatch.setattr(count, "_LONGEST", 8)
    assert [*count._lines(_file(morgue.home, b"1234567\n12345678\n123456789\n\n1"))] == [
        "1234567",
        "12345678",
        "12345678",
        "",
        "1",
    ]


def _file(folder: Path, data: bytes) -> Path:
    (folder / "batch.txt").write_bytes(data)
    return folder / "batch.txt"


ODD: tuple[object, ...] = (float("inf"), float("nan"), 1.5, True, "1", None, [], -1, 1 << 63)


def _numbers(document: dict[str, Any], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for key, value in document.items():
        if isinstance(value, dict):
            found += _numbers(value, (*above, key))
        elif type(value) is int and key not in ("schema", "receipt"):
            found.append((*above, key))
    return found


def test_a_number_of_a_receipt_that_cannot_be_is_refused(morgue: Morgue, news: bytes) -> None:
    assert morgue("index", "-", stdin=news).status == 0
    assert morgue("receipt", "ferry", "--sample", "2", "--out", str(morgue.home / "r.json")).status == 0
    good = (morgue.home / "r.json").read_text()
    assert load(json.loads(good))
    places = _numbers(json.loads(good))
    assert len(places) > 9
    for place in places:
        for odd in ODD:
            if place == ("sample", "seed") and odd in (-1, 1 << 63):
                continue  # a seed is any whole number
            document = json.loads(good)
            held = document
            for key in place[:-1]:
                held = held[key]
            held[place[-1]] = odd
            with pytest.raises(MorgueError):
                load(document)
    (morgue.home / "r.json").write_text(good.replace('"size":2', '"size":1e999'))
    run = morgue("receipt", "--check", str(morgue.home / "r.json"))
    assert run.status == 2 and "this is no receipt" in run.err


class _Full(io.BytesIO):
    """A disk with room for so many bytes, or a process with no handle left for one more file."""

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > 1_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("fault", ["full", "handles at once", "handles at the end"])
def test_a_workbook_that_cannot_be_written_is_an_error_of_the_disk(
    fault: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if fault != "full":
        real, made = tempfile.mkstemp, list[str]()

        def no_more(*args: Any, **more: Any) -> Any:
            made.append("")
            if fault == "handles at once" or len(made) > 1:
                raise OSError(errno.EMFILE, "Too many open files")
            return real(*args, **more)

        for name in ("mkstemp", "TemporaryFile"):
            monkeypatch.setattr(tempfile, name, no_more)
    made_up: Iterator[Document] = ({"id": f"a{n}", "title": "Quay " * 20 + str(n)} for n in range(500))
    with pytest.raises(OSError, match=r"No space left|Too many open") as raised:
        write_xlsx(_Full(), made_up, ("id", "title"))
    assert raised.value.errno in (errno.ENOSPC, errno.EMFILE)
    del raised  # with all that was half written
    gc.collect()
    assert capfd.readouterr().err == ""
