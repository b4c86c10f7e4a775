"""Exports of Nexis, of old and of today: every article its own, with what its labels state, in several languages."""

# ruff: noqa: E501  # exports and mails stand here as their programs write them, in long lines
from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.article import Article
from tests.sources.documents_made import docx
from tests.sources.exports.made import ENGLISH, GERMAN, MOON, OLD, TIDE, stated
from tests.sources.helpers import articles, reasons

FRENCH = {
    "outlet": "Le Port", "day": "mardi 5 mars 2024", "by": "AUTEUR", "author": "Jeanne Roux", "section": "RUBRIQUE",
    "place": "VILLE; Pg. 3", "length": "LONGUEUR", "words": "mots", "load": "DATE-CHARGEMENT", "loaded": "6 mars 2024",
    "language": "LANGUE", "named": "FRENCH; FRANÇAIS",
}  # fmt: skip
DUTCH = {
    "outlet": "De Haven", "day": "5 maart 2024 dinsdag", "by": "AUTEUR", "author": "Jan Roos", "section": "SECTIE",
    "place": "STAD; Blz. 3", "length": "LENGTE", "words": "woorden", "load": "LAADDATUM", "loaded": "6 maart 2024",
    "language": "TAAL", "named": "DUTCH; NEDERLANDS",
}  # fmt: skip


@pytest.mark.parametrize(("labels", "code"), [(ENGLISH, "en"), (GERMAN, "de"), (FRENCH, "fr"), (DUTCH, "nl")])
def test_nexis_of_old_in_the_language_of_its_labels(tmp_path: Path, labels: dict[str, str], code: str) -> None:
    cover = "Download Request: Selected Items: 1-2\nTime Of Request: Friday, March 8, 2024\n\nTerms: (tide)\n\n"
    parts = [OLD.format(n=n, title=f"Tide is late {n}", text=TIDE, more=MOON, **labels) for n in (1, 2)]
    found = articles(tmp_path / "a.TXT", cover + "".join(parts))
    assert [a.title for a in found] == ["Tide is late 1", "Tide is late 2"]
    for article in found:
        assert article.outlet == labels["outlet"]
        assert article.date is not None and article.date.startswith("2024-03-05")
        assert article.authors == (labels["author"],)
        assert article.body == f"{TIDE}\n{MOON}"
        assert article.section == labels["place"].split(";")[0]
        assert "page 3" in article.provenance.notes
    assert found[0].id != found[1].id


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encodings_and_line_ends_make_no_difference(tmp_path: Path, codec: str, ending: str) -> None:
    text = "".join(OLD.format(n=n, title=f"Flut {n}", text=TIDE, more=MOON, **GERMAN) for n in (1, 2))
    found = articles(tmp_path / "a.txt", text.replace("\n", ending).encode(codec))
    assert [stated(a) for a in found] == [
        (f"Flut {n}", "Hafenbote", "2024-03-05T21:50:00+01:00", ("Jana Roh",)) for n in (1, 2)
    ]


def test_lines_wrapped_at_a_margin_are_paragraphs_again(tmp_path: Path) -> None:
    words = f"{TIDE} {MOON}".split()
    rows, row = [], ""
    for word in words * 3:
        if len(row) + len(word) + 1 > 78:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    rows.append(row)
    text = OLD.format(n=1, title="A headline that is\nset on two lines", text="\n".join(rows), more=MOON, **ENGLISH)
    (found,) = articles(
        tmp_path / "a.txt", text + OLD.format(n=2, title="", text="", more="", **ENGLISH).split("SECTION")[0]
    )[:1]
    assert found.title == "A headline that is set on two lines"
    assert found.body == " ".join(words * 3) + f"\n{MOON}"


def test_the_headline_may_stand_in_a_label_and_the_owner_above_the_outlet(tmp_path: Path) -> None:
    text = (
        "                     28 of 28 DOCUMENTS\n\n                  Copyright 2002 De Haven\n                     De Haven\n\n"
        "                  24 september 2002\n\nLENGTE: 42 woorden\n\nKOP: Het tij is laat\n\nTEKST:\n\n"
        f"{TIDE}\n\n{MOON}\n\nLAADDATUM: 25 september 2002\n"
    )
    (found,) = articles(tmp_path / "a.txt", text)
    assert stated(found)[:3] == ("Het tij is laat", "De Haven", "2002-09-24")
    assert found.body == f"{TIDE}\n{MOON}"


