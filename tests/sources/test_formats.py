"""Every format gives its items, told by content and with what the input states."""

import bz2
import gzip
import io
import json
import lzma
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
import zstandard

from morgue.core.article import Given
from tests.sources.helpers import HTTP, LINE, PAGE, both, http, one, reasons, tarred, warc, zipped

WRAPS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


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


@pytest.mark.parametrize("ending", WRAPS)
@pytest.mark.parametrize("name", ["a.html", "a.jsonl", "a.csv", "a.tar", "a.warc", "a.zip"])
def test_any_format_may_be_compressed(tmp_path: Path, ending: str, name: str) -> None:
    data = {
        "a.html": PAGE,
        "a.jsonl": LINE,
        "a.csv": b"title,text\nTide,In\n",
        "a.tar": tarred({"x.html": PAGE}),
        "a.warc": warc(("response", HTTP, http("text/html", PAGE))),
        "a.zip": zipped({"x.html": PAGE}),
    }[name]
    plain = one(tmp_path / name, data)
    packed = one(tmp_path / (name + ending), WRAPS[ending](data))
    assert (packed.format, packed.data, packed.id) == (plain.format, plain.data, plain.id)


def test_gzip_members_follow_one_another(tmp_path: Path) -> None:
    data = b"".join(gzip.compress(LINE + b"\n") for _ in range(3)) + b"\0" * 100
    items, rejected = both(_write(tmp_path / "a.jsonl.gz", data))
    assert [i.member for i in items] == ["line 1", "line 2", "line 3"]
    assert not rejected


def test_json_lines_know_their_numbers_and_offsets(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + LINE + b"\r\n\n" + LINE + b"\n{bad\n" + LINE
    items, rejected = both(_write(tmp_path / "a.jsonl", data))
    assert [(i.member, i.offset) for i in items] == [("line 1", 0), ("line 3", 66), ("line 5", 132)]
    assert [(r.reason, r.member) for r in rejected] == [("malformed JSON", "line 4")]
    assert "line 4" in rejected[0].detail
    assert len({i.id for i in items}) == 3
    assert len({i.sha256 for i in items}) == 1


def test_every_synonym_in_any_case(tmp_path: Path) -> None:
    want = Given("7", "u", "Harbour Times", "T", "2020", None, ("A B",), "Town", "en")
    for keys in (
        "id url outlet title date authors body section language",
        "ID URL Source Headline Published Author Text Section Language",
        "id url publisher headline published_at byline content section language",
    ):
        names = keys.split()
        values = ["7", "u", "Harbour Times", "T", "2020", "A B", "The tide came in.", "Town", "en"]
        item = one(tmp_path / "a.jsonl", json.dumps(dict(zip(names, values, strict=True))).encode())
        assert item.given == want
        assert (item.content, item.data) == ("text", b"The tide came in.")


def test_values_that_are_not_strings(tmp_path: Path) -> None:
    record = {
        "id": 12,
        "source": {"id": None, "name": "Hill Gazette"},
        "authors": ["A", {"name": "B"}, ""],
        "title": " T\n U ",
    }
    record |= {"body": ["One.", "Two."], "date": 2020, "section": None, "language": True}
    item = one(tmp_path / "a.jsonl", json.dumps(record).encode())
    assert item.given == Given("12", None, "Hill Gazette", "T U", "2020", None, ("A", "B"))
    assert item.data == b"One.\n\nTwo."


def test_what_becomes_of_html_titles_and_nothing(tmp_path: Path) -> None:
    rows = [{"html": "<p>x"}, {"title": "T", "body": "  "}, {"url": "u"}, {"html": "<p>x", "body": "b"}, [1], "s", None]
    items, rejected = both(_write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)).encode()))
    assert [(i.content, i.notes) for i in items] == [("page", ()), ("none", ("title only",)), ("text", ())]
    assert [r.reason for r in rejected] == ["no text", "not an object", "not an object", "not an object"]


