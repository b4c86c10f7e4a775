"""The normal form says everything: it parses back to the same value, and stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.search.language.parse import Match, QueryError, parse
from morgue.search.language.printing import print_query
from morgue.search.query import Query

from .strategies import TODAY, queries


@settings(max_examples=700, deadline=None)
@given(queries)
def test_the_normal_form_parses_back(query: Query) -> None:
    printed = print_query(query)
    assert parse(printed, today=TODAY) == query
    assert parse(printed, today=TODAY, match="any") == query


SCRAPS = """
ferry AND OR NOT ( ) " “ ” - ! + = * ? ~ ^2 w/5 pre/s : title: outlet: date: 2025 2025-02 .. [ ] TO words: > / \\ { }
@mine atleast2( 東京 水 ½ U.S. AT&T ' is:dated near5 url:https://x.example/a , é 5 last_week feb \x00
"""


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(SCRAPS.strip("\n").replace("\n", " ").split(" ")), st.sampled_from(["", " "])),
        max_size=12,
    ),
    st.sampled_from(["all", "any"]),
)
def test_whatever_is_typed_parses_to_something_printable_or_is_an_error_with_a_place(
    scraps: list[tuple[str, str]], match: Match
) -> None:
    text = "".join(a + b for a, b in scraps)
    try:
        query = parse(text, today=TODAY, match=match, saved={"mine": "a OR b"})
    except QueryError as error:
        assert "\n" not in error.what
        assert error.column is None or 0 <= error.column <= len(text)
        pointer = error.pointer()
        assert pointer is None or ("^" in pointer[1] and all(c.isprintable() for c in pointer[0]))
        return
    printed = print_query(query)
    assert parse(printed, today=TODAY) == query
    assert print_query(parse(printed, today=TODAY)) == printed


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all(text: str) -> None:
    try:
        query = parse(text, today=TODAY)
    except QueryError:
        return
    assert parse(print_query(query), today=TODAY) == query


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Ferry  STRIKE", "ferry AND strike"),
        ("a b OR c", "(a AND b) OR c"),
        ("a (b c)", "a AND b AND c"),
        ("--x", "x"),
        ("who struck (nurse?)", "(who AND struck AND nurse?)"),
        ('outlet:"Say \\"Hi\\""', 'outlet:"Say \\"Hi\\""'),
        ("\\near5", "\\{near5}"),
    ],
)
def test_normal_forms(typed: str, normal: str) -> None:
    assert print_query(parse(typed, today=TODAY)) == normal
    assert print_query(parse(normal, today=TODAY)) == normal


@pytest.mark.parametrize(
    "text", ["date:-", "date:–", "date:*-", "date: - ferry", "outlet:^2", "outlet:", "byline:^3 ferry"]
)
def test_a_field_that_is_half_typed_is_an_error_with_a_place(text: str) -> None:
    with pytest.raises(QueryError) as failed:
        parse(text, today=TODAY)
    assert failed.value.column is not None
