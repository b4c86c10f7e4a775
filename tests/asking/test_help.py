"""The help screen fits a screen, its examples work, and asking starts fast."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from morgue.search.language.fields import FIELDS, edits, field_named, nearest_field
from morgue.search.language.help import EXAMPLES, QUERY_HELP, Example
from morgue.search.language.lexical.patterns import pattern_fault
from morgue.search.language.parse import parse
from morgue.search.language.printing import print_query

from .strategies import TODAY

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.query)
def test_every_example_parses_and_is_on_the_screen(example: Example) -> None:
    query = parse(example.query, today=TODAY, saved={"mine": "strike OR walkout"})
    assert parse(print_query(query), today=TODAY) == query
    assert any(example.query in line and example.meaning in line for line in QUERY_HELP.splitlines())


def test_it_fits_one_screen() -> None:
    lines = QUERY_HELP.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_every_field_is_named() -> None:
    for field in FIELDS:
        assert field.name in QUERY_HELP, field.name


def test_field_names() -> None:
    names = [name for field in FIELDS for name in field.names]
    assert len(names) == len(set(names))
    assert all(field_named(name.upper()) is field_named(name) for name in names)
    assert nearest_field("outlt") == "outlet"
    assert nearest_field("tilte") == "title"
    assert nearest_field("zzzzzz") is None


@pytest.mark.parametrize(
    ("a", "b", "n"), [("ferry", "frery", 1), ("ferry", "fery", 1), ("", "ab", 2), ("abc", "xyz", 3), ("a", "a", 0)]
)
def test_edit_distance(a: str, b: str, n: int) -> None:
    assert edits(a, b, 2) == edits(b, a, 2) == min(n, 3)


@pytest.mark.parametrize(
    "pattern", ["str[iu]ck", r"\d{4}", "(a|b)c", "a+b*", "[*+?]{2}", r"\(a\)\*", "(?:ab)?c", "^x.*y$"]
)
def test_plain_patterns_are_taken(pattern: str) -> None:
    assert pattern_fault(pattern) is None


RUNAWAY = ["(a+)+", "(a*)*b", "(a|a)*", "((a+)b)*", "(a?){50}", r"(a)\1", "(?=a)", "(?P<x>a)", ".*.*.*.*x", "(?:x+)+"]
RUNAWAY += ["a{1,9999}", "(", "[", "x" * 201]


@pytest.mark.parametrize("pattern", RUNAWAY)
def test_patterns_that_could_run_away_are_not(pattern: str) -> None:
    assert pattern_fault(pattern)


def test_parsing_imports_nothing_heavy() -> None:
    code = (
        "import sys, morgue.search.language.parse, morgue.search.language.printing, morgue.search.highlight.snippets;"
        "print(*sys.modules)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not {"numpy", "whoosh", "Stemmer", "rich", "typer", "textual", "orjson", "morgue.search.local"} & set(out)
