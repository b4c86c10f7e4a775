"""Captures of the web: WACZ, ARC, HAR, feeds and revisits inside them, and what programs write into saved pages."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.sources.helpers import HTTP, PAGE, both, http, one, reasons, warc, written, zipped

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Skerry News</title><link>https://s.example/</link>
<item><title>Slipway closed</title><link>/n/1</link><description>The harbour master closed it.</description></item>
</channel></rss>"""
OTHER = PAGE.replace(b"tide came in", b"ferry went out")


def wacz(pages: list[dict[str, str]] | None, **members: bytes) -> bytes:
    listed = b"".join(json.dumps(page).encode() + b"\n" for page in [{"format": "json-pages-1.0"}, *(pages or [])])
    return zipped(
        {
            "datapackage.json": b'{"title": "A crawl", "resources": []}',
            "pages/pages.jsonl": listed,
            "indexes/index.cdx": b"com,example)/ 2024 {}\n",
            "logs/crawl.log": b"a line of a log that reads like a sentence of an article, if one is not careful.\n",
            **{f"archive/{name}": data for name, data in members.items()},
        }
    )


def test_a_wacz_gives_its_captures_and_nothing_else(tmp_path: Path) -> None:
    data = warc(("warcinfo", "application/warc-fields", b"software: x"), ("response", HTTP, http("text/html", PAGE)))
    packed = wacz(None, **{"a.warc.gz": gzip.compress(data), "b.warc": data.replace(b"urn:n:1", b"urn:n:9")})
    items, rejected = both(written(tmp_path / "a.wacz", packed))
    assert ([i.format for i in items], rejected) == (["wacz", "wacz"], [])
    assert items[0].given.url == "https://harbourtimes.example/1"
    assert items[0].member == "archive/a.warc.gz!urn:n:1"


def test_frames_of_other_sites_are_told_from_the_listed_pages(tmp_path: Path) -> None:
    data = warc(("response", HTTP, http("text/html", PAGE)), ("response", HTTP, http("text/html", OTHER)))
    data = data.replace(b"https://harbourtimes.example/1", b"https://adverts.example/1")
    packed = wacz([{"url": "http://www.harbourtimes.example/0", "title": "Tide"}], **{"a.warc": data})
    items, rejected = both(written(tmp_path / "a.wacz", packed))
    assert [i.given.url for i in items] == ["https://harbourtimes.example/0"]
    assert [r.reason for r in rejected] == ["a frame"]


def test_a_broken_capture_in_a_wacz_is_one_reject(tmp_path: Path) -> None:
    data = warc(("response", HTTP, http("text/html", PAGE)))
    items, rejected = both(written(tmp_path / "a.wacz", wacz(None, **{"a.warc.gz": gzip.compress(data)[:-30]})))
    assert (len(items), [r.reason for r in rejected]) in ((0, ["truncated"]), (1, ["truncated"]))


def arc(*records: tuple[str, str, bytes]) -> bytes:
    head = b"1 0 Us\nURL IP-address Archive-date Content-type Archive-length\n"
    out = b"filedesc://a.arc 0.0.0.0 20040305183000 text/plain %d\n%s\n" % (len(head), head)
    for url, media, block in records:
        out += f"{url} 192.0.2.1 20040305183000 {media} {len(block)}\n".encode() + block + b"\n"
    return out


def test_an_arc_gives_its_pages_with_address_and_moment(tmp_path: Path) -> None:
    data = arc(
        ("http://s.example/a b.html", "text/html", http("text/html; charset=iso-8859-1", PAGE)),
        ("http://s.example/a.gif", "image/gif", http("image/gif", b"GIF89a")),
        ("http://s.example/feed", "text/xml", http("text/xml", FEED)),
        ("dns:s.example", "text/dns", b"20040305183000\ns.example. 300 IN A 192.0.2.1"),
    )
    items, rejected = both(written(tmp_path / "a.arc.gz", gzip.compress(data)))
    page, entry = items
    assert (page.format, page.given.url, page.captured) == ("arc", "http://s.example/a b.html", "2004-03-05T18:30:00Z")
    assert (page.charset, page.data) == ("iso-8859-1", PAGE)
    assert (entry.format, entry.given.title) == ("feed", "Slipway closed")
    assert [r.reason for r in rejected] == ["not HTML"]
    assert rejected[0].detail == "2 captures: 1 image/gif, 1 text/dns; the first is record 3"


def test_an_arc_that_ends_or_goes_wrong(tmp_path: Path) -> None:
    good = arc(("http://s.example/a", "text/html", http("text/html", PAGE)))
    assert reasons(tmp_path / "a.arc", good[:-40]) == ["truncated"]
    items, rejected = both(written(tmp_path / "b.arc", good + b"no header here\n" * 3))
    assert (len(items), [r.reason for r in rejected]) == (1, ["malformed record"])
    assert "malformed record" in reasons(tmp_path / "c.arc", b"filedesc://x\n" + b"junk\n" * 500)


