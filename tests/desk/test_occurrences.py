"""Occurrences told from a text are those that are counted by hand."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from morgue.core.analyzer import tokens
from morgue.search.desk.text.article_reading import TITLE
from morgue.search.desk.text.context import (
    after,
    before,
    begin_of,
    end_of,
    sentence_around,
    terms_after,
    terms_before,
    words_around,
)
from morgue.search.desk.text.occurrences import Occurrences, Spot
from morgue.search.query import Exact, Near, Or, Phrase, Query, Text, Word
from tests.backend.plain import PlainBackend
from tests.desk.plain_spans import place, spans_of
from tests.local.build import article
from tests.oracle.archives import LEAVES, QUERIES, Built, archives

_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _same(built: Built, query: Query) -> None:
    plain = PlainBackend(built)
    occurrences = Occurrences(query, plain.forms)
    for one in built.live:
        wanted = {place(s) for s in spans_of(plain._reference, query, plain._reference.texts[one.id])}
        found = occurrences.of(one)
        assert {(o.field, o.first % TITLE, o.last % TITLE) for o in found} == wanted, one
        assert len(found) == len(wanted)
        for o in found:
            text = one.body if o.field == "body" else one.title or ""
            held = [t for t in tokens(text) if not t.extra]
            assert o.start == held[o.first % TITLE].start
            assert o.end >= held[o.last % TITLE].end


_LETTERS = st.text(st.sampled_from("ferryFERRY's’ -.\u00ad\u200bﬁﬀßſKé_1 \n,;«"), max_size=60)


@settings(max_examples=400, deadline=None)
@given(_LETTERS, _LETTERS, st.frozensets(st.sampled_from(["ferry", "f", "fi", "ss", "k", "US", "us", "e"]), min_size=1))
def test_plain_words_are_spotted_where_they_are_read(title: str, body: str, forms: frozenset[str]) -> None:
    one = article(1, body.replace("y", "y US us "), title or None)
    occurrences = Occurrences(Word("ferry"), lambda leaf, language: forms)
    assert occurrences.spots(one) == [Spot(o.field, o.start, o.end) for o in occurrences.of(one)]


@_SETTINGS
@given(archives(), LEAVES)
def test_spots_are_occurrences(built: Built, query: Query) -> None:
    occurrences = Occurrences(query, PlainBackend(built).forms)
    for one in built.live:
        assert occurrences.spots(one) == [Spot(o.field, o.start, o.end) for o in occurrences.of(one)]


@_SETTINGS
@given(archives(), LEAVES)
def test_leaves(built: Built, query: Query) -> None:
    _same(built, query)


@_SETTINGS
@given(archives(), QUERIES)
def test_queries(built: Built, query: Query) -> None:
    _same(built, query)


def _found(text: str, query: Query, **forms: str) -> list[str]:
    """The occurrences in a text, of words that stand for themselves."""
    one = article(1, text)
    found = Occurrences(query, _itself)
    return [text[o.start : o.end] for o in found.of(one)]


def _itself(leaf: Text, language: str | None) -> frozenset[str]:
    return frozenset({leaf.text} if isinstance(leaf, Word | Exact) else ())


def test_a_proximity_is_one_line_from_word_to_word() -> None:
    near = Near(Word("ferry"), Word("strike"), 5)
    assert _found("The ferry crews will strike. It is certain now: no ferry.", near) == ["ferry crews will strike"]
    assert _found("Strike of the ferry, strike!", near) == ["ferry, strike"], "the nearest partner"
    assert _found("The strike of a ferry.", Near(Word("ferry"), Word("strike"), 5, ordered=True)) == []
    in_one = Near(Word("ferry"), Word("strike"), 0, unit="sentence")
    assert _found("A ferry came. The strike went on. Ferry men strike.", in_one) == ["Ferry men strike"]


def test_a_phrase_may_run_over_the_end_of_a_line() -> None:
    assert _found("To the night\nshift he came.", Phrase(("night", "shift"))) == ["night\nshift"]


def test_a_phrase_ends_within_a_compound_where_its_last_word_ends() -> None:
    text = "Prime minister-designate Bell and a prime minister."
    assert _found(text, Phrase(("prime", "minister"))) == ["Prime minister", "prime minister"]
    assert _found(text, Word("minister-designate")) == ["minister-designate"]
    assert _found("a US-led company", Near(Word("led"), Word("company"), 3)) == ["led company"]


def test_a_compound_is_one_occurrence_however_it_is_written() -> None:
    assert _found("An e-mail, an e mail.", Word("e-mail")) == ["e-mail", "e mail"]


def test_what_is_found_twice_is_told_once() -> None:
    assert _found("a ferry", Or((Word("ferry"), Word("ferry"), Phrase(("a", "ferry"))))) == ["a ferry", "ferry"]


def test_a_text_of_one_word_without_end_takes_no_time_squared() -> None:
    text = "ferry strike " * 20_000
    assert len(_found(text, Near(Word("ferry"), Word("strike"), 3))) == 20_000
    assert len(_found(text, Phrase(("ferry", "strike"), slop=4))) == 20_000


_WORDS = st.sampled_from(
    ["ferry", "the", "e-mail", "東京都港区", "U.S.", "1,000", "«", "\n", "—", "a" * 90, "Mr. Bell said."]
)
_PLAIN = st.sampled_from(
    'ferry the The US a I "Ferry (so) said: 1990s 12,345.6 1.5. 5% 5bn 3.5bn B2B a.m. c# it\'s COMPANY\'S "ay," rock- '
    "U.S. u.s.a N.Y., e.g. a.b.cd 1.a a.1 U.S.'s "
    "seven-day <BSN> Corp> 2-1/2 cents/litre -5 - -- / // a-b's 's-x O'Neil-x U.S.-led 1,-2 x.-y A-3. c#-a c++/d </p> "
    "(-so) and/or -\"ay a--b 's- 12-13-14 e-mail's/post 3-D $5-6 5%-6% -(1) x/'s ’s-a a­-b ‐x "
    "12345678901 over_score 1,2,3,4,5,6,7,8,9,0,1,2 ’s ferry’s ferry\u00ad é end. 2nd, x".split()
)
_PLAIN_TEXTS = st.builds(
    str.join, st.sampled_from([" ", " ", "\n", "-", "/", " - "]), st.lists(_PLAIN, min_size=1, max_size=30)
)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=40).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(_TEXTS | _PLAIN_TEXTS, st.integers(0, 300), st.integers(1, 8))
def test_context_is_the_terms_before_and_after(text: str, at: int, count: int) -> None:
    held = [t for t in tokens(text) if not t.extra]
    if not held:
        return
    here = held[at % len(held)]
    left = [t.term for t in held if t.end <= here.start][::-1][:count]
    right = [t.term for t in held if t.start >= here.end][:count]
    if not any(c in text for c in "東京"):  # where pairs overlap, the nearest begins within the word itself
        assert [t.term for t in before(text, here.start, count)] == left
        assert [t.term for t in after(text, here.end, count)] == right
    around = words_around(text, here.start, here.end, count)
    assert begin_of(text, here.start, count) == around.begin
    assert end_of(text, here.end, count) == around.end
    assert Counter(terms_before(text, here.start, count)) == Counter(around.left)
    assert Counter(terms_after(text, here.end, count)) == Counter(around.right)
    assert 0 <= around.begin <= here.start and here.end <= around.end <= len(text)
    whole = sentence_around(text, here.start, here.end, count)
    assert whole.begin <= here.start and whole.end >= here.end and "\n" not in text[whole.begin : here.start]
