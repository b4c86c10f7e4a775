"""Exports of press databases: every article its own, with what its labels state, in several languages and encodings."""

# ruff: noqa: E501  # exports and mails stand here as their programs write them, in long lines
from __future__ import annotations

import json
from pathlib import Path

import pytest

from morgue.core.article import Article, RawItem, Rejected
from morgue.index.clean import clean
from tests.sources.documents_made import docx, xlsx
from tests.sources.helpers import both, reasons

TIDE = "The tide of Harrow Bay came in two hours late on Tuesday, and the harbour master said that nobody knew why."
MOON = "The moon was blamed by some, the new breakwater by others; a meeting will be held in the net loft on Friday."


def articles(path: Path, data: bytes | str) -> list[Article]:
    """The articles of a file, with nothing rejected."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    items, rejected = both(path)
    assert not rejected, rejected
    out = [clean(item) for item in items]
    assert all(isinstance(article, Article) for article in out), out
    return [article for article in out if isinstance(article, Article)]


def stated(article: Article) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """What most exports state."""
    return article.title, article.outlet, article.date, article.authors


OLD = """
                               {n} of 2 DOCUMENTS


                                 {outlet}

                            {day}

{title}

{by}: {author}

{section}: {place}

{length}: 42 {words}


{text}

{more}

{load}: {loaded}

{language}: {named}

PUBLICATION-TYPE: Newspaper


                      Copyright 2024 Harrow House
                            All Rights Reserved

