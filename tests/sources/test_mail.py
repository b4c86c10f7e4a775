"""Mail: mailboxes of many, single letters, what a letter says, and who sent it."""

# ruff: noqa: E501  # exports and mails stand here as their programs write them, in long lines
from __future__ import annotations

import io
from pathlib import Path

import pytest

from morgue.index.sources import limits
from morgue.index.sources.decoding.streams import buffered
from morgue.index.sources.mail import mbox, sender
from tests.sources.helpers import articles, both, reasons, zipped

TIDE = "The tide of Harrow Bay came in two hours late on Tuesday, and the harbour master said that nobody knew why."
MOON = "The moon was blamed by some, the new breakwater by others; a meeting will be held in the net loft on Friday."


def mail(number: int = 1, body: str = f"{TIDE}\n\n{MOON}\n", kind: str = "text/plain", more: str = "") -> str:
    return (
        f'From: "Harrow Herald" <news@harrowherald.example>\nTo: a@b.example\nSubject: Tide {number}\n'
        f"Date: Tue, 05 Mar 2024 18:30:00 +0100\nMessage-ID: <m{number}@x>\nMIME-Version: 1.0\n{more}"
        f"Content-Type: {kind}; charset=utf-8\n\n{body}"
    )


def box(*mails: str) -> str:
    return "".join(f"From 17{n:08d}@xxx Tue Mar 05 18:30:00 +0000 2024\n{m}\n\n" for n, m in enumerate(mails))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_each_mail_of_a_mailbox_is_an_article(tmp_path: Path, ending: str) -> None:
    quoted = f"{TIDE}\n\n>From the quay it was seen.\n\nFrom here on all is known.\n\n{MOON}\n"
    data = box(mail(1), mail(2, quoted), mail(3)).replace("\n", ending)
    found = articles(tmp_path / "Newsletters.mbox", data)
    assert [(a.title, a.date) for a in found] == [(f"Tide {n}", "2024-03-05T18:30:00+01:00") for n in (1, 2, 3)]
    assert found[1].body == f"{TIDE}\nFrom the quay it was seen.\nFrom here on all is known.\n{MOON}"
    assert {a.outlet for a in found} == {"Harrow Herald"}
    assert len({a.id for a in found}) == 3


def test_a_mailbox_in_a_zip_and_a_folder_of_mails(tmp_path: Path) -> None:
    packed = zipped({"Takeout/Mail/News.mbox": box(mail(1), mail(2)).encode()})
    assert [a.title for a in articles(tmp_path / "takeout.zip", packed)] == ["Tide 1", "Tide 2"]
    for folder in ("cur", "new", "tmp", ".Archive/cur"):
        (tmp_path / "Maildir" / folder).mkdir(parents=True)
    (tmp_path / "Maildir/cur/1709659800.M1P2.host:2,S").write_text(mail(3))
    (tmp_path / "Maildir/new/1709659801.M1P3.host").write_text(mail(4))
    (tmp_path / "Maildir/.Archive/cur/1709659802.M1P4.host:2,").write_text(mail(5))
    items, rejected = both(tmp_path / "Maildir")
    assert not rejected
    assert sorted(str(item.given.title) for item in items) == ["Tide 3", "Tide 4", "Tide 5"]


def test_a_mail_too_large_is_passed_over_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "DOCUMENT_BYTES", 1 << 20)
    path = tmp_path / "a.mbox"
    path.write_text(box(mail(1), mail(2, "word " * 600_000), mail(3)))
    items, rejected = both(path)
    assert [item.given.title for item in items] == ["Tide 1", "Tide 3"]
    assert [r.reason for r in rejected] == ["too large"]
    assert limits.DOCUMENT_BYTES > 1 << 20


def test_a_stub_in_html_does_not_hide_the_text(tmp_path: Path) -> None:
    parts = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{TIDE}\n\n{MOON}\n"
        "--b\nContent-Type: text/html; charset=utf-8\n\n<p>Read this mail in your browser</p>\n--b--\n"
    )
    (found,) = articles(tmp_path / "a.eml", mail(1, parts, 'multipart/alternative; boundary="b"'))
    assert found.body == f"{TIDE}\n{MOON}"


