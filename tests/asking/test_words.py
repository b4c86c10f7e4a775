"""Single words: what the typed form becomes."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from morgue.core.analyzer import SURFACE, joints, surface_pattern, terms, tokens
from morgue.search.language.parse import QueryError, parse, read
from morgue.search.language.printing import print_query
from morgue.search.query import All, And, Exact, Near, Phrase, Prefix, Wildcard, Word

from .strategies import TODAY


@given(st.text("abcxyzéßжи'’.&-", min_size=1, max_size=12).filter(lambda t: t[0].isalnum() and "&&" not in t))
def test_a_word_is_what_the_index_has(text: str) -> None:
    found = terms(text)
    whole = [t.term for t in tokens(text) if t.extra and len(joints(t.term)) == len(found)]
    one = found[0] if len(found) == 1 else whole[0] if whole else None
    assert parse(text, today=TODAY) == (Word(one) if one else Phrase(tuple(found)))
    assert parse("=" + text, today=TODAY) == (Exact(one) if one else Phrase(tuple(found), strict=True))


@given(st.text("ab1é’'-.,%$_ \u0301\u200c\u200bмיح新聞ท한+#", max_size=20), st.integers(0, 8), st.integers(0, 20))
@example("aé新聞b", 0, 2)
def test_the_pattern_without_scripts_that_need_no_spaces_finds_the_same(text: str, start: int, end: int) -> None:
    found = [m.span() for m in surface_pattern(text, start, end).finditer(text, start, end)]
    assert found == [m.span() for m in re.compile(SURFACE).finditer(text, start, end)]


def test_wildcards_inside_phrases_become_neighbours() -> None:
    assert parse('"crew of the ferr*"', today=TODAY) == Near(Phrase(("crew", "of", "the")), Prefix("ferr"), 1, True)
    assert parse("anti-strik*", today=TODAY) == Near(Exact("anti", strict=False), Prefix("strik"), 1, True)
    assert parse('"what is this?"', today=TODAY) == Phrase(("what", "is", "this"))


def test_a_star_alone_is_everything_and_with_a_field_anything() -> None:
    assert parse("*", today=TODAY) == All()
    assert parse("title:*", today=TODAY) == Wildcard("*", "title")


def test_patterns_lose_what_says_nothing() -> None:
    assert parse("fe**y", today=TODAY) == parse("fe*y", today=TODAY) == Wildcard("fe*y")
    assert parse("ferr*?", today=TODAY) == Wildcard("ferr?*")


def test_the_last_question_mark_of_a_sentence_is_punctuation() -> None:
    assert parse("who struck?", today=TODAY) == And((Word("who"), Word("struck")))
    assert parse("struck?", today=TODAY) == Wildcard("struck?")
    assert parse("struck? who", today=TODAY) == And((Wildcard("struck?"), Word("who")))


def hints(text: str) -> tuple[str, ...]:
    try:
        return read(text, today=TODAY).remarks
    except QueryError:
        return ()


def test_hints_name_what_may_have_been_meant() -> None:
    assert hints("ferries and boats") == ('"and" is searched as a word; the operator is AND',)
    assert "OR" in hints("ferries or boats")[0]
    assert "AND goes before OR" in hints("ferry strike OR walkout")[0]
    assert "NEAR/5" in hints("ferry NEAR strike")[0]
    assert "single quotes" in hints("'night shift' crews")[0]
    assert "question" in hints("who struck?")[0]
    for plain in (
        "ferry strike",
        "(ferry strike) OR walkout",
        '"cats and dogs"',
        "and",
        "Putin's 'friend",
        "title:or",
        'a "b',
    ):
        assert hints(plain) == ()


def test_a_lone_vowel_sign_is_still_a_term() -> None:
    query = parse("\u102b", today=TODAY)
    assert parse(print_query(query), today=TODAY) == query