def test_json_that_strict_parsers_refuse(tmp_path: Path) -> None:
    data = b'{"body": "x \\ud800 y", "id": NaN}\n{"body": "caf\xe9"}\n'
    items, rejected = both(_write(tmp_path / "a.jsonl", data))
    assert not rejected
    assert [i.data.decode() for i in items] == ["x ? y", "caf\u00e9"]


@pytest.mark.parametrize("space", ["", "\n", " \r\n\t"])
def test_arrays_are_read_element_by_element(tmp_path: Path, space: str) -> None:
    rows = [{"body": 'a "quoted" ] and \\ } [', "n": [1, {"x": []}]}, {"body": "b"}]
    text = space + "[" + space + f"{space},{space}".join(map(json.dumps, rows)) + space + "]" + space
    items, rejected = both(_write(tmp_path / "a.json", text.encode()))
    assert not rejected
    assert [i.member for i in items] == ["item 1", "item 2"]
    for item, row in zip(items, rows, strict=True):
        source = json.dumps(row).encode()
        assert item.sha256 == sha256(source).hexdigest()
        assert text.encode()[item.offset :].lstrip().startswith(source)


def test_an_element_on_the_border_of_a_chunk(tmp_path: Path) -> None:
    rows = [{"body": "x" * 700_000 + '"]\\', "title": str(n)} for n in range(4)]
    items, rejected = both(_write(tmp_path / "a.json", json.dumps(rows).encode()))
    assert not rejected
    assert [json.dumps(i.data.decode()) for i in items] == [json.dumps(r["body"]) for r in rows]


def test_one_object_and_objects_that_hold_articles(tmp_path: Path) -> None:
    assert one(tmp_path / "a.json", json.dumps({"title": "T", "body": "b"}, indent=1).encode()).member is None
    holder = {"status": "ok", "articles": [{"title": "A"}, {"title": "B", "content": "b"}]}
    items, _ = both(_write(tmp_path / "b.json", json.dumps(holder, indent=2).encode()))
    assert [(i.member, i.given.title) for i in items] == [("item 1", "A"), ("item 2", "B")]


def test_tables(tmp_path: Path) -> None:
    data = b'Headline;Published;Text;Byline\r\n"A; b";2020-02-17;"Two\r\nlines ""here""";Maren\r\n;;;\r\n'
    data += b"B;2021;;\r\nC;2;3;4;5\r\n"
    items, rejected = both(_write(tmp_path / "a.csv", data))
    assert [(i.member, i.content, i.given.title, i.given.date) for i in items] == [
        ("line 2", "text", "A; b", "2020-02-17"),
        ("line 5", "none", "B", "2021"),
    ]
    assert items[0].data == b'Two\r\nlines "here"'
    assert data[items[1].offset :].startswith(b"B;2021")
    assert [(r.reason, r.member) for r in rejected] == [("malformed row", "line 6")]


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.dat"])
def test_tables_in_other_encodings(tmp_path: Path, codec: str, name: str) -> None:
    text = "title\ttext\nCaf\u00e9\tThe caf\u00e9 on the pier of the town was closed and the owner was away.\n"
    item = one(tmp_path / name, text.encode(codec))
    assert item.given.title == "Caf\u00e9"


def test_json_lines_in_utf_16(tmp_path: Path) -> None:
    assert one(tmp_path / "a.jsonl", LINE.decode().encode("utf-16")).given.title == "Tide"


def test_a_table_without_text(tmp_path: Path) -> None:
    assert reasons(tmp_path / "a.csv", b"day,boats\n1,2\n") == ["no text column"]


