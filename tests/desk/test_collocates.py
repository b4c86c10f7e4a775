"""Collocates, and the words around occurrences, against a plain count of every word of every article."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.analyzer import tokens
from morgue.index.codec.terms import chunk_terms
from morgue.search.deadline import Deadline
from morgue.search.desk import neighbours
from morgue.search.desk.by_reading import neighbours_by_reading
from morgue.search.desk.collocates import CollocatesAsk, collocates
from morgue.search.desk.statistics import log_dice
from morgue.search.desk.text import windows
from morgue.search.desk.text.occurrences import Occurrences, Spot, part_of
from morgue.search.desk.words import Basis
from morgue.search.local.backend import LocalBackend
from morgue.search.local.desk import neighbours as local_neighbours
from morgue.search.query import Exact, Near, Or, Phrase, Prefix, Query, Word
from morgue.search.text_leaves import text_leaves
from tests.backend.asking import SETTINGS
from tests.backend.engines import ENGINES, each_engine
from tests.backend.plain import PlainBackend
from tests.desk.plain_spans import spans_of
from tests.local.build import article, snapshot
from tests.oracle.archives import QUERIES, Built, archives
from tests.oracle.texts import TITLE

_SETTINGS = settings(SETTINGS, max_examples=25)
_BASES = st.sampled_from(["stories", "articles", "tokens"])


@each_engine
@_SETTINGS
@given(archives(), QUERIES, _BASES, st.integers(0, 3), st.integers(1, 3))
def test_collocates_are_those_of_a_plain_count(
    engine: str, built: Built, query: Query, by: Basis, left: int, right: int
) -> None:
    if next(text_leaves(query), None) is None:
        return
    plain = PlainBackend(built)
    occurrences = Occurrences(query, plain.forms)
    if any(
        "-" in part_of(a, Spot(o.field, o.start, o.end))[o.start : o.end]
        for a in plain._matching(query)
        for o in occurrences.of(a)
    ):
        return  # a compound found as a whole is one word here, and several places
    with tempfile.TemporaryDirectory() as folder:
        backend = ENGINES[engine](built, Path(folder))
        told = collocates(backend, query, CollocatesAsk("q", "all", 1000, left, right, by, 1), Deadline())
        backend.close()
    near: Counter[str] = Counter()
    articles: dict[str, set[str]] = {}
    hits, hit_in = 0, set()
    for one in plain._matching(query):
        texts = {
            True: [t for t in tokens(one.title or "") if not t.extra],
            False: [t for t in tokens(one.body) if not t.extra],
        }
        for first, last in spans_of(plain._reference, query, plain._reference.texts[one.id]):
            held = texts[first >= TITLE]
            a, b = first % TITLE, last % TITLE
            hits += 1
            hit_in.add(one.id)
            for t in (*held[max(0, a - left) : a], *held[b + 1 : b + 1 + right]):
                near[t.term] += 1
                articles.setdefault(t.term, set()).add(one.id)
    assert (told.hits, told.articles) == (hits, len(hit_in))
    stories = {word: len({plain._story_of(i) for i in ids}) for word, ids in articles.items()}
    own = {"tokens": hits, "articles": len(hit_in), "stories": len({plain._story_of(i) for i in hit_in})}[by]
    every = dict(plain._reference.texts.items())
    for word in told.words:
        together = {"tokens": near[word.word], "articles": len(articles[word.word]), "stories": stories[word.word]}[by]
        having = {i for i, t in every.items() if any(w == word.word for _, w in t.words)}
        count = {
            "tokens": sum(w == word.word for t in every.values() for _, w in t.words),
            "articles": len(having),
            "stories": len({plain._story_of(i) for i in having}),
        }[by]
        assert (word.together, word.articles, word.stories) == (
            near[word.word],
            len(articles[word.word]),
            stories[word.word],
        )
        assert word.held == count
        assert word.log_dice == pytest.approx(log_dice(together, own, max(count, together)))
    assert {w.word for w in told.words} == {w for w in near if any(c.isalpha() for c in w)}


@pytest.mark.parametrize(
    "query",
    [
        Word("ferry"),
        Phrase(("prime", "minister")),
        Near(Word("ferry"), Word("strike"), 4),
        Word("strike", field="title"),
        Or((Word("minister"), Exact("US"))),
        Prefix("min"),
        Word("e-mail"),
        Word("東京"),
    ],
)
@pytest.mark.parametrize("window", [(5, 5), (0, 2), (3, 0), (50, 50)])
def test_neighbours_by_index_are_those_by_reading(tmp_path: Path, query: Query, window: tuple[int, int]) -> None:
    words = (
        "ferry Ferry's strike the prime minister-designate minister US (US) — «ferry» \0 e-mail 1,250.5 東京都港区は "
        f"U.S. l'eau {'x' * 70} \n c++ ferry­"
    ).split(" ")
    chance = random.Random(7)
    rows = [
        article(
            n,
            " ".join(chance.choices(words, k=chance.randrange(120))),
            " ".join(chance.choices(words, k=8)) if n % 3 else None,
        )
        for n in range(60)
    ]
    backend = LocalBackend(snapshot(tmp_path, (rows[:35], rows[35:]), [rows[3].id], [[row.id for row in rows[5:9]]]))
    fast, plain = backend.neighbours(query, *window), neighbours_by_reading(backend, query, *window)
    assert fast[:3] == plain[:3] and fast.hits
    assert sorted(fast.words) == sorted(plain.words) and fast.words


def test_neighbours_are_the_same_in_whatever_lots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [article(n, f"w{n} ferry a{n % 7} " * (n % 5) + "prime minister.") for n in range(50)]
    backend = LocalBackend(snapshot(tmp_path, (rows,)))
    for query in (Word("ferry"), Phrase(("prime", "minister"))):
        whole = backend.neighbours(query, 4, 4)
        with monkeypatch.context() as few:
            few.setattr(local_neighbours, "STEP", 7)
            few.setattr(neighbours, "_AT_ONCE", 3)
            few.setattr(windows, "_KNOWN", 5)
            few.setattr(chunk_terms, "_MOST_CHUNKS", 5)
            lots = backend.neighbours(query, 4, 4)
        assert lots[:3] == whole[:3] and sorted(lots.words) == sorted(whole.words)


def test_the_best_are_found_without_looking_at_all() -> None:
    rows = [article(n, " ".join(f"ferry w{(n * 7 + k) % 90}x" for k in range(30))) for n in range(40)]
    rows += [article(100 + n, " ".join(f"w{k}x" for k in range(n))) for n in range(90)]
    plain = PlainBackend(Built((tuple(rows),), (), ()))
    every = collocates(plain, Word("ferry"), CollocatesAsk("q", limit=10_000, least=1), Deadline()).words
    for limit in (1, 5, 20):
        assert (
            collocates(plain, Word("ferry"), CollocatesAsk("q", limit=limit, least=1), Deadline()).words
            == every[:limit]
        )
