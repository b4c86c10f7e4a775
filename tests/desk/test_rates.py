"""Rates are what a plain count says, and pictures of them hold no markup of an archive."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path
from xml.dom import minidom

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from morgue.cli.output import painted
from morgue.cli.render.desk.rates import rates_lines
from morgue.cli.render.desk.rates_svg import rates_svg
from morgue.core.errors import MorgueError
from morgue.render.cells import line_width
from morgue.render.sanitize import is_safe
from morgue.render.spans import Look
from morgue.search.deadline import Deadline
from morgue.search.desk.rates import Rate, Rates, RatesAsk, rates
from morgue.search.desk.statistics import wilson
from morgue.search.desk.tabulation import DIMENSIONS, Dimension, dimensions
from morgue.search.query import All, Query
from tests.backend.asking import SETTINGS
from tests.backend.engines import ENGINES, each_engine
from tests.backend.plain import PlainBackend
from tests.cli.conftest import Morgue
from tests.desk.plain_spans import spans_of
from tests.oracle.archives import QUERIES, Built, archives

_SETTINGS = settings(SETTINGS, max_examples=25)


@each_engine
@_SETTINGS
@given(archives(), st.lists(QUERIES, min_size=1, max_size=2), st.sampled_from(DIMENSIONS))
def test_rates_are_what_a_plain_count_says(engine: str, built: Built, queries: list[Query], by: Dimension) -> None:
    plain = PlainBackend(built)
    with tempfile.TemporaryDirectory() as folder:
        backend = ENGINES[engine](built, Path(folder))
        told = rates(backend, queries, RatesAsk(tuple(f"q{n}" for n in range(len(queries))), (by,)), Deadline())
        backend.close()
    for number, query in enumerate(queries):
        rows = told.of(f"q{number}")
        assert [row.values for row in rows] == sorted({row.values for row in rows})
        for row in rows:
            there = [a for a in plain._matching(All()) if tuple((*plain._values(a, by), "")[:1]) == row.values]
            found = [a for a in there if a in plain._matching(query)]
            texts = [plain._reference.texts[a.id] for a in there]
            hits = sum(len(spans_of(plain._reference, query, plain._reference.texts[a.id])) for a in found)
            words = sum(t.body + t.title for t in texts)
            assert (row.articles, row.holdings, row.hits, row.words) == (len(found), len(there), hits, words)
            assert row.stories == len({plain._story_of(a.id) for a in found})
            assert row.share == (len(found) / len(there) if there else None)
            if there:
                assert (row.share_low, row.share_high) == wilson(len(found), len(there))
            assert row.per_million == (pytest.approx(hits * 1e6 / words) if words else None)
        assert sum(row.articles for row in rows) == plain.count(query).articles


def test_what_cannot_be_counted_by() -> None:
    for names in ((), ("byline",), ("month", "month"), ("month", "outlet", "year"), ("zebra",)):
        with pytest.raises(MorgueError):
            dimensions(names)


def test_on_the_command_line_and_from_python(held: Morgue, tmp_path: Path) -> None:
    told = held("rates", "ferry", "ferry strike", "--by", "month", "--json").json()
    rows = list(csv.DictReader(io.StringIO(held("rates", "ferry", "ferry strike", "--csv").out)))
    assert [row["month"] for row in rows] == [row["month"] for row in told["rows"]]
    assert told["queries"] == ["ferry", "ferry strike"] and {row["query"] for row in rows} == set(told["queries"])
    with morgue.open(held.archive) as archive:
        assert archive.rates("ferry", "ferry strike").as_dict() == told
    assert held("rates", "ferry", "--by", "outlet,year").status == 0
    assert held("rates", "zeppelin").status == 1 and held("rates").status == 2
    assert held("rates", "ferry", "--by", "zebra").status == 2 and held("rates", "(ferry").status == 2
    none = held("rates", "ferry", "--no-hits", "--jsonl").jsonl()
    assert all(row["hits"] is None and row["per_million"] is None for row in none)
    (tmp_path / "q.txt").write_text("ferry\n(strike\n\nferry strike\n")
    run = held("rates", "--batch", str(tmp_path / "q.txt"), "--json")
    assert run.json()["queries"] == ["ferry", "ferry strike"] and "line 2" in run.err
    (tmp_path / "q.csv").write_text("name,query\na,ferry\nb,\nc,(x\n")
    run = held("rates", "--batch", str(tmp_path / "q.csv"), "--json")
    assert run.json()["queries"] == ["ferry"] and "line 4" in run.err
    assert held("rates", "x", "--batch", str(tmp_path / "q.csv")).status == 2


_EVIL = "\x1b[2J<script>alert(1)</script>\u202e&\"'"


def _told(by: tuple[Dimension, ...], count: int, evil: str = "") -> Rates:
    names = {"month": [f"2021-{n + 1:02}" for n in range(count)], "outlet": [f"o{n}{evil}" for n in range(count)]}
    values = [(a,) for a in names[by[0]]] if len(by) == 1 else [(a, b) for a in names[by[0]] for b in names[by[1]]]
    texts = ("ferry" + evil, "strike")
    rows = [
        Rate(text, v, n % 4, 1, n, 10, 1000, None if n % 5 == 4 else n % 4 / 10, 0.1, 0.5, 3.0)
        for text in texts
        for n, v in enumerate(values)
    ]
    return Rates(RatesAsk(texts, by), tuple(rows))


@pytest.mark.parametrize("by", [("month",), ("outlet",), ("outlet", "month"), ("month", "outlet")])
@pytest.mark.parametrize("count", [0, 1, 12])
def test_pictures_and_tables_hold_nothing_of_others(by: tuple[Dimension, ...], count: int) -> None:
    told = _told(by, count, _EVIL)
    picture = rates_svg(told)
    names = {node.tagName for node in minidom.parseString(picture).getElementsByTagName("*")}
    assert names <= {"svg", "rect", "text", "line", "polyline", "polygon", "circle"}
    assert is_safe(picture) and not re.search(r"https?:(?!//www.w3.org/2000/svg)|href|style", picture)
    for columns in (40, 50, 80, 96, 160):
        look = Look(columns)
        for row in rates_lines(told, look):
            assert is_safe(painted(row, False)) and "\n" not in painted(row, False)
            assert line_width(row, look) <= columns


def test_what_a_table_of_two_leaves_out_is_said() -> None:
    def last(by: tuple[Dimension, ...], columns: int) -> str:
        return [painted(row, False) for row in rates_lines(_told(by, 12), Look(columns)) if row][-1]

    assert last(("outlet", "month"), 60) == "7 columns more (--csv has them all)"
    assert "more" not in last(("outlet", "month"), 200)


def test_a_line_of_a_picture_is_broken_where_nothing_is_held() -> None:
    one = Rates(RatesAsk(("q",), ("month",)), tuple(
        Rate("q", (f"2021-{n:02}",), 1, 1, 1, 10, 100, None if n == 3 else 0.1, 0.0, 0.4, 1.0) for n in range(1, 6)
    ))  # fmt: skip
    assert rates_svg(one).count("<polyline") == 2