def test_a_letter_of_several_stories_keeps_their_headings_and_loses_its_footer(tmp_path: Path) -> None:
    page = (
        '<html><body><div style="display:none">Hidden words for the list of mails</div><p><a href="#">View in browser</a></p>'
        f'<h1>Good morning</h1><h2><a href="#">Tide is late</a></h2><p>{TIDE}</p><p><a href="#">Read more</a></p>'
        f'<h2><a href="#">Moon is blamed</a></h2><p>{MOON}</p><p>You are receiving this mail because you asked for it.</p>'
        '<p><a href="#">Unsubscribe</a> | <a href="#">Privacy policy</a></p><p>Harrow House, 1 Quay Street</p></body></html>'
    )
    (found,) = articles(tmp_path / "a.eml", mail(1, page, "text/html"))
    assert found.body.split("\n") == ["Good morning", "Tide is late", TIDE, "Moon is blamed", MOON]


def test_a_mail_saved_as_text_and_one_of_apple(tmp_path: Path) -> None:
    saved = f"Date: Tue, 05 Mar 2024 18:30:00 +0100\nFrom: Jane Roe <jane.roe@mail.example>\nSubject: Re: Tide\n\n{TIDE}\n\n{MOON}"
    (found,) = articles(tmp_path / "a.txt", saved)
    assert (found.title, found.authors, found.outlet) == ("Tide", ("Jane Roe",), None)
    body = mail(2)
    apple = f"{len(body.encode())}       \n{body}<?xml version='1.0'?><plist><dict></dict></plist>"
    (found,) = articles(tmp_path / "7.emlx", apple)
    assert (found.title, found.body) == ("Tide 2", f"{TIDE}\n{MOON}")


def test_attachments_are_counted(tmp_path: Path) -> None:
    parts = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{TIDE}\n"
        "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nJVBERi0=\n--b--\n"
    )
    (found,) = articles(tmp_path / "a.eml", mail(1, parts, 'multipart/mixed; boundary="b"'))
    assert "1 attachment left out" in found.provenance.notes


@pytest.mark.parametrize(
    ("stated", "bulk", "outlet", "author"),
    [
        ('"Harrow Herald" <news@harrowherald.example>', True, "Harrow Herald", None),
        ("Morning Briefing <briefing@mail.example>", False, "Morning Briefing", None),
        ("Jane Roe <jane.roe@harrowherald.example>", True, None, "Jane Roe"),
        ("Jane Roe from Tide Letters <jane@tide.example>", True, "Tide Letters", "Jane Roe"),
        ("Jana Roh | Flutbrief <post@flut.example>", True, "Flutbrief", "Jana Roh"),
        ("<x@y.example>", False, None, None),
        ("x@y.example", False, None, None),
    ],
)
def test_outlet_and_author_are_told_apart(stated: str, bulk: bool, outlet: str | None, author: str | None) -> None:
    assert sender.told_apart(stated, bulk) == (outlet, author)


@pytest.mark.parametrize(
    "data",
    [
        "From: a@b.example\nSubject: \nMessage-ID: <1>\n\n",
        'From: a@b.example\nSubject:\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: image/png\n\nx\n--b--\n',
    ],
)
def test_a_mail_without_text_says_so(tmp_path: Path, data: str) -> None:
    assert reasons(tmp_path / "a.eml", data.encode()) == ["no text"]


def test_hostile_mails_end_in_an_item_or_a_reject(tmp_path: Path) -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(200))
    for data in (
        f"From: a\nSubject: b\nMIME-Version: 1.0\n{nested}x",
        box(mail(1, "\0\1\2")),
        "From x 10:00 2024\nA: b\n" * 50,
        mail(1, "<" * 5000 + "div>" * 5000, "text/html"),
        "99999999999999\nFrom: a\nSubject: b\nDate: c\n\nx",
    ):
        path = tmp_path / "a.eml"
        path.write_text(data)
        items, rejected = both(path)
        assert items or rejected


def test_no_mail_is_lost_where_the_file_is_read_in_pieces() -> None:
    data = b"".join(
        b"From x Tue Mar 05 18:30:00 2024\nSubject: %d\n\n%s\n\n" % (n, b"x" * (n % 90)) for n in range(30_000)
    )
    found = list(mbox.messages(buffered(io.BytesIO(data))))
    assert [number for number, _, _ in found] == list(range(1, 30_001))
    assert all(data.startswith(b"From x", offset) for _, offset, _ in found)
    assert all(
        message is not None and message.startswith(b"Subject: %d\n" % n) for n, (_, _, message) in enumerate(found)
    )
