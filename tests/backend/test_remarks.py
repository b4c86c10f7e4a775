"""What was not looked for although the archive has it is told, with its count, by every engine that tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from morgue.search.backend import Backend
from morgue.search.deadline import Deadline
from morgue.search.language.parse import parse
from morgue.search.request import SearchRequest
from tests.backend.engines import APART, ENGINES
from tests.local.build import article
from tests.oracle.archives import Built

TODAY = date(2026, 11, 21)
HELD = (
    article(1, "The health-care plan.", language="en"),
    article(2, "A plan for health care.", language="en"),
    article(3, "Healthcare for all, up 5%.", language="en"),
    article(4, "Health care rose 5 percent.", language="en"),
    article(5, "Robert Mueller spoke.", language="en"),
    article(6, "Herr Müller sprach.", language="de"),
    article(7, "Air strikes: an air strike of another colour, maybe. It may be.", language="en"),
    article(8, "Airstrike! Organised labor. Tired stories.", language="en"),
    article(9, "한국은행이 발표했다. 은행은 닫았다.", language="ko"),
    *(article(n, "한국은행은 아직. It may be.", language="ko") for n in range(10, 26)),
    article(26, "아직.", "한국은행은", language="ko"),
)
_TELLING = [pytest.param(e, marks=getattr(pytest.mark, APART[e]) if e in APART else ()) for e in ENGINES]


@pytest.fixture(scope="module", params=[p for p in _TELLING if p.values != ("plain",)])
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    folder: Path = tmp_path_factory.mktemp("remarks")
    opened = ENGINES[request.param](Built((HELD,), (), ()), folder)
    yield opened
    opened.close()


def said(backend: Backend, query: str) -> tuple[str, ...]:
    return backend.run(SearchRequest(parse(query, today=TODAY))).remarks


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("healthcare", ['healthcare was not looked for as "health care", which 2 articles have']),
        ("5%", ['5% was not looked for as "5 percent", which 1 article has']),
        ("Müller", ["müller was not looked for as mueller, which 1 article has"]),
        ("airstrike", ['airstrike was not looked for as "air strike", which 1 article has']),
        ("은행", ["은행 was not looked for as *은행*, which 17 articles have"]),
        ("title:은행", ["은행 was not looked for as *은행*, which 1 article has"]),
        ("organizes color", ["color was not looked for as colour, which 1 article has"]),
        (
            "labour organized",
            [
                "labour was not looked for as labor, which 1 article has",
                "organized was not looked for as organised, which 1 article has",
            ],
        ),
        ("healthplan", []),
        ("airless", []),
    ],
)
def test_a_form_that_was_not_looked_for_is_told_with_its_count(backend: Backend, query: str, told: list[str]) -> None:
    assert [*said(backend, query)] == told


@pytest.mark.parametrize(
    "query", ["health-care", "plan", '"health care"', "spoke -healthcare", "maybe", "=colour", "story", "tire", "*"]
)
def test_what_was_looked_for_or_is_no_other_form_is_not_told(backend: Backend, query: str) -> None:
    assert said(backend, query) == ()


def test_nothing_is_told_where_no_time_is_left(backend: Backend) -> None:
    request = SearchRequest(parse("healthcare", today=TODAY))
    assert backend.run(request, Deadline(0)).remarks == ()
