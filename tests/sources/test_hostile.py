"""What was made to break a reader is refused under a reason, quickly and in little memory; the rest is still read."""

import gzip
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Generator
from itertools import count
from pathlib import Path

import pytest
import zstandard

from morgue.core.article import RawItem, Rejected
from morgue.core.errors import SourceError
from morgue.index.sources import read, walk
from tests.counting import calls
from tests.sources.helpers import HTTP, LINE, PAGE, both, http, one, reasons, tarred, warc, written, zipped


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.html", b"", "empty file"),
        ("a.txt", b" \n\t", "no text"),
        ("a.html", bytes(range(256)) * 20, "binary"),
        ("a.html", bytes(1000), "binary"),
        ("a.txt", b"%!PS-Adobe-3.0 \n", "not a text"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "not a text"),
        ("a.css", b"p { color: red }", "not a text"),
        ("a.svg", b"<svg xmlns='x'><text>t</text></svg>", "not a text"),
        ("a.rss", b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 200_000 + b'">]><rss>' + b"&a;" * 9, "not a text"),
        ("a.docx", zipped({"[Content_Types].xml": b"<x/>"}), "not a text"),
        ("a.xml", b"<?xml version='1.0'?><nonsense/>", "not a text"),
        ("a.zip", zipped({}), "empty file"),
        ("a.zip", zipped({"x": PAGE})[:60], "truncated"),
        ("a.tar", tarred({"x": PAGE})[:600], "truncated"),
        ("a.html.gz", gzip.compress(PAGE)[:-12], "truncated"),
        ("a.html.gz", gzip.compress(PAGE)[:5], "truncated"),
        ("a.html.zst", zstandard.ZstdCompressor().compress(PAGE)[:-3], "truncated"),
        ("a.json", b"[", "truncated"),
        ("a.json", b"[]", "no text"),
        ("a.json", b'{\n"a": ', "malformed JSON"),
        ("a.rss", b"<rss><channel></channel></rss>", "no text"),
        ("a.xml", b"<sitemapindex></sitemapindex>", "no text"),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: x\r\n\r\n", "malformed record"),
        ("a.warc", b"WARC/1.0\r\nContent-Length: 9\r\n\r\nabc", "truncated"),
        ("a.warc", b"WARC/1.0\r\nContent-Length: 9", "truncated"),
        ("a.warc", warc(("response", HTTP, b"")), "not HTML"),
        ("a.warc", warc(("warcinfo", "x", b"")), "no text"),
        ("a.csv", b"a,b\n1,2\n", "no text column"),
        ("a.tar", tarred({}, [tarfile.TarInfo("d/")]), "binary"),
    ],
    ids=count(),  # packed bytes hold the time, by which two runners would name one case differently
)
def test_what_yields_nothing_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    if name == "a.tar" and reason == "binary":  # an empty tar is nothing but NUL bytes
        data = bytes(10240)
    assert set(reasons(tmp_path / name, data)) == {reason}


def test_named_paths_that_cannot_be_used_stop_the_run_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    os.mkfifo(tmp_path / "pipe")
    for bad in ("missing.txt", "pipe", "a.txt/x", "x\0y"):
        with pytest.raises(SourceError):
            read([str(tmp_path / "a.txt"), str(tmp_path / bad)])
    with pytest.raises(SourceError, match="regular"):
        read(["/dev/null"])
    with pytest.raises(SourceError, match="no such"):
        read([""])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    assert [r.reason for r in both(tmp_path)[1]] == ["unreadable"]
    with pytest.raises(SourceError, match="permission"):
        read([str(path)])


def test_a_file_that_goes_away_during_the_run_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    found = walk.files(str(tmp_path))
    path, place = next(f for f in found if isinstance(f, tuple))
    path.unlink()
    from morgue.index.sources.dispatch import _file
    from morgue.index.sources.progress import Gauge
    from morgue.index.sources.registry.ledger import Ledger

    found_then = _file(path, place, Gauge(()), Ledger())
    assert [r.reason if isinstance(r, Rejected) else r for r in found_then] == ["unreadable"]


def test_links_pipes_and_loops_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("outside")
    folder = tmp_path / "news"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("inside")
    (folder / "b-out.txt").symlink_to("../secret.txt")
    (folder / "c-out").symlink_to("..")
    (folder / "d-in.txt").symlink_to("a.txt")
    (folder / "e-gone.txt").symlink_to("nothing")
    (folder / "f-self.txt").symlink_to("f-self.txt")
    (folder / "sub" / "loop").symlink_to("..")
    os.mkfifo(folder / "g-pipe")
    items, rejected = both(folder)
    assert [Path(i.path).name for i in items] == ["a.txt", "d-in.txt"]
    assert items[0].id == items[1].id
    assert [(Path(r.path).name, r.reason) for r in rejected] == [
        ("b-out.txt", "link out of the folder"),
        ("c-out", "link out of the folder"),
        ("e-gone.txt", "broken link"),
        ("f-self.txt", "broken link"),
        ("g-pipe", "not a regular file"),
        ("loop", "link to a folder"),
    ]


