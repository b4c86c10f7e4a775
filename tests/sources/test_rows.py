"""JSON and tables: an item a line, an object or a row, with its number and what its fields state."""

import gzip
import io
import json
from hashlib import sha256
from pathlib import Path

import pytest

from morgue.core.article import Given
from tests.sources.helpers import LINE, both, one, reasons, written


def test_json_lines_know_their_numbers_and_offsets(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + LINE + b"\r\n\n" + LINE + b"\n{bad\n" + LINE
    items, rejected = both(written(tmp_path / "a.jsonl", data))
    assert [(i.member, i.offset) for i in items] == [("line 1", 0), ("line 3", 66), ("line 5", 132)]
    assert [(r.reason, r.member) for r in rejected] == [("malformed JSON", "line 4")]
    assert "line 4" in rejected[0].detail
    assert len({i.id for i in items}) == 3
    assert len({i.sha256 for i in items}) == 1


def test_every_synonym_in_any_case(tmp_path: Path) -> None:
    want = Given("7", "u", "Harbour Times", "T", "2020", None, ("A B",), "Town", "en")
    for keys in (
        "id url outlet title date authors body section language",
        "ID URL Source Headline Published Author Text Section Language",
        "id url publisher headline published_at byline content section language",
    ):
        names = keys.split()
        values = ["7", "u", "Harbour Times", "T", "2020", "A B", "The tide came in.", "Town", "en"]
        item = one(tmp_path / "a.jsonl", json.dumps(dict(zip(names, values, strict=True))).encode())
        assert item.given == want
        assert (item.content, item.data) == ("text", b"The tide came in.")


def test_values_that_are_not_strings(tmp_path: Path) -> None:
    record = {
        "id": 12,
        "source": {"id": None, "name": "Hill Gazette"},
        "authors": ["A", {"name": "B"}, ""],
        "title": " T\n U ",
    }
    record |= {"body": ["One.", "Two."], "date": 2020, "section": None, "language": True}
    item = one(tmp_path / "a.jsonl", json.dumps(record).encode())
    assert item.given == Given("12", None, "Hill Gazette", "T U", "2020", None, ("A", "B"))
    assert item.data == b"One.\n\nTwo."


def test_what_becomes_of_html_titles_and_nothing(tmp_path: Path) -> None:
    rows = [{"html": "<p>x"}, {"title": "T", "body": "  "}, {"url": "u"}, {"html": "<p>x", "body": "b"}, [1], "s", None]
    items, rejected = both(written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)).encode()))
    assert [(i.content, i.notes) for i in items] == [("page", ()), ("none", ("title only",)), ("text", ())]
    assert [r.reason for r in rejected] == ["no text", "not an object", "not an object", "not an object"]


def test_json_that_strict_parsers_refuse(tmp_path: Path) -> None:
    data = b'{"body": "x \\ud800 y", "id": NaN}\n{"body": "caf\xe9"}\n'
    items, rejected = both(written(tmp_path / "a.jsonl", data))
    assert not rejected
    assert [i.data.decode() for i in items] == ["x ? y", "caf\u00e9"]


@pytest.mark.parametrize("space", ["", "\n", " \r\n\t"])
def test_arrays_are_read_element_by_element(tmp_path: Path, space: str) -> None:
    rows = [{"body": 'a "quoted" ] and \\ } [', "n": [1, {"x": []}]}, {"body": "b"}]
    text = space + "[" + space + f"{space},{space}".join(map(json.dumps, rows)) + space + "]" + space
    items, rejected = both(written(tmp_path / "a.json", text.encode()))
    assert not rejected
    assert [i.member for i in items] == ["item 1", "item 2"]
    for item, row in zip(items, rows, strict=True):
        source = json.dumps(row).encode()
        assert item.sha256 == sha256(source).hexdigest()
        assert text.encode()[item.offset :].lstrip().startswith(source)


def test_an_element_on_the_border_of_a_chunk(tmp_path: Path) -> None:
    rows = [{"body": "x" * 700_000 + '"]\\', "title": str(n)} for n in range(4)]
    items, rejected = both(written(tmp_path / "a.json", json.dumps(rows).encode()))
    assert not rejected
    assert [json.dumps(i.data.decode()) for i in items] == [json.dumps(r["body"]) for r in rows]


def test_one_object_and_objects_that_hold_articles(tmp_path: Path) -> None:
    assert one(tmp_path / "a.json", json.dumps({"title": "T", "body": "b"}, indent=1).encode()).member is None
    holder = {"status": "ok", "articles": [{"title": "A"}, {"title": "B", "content": "b"}]}
    items, _ = both(written(tmp_path / "b.json", json.dumps(holder, indent=2).encode()))
    assert [(i.member, i.given.title) for i in items] == [("item 1", "A"), ("item 2", "B")]


def test_tables(tmp_path: Path) -> None:
    data = b'Headline;Published;Text;Byline\r\n"A; b";2020-02-17;"Two\r\nlines ""here""";Maren\r\n;;;\r\n'
    data += b"B;2021;;\r\nC;2;3;4;5\r\n"
    items, rejected = both(written(tmp_path / "a.csv", data))
    assert [(i.member, i.content, i.given.title, i.given.date) for i in items] == [
        ("line 2", "text", "A; b", "2020-02-17"),
        ("line 5", "none", "B", "2021"),
    ]
    assert items[0].data == b'Two\r\nlines "here"'
    assert data[items[1].offset :].startswith(b"B;2021")
    assert [(r.reason, r.member) for r in rejected] == [("malformed row", "line 6")]


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.dat"])
def test_tables_in_other_encodings(tmp_path: Path, codec: str, name: str) -> None:
    text = "title\ttext\nCaf\u00e9\tThe caf\u00e9 on the pier of the town was closed and the owner was away.\n"
    item = one(tmp_path / name, text.encode(codec))
    assert item.given.title == "Caf\u00e9"


def test_json_lines_in_utf_16(tmp_path: Path) -> None:
    assert one(tmp_path / "a.jsonl", LINE.decode().encode("utf-16")).given.title == "Tide"


def test_a_table_without_text(tmp_path: Path) -> None:
    assert reasons(tmp_path / "a.csv", b"day,boats\n1,2\n") == ["no text column"]


def test_standard_input_is_json_lines() -> None:
    for data in (LINE + b"\n{\n", gzip.compress(LINE + b"\n{\n")):
        items, rejected = both("-", stdin=io.BytesIO(data))
        assert [(i.path, i.member) for i in items] == [("-", "line 1")]
        assert [r.reason for r in rejected] == ["malformed JSON"]
    assert [r.reason for r in both("-", stdin=io.BytesIO(b""))[1]] == ["no text"]
