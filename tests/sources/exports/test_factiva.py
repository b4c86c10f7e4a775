"""Exports of Factiva, as its pages show articles and with its field codes."""

# ruff: noqa: E501  # exports and mails stand here as their programs write them, in long lines
from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.article import Article
from tests.sources.documents_made import docx
from tests.sources.exports.made import MOON, TIDE, stated
from tests.sources.helpers import articles

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


def _shown(number: int) -> list[str]:
    return [
        "Local", f"Tide is late {number}", "By Jane Roe", "42 words", "5 March 2024", "17:04", "Harrow Bay Herald", "HBH",
        "English", "(c) 2024 Harrow House Ltd.", "", TIDE, "", MOON, "", "Harrow House Ltd.", "",
        f"Document HBH0000020240305ek350000{number}", "",
    ]  # fmt: skip


SUMMARY = ["Search Summary", "", "Text", "tide and late", "Date", "In the last year", "Source", "All Sources", "Results Found",
           "2", "Timestamp", "8 March 2024 15:04 GMT"]  # fmt: skip


@pytest.mark.parametrize("summary", [[], SUMMARY, ["Riepilogo della ricerca", *SUMMARY[1:]]])
@pytest.mark.parametrize("form", ["docx", "rtf", "txt"])
def test_what_sums_up_the_search_below_the_articles_is_no_article(
    tmp_path: Path, form: str, summary: list[str]
) -> None:
    lines = [*_shown(1), *_shown(2), *summary]
    rtf = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}\f0 "
        + "".join(f"{row}\\par\r\n" for row in lines)
        + "}"
    )
    data = {"docx": docx(lines), "rtf": rtf.encode("cp1252"), "txt": "\n".join(lines).encode()}[form]
    found = articles(tmp_path / f"a.{form}", data)
    assert [(*stated(a), a.body) for a in found] == [
        (f"Tide is late {n}", "Harrow Bay Herald", "2024-03-05T17:04:00", ("Jane Roe",), f"{TIDE}\n{MOON}")
        for n in (1, 2)
    ]


def test_an_article_that_an_export_breaks_off_is_kept(tmp_path: Path) -> None:
    found = articles(tmp_path / "a.docx", docx([*_shown(1), *_shown(2)[:12]]))
    assert [a.title for a in found] == ["Tide is late 1", "Tide is late 2"]


def test_an_article_without_a_headline_is_kept_wherever_it_stands(tmp_path: Path) -> None:
    untitled = [(code, value) for code, value in coded(2) if code != "HD"]
    for order in ((coded(1), untitled), (untitled, coded(1))):
        text = "\n\n".join("".join(f"{code}\n{value}\n" for code, value in record) for record in order)
        assert sorted(str(a.title) for a in articles(tmp_path / "a.txt", text)) == ["None", "Tide is late 1"]