def test_a_link_named_by_the_user_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "link").symlink_to("a.txt")
    assert one(tmp_path / "link").content == "text"


def test_names_that_are_no_text_and_names_that_travel(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(odd)).write_bytes(b"text")
    item = one(tmp_path)
    assert item.path.endswith("caf\\udce9.txt")
    members = {"../../up.html": PAGE, "/etc/passwd": b"text here", "a\\..\\b.html": PAGE, "x\x1b[31m.html": PAGE}
    for data in (zipped(members), tarred(members)):
        target = tmp_path / "sub" / "a.bin"
        target.parent.mkdir(exist_ok=True)
        before = sorted(tmp_path.rglob("*"))
        target.write_bytes(data)
        items, rejected = both(target)
        assert [i.member for i in items] == ["/etc/passwd", "x\x1b[31m.html"]
        assert [(r.member, r.reason) for r in rejected] == [
            ("../../up.html", "unsafe name"),
            ("a\\..\\b.html", "unsafe name"),
        ]
        assert sorted(tmp_path.rglob("*")) in (before, sorted([*before, target]))


def test_tar_members_that_are_no_files(tmp_path: Path) -> None:
    extra = []
    for kind, name in ((tarfile.SYMTYPE, "l"), (tarfile.LNKTYPE, "h"), (tarfile.FIFOTYPE, "p"), (tarfile.CHRTYPE, "c")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        extra.append(info)
    items, rejected = both(written(tmp_path / "a.tar", tarred({"a.html": PAGE}, extra)))
    assert [i.member for i in items] == ["a.html"]
    assert [(r.member, r.reason) for r in rejected] == [(n, "not a regular file") for n in "lhpc"]


def test_zip_members_that_cannot_be_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": PAGE, "b.html": PAGE, "c.html": PAGE}))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag for encryption, in the table of contents
    body = data.find(b"b.html") + 6
    data[body + 5] ^= 0xFF
    items, rejected = both(written(tmp_path / "a.zip", bytes(data)))
    assert [i.member for i in items] == ["c.html"]
    assert [(r.member, r.reason) for r in rejected] == [("a.html", "encrypted"), ("b.html", "unreadable")]


def test_items_before_a_break_are_given(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"title": f"T{n}", "body": os.urandom(50).hex()}).encode() + b"\n" for n in range(2000))
    for name, pack in (("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.ZstdCompressor(threads=0).compress)):
        data = pack(lines)
        items, rejected = both(written(tmp_path / name, data[: len(data) * 3 // 4]))
        assert [i.given.title for i in items] == [f"T{n}" for n in range(len(items))]
        assert len(items) > 1000 or name.endswith("zst")
        assert [r.reason for r in rejected] == ["truncated"]
    pages = tarred({f"{n}.html": PAGE for n in range(20)})
    items, rejected = both(written(tmp_path / "a.tar", pages[: len(pages) // 2]))
    assert len(items) >= 9
    assert {r.reason for r in rejected} == {"truncated"}
    records = warc(*[("response", HTTP, http("text/html", PAGE))] * 10)
    items, rejected = both(written(tmp_path / "a.warc", records[: len(records) // 2 - 100]))
    assert len(items) >= 4
    assert [r.reason for r in rejected] == ["truncated"]


def test_a_damaged_stretch_of_a_warc_is_passed_over(tmp_path: Path) -> None:
    record = warc(("response", HTTP, http("text/html", PAGE)))
    items, rejected = both(written(tmp_path / "a.warc", record + b"garbage\nmore\n\n" + record))
    assert len(items) == 2
    assert [r.reason for r in rejected] == ["malformed record"]


def test_long_lines_are_passed_over_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("morgue.index.sources.readers.jsons.ITEM_BYTES", 1000)
    data = LINE + b'\n{"body": "' + b"x" * 3_000_000 + b'"}\n' + LINE
    items, rejected = both(written(tmp_path / "a.jsonl", data))
    assert [i.member for i in items] == ["line 1", "line 3"]
    assert data[items[1].offset :] == LINE
    assert [(r.member, r.reason) for r in rejected] == [("line 2", "too large")]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    block = gzip.compress(b"".join(LINE[:-1] + b', "id": "%d"}\n' % n for n in range(20_000)), 1)
    with path.open("wb") as file:
        for _ in range(5):
            file.write(block)
    code = (
        "import resource, sys; from morgue.index.sources import read\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "items = read(sys.argv[1:]); next(items); before = peak()\n"
        "print(1 + sum(1 for _ in items), peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=Path.cwd())
    count, grown = map(int, done.stdout.split())
    assert count == 100_000
    assert grown < 30, "MiB"


def test_many_members_of_a_tar_do_not_pile_up(tmp_path: Path) -> None:
    def read_through(members: int) -> None:
        path = written(tmp_path / f"{members}.tar", tarred({f"{n}.txt": b"the tide came in" for n in range(members)}))
        items, rejected = both(path)
        assert (len(items), rejected) == (members, [])

    read_through(5_000)
    assert calls(lambda: read_through(1_000)) < 2.5 * calls(lambda: read_through(500))


def test_reading_is_lazy(tmp_path: Path) -> None:
    first = written(tmp_path / "a.jsonl", LINE + b"\n" + b"x" * 10)
    items = read([str(first), str(tmp_path)])
    found = next(items)
    assert isinstance(found, RawItem) and found.member == "line 1"
    assert isinstance(items, Generator)
    items.close()


RIL = (
    "<!DOCTYPE html>\n<html>\n<head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
    '<li><a href="https://news.test/1" time_added="1646092800" tags="">The tide is late</a></li></ul></body></html>'
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.bib", "@article{roe24,\n  title = {Tide is late},\n  journal = {Skerry News}\n}\n"),
        ("a.txt", "% Encoding: UTF-8\n\n@Misc{roe24, title = {Tide is late}}\n"),
        ("b.bib", "A file of Jane Roe's.\n\n@article{roe24, title={Tide}}\n"),
        ("a.enw", "%0 Newspaper Article\n%T Tide is late\n%J Skerry News\n%D 2024\n"),
        ("b.enw", "%0 Newspaper Article\n\n%A Roe, J\n%X The tide\nwas late again.\n\n%T Tide is late\n"),
        ("c.txt", "\ufeff%A Roe, J\r\n%T Tide is late\r\n%D 2024\r\n"),
        ("d.txt", "%T Tide is late\n%0 Electronic Article\n%@ 1234-5678\n%U http://news.test/1\n"),
        ("e.txt", "%0  Report\n%T  Tide is late\n%D  2024\n"),
        ("f.txt", "Reference Type:  Newspaper Article\nRecord Number: 12\nAuthor: Roe, J\nTitle: Tide is late\n"),
        ("g.txt", "RT Newspaper Article\nSR Electronic(1)\nA1 Roe,J\nT1 Tide is late\n"),
        ("a.ciw", "FN Clarivate\nVR 1.0\nPT J\nAU Roe, J\nTI Tide is late\nER\n"),
        ("a.nbib", "PMID- 123456\nOWN - NLM\nTI  - Tide is late\n"),
        (
            "bookmarks.html",
            '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p><DT><A HREF="x">T</A>',
        ),
        ("bookmarks.txt", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n"),
        ("ril_export.html", RIL),
        ("feeds.opml", '<?xml version="1.0"?><opml version="1.0"><body><outline text="Skerry"/></body></opml>'),
        ("undeclared.opml", '<opml version="1.0"><head><title>T</title></head><body><outline/></body></opml>'),
        ("p4.xml", "<TEI.2><teiHeader/><text><body><p>The tide is late.</p></body></text></TEI.2>"),
        ("p4d.xml", '<?xml version="1.0"?><TEI.2><teiHeader/><text><body><p>The tide.</p></body></text></TEI.2>'),
        ("index.cdxj", 'org,iana,www)/ 20170306165409 {"url": "http://www.iana.org/"}\n'),
        ("index.cdx", " CDX N b a m s k r M S V g\norg,iana)/ 2014 u text/html 200 X - - 1 2 a.warc.gz\n"),
    ],
)
def test_lists_for_programs_are_refused_and_not_read_as_prose(tmp_path: Path, name: str, data: str) -> None:
    _, (rejected,) = both(written(tmp_path / name, data.encode()))
    assert rejected.reason == "not a text"
    assert any(told in rejected.detail for told in ("as RIS", "WARC", "addresses and no texts", "as P5"))


@pytest.mark.parametrize(
    "data",
    [
        "@skerrynews says the tide is late. Nobody knows why.\n",
        "%0 is how a percentage of nothing was written.\nThe tide is late.\n",
        "%A tide that is late.\nNobody knows why.\n%B is what the harbour calls it.\nIt is 40 % late.\n",
        "% A comment of a formula.\n% Another of them.\n% The third.\nThe tide is late.\n",
        "RT France is late.\nSo is the tide.\nTV too.\n",
        "Reference Type: none\nThe tide is late: nobody knows why.\n",
        "PT Boats are out.\nAU revoir, said the master.\n",
        "org,iana is a name.\nThe tide is late.\n",
    ],
)
def test_prose_that_begins_like_one_is_read(tmp_path: Path, data: str) -> None:
    assert one(tmp_path / "a.txt", data.encode()).format == "text"
