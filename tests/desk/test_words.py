"""Key words and collocates against a plain count of every word of every article."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import morgue
from morgue.cli.output import painted
from morgue.cli.render.desk.words import collocates_lines, words_lines
from morgue.core.analyzer import terms, tokens
from morgue.core.errors import MorgueError
from morgue.index.codec.terms import chunk_terms
from morgue.render.cells import line_width
from morgue.render.sanitize import is_safe
from morgue.render.spans import Look
from morgue.search.deadline import Deadline
from morgue.search.desk import neighbours
from morgue.search.desk.by_reading import neighbours_by_reading
from morgue.search.desk.collocates import Collocate, Collocates, CollocatesAsk, collocates
from morgue.search.desk.statistics import log_dice, log_likelihood, per_cent_difference
from morgue.search.desk.text import windows
from morgue.search.desk.text.occurrences import Occurrences, Spot, part_of
from morgue.search.desk.vocabulary import Sizes
from morgue.search.desk.words import Basis, KeyWord, KeyWords, WordsAsk, key_words
from morgue.search.local.backend import LocalBackend
from morgue.search.local.desk import neighbours as local_neighbours
from morgue.search.query import Exact, Near, Or, Phrase, Prefix, Query, Word
from morgue.search.text_leaves import text_leaves
from tests.backend.engines import ENGINES, each_engine
from tests.backend.plain import PlainBackend
from tests.cli.conftest import Morgue
from tests.desk.plain_spans import spans_of
from tests.local.build import article, snapshot
from tests.oracle.archives import QUERIES, Built, archives
from tests.oracle.texts import TITLE

_SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),
)
_BASES = st.sampled_from(["stories", "articles", "tokens"])


@each_engine
@_SETTINGS
@given(archives(), QUERIES, st.sampled_from(["articles", "tokens"]), st.integers(1, 2))
def test_key_words_are_those_of_a_plain_count(engine: str, built: Built, query: Query, by: Basis, least: int) -> None:
    plain = PlainBackend(built)
    with tempfile.TemporaryDirectory() as folder:
        backend = ENGINES[engine](built, Path(folder))
        told = key_words(backend, query, WordsAsk("q", limit=1000, by=by, least=least), Deadline())
        backend.close()
    matching = {a.id for a in plain._matching(query)}
    texts = {a.id: terms(a.title or "") + terms(a.body) for a in built.live}
    count = {True: Counter[str](), False: Counter[str]()}
    held = {True: Counter[str](), False: Counter[str]()}
    for name, words in texts.items():
        held[name in matching].update(set(words))
        count[name in matching].update(set(words) if by == "articles" else words)
    sizes = [
        sum(1 if by == "articles" else len(t) for n, t in texts.items() if (n in matching) is w) for w in (True, False)
    ]
    wanted = {}
    for word, a in count[True].items():
        b = count[False][word]
        diff = per_cent_difference(a, b, *sizes)
        if held[True][word] >= least and (diff is None or diff > 0) and any(c.isalpha() for c in word):
            wanted[word] = (log_likelihood(a, b, *sizes), diff)
    assert {w.word: (w.log_likelihood, w.difference) for w in told.words} == wanted
    ranked = [w.log_likelihood for w in told.words]
    assert ranked == sorted(ranked, reverse=True)


def test_forty_copies_are_one_witness() -> None:
    copies = [article(n, f"The dredger came. Rain {n} fell.") for n in range(40)]
    others = [article(100 + n, f"The ferry left in fog {n * 31}.") for n in range(40)]
    matched = [article(200 + n, f"The dredger and the crane {n * 17} worked.") for n in range(8)]
    built = Built(((*copies, *others, *matched),), (), (tuple(a.id for a in copies),))
    by_story, by_article = (
        {w.word: w for w in key_words(PlainBackend(built), Word("dredger"), WordsAsk("q", by=by), Deadline()).words}
        for by in ("stories", "articles")
    )
    assert by_article["rain"].log_likelihood > by_article["crane"].log_likelihood
    assert by_story["crane"].log_likelihood > by_story["rain"].log_likelihood, "one report, however often it ran"
    assert by_story["rain"].stories == pytest.approx(1.0) and by_story["rain"].articles == 40


def test_runs_of_words() -> None:
    rows = [article(n, f"A ferry strike began on day {n}.") for n in range(6)]
    rows += [article(50 + n, f"A strike of bakers, a ferry in fog {n}.") for n in range(6)]
    plain = PlainBackend(Built((tuple(rows),), (), ()))
    told = key_words(plain, Word("began"), WordsAsk("q", words=2, least=3, by="articles"), Deadline())
    found = {w.word: w for w in told.words}
    assert found["ferry strike"].rest_articles == 0 and found["ferry strike"].articles == 6
    assert "a ferry" not in found, "as common elsewhere"
    with pytest.raises(MorgueError):
        key_words(plain, Word("began"), WordsAsk("q", words=5), Deadline())


def test_months_and_agencies_are_left_aside() -> None:
    from dataclasses import replace

    rows = [
        replace(article(n, f"Reuters said on Monday in October that ships sank {n}."), agency="Reuters")
        for n in range(5)
    ]
    rows += [article(50 + n, f"Nothing happened {n}.") for n in range(5)]
    plain = PlainBackend(Built((tuple(rows),), (), ()))
    every = {w.word for w in key_words(plain, Word("ships"), WordsAsk("q"), Deadline()).words}
    fewer = {w.word for w in key_words(plain, Word("ships"), WordsAsk("q", aside=True), Deadline()).words}
    assert every - fewer == {"reuters", "monday", "october"}


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


@each_engine
@_SETTINGS
@given(archives(), st.lists(QUERIES, min_size=1, max_size=4))
def test_many_counts_are_those_of_a_plain_count(engine: str, built: Built, queries: list[Query]) -> None:
    plain = PlainBackend(built)
    many = [*queries, *map(Word, ("ferry", "strike", "minister", "zeppelin"))] * 5
    with tempfile.TemporaryDirectory() as folder:
        backend = ENGINES[engine](built, Path(folder))
        told = backend.clause_counts(many).counts
        backend.close()
    assert told == tuple(map(plain.count, many))


def test_many_counts_over_masks_and_lists(tmp_path: Path) -> None:
    """Common words are found as masks, rare ones as lists; stories span segments, and one article is gone."""
    rows = [
        article(n, f"ferry a{n % 7} b{n % 3} {'rare' if n % 50 == 1 else ''} {'rarer' if n % 180 == 2 else ''}.")
        for n in range(400)
    ]
    stories = [[row.id for row in rows[n::100]] for n in range(0, 40, 3)]
    backend = LocalBackend(snapshot(tmp_path, (rows[:250], rows[250:]), [rows[3].id, rows[1].id], stories))
    many = list(map(Word, ("ferry", "rare", "rarer", "b1", "zeppelin", *(f"a{n}" for n in range(7)), *"xyzuv")))
    counts = backend.clause_counts(many).counts
    assert counts == tuple(map(backend.count, many)) and counts[0] is not None
    assert counts[0].stories < counts[0].articles == 398


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


def test_on_the_command_line_and_from_python(held: Morgue) -> None:
    told = held("words", "ferry", "--least", "1", "--json").json()
    rows = list(csv.DictReader(io.StringIO(held("words", "ferry", "--least", "1", "--csv").out)))
    assert [row["word"] for row in rows] == [word["word"] for word in told["words"]] and rows
    near = held("collocates", "ferry", "--least", "1", "--window", "3", "--json").json()
    with morgue.open(held.archive) as archive:
        assert archive.words("ferry", limit=30, least=1).as_dict() == told
        assert archive.collocates("ferry", limit=30, left=3, right=3, least=1).as_dict() == near
    assert held("words", "ferry", "--run", "2", "--least", "1").status == 0
    assert held("words", "zeppelin").status == 1 and held("collocates", "outlet:hill").status == 2
    for window in ("x", "0", "0,0", "3,-1", "99"):
        assert held("collocates", "ferry", "--window", window).status == 2, window


def test_hostile_words_cannot_act() -> None:
    evil = "\x1b[2J\u202e\n"
    words = KeyWords(WordsAsk(evil), Sizes(1, 1, 1), Sizes(1, 1, 1), (KeyWord(evil, 1.0, None, 1, 1.0, 1, 0, 0),))
    near = Collocates(CollocatesAsk(evil), 1, 1, 1, (Collocate(evil, 1.0, 1, 1, 0, 1, 1, 1),))
    for row in (*words_lines(words, Look(80)), *collocates_lines(near, Look(80))):
        assert is_safe(painted(row, False)) and "\n" not in painted(row, False)


@pytest.mark.parametrize("columns", [66, 72, 80, 120])
def test_rows_fit_on_the_screen(columns: int) -> None:
    long = "Donaudampfschifffahrtsgesellschaft 港湾日报"
    words = KeyWords(
        WordsAsk("q"), Sizes(1, 1, 1), Sizes(1, 1, 1), (KeyWord(long, 99_999.9, 99_999.0, 1, 1.0, 1, 9, 9),)
    )
    near = Collocates(CollocatesAsk("q"), 1, 1, 1, (Collocate(long, 13.71, 2, 1, 1, 1, 1, 1),))
    for rows in (words_lines(words, Look(columns)), collocates_lines(near, Look(columns))):
        *_, head, row = (line_width(each) for each in rows if each)
        assert head == row <= columns