def uni(number: int, body: str = "Body", end: str = "End of Document") -> list[str]:
    return [
        f"@Tide is late {number}", "Harrow Bay Herald", "March 5, 2024 Tuesday, Final Edition", "",
        "Copyright 2024 Harrow House All Rights Reserved", "Section:\xa0NEWS; Pg. A3", "Length:\xa042 words",
        "Byline:\xa0Jane Roe", body, "", TIDE, "Source: the harbour master's own book.", MOON, "Graphic", "",
        "Photo: the bay", "Classification", "", "Language:\xa0ENGLISH", "Subject:\xa0TIDES (90%)",
        "Load-Date:\xa0March 6, 2024", "", end,
    ]  # fmt: skip


COVER = ["User Name: NOBODY", "Date and Time: Friday, March 8, 2024", "Job Number: 7", "Documents (2)", "1. Tide is late 1",
         "Client/Matter: -None-", "Search Terms: tide", "2. Tide is late 2", "Client/Matter: -None-", "Content Type", "News"]  # fmt: skip


def _assert_uni(found: list[Article]) -> None:
    assert [stated(a) for a in found] == [
        (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05", ("Jane Roe",)) for n in (1, 2)
    ]
    for article in found:
        assert article.body == f"{TIDE}\nSource: the harbour master's own book.\n{MOON}"
        assert (article.section, article.language) == ("NEWS", "en")


@pytest.mark.parametrize("last_first", [False, True], ids=["members in order", "members turned round"])
def test_nexis_uni_as_docx(tmp_path: Path, last_first: bool) -> None:
    _assert_uni(articles(tmp_path / "a.DOCX", docx([*COVER, *uni(1), *uni(2)], last_first=last_first)))


def test_nexis_uni_as_text_after_a_cover_page(tmp_path: Path) -> None:
    text = "\n".join([*COVER, "", *uni(1), "", *uni(2)]).replace("@", "")
    _assert_uni(articles(tmp_path / "a.txt", text))


@pytest.mark.parametrize(
    "asked",
    [
        ("User Name: = NOBODY", "Date and Time: Friday, March 8, 2024", "Job Number: 7", "Documents (2)"),
        ("Benutzername: = NIEMAND", "Datum und Uhrzeit: Freitag, 8. März 2024", "Auftragsnummer: 7", "Dokumente (2)"),
        ("Gebruikersnaam: = NIEMAND", "Datum en tijd: vrijdag 8 maart 2024", "Taaknummer: 7", "Documenten (2)"),
    ],
)
@pytest.mark.parametrize("form", ["docx", "txt"])
def test_a_list_of_documents_that_are_files_of_their_own_is_no_article(
    tmp_path: Path, asked: tuple[str, ...], form: str
) -> None:
    lines = [*asked, *COVER[4:]]
    data = docx(lines) if form == "docx" else "\n".join(lines).encode()
    assert reasons(tmp_path / f"list_doclist.{form}", data) == ["no articles"]
    (found,) = articles(tmp_path / "one.docx", docx(uni(1)))
    assert (found.title, found.outlet) == ("Tide is late 1", "Harrow Bay Herald")


def test_an_export_whose_list_is_followed_by_one_article_that_breaks_off_keeps_it(tmp_path: Path) -> None:
    (found,) = articles(tmp_path / "a.docx", docx([*COVER, *uni(1)[:12]]))
    assert found.title == "Tide is late 1"
    assert "the export breaks off within this article" in found.provenance.notes


@pytest.mark.parametrize(
    ("lines", "outlet"),
    [
        (["Harrow Bay Herald Blogs ", "(The Ebb)"], "Harrow Bay Herald Blogs (The Ebb)"),
        (["Harrow Bay Herald(London)"], "Harrow Bay Herald (London)"),
        (["Harrow Bay Herald (London)"], "Harrow Bay Herald (London)"),
    ],
)
def test_what_stands_in_brackets_belongs_to_the_outlet(tmp_path: Path, lines: list[str], outlet: str) -> None:
    first, _, *rest = uni(1)
    found = articles(tmp_path / "a.docx", docx([*COVER, first, *lines, *rest, *uni(2)]))
    assert [(a.title, a.outlet) for a in found] == [("Tide is late 1", outlet), ("Tide is late 2", "Harrow Bay Herald")]


def test_labels_without_their_values_say_nothing(tmp_path: Path) -> None:
    sheet, helped = (
        "Section:\xa0Section ; Column 0; Foreign Desk; Pg. ",
        "Byline:\xa0; Ada Brook contributed reporting from Skerry.",
    )
    rows = [{"Sec": sheet, "Byl": helped}.get(row[:3], row) for row in uni(1)]
    (found,) = articles(tmp_path / "a.docx", docx([*COVER, *rows]))
    assert (found.section, found.authors) == ("Foreign Desk", ("Ada Brook",))
    assert not any(note.startswith("page") for note in found.provenance.notes)


def test_who_helped_is_no_author_beside_who_signs(tmp_path: Path) -> None:
    byline = "Byline:\xa0By JANE ROE; Ada Brook contributed reporting from Skerry."
    (found,) = articles(tmp_path / "a.docx", docx([*COVER, *[byline if row[:3] == "Byl" else row for row in uni(1)]]))
    assert found.authors == ("JANE ROE",)


def test_entities_left_in_an_export_are_characters(tmp_path: Path) -> None:
    rows = [
        row.replace("Tide is", "Bread &amp; tide are").replace("the bay", "R&D").replace("master's", "master&#8217;s")
        for row in uni(1)
    ]
    (found,) = articles(tmp_path / "a.docx", docx([*COVER, *rows]))
    assert found.title == "Bread & tide are late 1"
    assert "the harbour master’s own book" in found.body


def test_nexis_uni_as_rtf(tmp_path: Path) -> None:
    rows = "".join(
        (r"{\*\bkmkstart Bookmark_1}" if row.startswith("@") else "")
        + row.lstrip("@").replace("\xa0", r"\~").replace("{", r"\{")
        + "\\par\r\n"
        for row in [*COVER, *uni(1), *uni(2)]
    )
    data = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}{\header Page 1}\f0 " + rows + "}"
    _assert_uni(articles(tmp_path / "a.rtf", data))