"""
ENGLISH = {
    "outlet": "Harrow Bay Herald", "day": "March 5, 2024 Tuesday 9:50 PM GMT", "by": "BYLINE", "author": "Jane Roe",
    "section": "SECTION", "place": "NEWS; Pg. 3", "length": "LENGTH", "words": "words", "load": "LOAD-DATE",
    "loaded": "March 6, 2024", "language": "LANGUAGE", "named": "ENGLISH",
}  # fmt: skip
GERMAN = {
    "outlet": "Hafenbote", "day": "5. März 2024 Dienstag 9:50 PM GMT+1", "by": "AUTOR", "author": "Jana Roh",
    "section": "RUBRIK", "place": "LOKALES; S. 3 Ausg. 54", "length": "LÄNGE", "words": "Wörter", "load": "UPDATE",
    "loaded": "6. März 2024", "language": "SPRACHE", "named": "GERMAN; DEUTSCH",
}  # fmt: skip
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


SHOWN = [
    ("words", "5 March 2024", "English", "Document", "en"),
    ("Wörter", "5 März 2024", "Englisch", "Dokument", "en"),
    ("mots", "5 mars 2024", "Anglais", "Document", "en"),
    ("palabras", "5 de marzo de 2024", "Inglés", "Documento", "en"),
    ("字", "2024 年 3 月 5 日", "英文", "文件", "en"),
]


@pytest.mark.parametrize(("words", "day", "language", "document", "code"), SHOWN)
def test_factiva_as_shown_in_the_languages_of_its_pages(
    tmp_path: Path, words: str, day: str, language: str, document: str, code: str
) -> None:
    parts = "".join(
        f'<div id="article-{n}" class="article"><div class="article enArticle"><p><div>Local</div>'
        f"<div id='hd'><span class='enHeadline'>Tide is late {n}</span></div><div class='author'>By Jane Roe</div>"
        f"<div>42 {words}</div><div>{day}</div><div>17:04</div><div>Harrow Bay Herald</div><div>HBH</div><div>A3</div>"
        f"<div>{language}</div><div>(c) 2024 Harrow House Ltd.</div></p>"
        f'<p class="articleParagraph enarticleParagraph">{TIDE}</p><p class="articleParagraph enarticleParagraph">{MOON}</p>'
        f"<p>Harrow House Ltd.</p><p>{document} HBH0000020240305ek350000{n}</p></div></div><br/>"
        for n in (1, 2)
    )
    page = f"<html><head><title>Factiva</title></head><body><table><tr><td>Search Summary</td></tr></table>{parts}</body></html>"
    found = articles(tmp_path / "Factiva.html", page)
    assert [stated(a) for a in found] == [
        (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05T17:04:00", ("Jane Roe",)) for n in (1, 2)
    ]
    assert [(a.body, a.section, a.language) for a in found] == [(f"{TIDE}\n{MOON}", "Local", code)] * 2
    assert [a.id for a in found] == [f"HBH0000020240305ek350000{n}" for n in (1, 2)]


def test_factiva_as_shown_in_plain_text(tmp_path: Path) -> None:
    text = "".join(
        f"\n\nTide is late {n}\nBy Jane Roe\n42 words\n5 March 2024\nHarrow Bay Herald\nHBH\nA3\nEnglish\n"
        f"(c) 2024 Harrow House\n{TIDE}\n{MOON}\nHarrow House\nDocument HBH0000020240305ek350000{n}\n"
        for n in (1, 2)
    )
    found = articles(tmp_path / "a.txt", text)
    assert [stated(a) for a in found] == [
        (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05", ("Jane Roe",)) for n in (1, 2)
    ]
    assert [a.body for a in found] == [f"{TIDE}\n{MOON}"] * 2


def coded(number: int) -> list[tuple[str, str]]:
    return [
        ("SE", "Local"), ("HD", f"Tide is late {number}"), ("BY", "By Jane Roe"), ("WC", "42 words"), ("PD", "5 March 2024"),
        ("ET", "17:04"), ("SN", "Harrow Bay Herald"), ("SC", "HBH"), ("PG", "A3"), ("LA", "English"),
        ("CY", "(c) 2024 Harrow House"), ("LP", TIDE), ("TD", MOON), ("CO", "hh : Harrow House"), ("RE", "uk : Britain"),
        ("PUB", "Harrow House"), ("AN", f"Document HBH0000020240305ek350000{number}"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "form", ["{code}        {value}\n", "{code}\n{value}\n", "{code}\t{value}\n", "{code} | {value}\n"]
)
def test_factiva_with_field_codes_as_text(tmp_path: Path, form: str) -> None:
    text = "\n\n".join("".join(form.format(code=c, value=v) for c, v in coded(n)) for n in (1, 2))
    _assert_coded(articles(tmp_path / "a.txt", text))


def test_factiva_with_field_codes_as_html(tmp_path: Path) -> None:
    rows = "".join(
        '<div class="article frArticle"><table>'
        + "".join(f'<tr><td class="index"><b>{c}</b>&nbsp;</td><td>{v}</td></tr>' for c, v in coded(n))
        + "</table></div>"
        for n in (1, 2)
    )
    _assert_coded(articles(tmp_path / "a.html", f"<html><title>Factiva</title><body>{rows}</body></html>"))


def _assert_coded(found: list[Article]) -> None:
    assert [stated(a) for a in found] == [
        (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05T17:04:00", ("Jane Roe",)) for n in (1, 2)
    ]
    assert [a.body for a in found] == [f"{TIDE}\n{MOON}"] * 2
    assert [a.id for a in found] == [f"HBH0000020240305ek350000{n}" for n in (1, 2)]


PROQUEST = {
    "en": ("Document {n} of 2", "Author", "Full text", "Publication title", "Publication date", "Mar 5, 2024",
           "ProQuest document ID", "Language of publication", "Subject"),
    "de": ("Dokument {n} von 2", "Autor", "Volltext", "Titel der Publikation", "Veröffentlichungsdatum", "5. März 2024",
           "ProQuest-Dokument-ID", "Publikationssprache", "Thema"),
    "es": ("Documento {n} de 2", "Autor", "Texto completo", "Título de publicación", "Fecha de publicación", "5 mar 2024",
           "ID del documento de ProQuest", "Idioma de la publicación", "Materia"),
}  # fmt: skip


@pytest.mark.parametrize("language", PROQUEST)
def test_proquest_as_text(tmp_path: Path, language: str) -> None:
    mark, author, text, title, day, date, number, named, subject = PROQUEST[language]
    export = "".join(
        f"{'_' * 60}\n\n{mark.format(n=n)}\n\nTide is late {n}\n\n{author}: Roe, Jane\n\n"
        f"https://proxy.example/docview/{n}\n\n{text}: {TIDE}\nCaption: the bay.\n{MOON}\n\n{subject}: Tides; Harbours\n\n"
        f"{title}: Harrow Bay Herald; Harrow\n\n{day}: {date}\n\nSection: Local\n\n{named}: English\n\n{number}: 10000{n}\n\n"
        for n in (1, 2)
    )
    found = articles(tmp_path / "a.txt", export + f"{'_' * 60}\nContact us at: https://example.com\n")
    assert [stated(a) for a in found] == [
        (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05", ("Jane Roe",)) for n in (1, 2)
    ]
    assert [a.body for a in found] == [f"{TIDE}\nCaption: the bay.\n{MOON}"] * 2
    assert [a.id for a in found] == ["100001", "100002"]


def test_proquest_as_html_and_as_it_mails_it(tmp_path: Path) -> None:
    parts = "".join(
        f'<div style="border-bottom:2px"><a name="DocID_MSTAR_10000{n}"></a><p>Tide is late {n}</p>'
        f"<p><strong>Author:  </strong>Roe, Jane</p><p><strong>Full text: </strong><Text><p>{TIDE}</p><p>{MOON}</p></Text></p>"
        "<p><strong>Publication title: </strong>Harrow Bay Herald; Harrow</p>"
        f"<p><strong>Publication date: </strong>Mar 5, 2024</p><p><strong>ProQuest document ID: </strong>10000{n}</p></div>"
        for n in (1, 2)
    )
    page = f"<html><head><title>ProQuest Export</title></head><body>{parts}</body></html>"
    mail = f"From: <noreply@example.com>\nSubject: Your research\nDate: Sun, 10 Mar 2024 01:02:03 -0400\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{page}"
    for name, data in (("a.html", page), ("a.eml", mail)):
        found = articles(tmp_path / name, data)
        assert [stated(a) for a in found] == [
            (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05", ("Jane Roe",)) for n in (1, 2)
        ]
        assert [a.body for a in found] == [f"{TIDE}\n{MOON}"] * 2


def test_europresse_of_today_and_of_old(tmp_path: Path) -> None:
    today = "".join(
        '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Port</span></div>'
        f'<span class="DocHeader">Ville, mardi 5 mars 2024 842 mots, p. 12</span><p class="titreArticleVisu rdp__articletitle">La marée {n}</p>'
        f'<p class="sm-margin-bottomNews">Jeanne Roux</p></header><section><div class="docOcurrContainer"><p>{TIDE}</p><p>{MOON}</p></div></section>'
        f'<footer><small class="publiCopyright">© 2024 Le Port. Tous droits réservés.</small><div>news·20240305·LP·{n}</div></footer></article>'
        for n in (1, 2)
    )
    old = "".join(
        f'<table><tr><td><span class="DocPublicationName">Le Port</span><br><span class="DocHeader">Ville, </span><span class="DocHeader">mardi </span>'
        f'<span class="DocHeader">5 mars 2024</span><br><br><span class="TitreArticleVisu">La marée {n}</span><br><br>{TIDE}<p></p>{MOON}<p></p>'
        f"<b><i>© 2024 Le Port. Tous droits réservés.</i></b><p></p>Numéro de document : news·20240305·LP·{n}</td></tr></table>"
        for n in (1, 2)
    )
    for name, body in (("today.html", today), ("old.html", old)):
        found = articles(tmp_path / name, f"<html><head><title></title></head><body>{body}</body></html>")
        assert [(a.title, a.outlet, a.date, a.section) for a in found] == [
            (f"La marée {n}", "Le Port", "2024-03-05", "Ville") for n in (1, 2)
        ], name
        assert [a.body for a in found] == [f"{TIDE}\n{MOON}"] * 2, name
        assert [a.id for a in found] == [f"news·20240305·LP·{n}" for n in (1, 2)]


def test_ris_and_csl_json(tmp_path: Path) -> None:
    ris = "".join(
        f"TY  - NEWS\nTI  - Tide is late {n}\nAU  - Roe, Jane\nT2  - Harrow Bay Herald\nDA  - 2024/03/05/\nPY  - 2024\n"
        f"AB  - {TIDE}\nN2  - {MOON}\nUR  - https://harrow.example/{n}\nLA  - en\nKW  - tides\nKW  - harbours\nER  - \n\n"
        for n in (1, 2)
    )
    csl = [
        {
            "id": n,
            "type": "article-newspaper",
            "title": f"Tide is late {n}",
            "container-title": "Harrow Bay Herald",
            "author": [{"family": "Roe", "given": "Jane"}],
            "issued": {"date-parts": [["2024", 3, 5]]},
            "abstract": f"{TIDE}\n{MOON}",
            "URL": f"https://harrow.example/{n}",
        }
        for n in (1, 2)
    ]
    for name, data in (("a.ris", ris), ("a.json", json.dumps(csl)), ("b.json", json.dumps({"items": csl}, indent=1))):
        found = articles(tmp_path / name, data)
        assert [stated(a) for a in found] == [
            (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05", ("Jane Roe",)) for n in (1, 2)
        ], name
        assert [(a.body, a.url) for a in found] == [(f"{TIDE}\n{MOON}", f"https://harrow.example/{n}") for n in (1, 2)]


def test_xlsx_with_days_as_numbers_and_a_line_above_its_header(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["Results of 8 March"], ["Title", "Source", "Date", "Text"]]
    rows += [[f"Tide is late {n}", "Harrow Bay Herald", 45356, f"{TIDE}\n\n{MOON}"] for n in (1, 2)]
    found = articles(tmp_path / "a.xlsx", xlsx(rows))
    assert [(a.title, a.outlet, a.date) for a in found] == [
        (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05") for n in (1, 2)
    ]
    assert reasons(tmp_path / "b.xlsx", xlsx([["Sum", "Count"], [1.0, 2.0]])) == ["no text column"]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"Dokument {n} von 3\n\n{TIDE}\n\n{MOON}\n\n" for n in (1, 2, 3)),
        "".join(f"Title: Tide {n}\nSource: Herald\nDate: 5 March\n\n{TIDE}\n\n{MOON}\n\n" for n in (1, 2)),
    ],
)
def test_several_articles_that_no_reader_parts_are_refused_with_what_was_seen(tmp_path: Path, text: str) -> None:
    assert reasons(tmp_path / "a.txt", text.encode()) == ["several articles in one file"]
    assert reasons(tmp_path / "a.docx", docx(text.split("\n"))) == ["several articles in one file"]


@pytest.mark.parametrize(
    "text",
    [
        f"{TIDE}\n\n1 of 2\n\nThe bay\n\n2 of 2\n\nThe quay\n\n{MOON}",
        f"Title: Tide\nSource: Herald\nDate: 5 March\n\n{TIDE}\n\nSource: the master\n\n{MOON}",
        f"{TIDE}\n\nSUBJECT: a play on words\n\n{MOON}\n\nLENGTH: of the quay\n\n{TIDE}",
    ],
    ids=["a gallery's counters", "a head of its own", "capitals in the text"],
)
def test_what_only_looks_like_an_export_stays_one_article(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    items, rejected = both(path)
    assert (len(items), rejected) == (1, [])
    assert isinstance(items[0], RawItem) and items[0].format == "text"


def test_the_same_export_gives_the_same_ids_again(tmp_path: Path) -> None:
    text = "".join(OLD.format(n=n, title=f"Tide {n}", text=TIDE, more=MOON, **ENGLISH) for n in (1, 2))
    assert [a.id for a in articles(tmp_path / "a.txt", text)] == [a.id for a in articles(tmp_path / "a.txt", text)]


def cleaned(path: Path) -> list[Article | Rejected]:
    """What becomes of a file's items."""
    items, rejected = both(path)
    assert not rejected, rejected
    return [clean(item) for item in items]


