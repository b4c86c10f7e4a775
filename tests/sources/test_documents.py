"""Office documents, e-books and PDF: their text in order, what they state, and what is refused."""

# ruff: noqa: E501  # exports and mails stand here as their programs write them, in long lines
from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.article import Article, Rejected
from morgue.index.clean import clean
from tests.sources.documents_made import docx, epub, odt, pdf
from tests.sources.helpers import both, reasons, zipped

TIDE = "The tide of Harrow Bay came in two hours late on Tuesday, and the harbour master said that nobody knew why."
MOON = "The moon was blamed by some, the new breakwater by others; a meeting will be held in the net loft on Friday."


def one(path: Path, data: bytes) -> Article:
    path.write_bytes(data)
    items, rejected = both(path)
    assert not rejected, rejected
    assert len(items) == 1
    found = clean(items[0])
    assert isinstance(found, Article), found
    return found


def refused(path: Path, data: bytes) -> Rejected:
    path.write_bytes(data)
    items, rejected = both(path)
    if rejected:
        assert not items
        return rejected[0]
    found = clean(items[0])
    assert isinstance(found, Rejected), found
    return found


def test_docx_by_its_heading_and_its_data(tmp_path: Path) -> None:
    found = one(tmp_path / "a.docx", docx(["#Tide is late", TIDE, "", MOON], title="Draft 3", author="Jane Roe"))
    assert (found.title, found.authors, found.body) == ("Tide is late", ("Jane Roe",), f"{TIDE}\n{MOON}")
    found = one(tmp_path / "b.docx", docx([TIDE, MOON], title="Tide is late", author="Microsoft Office User"))
    assert (found.title, found.authors) == ("Tide is late", ())


def test_runs_of_a_word_are_one_word(tmp_path: Path) -> None:
    assert "breakwater" in one(tmp_path / "a.docx", docx([TIDE, MOON.replace("break", "bre|ak")])).body


def test_odt(tmp_path: Path) -> None:
    found = one(tmp_path / "a.odt", odt(["#Tide is late", TIDE, MOON]))
    assert (found.title, found.body) == ("Tide is late", f"{TIDE}\n{MOON}")


def test_rtf_with_its_code_pages(tmp_path: Path) -> None:
    data = (
        r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}{\info{\title Flut}{\author Jana Roh}}"
        r"{\*\generator X;}{\pict 89504e47 89504e47}\f0 Die Flut kam zwei Stunden zu sp\'e4t, sagte die \u8222?Hafenmeisterin\u8220?.\par"
        r"\f1 \'cf\'f0\'e8\'eb\'e8\'e2 \f0 und {\field{\*\fldinst HYPERLINK http://x.example}{\fldrslt ein Verweis}}\line noch eine Zeile.\par"
        r" \u-10179?\u-8704? \'84so\'93.\par}"
    )
    found = one(tmp_path / "a.rtf", data.encode())
    assert (found.title, found.authors) == ("Flut", ("Jana Roh",))
    assert "zu spät, sagte die „Hafenmeisterin“." in found.body
    assert "Прилив und ein Verweis" in found.body
    assert "\U0001f600" in found.body and "„so“" in found.body
    assert "HYPERLINK" not in found.body and "89504e47" not in found.body


def test_an_epub_that_is_a_book_is_one_text_and_an_issue_its_articles(tmp_path: Path) -> None:
    text = [TIDE, MOON, TIDE.replace("Tuesday", "Friday")]
    found = one(tmp_path / "a.epub", epub([("One", text), ("Two", text)], "The Tides"))
    assert found.title == "The Tides"
    assert found.body.count("net loft") == 2
    path = tmp_path / "b.epub"
    path.write_bytes(epub([(f"Tide {n}", text) for n in range(4)], "Harrow Herald [Tue, 05 Mar 2024]", periodical=True))
    items, rejected = both(path)
    assert not rejected
    articles = [clean(item) for item in items]
    assert [(a.title, a.outlet, a.date) for a in articles if isinstance(a, Article)] == [
        (f"Tide {n}", "Harrow Herald", "2024-03-05") for n in range(4)
    ]


def column(text: str, left: float, top: float, width: int, size: float = 10) -> list[tuple[float, float, float, str]]:
    """Lines of a paragraph set in a column, with hyphens where a word does not fit."""
    rows, row = [], ""
    for word in text.split():
        if len(row) + len(word) + 1 > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    return [(left, top - 12 * n, size, r) for n, r in enumerate([*rows, row])]


