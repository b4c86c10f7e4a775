"""Phrases of frequent words, which are looked for in several ways, are where the positions say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from morgue.index.archive.snapshot import Snapshot
from morgue.search.local.backend import LocalBackend
from morgue.search.local.collection import Segment
from morgue.search.local.places import position_signatures
from morgue.search.query import Phrase
from tests.local.build import article, snapshot

WORDS = [f"w{i}" for i in range(14)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """2,500 articles, most short and some long, a third without a title, of few words: each is in very many of them."""
    rng = random.Random(8)
    weights = [1 / (i + 1) for i in range(len(WORDS))]
    made = []
    for number in range(2_500):
        length = rng.choice([2, 4, 8, 8, 30, 200]) if number != 33 else 40_000
        body = "\n".join(" ".join(rng.choices(WORDS, weights, k=12)) for _ in range(length // 12 + 1))
        title = " ".join(rng.choices(WORDS[::-1], weights, k=5)) if number % 3 else None
        made.append(article(f"n{number}", body, title))
    return snapshot(tmp_path_factory.mktemp("phrases"), [made])


@pytest.fixture(params=["as it is", "whatever it costs"])
def asked(request: pytest.FixtureRequest) -> Iterator[None]:
    """As usual, and with signatures asked for whenever they can be."""
    if request.param == "as it is":
        yield
        return
    with (
        mock.patch.object(position_signatures, "_FEWEST", 0),
        mock.patch.object(position_signatures, "_CROWDED", float("inf")),
    ):
        yield


def _places(segment: Segment, word: str) -> set[tuple[int, int]]:
    """Document and position of every occurrence, from lists decoded whole."""
    ordinal = segment.reader.lexicon.find(word)
    assert ordinal is not None
    docs, held = segment.reader.postings(ordinal).docs, segment.reader.positions(ordinal)
    owners = np.repeat(docs, np.diff(held.start))
    return set(zip(owners.tolist(), held.flat.tolist(), strict=True))


@pytest.mark.usefixtures("asked")
def test_phrases_are_where_their_words_stand_side_by_side(built: Snapshot) -> None:
    backend, segment = LocalBackend(built), _segment(built)
    places = {w: _places(segment, w) for w in WORDS}
    rng = random.Random(4)
    for _ in range(60):
        words = tuple(rng.choices(WORDS, k=rng.choice([2, 2, 3])))
        first, *rest = words
        starts = {p for p in places[first] if all((p[0], p[1] + i) in places[w] for i, w in enumerate(rest, 1))}
        found = backend.count(Phrase(words))
        assert found.articles == len({doc for doc, _ in starts}), words


@pytest.mark.parametrize("words", [("w0", "w1"), ("w9", "w3"), ("w5", "w5"), ("w13", "w12")])
def test_a_signature_lets_no_document_out(built: Snapshot, words: tuple[str, str]) -> None:
    segment = _segment(built)
    places = [_places(segment, w) for w in words]
    both = np.array(sorted({d for d, _ in places[0]} & {d for d, _ in places[1]}), np.intp)
    wanted = {d for d, p in places[0] if (d, p + 1) in places[1]}
    first, second = (segment.postings(o) for w in words if (o := segment.reader.lexicon.find(w)) is not None)
    for some in (both, both[::3], both[len(both) // 2 :], both[:1]):
        with (
            mock.patch.object(position_signatures, "_FEWEST", 0),
            mock.patch.object(position_signatures, "_CROWDED", float("inf")),
        ):
            kept = set(position_signatures.may_be_beside(((0, first), (1, second)), some).tolist())
        assert wanted & set(some.tolist()) <= kept <= set(some.tolist())


def test_most_documents_in_which_words_stand_apart_are_left_out(tmp_path: Path) -> None:
    rng = random.Random(2)
    apart = [[str(rng.random()) for _ in range(rng.randint(1, 90))] for _ in range(3_000)]
    made = [article(f"n{n}", " ".join(["ferry", *words, "strike"])) for n, words in enumerate(apart)]
    segment = _segment(snapshot(tmp_path, [made]))
    first, second = (
        segment.postings(o) for w in ("ferry", "strike") if (o := segment.reader.lexicon.find(w)) is not None
    )
    assert len(position_signatures.may_be_beside(((0, first), (1, second)), np.arange(3_000))) < 300


def _segment(held: Snapshot) -> Segment:
    view = held.segments[0]
    return Segment(view.reader, view.base, view.live, 0)