def entry(url: str, media: str, text: str, **more: object) -> dict[str, object]:
    return {
        "startedDateTime": "2024-03-05T18:30:00.000Z",
        "request": {"method": "GET", "url": url, "headers": [{"name": "a", "value": "b"}]},
        "response": {"status": 200, "content": {"mimeType": media, "text": text, **more}},
    }


def har(*entries: dict[str, object]) -> bytes:
    log = {"version": "1.2", "creator": {"name": "x"}, "pages": [{"id": "page_1", "title": "t"}], "entries": entries}
    return json.dumps({"log": log}).encode()


def test_a_har_gives_its_pages(tmp_path: Path) -> None:
    packed = base64.b64encode(OTHER).decode()
    data = har(
        entry("https://s.example/1", "text/html; charset=windows-1251", PAGE.decode()),
        entry("https://s.example/a.png", "image/png", "iVBORw0KGgo=", encoding="base64"),
        entry("https://s.example/2", "text/html", packed, encoding="base64"),
        {**entry("https://s.example/part", "text/html", "<p>part</p>"), "_resourceType": "xhr"},
    )
    items, rejected = both(written(tmp_path / "a.har", data))
    assert [(i.given.url, i.captured) for i in items] == [
        ("https://s.example/1", "2024-03-05T18:30:00.000Z"),
        ("https://s.example/2", "2024-03-05T18:30:00.000Z"),
    ]
    assert ([i.data for i in items], items[0].charset, rejected) == ([PAGE, OTHER], "utf-8", [])


def test_a_har_without_a_page_or_without_an_end_is_one_reject(tmp_path: Path) -> None:
    only = [entry(f"https://s.example/{n}.png", "image/png", "x") for n in range(50)]
    _, rejected = both(written(tmp_path / "a.har", har(*only)))
    assert [(r.reason, "50 image/png" in r.detail) for r in rejected] == [("no text", True)]
    whole = har(*(entry(f"https://s.example/{n}", "text/html", PAGE.decode()) for n in range(3)))
    items, rejected = both(written(tmp_path / "b.har", whole[:-60]))
    assert (len(items), [r.reason for r in rejected]) == (2, ["truncated"])


def test_a_revisit_is_the_page_that_it_saw_again(tmp_path: Path) -> None:
    digest = b"WARC-Payload-Digest: sha1:ABC\r\nContent-Type:"
    data = warc(
        ("response", HTTP, http("text/html", PAGE)),
        ("revisit", HTTP, http("text/html", b"")),
        ("revisit", HTTP, http("text/html", b"")),
        ("revisit", HTTP, http("text/html", b"")),
    ).replace(b"Content-Type: application/http", digest + b" application/http")
    data = data.replace(b"harbourtimes.example/2", b"harbourtimes.example/0")  # the same page at the same address
    last = data.rindex(b"sha1:ABC")
    data = data[:last] + b"sha1:XYZ" + data[last + 8 :]
    items, rejected = both(written(tmp_path / "a.warc", data))
    assert [i.given.url for i in items] == ["https://harbourtimes.example/0", "https://harbourtimes.example/1"]
    assert items[1].data == PAGE
    assert [r.reason for r in rejected] == ["revisit"]
    assert "1 the same page as" in rejected[0].detail and "1 its page was captured elsewhere" in rejected[0].detail


def pictures_and_errors(*before: tuple[str, str, bytes]) -> bytes:
    """A WARC with 300 pictures, 40 styles and 30 pages that were not there."""
    return warc(
        *before,
        *[("response", HTTP, http("image/png", b"\x89PNG"))] * 300,
        *[("response", HTTP, http("text/css", b"p {}"))] * 40,
        *[("response", HTTP, http("text/html", PAGE, status=404))] * 30,
    )


