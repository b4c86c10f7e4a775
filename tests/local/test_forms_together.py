"""Forms of a word taken together give what they give one by one: documents, frequencies to the bit, stories, norms."""

from __future__ import annotations

import random

import numpy as np
import pytest

from morgue.index.codec.postings.frequency_codes import Symbols
from morgue.search.deadline import Deadline
from morgue.search.local import collection as collection_module
from morgue.search.local.collection import BODY, Collection, Segment
from morgue.search.local.docset import DocSet
from morgue.search.local.field_weights import BODY_B
from morgue.search.local.lru_cache import LruCache
from morgue.search.local.matching import postings, terms
from morgue.search.local.matching.leaves import Leaves
from morgue.search.local.matching.term_expansion import Expander
from morgue.search.local.matching.terms import Term
from morgue.search.query import Prefix, Query, Word
from tests.local.build import article, snapshot

FORMS = ("connect", "connects", "connected", "connecting")
QUERIES = (Word("connect"), Word("connect", "title"), Word("connect", "lead"), Prefix("con"), Prefix("v"), Word("pier"))


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """2,000 articles: a word in forms from rare to frequent, 300 times in one of them; every third shares a story."""
    rng = random.Random(9)
    made = []
    for number in range(2_000):
        words = rng.choices(["pier", "tide", *(f"v{n}" for n in range(30))], k=rng.choice([3, 30, 300]))
        words += [form for form, share in zip(FORMS, (0.2, 0.1, 0.05, 0.02), strict=True) if rng.random() < share]
        words += ["connected"] * 300 if number == 1_234 else []
        rng.shuffle(words)
        made.append(article(f"n{number}", " ".join(words), " ".join(rng.choices(words, k=3)), language="en"))
    stories = [[f"n{n}", f"n{n + 1}"] for n in range(0, 1_998, 6)]
    return Collection(snapshot(tmp_path_factory.mktemp("forms"), [made], stories=stories))


@pytest.fixture(params=[0, 150, 10**9], ids=["apart", "mixed", "joined"])
def segment(collection: Collection, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Segment:
    """Forms of nearly any number are merged; those in fewer articles are decoded together before."""
    monkeypatch.setattr(terms, "_MERGED", 1)
    monkeypatch.setattr(postings, "_JOINED", request.param)
    collection.unions = LruCache()
    return collection.segments[0]


def term(collection: Collection, query: Query) -> Term:
    """Looked up anew: nothing is remembered of it."""
    return Leaves(collection, Expander(collection), Deadline()).term(query, None)


def frequencies(word: Term, segment: Segment, within: DocSet | None) -> dict[int, np.float32]:
    """Of each document the sum over the forms, in their order."""
    found: dict[int, np.float32] = {}
    for docs, values in word.pseudo(segment, within):
        for doc, value in zip(docs.tolist(), values, strict=True):
            found[doc] = found.get(doc, np.float32(0)) + value
    return found


def some(segment: Segment, count: int, as_mask: bool) -> DocSet:
    docs = np.sort(np.random.default_rng(count).choice(segment.size, count, replace=False))
    if not as_mask:
        return DocSet.of(segment.size, docs)
    mask = np.zeros(segment.size, np.bool_)
    mask[docs] = True
    return DocSet.where(mask)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_sum_of_all_forms_is_that_of_each_form_by_itself(
    collection: Collection, segment: Segment, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = term(collection, query)
    assert merged.found(segment).count
    monkeypatch.setattr(terms, "_MERGED", 10**9)
    apart = term(collection, query)
    assert merged.found(segment).docs.tolist() == apart.found(segment).docs.tolist()
    assert frequencies(merged, segment, None) == frequencies(apart, segment, None)  # to the bit


@pytest.mark.parametrize("query", QUERIES, ids=str)
@pytest.mark.parametrize("as_mask", [False, True])
@pytest.mark.parametrize("count", [0, 1, 40, 1_500])
def test_of_some_documents_those_that_have_any_form(
    collection: Collection, segment: Segment, query: Query, as_mask: bool, count: int
) -> None:
    whole, within = term(collection, query), some(segment, count, as_mask)
    every = frequencies(whole, segment, None)
    narrowed = term(collection, query)
    found = narrowed.among(segment, within)
    assert found.docs.tolist() == sorted(every.keys() & set(within.docs.tolist()))
    for asked in (found, some(segment, 700, False), found):  # what is remembered of one set holds for no other
        wanted = {doc: every[doc] for doc in every.keys() & set(asked.docs.tolist())}
        got = frequencies(narrowed, segment, asked)
        assert {doc: got[doc] for doc in wanted} == wanted
    assert narrowed.among(segment, None).docs.tolist() == sorted(every)
    assert narrowed.found(segment).docs.tolist() == sorted(every)


def test_symbols_in_another_order() -> None:
    rng = np.random.default_rng(4)
    for beyond in (0.0, 0.1, 1.0):
        values = np.where(rng.random(200) < beyond, rng.integers(256, 10**6, 200), rng.integers(0, 256, 200))
        order = rng.permutation(200)
        got, wanted = Symbols.of(values.astype(np.uint32)).reordered(order), values[order]
        assert got.at.tolist() == np.flatnonzero(wanted > 255).tolist()
        assert got.large.tolist() == wanted[wanted > 255].tolist()
        assert got.low.tolist() == wanted.astype(np.uint8).tolist()


def test_stories_and_norms_are_the_same_however_they_are_looked_up(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Collection(collection.snapshot)
    part, every = fresh.segments[0], np.arange(fresh.size)
    docs = some(part, 400, False).docs
    stories = fresh.stories.story[docs]
    apart = np.flatnonzero(fresh.stories.articles[stories] > 1)
    assert 100 < len(apart) < 200
    norms = part.norm(BODY, BODY_B, fresh.averages[BODY], docs).tolist()
    for close in (0, 10**9):  # of no share of all, of any
        monkeypatch.setattr(collection_module, "_CLOSE", close)
        for _ in range(3):  # before and after tables over all documents were made
            at, numbers = fresh.company(docs)
            assert at.tolist() == apart.tolist()
            assert numbers.tolist() == (stories[apart] + 1).tolist()
            assert part.norm(BODY, BODY_B, fresh.averages[BODY], docs).tolist() == norms
            fresh.company(every)
            part.norm(BODY, BODY_B, fresh.averages[BODY], every)