def test_markdown_front_matter(tmp_path: Path) -> None:
    text = '---\ntitle: "Tide: high"\ndate: 2020-02-17  # a Monday\nauthors:\n  - Maren Tolley\n  - Obi Larch\n---\n'
    text += "# Tide\n\nIn.\n"
    item = one(tmp_path / "a.md", text.encode())
    assert item.given == Given(title="Tide: high", date="2020-02-17", authors=("Maren Tolley", "Obi Larch"))
    assert item.data == b"# Tide\n\nIn.\n"
    assert one(tmp_path / "b.md", b"+++\nauthor = 'X'\n+++\nIn.\n").given.authors == ("X",)
    assert one(tmp_path / "c.md", b"--- so it went ---\n\nIn.\n").given == Given()


def test_standard_input_is_json_lines() -> None:
    for data in (LINE + b"\n{\n", gzip.compress(LINE + b"\n{\n")):
        items, rejected = both("-", stdin=io.BytesIO(data))
        assert [(i.path, i.member) for i in items] == [("-", "line 1")]
        assert [r.reason for r in rejected] == ["malformed JSON"]
    assert [r.reason for r in both("-", stdin=io.BytesIO(b""))[1]] == ["no text"]


def test_rss_with_full_text_and_teaser(tmp_path: Path) -> None:
    full = "<p>" + "The tide came in. " * 20 + "</p>"
    feed = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
    <channel><title>Harbour Times</title><language>en</language>
    <item><title>Tide &amp;amp; time</title><link>https://a.example/1</link><guid>g1</guid><pubDate>Mon, 17 Feb 2020
    05:40:00 GMT</pubDate><author>x@a.example (Maren)</author><description>The tide.</description>
    <content:encoded><![CDATA[{full}]]></content:encoded></item>
    <item><title>Ebb</title><description>It went out &#8230; [...]</description></item>
    <item><title>Bare</title></item><item><pubDate>x</pubDate></item></channel></rss>"""
    items, rejected = both(_write(tmp_path / "feed", feed.encode()))
    assert [(i.member, i.content, i.notes) for i in items] == [
        ("g1", "page", ()),
        ("item 2", "page", ("teaser only",)),
        ("item 3", "none", ("title only",)),
    ]
    assert items[0].given.outlet == "Harbour Times"
    assert items[0].given.title == "Tide & time"
    assert items[0].given.date == "Mon, 17 Feb 2020 05:40:00 GMT"
    assert full.encode() in items[0].data
    assert [r.reason for r in rejected] == ["no text"]


def test_an_entry_is_the_same_item_in_a_later_copy_of_its_feed(tmp_path: Path) -> None:
    entry = "<entry><id>tag:1</id><title>Tide</title><updated>2020-02-17T00:00:00Z</updated>"
    entry += "<content>In and out.</content></entry>"
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Q</title>'
    first = one(tmp_path / "a.xml", f"{head}{entry}</feed>".encode())
    other = entry.replace("tag:1", "tag:2")
    later, _ = both(_write(tmp_path / "b.xml", f"{head}{other}{entry}</feed>".encode()))
    assert first.id == later[1].id != later[0].id
    assert (first.given.date, first.given.modified) == ("2020-02-17T00:00:00Z", None)


def test_a_large_feed_reads_like_a_small_one(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>Caf\u00e9</title>'
    entries = [
        f"<item><title>T{n} \u00e9</title><description>{'The tide. ' * 300}</description></item>" for n in range(400)
    ]
    data = (head + "\n".join(entries) + "</channel></rss>").encode("latin-1")
    items, rejected = both(_write(tmp_path / "a.rss", data))
    assert not rejected
    assert [i.given.title for i in items] == [f"T{n} \u00e9" for n in range(400)]
    assert {i.given.outlet for i in items} == {"Caf\u00e9"}


def test_news_sitemap(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc><news:news>
    <news:publication><news:name>Hill Gazette</news:name><news:language>en</news:language></news:publication>
    <news:publication_date>2020-02-17</news:publication_date><news:title>Tide</news:title></news:news></url>
    <url><loc>https://a.example/2</loc></url></urlset>"""
    items, rejected = both(_write(tmp_path / "a.xml", text.encode()))
    assert items[0].given == Given(None, "https://a.example/1", "Hill Gazette", "Tide", "2020-02-17", language="en")
    assert (items[0].content, items[0].notes) == ("none", ("title only",))
    assert [(r.reason, r.member) for r in rejected] == [("no text", "https://a.example/2")]