def test_what_is_no_page_is_told_once_for_each_reason(tmp_path: Path) -> None:
    data = pictures_and_errors(("response", HTTP, http("text/html", PAGE)))
    for name, whole in (("a.warc", data), ("a.wacz", wacz(None, **{"a.warc": data[: len(data) // 2], "b.warc": b""}))):
        items, rejected = both(written(tmp_path / name, whole))
        assert len(items) == 1
        assert len({r.reason for r in rejected}) == len(rejected) <= 3
    items, rejected = both(tmp_path / "a.warc")
    told = {r.reason: (r.detail.split("; ")[0], r.member) for r in rejected}
    assert told == {
        "not HTML": ("340 captures: 300 image/png, 40 text/css", None),
        "HTTP error": ("30 captures: 30 status 404", None),
    }


def test_a_broken_warc_tells_what_it_held_before_it_breaks(tmp_path: Path) -> None:
    assert reasons(tmp_path / "a.warc", pictures_and_errors()[:-30]) == ["not HTML", "HTTP error", "truncated"]


def test_kinds_without_end_are_counted_together(tmp_path: Path) -> None:
    data = warc(*(("response", HTTP, http(f"image/x-{n}", b"x")) for n in range(1_200)))
    (rejected,) = both(written(tmp_path / "a.warc", data))[1]
    assert rejected.detail.startswith("1,200 captures: ") and "1,195 others" in rejected.detail


def test_a_feed_in_a_warc_gives_its_entries_with_whole_addresses(tmp_path: Path) -> None:
    feed = FEED.replace(b"<link>https://s.example/</link>", b"")
    items, rejected = both(
        written(tmp_path / "a.warc", warc(("response", HTTP, http("application/rss+xml", feed)))),
    )
    assert rejected == []
    assert (items[0].given.url, items[0].captured) == ("https://harbourtimes.example/n/1", "2020-02-17T05:40:00Z")


def test_xml_in_a_warc_that_is_no_feed_is_told(tmp_path: Path) -> None:
    block = http("text/xml", b"<?xml version='1.0'?><catalogue><boat/></catalogue>")
    assert reasons(tmp_path / "a.warc", warc(("response", HTTP, block))) == ["not HTML"]


@pytest.mark.parametrize(
    ("page", "url", "captured"),
    [
        (
            b'<!DOCTYPE html><html lang="en" data-scrapbook-source="https://s.example/?a=1&amp;b=2"'
            b' data-scrapbook-create="20240305183000123"><body><p>x</p></body></html>',
            "https://s.example/?a=1&b=2",
            "2024-03-05T18:30:00Z",
        ),
        (
            b"<!DOCTYPE html><html><!-- Mirrored from s.example/n/1.html by HTTrack Website Copier/3.x [XR&CO'2014],"
            b" Tue, 05 Mar 2024 18:30:00 GMT --><body><p>x</p></body></html>",
            "https://s.example/n/1.html",
            "2024-03-05T18:30:00+00:00",
        ),
        (
            b"<!DOCTYPE html><html><body>" + b"<p>long</p>" * 2000 + b"</body><!-- Mirrored from s.example/ by HTTrack"
            b" Website Copier/3.x [XR&CO'2010], Tue, 05 Mar 2024 18:30:00 GMT --></html>",
            "https://s.example/",
            "2024-03-05T18:30:00+00:00",
        ),
        (b'<!DOCTYPE html><html data-scrapbook-source="javascript:x"><body><p>x</p></body></html>', None, None),
    ],
)
def test_what_programs_note_in_the_pages_they_save(
    tmp_path: Path, page: bytes, url: str | None, captured: str | None
) -> None:
    item = one(tmp_path / "a.html", page)
    assert (item.given.url, item.captured) == (url, captured)


def test_a_document_whose_parts_stand_in_another_order_is_one_reject(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("customXml/item1.xml", "media/image1.png", "[Content_Types].xml"):
            archive.writestr(name, "<x/>")
    assert reasons(tmp_path / "a.docx", out.getvalue()) == ["not a text"]


@pytest.mark.parametrize(
    "before", [b"<br />\n<b>Warning</b>: failed in <b>/www/feed.php</b><br />\n", b"\n \n", b"junk "]
)
def test_a_feed_behind_what_a_server_printed(tmp_path: Path, before: bytes) -> None:
    assert one(tmp_path / "a", before + FEED).given.url == "https://s.example/n/1"


@pytest.mark.parametrize(
    "bad", ["&#1114112;", "&#55357;&#56960;", "&#xD800;", "&#0;", "&#99999999999;", "\x0b", "&#xFFFF;"]
)
def test_one_character_does_not_lose_a_feed(tmp_path: Path, bad: str) -> None:
    items, rejected = both(written(tmp_path / "a.xml", FEED.replace(b"Slipway", f"Slip{bad}way".encode())))
    assert rejected == [] and "Slip" in (items[0].given.title or "")
    if "55357" in bad:
        assert items[0].given.title == "Slip\U0001f680way closed"


def test_a_page_that_shows_a_feed_is_a_page(tmp_path: Path) -> None:
    shown = FEED.decode().replace("<", "&lt;")
    page = f"<!DOCTYPE html><html><body><p>A feed begins so:</p><pre>{shown}</pre></body></html>"
    assert one(tmp_path / "a.xml", page.encode()).format == "html"


def test_drafts_and_attachments_of_a_wordpress_export_are_rejected(tmp_path: Path) -> None:
    def item(title: str, kind: str, status: str) -> str:
        return (
            f"<item><title>{title}</title><content:encoded>Text of it.</content:encoded>"
            f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status></item>"
        )

    rows = item("One", "post", "publish") + item("Two", "post", "draft") + item("Three", "attachment", "inherit")
    data = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        f' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>S</title>{rows}</channel></rss>'
    )
    items, rejected = both(written(tmp_path / "a.xml", data.encode()))
    assert [i.given.title for i in items] == ["One"]
    assert [r.reason for r in rejected] == ["not published"] * 2
