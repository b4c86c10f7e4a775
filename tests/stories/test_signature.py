import pickle
from dataclasses import fields

import numpy as np
import pytest

from morgue.core.analyzer import terms
from morgue.core.article import Article, Provenance
from morgue.index.stories.similarity.signature import (
    BANDS,
    ROWS,
    SAMPLE,
    SHINGLE,
    _multipliers,
    story_keys,
    story_keys_many,
)
from morgue.index.stories.similarity.words import mix, shingles, words_of

TEXT = " ".join(f"The ferry number{i} left Harrow Bay at dawn with {i} crates of herring." for i in range(60))


def article(body: str, title: str | None = None, outlet: str | None = None, date: str | None = None) -> Article:
    return Article(id="a", body=body, provenance=Provenance("-", "0", "text"), title=title, outlet=outlet, date=date)


def test_words_are_the_analyzers_terms() -> None:
    text = "The U.S.-led crew’s boat—lost—came home. 1,250.5 nets! 東京の港 naïve"
    assert len(words_of(text).numbers) == len(terms(text))
    assert list(words_of(text).numbers) == [n for t in terms(text) for n in words_of(t).numbers[:1]]


def test_a_cut_half_shares_many_samples_and_the_same_text_its_key() -> None:
    whole, half = story_keys(article(TEXT)), story_keys(article(TEXT[: len(TEXT) // 2]))
    assert len(np.intersect1d(whole.sample, half.sample)) >= 8
    assert list(story_keys(article(TEXT.upper())).text) == list(whole.text)
    assert list(half.text) != list(whole.text)


def test_a_tiny_text_and_a_table_have_no_shared_keys() -> None:
    for body in ("", "Ferry delayed again.", "\n".join(f"{i} {i * 7} {i * 13}" for i in range(500))):
        keys = story_keys(article(body, title="Timetable", outlet="Harbour Times", date="2021-03-04"))
        assert not len(keys.band) and not len(keys.sample) and len(keys.text) == 1
        other = story_keys(article(body, title="Timetable", outlet="Hill Gazette", date="2021-03-04"))
        assert list(other.text) != list(keys.text)


def test_keys_of_many_are_the_keys_of_each() -> None:
    bodies = [
        "",
        "Ferry late.",
        TEXT,
        TEXT[:700],
        "1 2 3 " * 60,
        "東京の港に船が着いた。" * 9,
        "herring " * 40_000,
        TEXT,
    ]
    articles = [article(b, title=f"Report {i}", outlet="Harbour Times") for i, b in enumerate(bodies)]
    spans = [((0, 20), (30, 34)) if i % 3 == 2 else () for i in range(len(bodies))]
    for a, s, found in zip(articles, spans, story_keys_many(articles, spans), strict=True):
        alone = story_keys(a, s)
        assert all(list(getattr(found, c)) == list(getattr(alone, c)) for c in ("band", "sample", "text", "link"))
        assert len(found.band) in (0, BANDS) and list(found.sample) == sorted(set(found.sample))


def test_bands_are_the_least_of_each_row_and_samples_what_their_level_divides() -> None:
    keys, found = story_keys(article(TEXT)), shingles(words_of(TEXT).numbers, SHINGLE)
    level = ((len(found) - 1) // SAMPLE).bit_length()
    assert set(keys.sample.tolist()) == {h >> 32 for h in found.tolist() if h % (1 << level) == 0}
    least = [min((m * (h >> 32)) % (1 << 32) for h in found.tolist()) for m in _multipliers().tolist()]
    for band, key in enumerate(keys.band.tolist()):
        expected = np.array([band + 1], np.uint64)
        for row in least[band * ROWS : band * ROWS + ROWS]:
            expected = mix(expected * np.uint64(0x9E3779B97F4A7C15) + np.uint64(row))
        assert key == int(expected[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("17.5 million crowns", "17.5m crowns"),
        ("$1,250 and 10 percent", "1250 and 10%"),
        ("Twelve boats, two crews", "12 boats, 2 crews"),
        ("zwölf Boote", "12 Boote"),
        ("1.250.000 Euro", "1,250,000 euro"),
        ("the 2nd quay", "the 2 quay"),
    ],
)
def test_a_figure_is_one_however_it_is_written(one: str, other: str) -> None:
    units = set(words_of("million percent").numbers.tolist())
    a, b = ([n for n in words_of(text).numbers.tolist() if n not in units] for text in (one, other))
    assert a == b


def test_other_figures_stay_others() -> None:
    found = ["5", "50", "5.5", "5,000", "5,500", "covid5", "five-five", "9/11", "911"]
    assert len({tuple(words_of(text).numbers.tolist()) for text in found}) == len(found)


def test_keys_are_the_same_in_another_process() -> None:
    """Workers send them, as bytes."""
    for body in (TEXT, TEXT * 9, "Ferry delayed again.", ""):
        sent = story_keys(article(body, "A headline of five words", "The Quayside", "2025-02-27"))
        came = pickle.loads(pickle.dumps(sent, pickle.HIGHEST_PROTOCOL))
        for field in fields(sent):
            assert np.array_equal(getattr(came, field.name), getattr(sent, field.name))
            assert np.asarray(getattr(came, field.name)).dtype == np.asarray(getattr(sent, field.name)).dtype
