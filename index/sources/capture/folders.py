"""Picks the articles from folders that capturing programs keep: ArchiveBox's snapshots and HTTrack's mirrors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from morgue.core.article import Given
from morgue.index.sources.fields.values import clean_line, is_address, moment
from morgue.index.sources.registry.listing import Listing, Pick, Refusal

#: What ArchiveBox makes of one page, best first: what a browser showed, what it sent, what readers made of it.
_OUTPUTS = (
    r"singlefile\.html", r"(?:\d+_)?singlefile/[^/]+\.html", r"output\.html", r"(?:\d+_)?dom/[^/]+\.html",
    r"(?:\d+_)?wget/.+\.html?", r"[^/]+\.[a-z]{2,}/.+\.html?", r"(?:\d+_)?readability/content\.html",
    r"(?:\d+_)?mercury/content\.html", r"(?:\d+_)?(?:htmltotext/)?htmltotext\.txt",
    r"(?:\d+_)?readability/content\.txt", r"(?:\d+_)?warc/[^/]+\.warc\.gz",
)  # fmt: skip
#: Those that are no pages as published, and so know neither headline nor writer.
_BARE = re.compile(r"(?:readability|mercury|htmltotext)")
_DETAILS = re.compile(r"(?:\d+_)?(?:readability|mercury)/article\.json")
#: HTTrack's own files in a mirror, and endings of what belongs to pages but is none.
_OWN = frozenset("index.html hts-log.txt hts-in_progress.lock backblue.gif fade.gif external.html cookies.txt".split())
_ASSET = re.compile(
    r"\.(?:css|js|mjs|map|png|jpe?g|gif|webp|svg|ico|bmp|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|avi|swf|json|tmp|delayed)\Z",
    re.IGNORECASE,
)


def read_snapshot(listing: Listing) -> Iterator[Pick | Refusal]:
    """The best of what ArchiveBox made of one page, with its address and the moment of the snapshot."""
    about = _json(listing.read("index.json"))
    name = next(_usable(listing), None)
    url = about.get("url")
    address = url if isinstance(url, str) and is_address(url) else None
    if name is None:
        yield Refusal("no text", f"a snapshot without a page, of {address or 'an unknown address'}"[:300])
        return
    stated = Given(url=address)
    if _BARE.search(name):
        stated = _told(listing, about, stated)
    yield Pick(name, stated, moment(about.get("timestamp") or listing.name))


def _usable(listing: Listing) -> Iterator[str]:
    for pattern in _OUTPUTS:
        for name in listing.files:
            if re.fullmatch(pattern, name) and ((data := listing.read(name)) is None or data.strip()):
                yield name


def _told(listing: Listing, about: Mapping[str, object], stated: Given) -> Given:
    """Headline, writer and day as the readers that ArchiveBox runs found them."""
    found = [_json(listing.read(name)) for name in listing.files if _DETAILS.fullmatch(name)]
    first = {key: value for part in reversed([*found, about]) for key, value in part.items() if value}
    title, by, when = (first.get(key) for key in ("title", "byline", "date_published"))
    by = by or first.get("author")
    return Given(
        url=stated.url,
        title=clean_line(title) if isinstance(title, str) else None,
        date=when if isinstance(when, str) else None,
        authors=(by,) if isinstance(by, str) else (),
    )


def _json(data: bytes | None) -> Mapping[str, object]:
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def read_archivebox(listing: Listing) -> Iterator[Pick | Refusal]:
    """The snapshots of a collection; its index pages, logs and sources are no articles."""
    yield Pick("archive")


def read_mirror(listing: Listing) -> Iterator[Pick | Refusal]:
    """The pages of a mirror; each says itself where it is from. What only belongs to pages is passed over."""
    any_page = False
    for name in listing.files:
        if name.split("/")[0] == "hts-cache" or name in _OWN or _ASSET.search(name):
            continue
        any_page = True
        yield Pick(name)
    if not any_page:
        yield Refusal("no text", "a mirror without a page")
