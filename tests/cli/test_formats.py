from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.cli import tables
from morgue.cli.formats import FormError, choose, csv_rows, encode, field_rows, narrowed, slots, template_rows
from morgue.cli.tables import HITS, Columns
from morgue.core.json import Document
from morgue.render.sanitize import is_safe

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
ROW: Document = {
    "schema": 1,
    "id": "k7f2",
    "title": "Ferry strike\tenters third week",
    "date": None,
    "authors": ["Ada Brook", "Jo Tern"],
    "score": -1.5,
    "story": {"id": "k7f2", "role": "original"},
    "snippets": [{"text": "crews of the ferry", "marks": [[13, 18]]}],
}


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_json_says_the_same_and_carries_no_control_character(text: str) -> None:
    block = encode({"schema": 1, "body": text})
    assert json.loads(block) == {"schema": 1, "body": text}
    assert is_safe(block.decode())
    assert b"\n" not in block


def test_json_leaves_other_writing_as_it_is() -> None:
    assert encode({"title": "Fähre 渡船 می‌خواهم"}).decode() == '{"title":"Fähre 渡船 می‌خواهم"}'
    assert encode({"title": "a\u202eb\x9b"}) == b'{"title":"a\\u202eb\\u009b"}'
    assert encode({"title": "\U000e0041"}) == b'{"title":"\\udb40\\udc41"}'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ="])
def test_a_spreadsheet_runs_no_cell(start: str) -> None:
    heading, row = csv_rows([{"title": f"{start}cmd|' /C calc'!A0"}], ["title"])
    assert heading == "title"
    (cell,) = next(csv.reader(io.StringIO(row)))
    assert cell[0] in "'␍"


def test_csv_writes_numbers_plainly_and_lists_with_semicolons() -> None:
    rows = list(csv_rows([ROW], ["id", "score", "authors", "date", "story", "story.role", "snippets"]))
    assert rows[1] == "k7f2,-1.5,Ada Brook; Jo Tern,,k7f2,original,crews of the ferry"


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_csv_reads_back_as_one_row_of_safe_text(text: str) -> None:
    out = "\n".join(csv_rows([{"a": text, "b": "end"}], ["a", "b"]))
    assert is_safe(out)
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert [len(row) for row in rows] == [2, 2]
    assert rows[1][1] == "end"


def test_pairs_and_ranges_stand_in_a_cell() -> None:
    row: Document = {
        "figures": [{"before": "1.2", "after": "2.1"}, {"before": "3", "after": "4"}],
        "cut": [[3, 3], [7, 9]],
    }
    assert list(field_rows([row], ["figures", "cut"])) == ["1.2 → 2.1; 3 → 4\t3; 7–9"]


def test_templates() -> None:
    assert list(template_rows([ROW], "{id} {{{ title }}}\\t{story.role}")) == [
        "k7f2 {Ferry strike enters third week}\toriginal"
    ]
    assert slots("{a} {{b}} { c }") == ("a", "c")
    for bad in ("{title", "title}", "{a{b}}"):
        with pytest.raises(FormError):
            slots(bad)


def test_a_template_cannot_reach_into_python() -> None:
    assert list(template_rows([ROW], "{title.__class__}")) == [""]
    form = choose(template="{title.__class__}")
    with pytest.raises(FormError, match="no field"):
        HITS.checked(form)


def test_fields_stand_between_tabs() -> None:
    assert list(field_rows([ROW], ["id", "title", "date"])) == ["k7f2\tFerry strike enters third week\t"]
    assert narrowed(ROW, ["date", "id"]) == {"schema": 1, "date": None, "id": "k7f2"}


def test_forms() -> None:
    assert choose().kind == "text"
    assert choose(json=True).kind == "json"
    assert choose(nul=True).fields == ("id",)
    assert choose(nul=True, template="{id}").end == "\0"
    assert choose(fields="a, b").fields == ("a", "b")
    for wrong in (
        {"json": True, "csv": True},
        {"template": "x", "fields": "id"},
        {"fields": ","},
        {"nul": True, "csv": True},
    ):
        with pytest.raises(FormError):
            choose(**wrong)


def test_fields_can_be_asked_for() -> None:
    every = [value for value in vars(tables).values() if isinstance(value, Columns)]
    assert len(every) > 10
    for columns in every:
        with pytest.raises(FormError, match=re.escape(f"there are {', '.join(columns.known)}")):
            columns.checked(choose(fields="help"))


def test_an_unknown_field_names_the_nearest() -> None:
    with pytest.raises(FormError, match=r"did you mean outlet\?"):
        HITS.checked(choose(fields="outlt"))
