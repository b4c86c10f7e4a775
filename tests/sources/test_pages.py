"""Pages and texts: a file is an item, told by its content, with what a browser wrote into it."""

from hashlib import sha256
from pathlib import Path

import pytest

from morgue.core.article import Given
from tests.sources.helpers import PAGE, one


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.json", "a", "a.rss", "a.csv.jsonl"])
def test_a_page_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    item = one(tmp_path / name, b"\xef\xbb\xbf \n<!-- saved -->\n" + PAGE)
    assert (item.format, item.content, item.member) == ("html", "page", None)


def test_a_page_keeps_its_bytes_and_hash(tmp_path: Path) -> None:
    item = one(tmp_path / "a.html", PAGE)
    assert item.data == PAGE
    assert item.sha256 == sha256(PAGE).hexdigest()
    assert item.path == str(tmp_path / "a.html")


@pytest.mark.parametrize(
    "start", [b"<p>Harrow", b"<div class=x>", b"<?xml version='1.0'?>\n<html>", b"<H1 >Ferry</H1>"]
)
def test_fragments_and_xhtml_are_pages(tmp_path: Path, start: bytes) -> None:
    assert one(tmp_path / "a", start + b" Bay</p>").format == "html"


def test_text_that_only_mentions_markup_is_text(tmp_path: Path) -> None:
    assert one(tmp_path / "a.txt", b"The tag <p> begins a paragraph.\n").content == "text"


def test_what_a_browser_wrote_when_saving_is_kept(tmp_path: Path) -> None:
    address = "https://harbourtimes.example/a"
    saved = f"<!DOCTYPE html>\n<!-- saved from url=({len(address):04d}){address} -->\n<html>".encode()
    assert one(tmp_path / "a.html", saved).given.url == address
    single = f"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: {address} \n saved date: "
    single += "Tue Mar 02 2021 10:00:00 GMT+0100 (Central European Standard Time)\n-->"
    item = one(tmp_path / "b.html", single.encode())
    assert (item.given.url, item.captured) == (address, "2021-03-02T10:00:00+01:00")


def test_markdown_front_matter(tmp_path: Path) -> None:
    text = '---\ntitle: "Tide: high"\ndate: 2020-02-17  # a Monday\nauthors:\n  - Maren Tolley\n  - Obi Larch\n---\n'
    text += "# Tide\n\nIn.\n"
    item = one(tmp_path / "a.md", text.encode())
    assert item.given == Given(title="Tide: high", date="2020-02-17", authors=("Maren Tolley", "Obi Larch"))
    assert item.data == b"# Tide\n\nIn.\n"
    assert one(tmp_path / "b.md", b"+++\nauthor = 'X'\n+++\nIn.\n").given.authors == ("X",)
    assert one(tmp_path / "c.md", b"--- so it went ---\n\nIn.\n").given == Given()


def test_a_page_saved_as_mhtml_and_a_mail(tmp_path: Path) -> None:
    head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/1\r\nSubject: Tide\r\n"
    head += "Date: Mon, 17 Feb 2020 05:40:00 +0000\r\nMIME-Version: 1.0\r\n"
    body = 'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=koi8-r\r\n'
    body += "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>The ti=\r\nde</p>\r\n--b--\r\n"
    item = one(tmp_path / "a.mhtml", (head + body).encode())
    assert (item.format, item.content, item.charset, item.data) == ("mhtml", "page", "koi8-r", b"<p>The tide</p>")
    assert (item.given.url, item.captured) == ("https://a.example/1", "2020-02-17T05:40:00+00:00")
    mail = b"Message-ID: <1>\nFrom: Tide <t@a.example>\nSubject: =?utf-8?q?Caf=C3=A9?=\nDate: x\n\nThe tide.\n"
    item = one(tmp_path / "a.eml", mail)
    assert (item.format, item.given.title, item.data) == ("mail", "Caf\u00e9", b"The tide.")
