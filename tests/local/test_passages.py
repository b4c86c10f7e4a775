"""What is said in one place comes first, and `--explain` accounts for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.search.local.backend import LocalBackend
from morgue.search.query import And, Or, Query, Word
from morgue.search.request import SearchRequest, SearchResult
from tests.local.build import article, snapshot

FILLERS = "the old keeper saw a small boat near that far pier at dawn when no wind came over water".split()
ASKED = ("lantern", "crate", "bishop", "violin")


def _apart(number: int) -> str:
    """The four words far from each other, each often, in a text of the usual length."""
    parts = [" ".join([word, *FILLERS, word, *FILLERS[number:], word]) for word in ASKED]
    return "\n".join(parts)


def _together() -> str:
    return "\n".join([" ".join(FILLERS * 6), f"It held {' and '.join(ASKED)}.", " ".join(FILLERS * 6)])


def _asked(tmp_path: Path, query: Query, explain: bool = False) -> SearchResult:
    others = [article(n, " ".join(FILLERS * 4), "No news") for n in range(40, 140)]
    apart = [article(n, _apart(n), "Ferry") for n in range(1, 9)]
    built = snapshot(tmp_path, [(*apart, article(9, _together(), "Ferry"), *others)], (), ())
    return LocalBackend(built).run(SearchRequest(query, limit=20, explain=explain))


@pytest.mark.parametrize("kind", [And, Or])
def test_words_of_one_sentence_come_before_the_same_words_all_over_a_text(
    tmp_path: Path, kind: type[And] | type[Or]
) -> None:
    found = _asked(tmp_path, kind(tuple(Word(w) for w in ASKED)))
    assert found.hits[0].id == article(9, "").id
    assert found.articles == 9


def test_an_explanation_adds_up_to_the_score(tmp_path: Path) -> None:
    for hit in _asked(tmp_path, And(tuple(Word(w) for w in ASKED)), explain=True).hits:
        assert hit.explanation is not None
        assert sum(part.value for part in hit.explanation.parts) == pytest.approx(hit.score, rel=1e-4)
        for part in hit.explanation.parts:
            if part.parts:
                assert sum(p.value for p in part.parts) == pytest.approx(part.value, rel=1e-4)


def test_a_word_of_the_lead_counts_no_more_than_elsewhere_unless_the_lead_is_asked_for(tmp_path: Path) -> None:
    early = article(1, "\n".join(["lantern " + " ".join(FILLERS), " ".join(FILLERS), " ".join(FILLERS)]))
    late = article(2, "\n".join([" ".join(FILLERS), " ".join(FILLERS), "lantern " + " ".join(FILLERS)]))
    backend = LocalBackend(snapshot(tmp_path, [(early, late)], (), ()))
    scores = [h.score for h in backend.run(SearchRequest(Word("lantern"))).hits]
    assert len(scores) == 2
    assert scores[0] == pytest.approx(scores[1])
    (only,) = backend.run(SearchRequest(Word("lantern", "lead"))).hits
    assert only.id == early.id
    assert only.score > 0
