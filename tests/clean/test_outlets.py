"""Outlets: stated names stay, copies in archives and mirrored folders are the outlet's within."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from morgue.core.article import Article, Given, RawItem
from morgue.index.clean import clean
from morgue.index.clean.houses import house
from morgue.index.clean.metadata.outlet_folders import address_of, of_folder
from morgue.index.clean.metadata.outlets import bundled
from morgue.index.clean.metadata.page_address import original

BODY = b"The ferry to Gull Island will run twice a day from May, the harbour office of Harrow Bay said on Thursday."


def record(**given: Any) -> Article:
    found = clean(RawItem("r.jsonl", "jsonl", "text", BODY, "0" * 64, given=replace(Given(title="Ferry"), **given)))
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    "name", ["The Observer", "Star", "News", "The Standard", "The Express", "Mirror", "Times", "The Dispatch", "Herald"]
)
def test_a_name_of_many_papers_stays_as_stated(name: str) -> None:
    assert record(outlet=name).outlet == name
    assert record(outlet=name, url="https://harrowbay.example/1").outlet == name


@pytest.mark.parametrize(
    ("name", "want"), [("NYT", "The New York Times"), ("El Pais", "El País"), ("foxnews.com", "Fox News")]
)
def test_a_name_that_nobody_else_has_is_one_outlets(name: str, want: str) -> None:
    assert record(outlet=name).outlet == want


def test_the_address_says_whose_name_it_is() -> None:
    assert record(outlet="The Observer", url="https://www.theguardian.com/a").outlet == "The Guardian"
    assert record(outlet="The Star", url="https://www.thestar.com.my/a").outlet == "The Star (Malaysia)"


@pytest.mark.parametrize(
    ("url", "want", "day"),
    [
        ("https://web.archive.org/web/20241109080000id_/http://hb.example/a", "http://hb.example/a", "2024-11-09"),
        ("http://web.archive.org/web/20241109/hb.example/a", "http://hb.example/a", "2024-11-09"),
        ("https://archive.ph/2024.11.09-080000/https://hb.example/a", "https://hb.example/a", "2024-11-09"),
        ("https://arquivo.pt/wayback/20241109080000/https://hb.example/a", "https://hb.example/a", "2024-11-09"),
        ("https://hb-example.cdn.ampproject.org/v/s/hb.example/a", "https://hb.example/a", None),
        ("https://www.google.de/amp/s/hb.example/a", "https://hb.example/a", None),
        ("https://hb-example.translate.goog/a?_x_tr_sl=de", "https://hb.example/a", None),
        ("https://translate.google.com/translate?sl=de&u=https%3A%2F%2Fhb.example%2Fa", "https://hb.example/a", None),
        ("https://12ft.io/proxy?q=https%3A%2F%2Fhb.example%2Fa", "https://hb.example/a", None),
        ("https://webcache.googleusercontent.com/search?q=cache:x1:https://hb.example/a", "https://hb.example/a", None),
    ],
)
def test_the_page_behind_a_copy(url: str, want: str, day: str | None) -> None:
    found = original(url)
    assert (found.url, found.captured) == (want, day)
    assert record(url=url).outlet == "hb.example"


@pytest.mark.parametrize(
    "url",
    [
        "https://hb.example/archive/20241109/ferry",
        "https://www.archiv.example/artikel/20241109/boot.html",
        "https://hb.example/share?url=https://other.example/x",
        "https://archive.org/details/ferry.2024",
    ],
)
def test_an_address_of_a_pages_own_stays(url: str) -> None:
    assert original(url).url == url


def test_the_toolbar_of_an_archive_is_no_part_of_its_page() -> None:
    data = (
        "<html><head><title>Ferry to Gull Island</title></head><body><!-- BEGIN WAYBACK TOOLBAR INSERT -->"
        '<div id="wm-ipp">COLLECTED BY a team of many <span>09 Nov 2024</span></div>'
        "<!-- END WAYBACK TOOLBAR INSERT --><h1>Ferry to Gull Island</h1><p>By Ada Brook | 2 November 2024</p>"
        f"<p>{BODY.decode()}</p></body></html>\n<!-- FILE ARCHIVED ON 08:00:00 Nov 09, 2024 AND RETRIEVED -->"
    ).encode()
    found = clean(RawItem("p.html", "html", "page", data, hashlib.sha256(data).hexdigest()))
    assert isinstance(found, Article)
    assert (found.date, found.outlet, found.authors) == ("2024-11-02", None, ("Ada Brook",))
    assert "COLLECTED" not in found.body


@pytest.mark.parametrize(
    ("path", "file", "want"),
    [
        ("www.hb.example/2024/11/09", "ferry.html", "hb.example"),
        ("hb.example/local/2024/11/ferry", "index.html", "hb.example"),
        ("sites/hb.example/n", "1.html", "hb.example"),
        ("harbour-times/2024", "a.html", "Harbour Times"),
        ("harbour-times/sport/ferry", "index.html", "Harbour Times"),
        ("clippings/2024", "a.html", None),
    ],
)
def test_the_outlet_of_mirrored_and_nested_folders(path: str, file: str, want: str | None) -> None:
    assert of_folder(path, bundled(), file) == want


def test_the_day_in_the_path_of_a_mirror() -> None:
    assert address_of("www.hb.example/2024/11/09", "ferry.html") == "//www.hb.example/2024/11/09/ferry.html"
    assert address_of("harbour-times/2024/11/09", "ferry.html") is None


@pytest.mark.parametrize(
    ("line", "want"),
    [
        (
            "(Except for the headline, this story has not been edited by Harrow Bay Courier staff.)",
            "Harrow Bay Courier",
        ),
        ("This report has not been edited by our staff.", None),
        ("The bill has not been edited by Congress since 1999.", None),
    ],
)
def test_a_house_that_names_itself(line: str, want: str | None) -> None:
    assert house([line]) == want