def test_an_article_that_the_export_breaks_off_is_kept_and_noted(tmp_path: Path) -> None:
    paragraphs = [*uni(1), *uni(2)[:12]]
    found = articles(tmp_path / "a.docx", docx(paragraphs))
    assert [a.title for a in found] == ["Tide is late 1", "Tide is late 2"]
    assert not any("breaks off" in note for note in found[0].provenance.notes)
    assert any("breaks off" in note for note in found[1].provenance.notes)


def test_a_file_of_one_article_needs_no_mark(tmp_path: Path) -> None:
    (found,) = articles(tmp_path / "a.txt", "\n".join(uni(1)[:-1]).replace("@", ""))
    assert stated(found) == ("Tide is late 1", "Harrow Bay Herald", "2024-03-05", ("Jane Roe",))


def test_labels_that_no_table_has_are_known_by_their_return(tmp_path: Path) -> None:
    strange = {**ENGLISH, "by": "KIRJOITTAJA", "section": "OSASTO"}
    text = "".join(OLD.format(n=n, title=f"Tide {n}", text=TIDE, more=MOON, **strange) for n in range(1, 5))
    found = articles(tmp_path / "a.txt", text)
    assert [a.body for a in found] == [f"{TIDE}\n{MOON}"] * 4


NEXIS_PAGE = """<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{n} of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><SPAN CLASS="c2">Harrow Bay Herald</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN>March </SPAN><SPAN>5, 2024 Tuesday</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c6">Tide is late {n}</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">BYLINE: </SPAN><SPAN CLASS="c2">Jane Roe</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LENGTH: </SPAN><SPAN CLASS="c2">42 words</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c8"><SPAN CLASS="c2">{tide}</SPAN></P><P CLASS="c8"><SPAN CLASS="c2">{moon}</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LOAD-DATE: </SPAN><SPAN CLASS="c2">March 6, 2024</SPAN></P></DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><SPAN CLASS="c2">Copyright 2024 Harrow House<BR>All Rights Reserved</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOC> -->
"""


def test_nexis_html(tmp_path: Path) -> None:
    body = "".join(NEXIS_PAGE.format(n=n, tide=TIDE, moon=MOON) for n in (1, 2))
    found = articles(tmp_path / "a.HTML", f"<HTML><HEAD><TITLE>&nbsp;</TITLE></HEAD><BODY>{body}</BODY></HTML>")
    assert [stated(a) for a in found] == [
        (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05", ("Jane Roe",)) for n in (1, 2)
    ]
    assert [a.body for a in found] == [f"{TIDE}\n{MOON}"] * 2


def test_the_same_export_gives_the_same_ids_again(tmp_path: Path) -> None:
    text = "".join(OLD.format(n=n, title=f"Tide {n}", text=TIDE, more=MOON, **ENGLISH) for n in (1, 2))
    assert [a.id for a in articles(tmp_path / "a.txt", text)] == [a.id for a in articles(tmp_path / "a.txt", text)]
