import numpy as np

from index.analysis import terms
from index.article import Article, Provenance
from index.stories.signature import story_keys
from index.stories.words import words_of

TEXT = " ".join(f"The ferry number{i} left Harrow Bay at dawn with {i} crates of herring." for i in range(60))


def article(body: str, **more: str) -> Article:
    return Article(id="a", body=body, provenance=Provenance("-", "0", "text"), **more)


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