def test_a_pdf_of_two_columns_with_heads_page_numbers_and_hyphens(tmp_path: Path) -> None:
    pages = []
    for number in (1, 2, 3, 4):
        head = [(50.0, 770.0, 9.0, f"Harrow Herald - Tuesday 5 March 2024 - {number}"), (290.0, 20.0, 9.0, str(number))]
        title = [(50.0, 720.0, 24.0, "Tide of the bay is late")] if number == 1 else []
        left = column(f"Left {number} begins. " + TIDE * 3, 50, 680, 45)
        right = column(f"Right {number} begins. " + MOON * 3, 310, 680, 45)
        broken = [(310.0, 500.0, 10.0, "The har-"), (310.0, 488.0, 10.0, f"bour of page {number} was closed.")]
        pages.append([*head, *title, *left, *right, *broken])
    found = one(tmp_path / "a.pdf", pdf(pages, "/Title (untitled) /Author (Jane Roe)"))
    assert found.title == "Tide of the bay is late"
    assert found.authors == ("Jane Roe",)
    assert "Harrow Herald -" not in found.body
    assert "The harbour of page 2 was closed." in found.body
    places = [found.body.index(f"{side} {n} begins") for n in (1, 2, 3, 4) for side in ("Left", "Right")]
    assert places == sorted(places)


def test_a_scan_without_text_says_so(tmp_path: Path) -> None:
    found = refused(tmp_path / "a.pdf", pdf([[], [], [(50.0, 50.0, 8.0, "3")]]))
    assert (found.reason, "scan" in found.detail) == ("no text", True)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4 \n", b"%PDF-1.7\n" + b"1 0 obj <<" * 5000, pdf([[(50, 50, 9, "x")]])[:200]]
)
def test_a_damaged_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path / "a.pdf", data).reason in ("unreadable", "no text")


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("entity", [b"&c;", b"&x;"])
def test_entities_are_neither_expanded_nor_loaded(tmp_path: Path, entity: bytes) -> None:
    inside = b"<w:p><w:r><w:t>The tide %s came in.</w:t></w:r></w:p>" % entity
    body = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
        % inside
    )
    data = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": BOMB + body})
    (tmp_path / "a.docx").write_bytes(data)
    items, _ = both(tmp_path / "a.docx")
    assert all(b"haha" not in item.data and b"root:" not in item.data for item in items)


def test_what_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    data = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a>" + b" " * (110 << 20)})
    assert reasons(tmp_path / "a.docx", data)[0] in ("too large", "decompression ratio")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", zipped({"[Content_Types].xml": b"x", "word/document.xml": b""}), "unreadable"),
        ("a.docx", zipped({"[Content_Types].xml": b"x", "word/other.xml": b"<a/>"}), "unreadable"),
        ("a.docx", docx(["", ""]), "no text"),
        ("a.docx", docx([TIDE, MOON])[:300], "truncated"),
        ("a.odt", zipped({"mimetype": b"x", "content.xml": b"<a/>"}), "not a text"),
        ("a.epub", zipped({"mimetype": b"x", "META-INF/container.xml": b"<a/>"}), "unreadable"),
        ("a.xlsx", zipped({"[Content_Types].xml": b"x", "xl/worksheets/sheet1.xml": b"<row"}), "unreadable"),
        ("a.pptx", zipped({"[Content_Types].xml": b"x", "ppt/slides/slide1.xml": b"<a/>"}), "not a text"),
        ("a.rtf", b"{\\rtf1" + b"{" * 5000, "nested too deep"),
        ("a.rtf", b"{\\rtf1 {\\pict 00}}", "no text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a text"),
    ],
)
def test_one_reject_a_file_with_its_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    assert reasons(tmp_path / name, data) == [reason]


def test_an_epub_may_not_point_out_of_itself(tmp_path: Path) -> None:
    outside = (
        b'<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="../../../../etc/passwd"/></manifest>'
        b'<spine><itemref idref="a"/></spine></package>'
    )
    container = b'<container><rootfiles><rootfile full-path="content.opf"/></rootfiles></container>'
    data = zipped({"mimetype": b"x", "META-INF/container.xml": container, "content.opf": outside})
    assert reasons(tmp_path / "a.epub", data) == ["no text"]


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1 " + b"\\f1\\fcharset" * 100_000,
        b"{\\rtf1 " + b"{\\*\\bkmkstart " * 400,
        b"{\\rtf1 " + b"\\bin99999999 x" * 1000,
        b"{\\rtf1 " + b"}" * 100_000,
        (b"A" * 40 + b": x\n") * 30_000,
        b"(ab) " + b". " * 300_000,
        b"1 of 2 DOCUMENTS\n" + b"LENGTH: 5 words\n" * 50_000,
    ],
)
def test_what_would_cost_the_square_of_its_size_ends(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / ("a.rtf" if data.startswith(b"{") else "a.txt")
    path.write_bytes(data)
    items, rejected = both(path)
    assert len(items) + len(rejected) == 1
