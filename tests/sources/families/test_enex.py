"""Evernote's exports: clipped pages, notes of one's own, attachments, and what is broken or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.core.article import Article
from morgue.index.clean import clean
from morgue.index.sources import limits
from morgue.index.sources.data import enex
from tests.sources.helpers import both, one, reasons, written

CLIP = (
    "<p>The harbour master of Brannock closed the slipway on Friday after a hull inspection found two cracks.</p>"
    "<p>Boats of less than six metres may still be launched from the beach beside the old lifeboat house.</p>"
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE en-export SYSTEM "http://e.example/evernote-export3.dtd">\n'
    '<en-export export-date="20240306T080000Z" application="Evernote" version="10.8">\n'
)
ENML = '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE en-note SYSTEM "http://e.example/enml2.dtd">'


def note(title: str, text: str, attributes: str = "", more: str = "") -> str:
    return (
        f"<note><title>{title}</title><content><![CDATA[{ENML}<en-note>{text}</en-note>]]></content>"
        f"<created>20240305T101500Z</created><updated>20240305T111500Z</updated><tag>harbour</tag>"
        f"<note-attributes><author>Jo Tern</author>{attributes}</note-attributes>{more}</note>\n"
    )


CLIPPED = note(
    "Slipway closed",
    CLIP,
    "<source>web.clip7</source><source-url>https://skerrynews.example/slipway</source-url>",
    "<resource><data encoding='base64'>aGFyYm91cg==</data><mime>image/png</mime><recognition><![CDATA[<recoIndex"
    "/>]]></recognition></resource>",
)
OWN = note("To ask", "<div>Ask the harbour master.</div><div><en-todo checked='true'/>Ring the yard.</div>")
ENEX = f"{HEAD}{CLIPPED}{OWN}</en-export>\n"


def test_a_clipped_page_has_its_address_and_neither_the_day_nor_the_name_of_whoever_clipped_it(tmp_path: Path) -> None:
    (clipped, _), rejected = both(written(tmp_path / "a.enex", ENEX.encode()))
    assert not rejected
    article = clean(clipped)
    assert isinstance(article, Article)
    assert (article.title, article.url) == ("Slipway closed", "https://skerrynews.example/slipway")
    assert (article.date, article.authors) == (None, ())
    assert clipped.captured == "2024-03-05T10:15:00Z"
    assert article.body.splitlines() == CLIP.replace("<p>", "").strip("</p>").split("</p>")
    assert "aGFyYm91cg" not in article.body


def test_a_note_of_ones_own_has_its_day_and_its_author(tmp_path: Path) -> None:
    (_, own), _ = both(written(tmp_path / "a.enex", ENEX.encode()))
    article = clean(own)
    assert isinstance(article, Article)
    assert (article.title, article.date, article.authors) == ("To ask", "2024-03-05T10:15:00Z", ("Jo Tern",))
    assert article.body.splitlines() == ["Ask the harbour master.", "Ring the yard."]


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig"])
def test_encodings_of_the_file(tmp_path: Path, codec: str) -> None:
    items, rejected = both(written(tmp_path / "a.enex", ENEX.replace("slipway on", "Slipwäy on").encode(codec)))
    assert (len(items), rejected) == (2, [])
    assert "Slipwäy" in items[0].data.decode()


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_notes_are_cut_alike_wherever_the_chunks_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(enex, "_CHUNK", size)
    items, _ = both(written(tmp_path / "a.enex", ENEX.encode()))
    assert [i.given.title for i in items] == ["Slipway closed", "To ask"]
    assert [i.offset for i in items] == [len(HEAD), len(HEAD) + len(CLIPPED)]


def test_attachments_are_never_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enex, "ITEM_BYTES", 4096)
    monkeypatch.setattr(enex, "_CHUNK", 512)
    big = note("Slipway closed", CLIP, more=f"<resource><data>{'A' * 100_000}</data></resource>")
    items, rejected = both(written(tmp_path / "a.enex", f"{HEAD}{big}{OWN}</en-export>".encode()))
    assert (len(items), rejected) == (2, [])


def test_a_note_too_large_for_an_item_ends_the_file_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enex, "ITEM_BYTES", 4096)
    monkeypatch.setattr(enex, "_CHUNK", 512)
    text = f"{HEAD}{OWN}{note('Long', 'word ' * 4000)}</en-export>"
    items, rejected = both(written(tmp_path / "a.enex", text.encode()))
    assert ([i.given.title for i in items], [r.reason for r in rejected]) == (["To ask"], ["too large"])
    assert limits.ITEM_BYTES > 4096


def test_what_is_encrypted_is_no_text(tmp_path: Path) -> None:
    text = "<div>Open.</div><div><en-crypt cipher='AES' hint='x'>c2VjcmV0c2VjcmV0</en-crypt></div>"
    item = one(tmp_path / "a.enex", f"{HEAD}{note('Half', text)}</en-export>".encode())
    assert b"c2VjcmV0" not in item.data
    assert b"Open." in item.data


def test_a_note_without_text_is_kept_by_its_title_and_one_without_both_is_a_reject(tmp_path: Path) -> None:
    text = f"{HEAD}{note('Photograph', '<en-media hash=x />')}{note('', '<div><br/></div>')}</en-export>"
    items, rejected = both(written(tmp_path / "a.enex", text.encode()))
    assert [(i.given.title, i.content, i.notes) for i in items] == [("Photograph", "none", ("title only",))]
    assert [(r.reason, r.member) for r in rejected] == [("no text", "note 2")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f"{HEAD}</en-export>", "no text"),
        (f"{HEAD}{OWN[:-20]}", "truncated"),
        (f"{HEAD}<note>{'<div>' * 300}\0\1</note></en-export>", "no text"),
    ],
)
def test_what_is_broken(tmp_path: Path, data: str, reason: str) -> None:
    assert reasons(tmp_path / "a.enex", data.encode()) == [reason]


def test_an_entity_is_not_read(tmp_path: Path) -> None:
    doctype = '<?xml version="1.0"?><!DOCTYPE en-export [<!ENTITY x SYSTEM "file:///etc/hostname">]><en-export>'
    item = one(tmp_path / "a.enex", f"{doctype}<note><title>T &x;</title><content>b</content></note>".encode())
    assert item.given.title == "T &x;"
