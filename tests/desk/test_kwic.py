"""Lines of a query: all of them, in the order asked for, the same on every engine."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from morgue.cli.output import painted
from morgue.cli.render.desk.kwic import kwic_line
from morgue.core.errors import MorgueError
from morgue.core.folding import fold
from morgue.render.cells import clip_left, line_width, width
from morgue.render.sanitize import is_safe
from morgue.render.spans import Look
from morgue.search.deadline import Deadline
from morgue.search.desk.kwic import Concordance, KwicAsk, KwicLine, concordance
from morgue.search.query import Query, Word
from morgue.search.request import SearchRequest
from morgue.search.text_leaves import text_leaves
from tests.backend.asking import SETTINGS
from tests.backend.engines import ENGINES, each_engine
from tests.backend.plain import PlainBackend
from tests.cli.conftest import Morgue
from tests.desk.plain_spans import spans_of
from tests.local.build import article
from tests.oracle.archives import QUERIES, Built, archives

_SETTINGS = settings(SETTINGS, max_examples=25)


@each_engine
@_SETTINGS
@given(archives(), QUERIES, st.sampled_from(["newest", "oldest", "relevance", "1L", "2R,1R", "outlet", "node"]))
def test_every_occurrence_of_every_match_is_a_line(engine: str, built: Built, query: Query, sort: str) -> None:
    plain = PlainBackend(built)
    wanted = {
        (a.id, *sorted(spans_of(plain._reference, query, plain._reference.texts[a.id]))) for a in plain._matching(query)
    }
    with tempfile.TemporaryDirectory() as folder:
        backend = ENGINES[engine](built, Path(folder))
        ask = KwicAsk("x", limit=None, sort=tuple(sort.split(",")), collapse=False)
        if next(text_leaves(query), None) is None:
            with pytest.raises(MorgueError, match="no word"):
                concordance(backend, query, ask, Deadline())
            return
        lines = list(concordance(backend, query, ask, Deadline()))
        backend.close()
    assert len(lines) == sum(len(row) - 1 for row in wanted)
    assert {line.id for line in lines} == {row[0] for row in wanted if len(row) > 1}
    if sort == "1L":
        keys = [tuple(map(fold, line.left_terms)) for line in lines]
        assert keys == sorted(keys)
    if sort == "newest":
        found = [line.id for line in lines]
        request = SearchRequest(query, limit=1000, sort="newest", collapse=False)
        order = [h.id for h in plain.run(request).hits if h.id in set(found)]
        assert list(dict.fromkeys(found)) == order


def _asked(built: Built, ask: KwicAsk) -> list[KwicLine]:
    return list(concordance(PlainBackend(built), Word("ferry"), ask, Deadline()))


MANY = Built(
    (tuple(article(n, f"Ferry {n} left. The {'old' if n % 2 else 'new'} ferry came back.") for n in range(40)),), (), ()
)


def test_a_sample_is_the_same_for_the_same_seed_and_hangs_on_no_order() -> None:
    ask = KwicAsk("ferry", limit=None, sort=("position",), sample=10, seed=3)
    first = _asked(MANY, ask)
    assert len(first) == 10 == len({(line.id, line.start) for line in first})
    turned = Built((MANY.segments[0][::-1],), (), ())
    assert _asked(turned, ask) == first
    assert _asked(MANY, KwicAsk("ferry", limit=None, sort=("position",), sample=10, seed=4)) != first


def test_a_limit_gives_the_first_of_all() -> None:
    for sort in (("oldest",), ("newest",), ("1L", "1R"), ("outlet",)):
        every = _asked(MANY, KwicAsk("ferry", limit=None, sort=sort))
        assert len(every) == 80
        for limit in (0, 1, 7, 79, 500):
            assert _asked(MANY, KwicAsk("ferry", limit=limit, sort=sort)) == every[:limit]


@pytest.mark.parametrize("sort", ["6L", "L", "recent", "newest,1L", "date;drop", "1R,zebra"])
def test_an_order_that_there_is_not(sort: str) -> None:
    with pytest.raises(MorgueError):
        concordance(PlainBackend(MANY), Word("ferry"), KwicAsk("ferry", sort=tuple(sort.split(","))), Deadline())


def test_lines_on_the_command_line_and_from_python(held: Morgue) -> None:
    run = held("kwic", "ferry", "--all", "--copies", "--csv")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert run.status == 0 and all(row["node"].lower().startswith("ferr") for row in rows)
    document = held("kwic", "ferry", "--all", "--copies", "--json").json()
    assert [line["id"] for line in document["lines"]] == [row["id"] for row in rows]
    with morgue.open(held.archive) as archive:
        assert archive.kwic("ferry", limit=None, copies=True).as_dict() == document
    text = held("kwic", "ferry", "--copies", "--sort", "1R").out.splitlines()
    assert len({line.index("▸") for line in text if "▸" in line}) == 1, "the keywords stand below each other"
    assert held("kwic", "zeppelin").status == 1
    assert held("kwic", "outlet:hill").status == 2
    assert held("kwic", "ferry", "--sort", "9L").status == 2
    whole = held("kwic", "ferry", "--sentence", "--jsonl").jsonl()
    assert all(line["left"] == "" or line["left"][0].isupper() or not line["left"][0].isalpha() for line in whole)


_EVIL = "\x1b[2J\x9b2J\u202e\r\n=1+1"


def test_hostile_text_in_a_line_cannot_act() -> None:
    line = KwicLine("k" + _EVIL, "s", _EVIL, "2021-13" + _EVIL, _EVIL, "body", 0, 1, _EVIL * 9, "n" + _EVIL, _EVIL * 9)
    for columns in (30, 80, 200):
        shown = painted(kwic_line(line, Look(columns)), False)
        assert is_safe(shown) and "\n" not in shown


@pytest.mark.parametrize("columns", range(60, 160, 9))
def test_a_line_is_as_wide_as_the_screen(columns: int) -> None:
    line = KwicLine("k7f2", "s", "o", "2021-03-04", "t", "body", 0, 1, "港 left " * 30, "ferry " * 9, " right 港" * 30)
    look = Look(columns)
    assert line_width(kwic_line(line, look), look) <= columns + 1
    assert width(clip_left(line.left, 20)) <= 20


def test_an_answer_without_lines_has_all_fields() -> None:
    told = Concordance("x", 0, 0, iter(())).as_dict()
    assert list(told) == ["schema", "query", "articles", "stories", "lines", "partial", "remarks"]