def test_warc(tmp_path: Path) -> None:
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    data = warc(
        ("warcinfo", "application/warc-fields", b"software: x\r\n"),
        ("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        ("response", HTTP, http("text/html; charset=ISO-8859-5", PAGE)),
        ("response", HTTP, http("text/html", gzip.compress(PAGE), "Content-Encoding: gzip")),
        ("response", HTTP, http("text/html", chunked, "Transfer-Encoding: chunked")),
        ("response", HTTP, http("text/html", PAGE, "Content-Encoding: gzip")),
        ("response", HTTP, http("text/html", zlib.compress(PAGE), "Content-Encoding: deflate")),
        ("resource", "text/html", PAGE),
        ("conversion", "text/plain", b"The tide came in."),
        ("response", HTTP, http("image/png", b"\x89PNG")),
        ("response", HTTP, http("text/html", PAGE, status=404)),
        ("revisit", HTTP, http("text/html", b"")),
        ("response", HTTP, http("text/html", b"")),
    )
    items, rejected = both(_write(tmp_path / "a", data))
    assert [i.member for i in items] == [f"urn:n:{n}" for n in range(2, 9)]
    assert {i.data for i in items[:6]} == {PAGE}
    assert {i.sha256 for i in items[:6]} == {sha256(PAGE).hexdigest()}
    assert (items[0].charset, items[0].captured) == ("ISO-8859-5", "2020-02-17T05:40:00Z")
    assert items[0].given.url == "https://harbourtimes.example/2"
    assert data[items[3].offset :].startswith(b"WARC/1.0")
    assert items[6].content == "text"
    assert [r.reason for r in rejected] == ["not HTML", "HTTP error", "revisit", "empty file"]


def test_archives_within_archives(tmp_path: Path) -> None:
    inner = zipped({"deep/b.jsonl": LINE + b"\n" + LINE, "c.css": b"p {}", ".hidden": PAGE, "__MACOSX/x": PAGE})
    data = gzip.compress(tarred({"a.html": PAGE, "in.zip": inner, "d.html.gz": gzip.compress(PAGE)}))
    items, rejected = both(_write(tmp_path / "a.tgz", data))
    assert [i.member for i in items] == [
        "a.html",
        "in.zip!deep/b.jsonl!line 1",
        "in.zip!deep/b.jsonl!line 2",
        "d.html.gz",
    ]
    assert [(r.member, r.reason) for r in rejected] == [("in.zip!c.css", "not a text")]


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


def test_folders_are_walked_in_order_without_hidden_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", ".git/x.txt", "b/.x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"text of {name}")
    items, rejected = both(tmp_path)
    assert [i.path for i in items] == [str(tmp_path / n) for n in ("a.txt", "b/1.txt", "b/2.txt", "c.txt")]
    assert not rejected
    assert one(tmp_path / "b/.x.txt").content == "text"


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_the_folder_below_the_named_one_is_told(tmp_path: Path) -> None:
    inner = tmp_path / "harbour-times" / "2024"
    inner.mkdir(parents=True)
    for path in (tmp_path / "a.html", inner.parent / "b.html", inner / "c.html"):
        path.write_bytes(PAGE + path.name.encode())
    with ZipFile(inner.parent / "d.zip", "w") as archive:
        archive.writestr("e.html", PAGE)
        archive.writestr("valley/post/f.html", PAGE)
    items, _ = both(tmp_path)
    assert [i.folder for i in items] == [None, "harbour-times/2024", "harbour-times", None, "valley/post"]
    assert [i.folder for i in both(inner / "c.html")[0]] == [None]
