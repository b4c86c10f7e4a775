"""Exports of ProQuest and Europresse, and those of programs for references and tables."""

# ruff: noqa: E501  # exports and mails stand here as their programs write them, in long lines
from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.documents_made import xlsx
from tests.sources.exports.made import MOON, TIDE, stated
from tests.sources.helpers import articles, reasons

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
