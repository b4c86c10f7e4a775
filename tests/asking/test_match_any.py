"""--match any: words are alternatives, what binds still binds."""

from __future__ import annotations

import pytest

from morgue.search.language.parse import parse, parse_clauses
from morgue.search.language.printing import print_query

from .strategies import TODAY


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("ferry strike", "ferry OR strike"),
        ("ferry strike -cruise", "(ferry OR strike) AND NOT cruise"),
        ("ferry strike date:2025", "(ferry OR strike) AND date:2025"),
        ("ferry strike outlet:Post", "(ferry OR strike) AND outlet:Post"),
        ("ferry AND strike boat", "(ferry AND strike) OR boat"),
        ("+ferry strike", "(* OR strike) AND ferry"),
        ("ferry OR -cruise", "ferry OR NOT cruise"),
        ("title:(ferry strike) x", "title:ferry OR title:strike OR x"),
        ("-cruise", "NOT cruise"),
        ("date:2025", "date:2025"),
    ],
)
def test_meaning(query: str, meaning: str) -> None:
    assert print_query(parse(query, match="any", today=TODAY)) == meaning


def test_saved_queries_keep_their_own_meaning() -> None:
    found = parse("@both boat", match="any", today=TODAY, saved={"both": "ferry strike"})
    assert print_query(found) == "(ferry AND strike) OR boat"


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("ferry strike", ["ferry", "strike"]),
        ('ferry AND title:(a OR b) -"night shift"^2', ["ferry", "title:(a OR b)", '-"night shift"^2']),
        ("ferry w/5 strike date:last week", ["ferry w/5 strike", "date:last week"]),
        ("a b OR c", ["a b OR c"]),
        ("NOT a", ["NOT a"]),
    ],
)
def test_clauses_as_typed(query: str, clauses: list[str]) -> None:
    _, found = parse_clauses(query, today=TODAY)
    assert [c.text for c in found] == clauses
    assert [query[c.start : c.end] for c in found] == clauses
