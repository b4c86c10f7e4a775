"""Every query in the reference parses, and those that share a cell mean things that can be printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from morgue.search.language.fields import FIELDS
from morgue.search.language.parse import parse
from morgue.search.language.printing import print_query

from .strategies import TODAY

PAGE = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
CELLS = [row.split(" | ")[0] for row in re.findall(r"^\| (`.*)$", PAGE, re.MULTILINE)]
QUERIES = [typed.replace("\\|", "|") for cell in CELLS for typed in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("typed", QUERIES)
def test_documented_queries(typed: str) -> None:
    query = parse(typed, today=TODAY)
    assert parse(print_query(query), today=TODAY) == query


def test_every_name_of_a_field_is_told() -> None:
    told = set(re.findall(r"[a-z_]+", PAGE.split("Other names work: ")[1].split(". A field that")[0]))
    names = {name for field in FIELDS for name in field.names}
    assert told - names <= {"and", "are", "like"}
    assert names - told <= {field.name for field in FIELDS}


def test_the_page_is_read() -> None:
    assert len(QUERIES) > 60


@pytest.mark.parametrize(
    "cell", [c for c in CELLS if re.search("AND strike|OR boat`|NOT cruise|w/5|pre/5|strik\\*|HEADLINE", c)]
)
def test_spellings_in_one_cell_mean_the_same(cell: str) -> None:
    typed = [q.replace("\\|", "|") for q in re.findall(r"`([^`]+)`", cell)]
    assert len({print_query(parse(q, today=TODAY)) for q in typed}) == 1