def unknown(*records: str) -> bytes:
    """A page as a database might print it, with classes that no reader knows."""
    return f"<html><body><div class='x1'>{''.join(f'<div class=x2>{r}</div>' for r in records)}</div></body></html>".encode()


@pytest.mark.parametrize(
    "record",
    [
        "<p>Dokument {n} von 3</p><h2>Tide {n}</h2><p>{text}</p>",
        "<p>[{n}/3]</p><h2>Tide {n}</h2><p>{text}</p><p>{text}</p><p>{text}</p>",
        "<p><b>Title</b>: Tide {n}</p><p><b>Source</b>: Herald</p><p><b>Date</b>: 5 March</p><p>{text}</p>",
        "<div>Titre : Marée {n}<br>Source : Herald<br>Date : 5 mars</div><p>{text}</p>",
        "<table><tr><td>Título:</td><td>Marea {n}</td></tr><tr><td>Fuente:</td><td>Faro</td></tr><tr><td>Fecha:</td><td>5 marzo"
        "</td></tr></table><p>{text}</p>",
        "<dl><dt>Titel</dt><dd>Flut {n}</dd><dt>Quelle</dt><dd>Bote</dd><dt>Datum</dt><dd>5. März</dd></dl><p>{text}</p>",
        "<h2>Tide {n}</h2><div>1{n}4 Wörter</div><p>{text}</p><p>{text}</p><p>{text}</p>",
    ],
)
def test_a_page_of_several_articles_of_an_unknown_database_never_becomes_one(tmp_path: Path, record: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(unknown(*(record.format(n=n, text=f"{TIDE} {MOON}") for n in (1, 2, 3))))
    (rejected,) = cleaned(path)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "several articles in one file"
    assert rejected.detail


@pytest.mark.parametrize(
    "record",
    [
        "<figure><img src=a.png><figcaption>{n}/3</figcaption></figure><p>The ferry at the quay.</p>",
        "<h3>Tide {n}</h3><p>{n}54 words</p>",
        "<p>Posted by: Ida</p><p>Date: 5 March</p><p>It is late again, number {n}.</p>",
        "<p>{n}/2</p><p>{text}</p>",
        "<p>Step {n} of 3</p><p>{text}</p><p>{text}</p><p>{text}</p><p>{text}</p>",
        "<h3>Teil {n} von 3</h3><p>{text}</p><p>{text}</p><p>{text}</p><p>{text}</p>",
    ],
)
def test_a_gallery_a_list_and_comments_are_one_page(tmp_path: Path, record: str) -> None:
    path = tmp_path / "a.html"
    body = "".join(f"<p>{TIDE} {MOON}</p>" for _ in range(4))
    path.write_bytes(unknown(body, *(record.format(n=n, text=TIDE) for n in (1, 2, 3))))
    assert [type(found) for found in cleaned(path)] == [Article]
