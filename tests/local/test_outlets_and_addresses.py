"""Outlets, sites and addresses are found under every name that a reader may type."""

from __future__ import annotations

from pathlib import Path

from morgue.search.local.backend import LocalBackend
from morgue.search.query import (  # fmt: skip
    Keyword,
    Not,
)
from tests.local.build import article, snapshot
from tests.local.test_backend import ids


def test_an_outlet_is_found_by_every_name_it_has(tmp_path: Path) -> None:
    held = [article(1, "a", outlet="Fox News"), article(2, "b", outlet="Valley Post"), article(3, "c", outlet="Fox")]
    snap = snapshot(tmp_path, [held])
    for asked in ("Fox Online News", "foxnews.com"):  # the table knows "Fox" as one of its spellings
        assert ids(snap, Keyword("outlet", asked)) == ["a001", "a003"]
        assert ids(snap, Keyword("outlet", asked, whole=True)) == ["a001", "a003"]
    assert ids(snap, Keyword("outlet", "Fox", whole=True)) == ["a003"]
    assert ids(snap, Keyword("agency", "foxnews.com")) == []
    own = tmp_path / "outlets.toml"
    own.write_text('"Valley Post" = ["valley.example", "The Old Post"]', encoding="utf-8")
    backend = LocalBackend(snap, own)
    for asked in ("the old post", "valley.example", "https://valley.example/1"):
        assert backend.count(Keyword("outlet", asked)).articles == 1
    assert LocalBackend(snap).count(Keyword("outlet", "valley.example")).articles == 0


def test_an_outlet_is_found_under_any_spelling_that_is_filed(tmp_path: Path) -> None:
    filed = ("New York Times", "New York Times - News", "The New York Times", "NYT", "Times of Harrow", None)
    held = [article(i, "a", outlet=name, url=f"https://www.nytimes.com/{i}") for i, name in enumerate(filed)]
    other = article(9, "b", outlet="Valley Post", url="https://blog.nytimes.com.example/9")
    snap = snapshot(tmp_path, [held[:3], [*held[3:], other]])
    all_of_it = ["a000", "a001", "a002", "a003"]
    for asked in ("NYT", "nyt", "nytimes.com", "The New York Times", "New York Times"):
        assert sorted(ids(snap, Keyword("outlet", asked))) == all_of_it
    assert ids(snap, Keyword("outlet", "NYT", whole=True)) == ["a003"]
    assert sorted(ids(snap, Keyword("site", "nytimes.com"))) == [f"a00{i}" for i in range(6)]
    assert ids(snap, Keyword("site", "cooking.nytimes.com")) == [], "a host below it says where an article ran"


def test_a_site_is_a_host_and_those_below_it(tmp_path: Path) -> None:
    urls = ("https://www.harrow.example/1", "https://blog.harrow.example:8080/2", "https://notharrow.example/3", None)
    snap = snapshot(tmp_path, [[article(i, "a", url=url) for i, url in enumerate(urls)]])
    backend = LocalBackend(snap)
    assert sorted(ids(snap, Keyword("site", "harrow.example"))) == ["a000", "a001"]
    assert ids(snap, Keyword("site", "blog.harrow.example")) == ["a001"]
    assert sorted(ids(snap, Keyword("site", "example"))) == ["a000", "a001", "a002"]
    without = backend.count(Not(Keyword("site", "harrow.example")))
    assert (without.articles, without.partial) == (2, None)


def test_an_address_is_searched_by_its_words(tmp_path: Path) -> None:
    urls = (
        "https://harrow.example/News/2021/03/ferry-strike",
        "https://harrow.example/news?id=7",
        "http://x.example/é",
        None,
    )
    snap = snapshot(
        tmp_path,
        [[article(i, "a", url=url) for i, url in enumerate(urls[:2])], [article(2, "b", url=urls[2]), article(3, "b")]],
    )
    for asked, wanted in (
        ("/news/2021/", ["a000"]),
        ("news", ["a000", "a001"]),
        ("ew", []),
        ("ferry strike", ["a000"]),
        ("strike ferry", []),
        ("2021/0?", ["a000"]),
        ("fer*", ["a000"]),
        ("*", ["a000", "a001", "a002"]),
        ("e", ["a002"]),
        ("id=7", ["a001"]),
        ("...", []),
    ):
        assert sorted(ids(snap, Keyword("url", asked))) == wanted, asked
    assert ids(snap, Keyword("url", "HTTPS://harrow.example/news?id=7", whole=True)) == ["a001"]
    assert ids(snap, Keyword("url", "https://harrow.example/news", whole=True)) == []
    assert sorted(ids(snap, Keyword("url", "https://harrow.example/*", whole=True))) == ["a000", "a001"]
