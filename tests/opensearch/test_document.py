"""Streams of tokens against the analyzer's own, the plain way; no server is needed."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from morgue.core.analyzer import paragraphs, sentences, tokens
from morgue.core.article import Article, Provenance
from morgue.index.cluster.document import dumps, furniture, marked, restored, stored, token
from tests.oracle.archives import WORDS

_WORDS = st.sampled_from([*WORDS, "co-founder-led", "ﷺ", "⑴", "a|b", "<p", "東京都庁", "Mr.", "U.S.-led", "x"])
_TEXT = st.lists(
    st.tuples(_WORDS, st.sampled_from([" ", " ", " ", ". ", ".\n", "\n", "。"])).map("".join), max_size=40
).map("".join)


def plainly(text: str) -> list[set[str]]:
    """What stands at each place, with the marks of sentences and paragraphs, token by token."""
    every = list(tokens(text))
    places: list[set[str]] = [set() for t in every if not t.extra]
    starts = [t.start for t in every if not t.extra]
    for t in every:
        places[t.place].add(token(t.term))
    for units, mark in ((paragraphs(text), "p"), (sentences(text), "s")):
        for start, end in units:
            inside = [i for i, at in enumerate(starts) if start <= at < end]
            if len(inside) > 1:
                places[inside[0]].add(f"<{mark}")
                places[inside[-1]].add(f"{mark}>")
    return places


@given(_TEXT)
def test_a_stream_has_every_term_at_its_place(text: str) -> None:
    found = marked(text)
    assert [set(stack.split("|")) for stack in found.stream.split(" ") if stack] == plainly(text)
    assert found.counts == Counter(t.term for t in tokens(text))
    assert found.places == len(plainly(text))


@given(_TEXT, st.integers(1, 12))
def test_a_lead_is_the_first_places(text: str, most: int) -> None:
    bare = [{t for t in place if t[0] != "<" and t[-1] != ">"} for place in plainly(text)]
    cut = [{t for t in s.split("|") if t[0] != "<" and t[-1] != ">"} for s in marked(text, most=most).stream.split()]
    assert cut == bare[:most]


def test_an_article_comes_back_as_it_was() -> None:
    article = Article(
        "a1", "Body of\nit.", Provenance("p", "0" * 64, "html", offset=0, notes=("one", "two")), authors=("A", "B")
    )
    assert restored(stored(article)) == article
    assert furniture({"furniture": [[1, 2], [5, 9]]}) == ((1, 2), (5, 9))
    assert dumps({"x": "half \ud800 a pair"}) == '{"x":"half � a pair"}'.encode()
