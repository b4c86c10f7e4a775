"""The sample's two feeds: an RSS with one teaser among full texts, an Atom with full texts."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sample.build import Story


def rss(found: list[Story]) -> str:
    """A feed that gives the full text of most items and teases for the rest."""
    items = []
    for s in found:
        body = "".join(f"<p>{escape(p, quote=False)}</p>" for p in s.paragraphs)
        full = f"<content:encoded><![CDATA[{body}]]></content:encoded>" if s.form == "rss" else ""
        items.append(f"""<item>
<title>{escape(s.title, quote=False)}</title>
<link>{s.url}</link>
<guid isPermaLink="true">{s.url}</guid>
<pubDate>{_rfc(s.date)}</pubDate>
<dc:creator>{s.by}</dc:creator>
<category>{s.section}</category>
<description>{escape(s.paragraphs[0], quote=False)}</description>
{full}
</item>""")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>Harbour Times</title>
<link>https://harbourtimes.example/</link>
<description>Every tide, every day</description>
<language>en</language>
{"".join(items)}
</channel>
</rss>
"""


def atom(found: list[Story]) -> str:
    """A feed with the full text of every entry."""
    entries = []
    for s in found:
        body = "".join(f"<p>{escape(p, quote=False)}</p>" for p in s.paragraphs)
        entries.append(f"""<entry>
<id>tag:thequayside.example,{s.date[:4]}:{s.slug}</id>
<title>{escape(s.title, quote=False)}</title>
<link rel="alternate" href="{s.url}"/>
<published>{s.date}</published>
<updated>{s.date}</updated>
<author><name>{s.by}</name></author>
<content type="html">{escape(body)}</content>
</entry>""")
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>The Quayside</title>
<id>https://thequayside.example/</id>
<updated>2023-04-11T08:00:00Z</updated>
{"".join(entries)}
</feed>
"""


def _rfc(iso: str) -> str:
    return format_datetime(datetime.fromisoformat(iso))
