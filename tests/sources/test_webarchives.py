"""Pages that Safari saved: the main page is read, whatever else is in the property list, and no list costs much."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any

import pytest

from tests.sources.helpers import PAGE, one, reasons

FORMATS = {"binary": plistlib.FMT_BINARY, "xml": plistlib.FMT_XML}


def archive(fmt: plistlib.PlistFormat = plistlib.FMT_BINARY, **changed: Any) -> bytes:
    """A web archive as Safari writes it: the page, and what belongs to it."""
    page = {
        "WebResourceData": PAGE,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": "https://times.example/tide",
        "WebResourceFrameName": "",
    }
    picture = {
        "WebResourceData": b"\x89PNG",
        "WebResourceMIMEType": "image/png",
        "WebResourceURL": "https://times.example/p",
    }
    return plistlib.dumps({"WebMainResource": page | changed, "WebSubresources": [picture]}, fmt=fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_main_page_is_read_with_its_address_and_charset(tmp_path: Path, fmt: str) -> None:
    item = one(tmp_path / "Tide at Harrow Bay.webarchive", archive(FORMATS[fmt]))
    assert (item.format, item.content, item.charset, item.data) == ("webarchive", "page", "UTF-8", PAGE)
    assert item.given.url == "https://times.example/tide"


def test_it_is_known_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    assert one(tmp_path / "tide", archive()).format == "webarchive"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"WebResourceData": b""}, "no text"),
        ({"WebResourceData": "text where bytes belong"}, "no text"),
        ({"WebResourceMIMEType": "application/pdf"}, "not a text"),
        ({"WebResourceMIMEType": 7}, "not a text"),
    ],
)
def test_one_without_a_page_is_rejected(tmp_path: Path, changed: dict[str, Any], reason: str) -> None:
    assert reasons(tmp_path / "a.webarchive", archive(**changed)) == [reason]


def test_odd_addresses_and_charsets_are_unknown(tmp_path: Path) -> None:
    item = one(tmp_path / "a.webarchive", archive(WebResourceURL="file:///etc/passwd", WebResourceTextEncodingName=[1]))
    assert item.given.url is None and item.charset is None


def test_other_property_lists_are_no_articles(tmp_path: Path) -> None:
    assert reasons(tmp_path / "a.plist", plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY)) == ["not a text"]
    assert reasons(tmp_path / "b.plist", plistlib.dumps([1], fmt=plistlib.FMT_BINARY)) == ["not a text"]
    assert reasons(tmp_path / "c.plist", plistlib.dumps({"a": 1})) == ["not a text"]


def test_lists_made_to_cost_are_refused(tmp_path: Path) -> None:
    whole = archive()
    assert reasons(tmp_path / "cut.webarchive", whole[: len(whole) // 2]) == ["broken"]
    many = bytearray(whole)
    many[-24:-16] = (10_000_000).to_bytes(8, "big")
    assert reasons(tmp_path / "many.webarchive", bytes(many)) == ["broken"]
    large = plistlib.dumps({"WebMainResource": list(range(250_000))}, fmt=plistlib.FMT_BINARY)
    assert reasons(tmp_path / "large.webarchive", large) == ["too large"]
    deep: Any = "x"
    for _ in range(400):
        deep = [deep]
    nested = plistlib.dumps({"WebMainResource": deep}, fmt=plistlib.FMT_BINARY)
    # By how deep this Python goes: either is a reason.
    assert reasons(tmp_path / "deep.webarchive", nested) in (["broken"], ["not a text"])
    objects = b"".join(bytes([0xA1, n + 1]) for n in range(250))
    below = b"bplist00" + objects + b"\x08"
    offsets = b"".join((8 + 2 * n).to_bytes(2, "big") for n in range(251))
    trailer = bytes(6) + bytes([2, 1]) + (251).to_bytes(8, "big") + bytes(8) + len(below).to_bytes(8, "big")
    assert reasons(tmp_path / "chain.webarchive", below + offsets + trailer) == ["not a text"]
    entity = (
        b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "b">]><plist><dict><key>WebMainResource</key></dict></plist>'
    )
    assert reasons(tmp_path / "entity.webarchive", entity) == ["broken"]
