"""Feeds and news sitemaps: an item an entry, the same item in a later copy."""

from pathlib import Path

from morgue.core.article import Given
from tests.sources.helpers import both, one, written


def test_rss_with_full_text_and_teaser(tmp_path: Path) -> None:
    full = "<p>" + "The tide came in. " * 20 + "</p>"
    feed = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
    <channel><title>Harbour Times</title><language>en</language>
    <item><title>Tide &amp;amp; time</title><link>https://a.example/1</link><guid>g1</guid><pubDate>Mon, 17 Feb 2020
    05:40:00 GMT</pubDate><author>x@a.example (Maren)</author><description>The tide.</description>
    <content:encoded><![CDATA[{full}]]></content:encoded></item>
    <item><title>Ebb</title><description>It went out &#8230; [...]</description></item>
    <item><title>Bare</title></item><item><pubDate>x</pubDate></item></channel></rss>"""
    items, rejected = both(written(tmp_path / "feed", feed.encode()))
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
    later, _ = both(written(tmp_path / "b.xml", f"{head}{other}{entry}</feed>".encode()))
    assert first.id == later[1].id != later[0].id
    assert (first.given.date, first.given.modified) == ("2020-02-17T00:00:00Z", None)


def test_a_large_feed_reads_like_a_small_one(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>Caf\u00e9</title>'
    entries = [
        f"<item><title>T{n} \u00e9</title><description>{'The tide. ' * 300}</description></item>" for n in range(400)
    ]
    data = (head + "\n".join(entries) + "</channel></rss>").encode("latin-1")
    items, rejected = both(written(tmp_path / "a.rss", data))
    assert not rejected
    assert [i.given.title for i in items] == [f"T{n} \u00e9" for n in range(400)]
    assert {i.given.outlet for i in items} == {"Caf\u00e9"}


def test_news_sitemap(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc><news:news>
    <news:publication><news:name>Hill Gazette</news:name><news:language>en</news:language></news:publication>
    <news:publication_date>2020-02-17</news:publication_date><news:title>Tide</news:title></news:news></url>
    <url><loc>https://a.example/2</loc></url></urlset>"""
    items, rejected = both(written(tmp_path / "a.xml", text.encode()))
    assert items[0].given == Given(None, "https://a.example/1", "Hill Gazette", "Tide", "2020-02-17", language="en")
    assert (items[0].content, items[0].notes) == ("none", ("title only",))
    assert [(r.reason, r.member) for r in rejected] == [("no text", "https://a.example/2")]
