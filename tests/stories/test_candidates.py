"""What spares texts from being read: counts of shared keys, headlines, days. The slow way beside each."""

from collections import Counter
from typing import Unpack

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.analyzer import terms
from morgue.index.stories.clusters import article_cache
from morgue.index.stories.similarity.align import Subject, Verdict, judge
from morgue.index.stories.similarity.candidates import LEADERS, Holders
from morgue.index.stories.similarity.headlines import alike, marks, maybe_alike, title_terms, words_of_title
from morgue.index.stories.similarity.signature import BANDS, SAMPLE, link_keys, sampled, story_keys
from morgue.index.stories.similarity.words import words_of
from tests.stories.invent import prose, story
from tests.stories.memory import Known, Memory, article

TITLES = st.lists(st.sampled_from("ferry quay pier mayor strike vote storm fish mill bridge".split()), max_size=9)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), max_size=60), st.sets(st.integers(0, 9)))
def test_pairs_are_those_with_a_leader_and_a_new_text_counted_by_key(
    rows: list[tuple[int, int]], new: set[int]
) -> None:
    expected: Counter[tuple[int, int]] = Counter()
    for shared in {k for k, _ in rows}:
        holders = sorted({t for k, t in rows if k == shared})
        led = {(a, b) for a in holders[:LEADERS] for b in holders if a < b}
        expected.update(p for p in led if new & set(p))
    keys, texts = np.array([k for k, _ in rows], np.int64), np.array([t for _, t in rows], np.uint64)
    found = Holders.of(keys, texts).pairs(np.array(sorted(new), np.uint64))
    assert {(a, b): n for a, b, n in zip(*(x.tolist() for x in found), strict=True)} == expected


@settings(max_examples=200, deadline=None)
@given(TITLES, TITLES)
def test_marks_never_turn_down_headlines_that_are_alike(a: list[str], b: list[str]) -> None:
    one, other = " ".join(a), " ".join(b)
    said = alike(words_of_title(one), words_of_title(other))
    quick = maybe_alike(*(np.array([marks(t)], np.uint64) for t in (one, other)))[0]
    assert quick or not said


@settings(max_examples=200, deadline=None)
@given(st.text("aBz .,:;!?\"'’()/|-_9é\n", max_size=30))
def test_the_words_of_a_headline_are_the_analyzers(title: str) -> None:
    assert title_terms(title) == tuple(terms(title))


def test_marks_turn_down_nearly_all_that_are_not_alike() -> None:
    titles = [" ".join(story(i, 1).split()[:8]) for i in range(200)]
    found = np.array([marks(t) for t in titles], np.uint64)
    pairs = [(i, j) for i in range(200) for j in range(i) if not alike(*(words_of_title(titles[k]) for k in (i, j)))]
    passed = maybe_alike(found[[i for i, _ in pairs]], found[[j for _, j in pairs]])
    assert len(pairs) > 5000 and passed.mean() < 0.1
    assert maybe_alike(found[:1], np.zeros(1, np.uint64)).all()


def test_samples_are_as_large_as_expected() -> None:
    for size in (12, 68, 69, 132, 133, 700, 5000):
        count, found = np.array([size]), len(story_keys(article("a", prose(1, size))).sample)
        assert 0.7 * found < sampled(count, count)[0] < 1.4 * found and found <= 2 * SAMPLE
    text = words_of(prose(1, 300))
    assert len(text.numbers) == 300 and sampled(np.array([60]), np.array([300]))[0] == (60 - 4) / 8


def test_a_text_whose_shingles_are_all_keys_needs_no_bands() -> None:
    whole, longer = (story_keys(article("a", prose(2, words))) for words in (SAMPLE + 4, SAMPLE + 5))
    assert len(whole.sample) == SAMPLE and not len(whole.band)
    assert len(longer.sample) < SAMPLE and len(longer.band) == BANDS


def test_a_headline_ties_articles_of_one_day() -> None:
    def keys(date: str | None, **more: Unpack[Known]) -> set[int]:
        told: Known = {"outlet": "Harbour Times", "title": "Notes from the pier", **more}
        return set(link_keys(article("a", "", date, **told)).tolist())

    assert keys("2021-03-04") == keys("2021-03-04T09:00:00Z", title="Notes from the Pier!")
    assert not keys("2021-03-04") & keys("2021-03-11")
    page: Known = {"url": "https://times.example/pier"}
    assert len(keys("2021-03-04", **page) & keys("2021-03-11", **page)) == 1
    assert not keys("2021-03-04", title=None)


def test_texts_with_a_stock_paragraph_in_common_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[Verdict] = []

    def judging(a: Subject, b: Subject) -> Verdict:
        judged.append(judge(a, b))
        return judged[-1]

    monkeypatch.setattr(article_cache, "judge", judging)
    stock, memory = story("stock", 2), Memory()
    bodies = [prose(i, 300) + "\n" + stock for i in range(60)]
    memory.commit([article(f"a{i}", body, title=f"Report {i}") for i, body in enumerate(bodies)])
    shared = sum(len(set(a.sample.tolist()) & set(b.sample.tolist())) >= 2 for a in memory.held for b in memory.held)
    assert shared > 1000
    assert not judged and len(memory.stories()) == 60
