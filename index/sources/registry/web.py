"""Lists the readers of saved pages, captures of the web and feeds, entries of the table. Pure."""

from __future__ import annotations

import re

from morgue.index.sources.registry.formats import Format, Reader
from morgue.index.sources.registry.head import Head

_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|base|div|section|article|main|header|nav|p|h[1-6]"
    rb"|table|tr|td|ul|ol|li|a|b|i|em|strong|span|br|hr|img|font|center|iframe|form|blockquote|pre|noscript)[\s/>]",
    re.IGNORECASE,
)
_CLOSED = re.compile(rb"</[a-z][a-z0-9-]*>", re.IGNORECASE)
_BINARY_PLIST = b"bplist00"


def _page(head: Head) -> bool:
    if head.lead_in.lower().rfind(b"<!doctype html") >= 0 or _PAGE.match(head.markup):
        return True
    if not head.root:
        return b"<!--" in head.lead_in and b"<" in head.markup[:4096]
    other = head.start.startswith(b"<?xml") or head.root in (b"svg", b"opml", b"tei.2")
    return not other and _CLOSED.search(head.text) is not None


#: A feed after what a server printed before it, such as warnings.
_LATE_FEED = re.compile(
    rb"<\?xml[^>]{0,200}\?>\s*(?:(?:<!--.{0,2000}?-->|<\?[^>]{0,500}\?>)\s*){0,9}<(?:rss|feed|rdf:RDF)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def _feed(head: Head) -> bool:
    if head.root in (b"rss", b"feed", b"rdf", b"channel"):
        return True
    late = _LATE_FEED.search(head.text, 0, 16_384)
    return late is not None and b"<html" not in head.text[: late.start()].lower()


def _sitemap(head: Head) -> bool:
    return head.root in (b"urlset", b"sitemapindex")


def _webarchive(head: Head) -> bool:
    if head.data.startswith(_BINARY_PLIST):
        return True
    return head.root == b"plist" and b"<key>WebMainResource</key>" in head.text


def _mail_like(head: Head) -> bool:
    """Headers that only mails have; or sender, subject and day, as a mail saved as text has them."""
    if {b"from", b"subject", b"date"} <= head.headers.keys():
        return True
    return b"mime-version" in head.headers or not {b"received", b"message-id"}.isdisjoint(head.headers)


def _mhtml(head: Head) -> bool:
    related = b"multipart/related" in head.headers.get(b"content-type", b"").lower()
    return _mail_like(head) and (b"snapshot-content-location" in head.headers or related)


def _mail(head: Head) -> bool:
    return _mail_like(head) and {b"from", b"subject"} <= head.headers.keys()


def _wacz(head: Head) -> bool:
    described = any(name.startswith(("datapackage.json", "indexes/", "pages/")) for name in head.members)
    return described and any(
        name.startswith("archive/") and name.lower().endswith((".warc", ".warc.gz")) for name in head.members
    )


def _har(head: Head) -> bool:
    return re.match(rb"\{\s*\"log\"\s*:\s*\{", head.start) is not None and b'"entries"' in head.start


_SNAPSHOT = re.compile(r"\d{10}(?:\.\d+)?")
_OUTPUTS = frozenset(
    "singlefile.html output.html readability mercury singlefile dom htmltotext.txt headers.json warc".split()
)


def _snapshot(head: Head) -> bool:
    known = len(_OUTPUTS & head.members)
    return "index.json" in head.members and (known >= 2 or (known == 1 and _SNAPSHOT.fullmatch(head.name) is not None))


def _archivebox(head: Head) -> bool:
    return "archive" in head.members and not {"ArchiveBox.conf", "index.sqlite3"}.isdisjoint(head.members)


def _mirror(head: Head) -> bool:
    return not {"hts-cache", "hts-log.txt"}.isdisjoint(head.members)


READERS = {
    Format.SNAPSHOT: Reader(
        "ArchiveBox snapshot",
        "a folder that ArchiveBox keeps of one page",
        "archive/1709719200.0/",
        "folder",
        _snapshot,
        "capture.folders:read_snapshot",
    ),
    Format.ARCHIVEBOX: Reader(
        "ArchiveBox",
        "a collection of ArchiveBox: its snapshots, none of its indexes",
        "archivebox/",
        "folder",
        _archivebox,
        "capture.folders:read_archivebox",
    ),
    Format.MIRROR: Reader(
        "HTTrack",
        "a mirror made by HTTrack, an article a page",
        "mysite/",
        "folder",
        _mirror,
        "capture.folders:read_mirror",
    ),
    Format.ARC: Reader(
        "ARC",
        "captures of the Internet Archive and others before 2009",
        "IA-2004.arc.gz",
        "binary",
        lambda head: head.data.startswith(b"filedesc://"),
        "capture.arc:read_arc",
    ),
    Format.WACZ: Reader(
        "WACZ",
        "captures of ArchiveWeb.page, Browsertrix and Conifer",
        "harbour.wacz",
        "package",
        _wacz,
        "capture.wacz:read_wacz",
    ),
    Format.HAR: Reader(
        "HAR",
        "what a browser's developer tools save of a visit",
        "harbourtimes.example.har",
        "text",
        _har,
        "capture.har:read_har",
        utf8=True,
    ),
    Format.WARC: Reader(
        "WARC",
        "captures of crawlers: wget --warc-file, Heritrix, Browsertrix, Common Crawl",
        "crawl-20210304.warc.gz",
        "binary",
        lambda head: head.data.startswith(b"WARC/"),
        "readers.warcs:read_warc",
    ),
    Format.WEBARCHIVE: Reader(
        "Safari web archive",
        "pages saved by Safari",
        "Ferry strike.webarchive",
        "binary",
        _webarchive,
        "readers.webarchives:read_webarchive",
    ),
    Format.HTML: Reader(
        "Web page",
        "HTML as any browser or program saves it",
        "ferry-strike.html",
        "markup",
        _page,
        "readers.pages:read_page",
    ),
    Format.FEED: Reader(
        "Feed",
        "RSS, Atom and RDF; each entry is an article",
        "harbour-times.rss",
        "markup",
        _feed,
        "readers.feeds:read_feed",
    ),
    Format.SITEMAP: Reader(
        "News sitemap",
        "addresses with headlines and days",
        "news-sitemap.xml",
        "markup",
        _sitemap,
        "readers.sitemaps:read_sitemap",
    ),
    Format.MHTML: Reader(
        "MHTML",
        "pages saved by Chrome, Edge or Opera as one file",
        "ferry.mhtml",
        "text",
        _mhtml,
        "readers.mails:read_mhtml",
    ),
    Format.MAIL: Reader(
        "Mail", "single mails, such as newsletters", "briefing.eml", "text", _mail, "readers.mails:read_mail"
    ),
}
