"""What a page shows, read a column at a time, is what each article and its story say of themselves."""

from __future__ import annotations

import random

import pytest

from morgue.core.errors import ArchiveDamaged
from morgue.index.archive.snapshot import Snapshot
from morgue.index.codec import stored_heads as heads_module
from morgue.index.codec.stored_heads import Head, stored_heads
from morgue.search.local.backend import LocalBackend
from morgue.search.query import All
from morgue.search.request import SearchRequest
from tests.local.build import article, snapshot

_OUTLETS = ("Harbour Times", "Hill Gazette", None)
_DATES = ("2020-01-01", "2020-02", "2019", None)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Three segments of 40 articles, the last undated in stories with dated ones, some deleted."""
    dice = random.Random(5)
    made = [
        article(
            n,
            f"ferry {n}",
            f"Title {n}" if n % 7 else None,
            outlet=dice.choice(_OUTLETS),
            date=dice.choice(_DATES),
            authors=("Ann Low", "Bo Ek")[: n % 3],
            url=f"https://harbour.example/{n}" if n % 2 else None,
        )
        for n in range(120)
    ]
    stories = [[f"a{n:03}" for n in range(start, 120, 29)] for start in range(12)]
    folder = tmp_path_factory.mktemp("mixed")
    return snapshot(folder, [made[:40], made[40:80], made[80:]], deleted=("a003", "a088"), stories=stories)


def test_hits_say_what_articles_say(mixed: Snapshot) -> None:
    hits = LocalBackend(mixed).run(SearchRequest(All(), limit=120, collapse=False)).hits
    assert len(hits) == 118
    for hit in hits:
        doc = mixed.find(hit.id)
        assert doc is not None
        filed = next(mixed.filed([doc]))
        told = filed.article
        assert (hit.title, hit.outlet, hit.agency, hit.date) == (told.title, told.outlet, told.agency, told.date)
        assert (hit.authors, hit.url, hit.language) == (told.authors, told.url, told.language)
        assert hit.story == filed.story == mixed.membership(doc)


def test_articles_of_hits_are_found_as_by_their_ids(mixed: Snapshot) -> None:
    asked = LocalBackend(mixed)
    ids = tuple(hit.id for hit in asked.run(SearchRequest(All(), limit=9)).hits)
    assert asked.fetch_many((*ids, "a119", "nobody")) == LocalBackend(mixed).fetch_many((*ids, "a119", "nobody"))
    whole = asked.fetch_many((*ids, "a119"))
    assert asked.bodies((*ids, "a119", "nobody")) == {f.article.id: f.article.body for f in whole}


def test_heads_are_those_of_the_articles(mixed: Snapshot) -> None:
    reader = mixed.segments[1].reader
    order = random.Random(2).sample(range(40), 40)
    for doc, head in zip(order, stored_heads(reader, order), strict=True):
        told = reader.headers(doc)
        assert head == Head(*(getattr(told, name) for name in Head._fields))


@pytest.mark.parametrize("record", [b"[]", b"[[1,2]]", b"{", b"[[1,null,null,null,null,null,null,null,null,null,[]]]"])
def test_a_record_of_other_things_is_damage(mixed: Snapshot, monkeypatch: pytest.MonkeyPatch, record: bytes) -> None:
    reader = mixed.segments[0].reader
    monkeypatch.setattr(reader.store, "records", lambda block: [record] * 40)
    with pytest.raises(ArchiveDamaged, match="damaged record of its article 3"):
        heads_module.stored_heads(reader, [3])
