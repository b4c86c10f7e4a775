"""Files of several articles that no reader parts never become one article; what only looks like them stays one."""

# ruff: noqa: E501  # exports and mails stand here as their programs write them, in long lines
from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.article import Article, RawItem, Rejected
from morgue.index.clean import clean
from tests.sources.documents_made import docx
from tests.sources.exports.made import MOON, TIDE
from tests.sources.helpers import both, reasons


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
