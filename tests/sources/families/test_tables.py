"""Tables of other countries, programs and dialects."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.index.sources import read
from morgue.index.sources.fields.mapping import columns
from tests.sources.helpers import both, one, written

TEXT = "The harbour master closed the slipway on Friday."


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("sep=;\ntitle;outlet;date;body", f"Slipway closed;Skerry News;2024-03-05;{TEXT}"),
        ("Überschrift;Zeitung;Datum;Volltext", f"Slipway closed;Skerry News;2024-03-05;{TEXT}"),
        ("Titre;Source;Date de publication;Texte", f"Slipway closed;Skerry News;2024-03-05;{TEXT}"),
        ("Título\tFuente\tFecha\tContenido", f"Slipway closed\tSkerry News\t2024-03-05\t{TEXT}"),
        ("titolo,testata,data,testo", f"Slipway closed,Skerry News,2024-03-05,{TEXT}"),
        ("Título|Jornal|Data|Texto completo", f"Slipway closed|Skerry News|2024-03-05|{TEXT}"),
        (
            "Article Title,Publication Title,Publication Date,Full Text,Extra",
            f"Slipway closed,Skerry News,2024-03-05,{TEXT},",
        ),
    ],
)
def test_headers_of_many_countries(tmp_path: Path, header: str, row: str) -> None:
    item = one(tmp_path / "a.csv", f"{header}\n{row}\n".encode())
    assert (item.given.title, item.given.outlet, item.given.date) == ("Slipway closed", "Skerry News", "2024-03-05")
    assert item.data.decode() == TEXT


def test_quotes_and_breaks_that_a_database_escaped(tmp_path: Path) -> None:
    data = 'title,body\n"A \\"new\\" slip","One.\\nTwo \\\\ three.\\n\\nFour, \\"five\\"."\n'
    item = one(tmp_path / "a.csv", data.encode())
    assert item.given.title == 'A "new" slip'
    assert item.data.decode() == 'One.\nTwo \\ three.\n\nFour, "five".'


def test_a_backslash_at_the_end_of_a_cell_is_no_escape(tmp_path: Path) -> None:
    item = one(tmp_path / "a.csv", b'title,body\n"C:\\","He said ""no"" on Friday."\n')
    assert (item.given.title, item.data) == ("C:\\", b'He said "no" on Friday.')


def test_breaks_written_with_two_letters(tmp_path: Path) -> None:
    item = one(tmp_path / "a.csv", b'title,body\n"One","The slip closed.\\n\\nIt opens in May."\n')
    assert item.data == b"The slip closed.\n\nIt opens in May."
    assert (
        one(tmp_path / "b.csv", b'title,body\nOne,"Files lie in C:\\news now."\n').data == b"Files lie in C:\\news now."
    )


def test_a_table_in_which_nothing_is_known_names_its_columns_and_can_be_mapped(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", f"kopf,stoff\nSlipway closed,{TEXT}\n".encode())
    _, rejected = both(path)
    assert [r.reason for r in rejected] == ["no text column"]
    assert "kopf, stoff" in rejected[0].detail and "--map" in rejected[0].detail
    (item,) = read([str(path)], columns=columns(["title=kopf,body=stoff"]))
    assert getattr(item, "data", b"").decode() == TEXT


@pytest.mark.parametrize(
    "header",
    [
        "judul,sumber,tanggal,isi berita",
        "Sarlavha,Manba,Sana,Matn",
        "Tiêu đề,Nguồn,Ngày,Nội dung",
        "Τίτλος,Πηγή,Ημερομηνία,Κείμενο",
    ],
)
def test_headers_of_further_languages(tmp_path: Path, header: str) -> None:
    item = one(tmp_path / "a.csv", f"{header}\nSlipway closed,Skerry News,2024-03-05,{TEXT}\n".encode())
    assert (item.given.title, item.given.outlet, item.given.date) == ("Slipway closed", "Skerry News", "2024-03-05")
    assert item.data.decode() == TEXT


def test_a_long_column_of_numbers_is_no_text(tmp_path: Path) -> None:
    numbers = " ".join(str(937349434668498944 + n) for n in range(60))
    item = one(tmp_path / "a.csv", f"title,tweet_ids\nSlipway closed,{numbers}\n".encode())
    assert (item.given.title, item.content, item.notes) == ("Slipway closed", "none", ("title only",))
    words = " ".join(["The harbour master closed the slipway at 9 on Friday."] * 8)
    assert one(tmp_path / "b.csv", f"title,prosa\nSlipway closed,{words}\n".encode()).data.decode() == words
