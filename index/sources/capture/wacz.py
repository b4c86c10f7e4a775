"""Reads WACZ, a zip of WARCs with a list of their pages."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from morgue.core.article import RawItem
from morgue.index.sources import sniff
from morgue.index.sources.capture.payloads import Payloads
from morgue.index.sources.capture.told_once import told_once
from morgue.index.sources.decoding.streams import CODECS, Buffered, Inflated, buffered
from morgue.index.sources.limits import HEAD_BYTES
from morgue.index.sources.location import Broken, Found, Place
from morgue.index.sources.readers.archives import Package
from morgue.index.sources.readers.warcs import read_among

_WARC = re.compile(r"archive/.+\.warc(?:\.gz)?\Z", re.IGNORECASE)
_PAGES = re.compile(r"pages/[^/]+\.jsonl\Z", re.IGNORECASE)
_LIST_BYTES = 48 << 20


def read_wacz(archive: Package, place: Place) -> Iterator[Found]:
    """The pages of its WARCs. Captures from other sites than the listed pages come from are frames, such as adverts."""
    yield from told_once(_captures(archive, place), place)


def _captures(archive: Package, place: Place) -> Iterator[Found]:
    sites = _sites(archive)
    seen = Payloads()
    for info in archive.infos:
        if not _WARC.match(info.filename):
            continue
        inner = place.inside(info.filename)
        try:
            with archive.open(info) as member:
                for found in read_among(_inflated(buffered(member), archive), inner, seen):
                    yield _page(found, sites, inner)
        except Broken as e:
            yield inner.reject(e.reason, e.detail)


def _inflated(stream: Buffered, archive: Package) -> Buffered:
    kind = sniff.compression(stream.peek(HEAD_BYTES)[:16])
    return stream if kind not in CODECS else buffered(Inflated(stream, kind, archive.meter))


def _page(found: Found, sites: frozenset[str], inner: Place) -> Found:
    if not isinstance(found, RawItem):
        return found
    if sites and found.given.url and _site(found.given.url) not in sites and found.format == "warc":
        name = found.member or ""
        return replace(inner, member=None).reject("a frame", "of a site that no listed page is from", part=name)
    return replace(found, format="wacz")


def _sites(archive: Package) -> frozenset[str]:
    """The sites of the pages that are listed; empty where there is no list."""
    found = set()
    for name in sorted(archive.names):
        if not _PAGES.match(name):
            continue
        try:
            lines = io.BytesIO(archive.read(name, _LIST_BYTES) or b"")
        except Broken:
            continue
        for line in lines:
            try:
                page = json.loads(line)
            except ValueError:
                continue
            if isinstance(page, dict) and isinstance(page.get("url"), str):
                found.add(_site(page["url"]))
    return frozenset(found - {""})


def _site(url: str) -> str:
    """The last two labels of the host, or three under suffixes such as co.uk, so that the hosts of one site are one."""
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else labels[-2:])
