"""Key words against a plain count of every word of every article, and how key words and collocates are shown."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from morgue.cli.output import painted
from morgue.cli.render.desk.words import collocates_lines, words_lines
from morgue.core.analyzer import terms
from morgue.core.errors import MorgueError
from morgue.render.cells import line_width
from morgue.render.sanitize import is_safe
from morgue.render.spans import Look
from morgue.search.deadline import Deadline
from morgue.search.desk.collocates import Collocate, Collocates, CollocatesAsk
from morgue.search.desk.statistics import log_likelihood, per_cent_difference
from morgue.search.desk.vocabulary import Sizes
from morgue.search.desk.words import Basis, KeyWord, KeyWords, WordsAsk, key_words
from morgue.search.query import Query, Word
from tests.backend.asking import SETTINGS
from tests.backend.engines import ENGINES, each_engine
from tests.backend.plain import PlainBackend
from tests.cli.conftest import Morgue
from tests.local.build import article
from tests.oracle.archives import QUERIES, Built, archives

_SETTINGS = settings(SETTINGS, max_examples=25)


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
    rows = [
        replace(article(n, f"Reuters said on Monday in October that ships sank {n}."), agency="Reuters")
        for n in range(5)
    ]
    rows += [article(50 + n, f"Nothing happened {n}.") for n in range(5)]
    plain = PlainBackend(Built((tuple(rows),), (), ()))
    every = {w.word for w in key_words(plain, Word("ships"), WordsAsk("q"), Deadline()).words}
    fewer = {w.word for w in key_words(plain, Word("ships"), WordsAsk("q", aside=True), Deadline()).words}
    assert every - fewer == {"reuters", "monday", "october"}


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


@pytest.mark.parametrize("columns", [40, 50, 66, 72, 80, 120])
def test_rows_fit_on_the_screen_and_what_does_not_is_named(columns: int) -> None:
    long = "Donaudampfschifffahrtsgesellschaft 港湾日报"
    words = KeyWords(
        WordsAsk("q"), Sizes(1, 1, 1), Sizes(1, 1, 1), (KeyWord(long, 99_999.9, 99_999.0, 1, 1.0, 1, 9, 9),)
    )
    near = Collocates(CollocatesAsk("q"), 1, 1, 1, (Collocate(long, 13.71, 2, 1, 1, 1, 1, 1),))
    for rows, last in (
        (words_lines(words, Look(columns)), "elsewhere"),
        (collocates_lines(near, Look(columns)), "held"),
    ):
        every = list(rows)
        head, row, *left_out = every[every.index(()) + 1 :]
        assert max(map(line_width, (head, row, *left_out))) <= columns
        assert line_width(head) == line_width(row)
        assert (last in painted(head, False)) is (not left_out) is (columns >= 66)
        assert last in painted(head, False) + "".join(painted(each, False) for each in left_out)
