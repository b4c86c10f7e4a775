"""Passages of any text for any words: marks are those of a plain search, and what is promised of passages holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.analyzer import Token, tokens
from morgue.search.highlight.snippets import mark, snippets
from morgue.search.request import Marking

Places = tuple[frozenset[str], ...]

vocabulary = [
    "ferry",
    "Ferries",
    "strike",
    "night",
    "shift",
    "shifts",
    "東京",
    "京都",
    "東京都",
    "a",
    "U.S.",
    "é",
    "1,5",
]
joints = [" ", ". ", "\n", "-", "’s ", "", ", ", "。", "…"]
pieces = st.tuples(st.sampled_from([*vocabulary, "x" * 50]), st.sampled_from(joints))
texts = st.lists(pieces, max_size=60).map(lambda parts: "".join(a + b for a, b in parts))
leaves = [
    ("ferry", "ferries"),
    ("strike",),
    ("night",),
    ("u.s.", "US"),
    ("ferry-strike", "night-shift"),
    ("東京",),
    ("nowhere",),
]
phrases = [("night", "shift"), ("東京", "京都"), ("ferry", "ferry"), ("strike", "a", "strike")]
groups = st.lists(
    st.one_of(
        st.sampled_from(leaves).map(lambda forms: (frozenset(forms),)),
        st.sampled_from(phrases).map(lambda places: tuple(frozenset({t}) for t in places)),
    ),
    max_size=4,
)


#: Words that are looked for by their letters, and what looks like them without being them.
written = [
    *(
        "ferry",
        "Ferries",
        "ferryman",
        "strike",
        "STRIKE",
        "night",
        "shift",
        "US",
        "us",
        "U.S.",
        "u.s",
        "e-mail",
        "E-Mail",
    ),
    *(
        "5bn",
        "$5bn",
        "1,500",
        "1’500",
        "café",
        "CAFÉ",
        "cafés",
        "it's",
        "fer\u00adry",
        "ﬁve",
        "five",
        "ſtrike",
        "strike\u0301",
    ),
    *("\u212aey", "key", "Straße", "strasse", "strıke", "x" * 50, "ferry" * 60),
]
between = [" ", " ", " ", ". ", "\n", "-", "\u2011", "’s ", "'s ", "", ", ", "…", "\u00a0", "\t", "_", "+ ", "%"]
written_texts = st.lists(st.tuples(st.sampled_from(written), st.sampled_from(between)), max_size=40).map(
    lambda parts: "".join(a + b for a, b in parts)
)
asked_forms = ["ferry", "ferries", "strike", "us", "US", "u.s.", "e-mail", "mail", "5bn", "$5bn", "1,500", "1’500"]
asked_forms += [
    "strasse",
    "café",
    "cafés",
    "five",
    "key",
    "it",
    "ferry-strike",
    ("ferry" * 60)[:255],
    "strike\u0301",
    "fe",
    "é",
]
asked_words = st.frozensets(st.sampled_from(asked_forms), min_size=1, max_size=3)
asked_phrases = st.lists(
    st.sampled_from(["ferry", "strike", "us"]).map(lambda t: frozenset({t})), min_size=2, max_size=3
)
written_groups = st.lists(st.lists(asked_words, min_size=1, max_size=3) | asked_phrases, max_size=3).map(
    lambda groups: [tuple(places) for places in groups]
)


def oracle(text: str, places: list[Places]) -> tuple[tuple[int, int], ...]:
    """Every match by trying each phrase at each token; overlapping ones joined."""
    found: dict[int, list[Token]] = {}
    for token in tokens(text):
        found.setdefault(token.place, []).append(token)
    spans = []
    for phrase_ in places:
        for n in found:
            held = [[t for t in found.get(n + i, ()) if t.term in place] for i, place in enumerate(phrase_)]
            if all(held):
                spans += [(a.start, z.end) for a in held[0] for z in held[-1] if len(phrase_) > 1 or a is z]
    joined: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if joined and a < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return tuple(joined)


@settings(max_examples=400, deadline=None)
@given(texts, groups)
def test_marks_are_those_of_a_plain_search(text: str, places: list[Places]) -> None:
    assert mark(text, Marking(phrases=tuple(places))) == oracle(text, places)


@settings(max_examples=800, deadline=None)
@given(written_texts, written_groups)
def test_words_looked_for_by_their_letters_are_those_of_a_plain_search(text: str, places: list[Places]) -> None:
    assert mark(text, Marking(phrases=tuple(places))) == oracle(text, places)


@settings(max_examples=600, deadline=None)
@given(texts, groups, st.integers(1, 4), st.integers(1, 120))
def test_snippets_hold_what_they_promise(text: str, places: list[Places], count: int, width: int) -> None:
    found = snippets(text, Marking(phrases=tuple(places)), count, width)
    plain = text.replace("\n", " ")
    spans = oracle(text, places)
    assert len(found) <= count
    assert bool(found) == bool(text.strip())
    begin = 0
    for s in found:
        bare = s.text.removeprefix("…") if s.text not in plain[begin:] else s.text
        bare = bare if bare in plain[begin:] else bare.removesuffix("…")
        begin = plain.index(bare, begin) + len(bare)
        assert not spans or s.marks
        assert list(s.marks) == sorted(s.marks)
        assert all(0 <= a < b <= len(s.text) for a, b in s.marks)
        assert all(b <= c for (_, b), (c, _) in zip(s.marks, s.marks[1:], strict=False))
        for a, b in s.marks:
            assert any(s.text[a:b] in plain[x:y] for x, y in spans)
