"""Passages: marks are exact and only on what matched, the best passage wins, and no text is too long or too odd."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.analyzer import Token, terms, tokens
from morgue.search.highlight.snippets import mark, snippets
from morgue.search.request import Marking, Snippet
from tests.counting import calls, room

Places = tuple[frozenset[str], ...]


def words(*groups: str) -> Marking:
    """Each group: the forms of one word of the query, parted by spaces."""
    phrases = tuple((frozenset(g.split()),) for g in groups)
    return Marking(frozenset(t for p in phrases for t in p[0]), phrases)


def phrase(text: str) -> Marking:
    return Marking(phrases=(tuple(frozenset({t}) for t in terms(text)),))


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[a:b] for a, b in snippet.marks]


BODY = (
    "Ferry crews in Harrow Bay walked out for a third week on Thursday after talks over night shifts failed. "
    "The union said 212 sailors had refused a pay offer of four percent.\n"
    "Ministers will meet the operator on Monday, an official said, adding that bank holidays would not be protected. "
    "The ferry’s strike would go on until then, said Ada Brook, who speaks for the crews.\n"
    "Growers count the cost of a silent harbour. Dr. Hale of the growers’ league put it at nine million. "
    "Two ferries lie at the quay."
)


def test_the_passage_with_most_of_the_query_wins_over_the_first() -> None:
    (found,) = snippets(BODY, words("ferry ferries", "strike"), width=120)
    assert found.text == "The ferry’s strike would go on until then, said Ada Brook, who speaks for the crews."
    assert marked(found) == ["ferry", "strike"]


def test_many_forms_of_one_word_count_as_one() -> None:
    text = "Ferry, ferries, ferry and ferries again. " + "Nothing here. " * 20 + "The ferry strike goes on."
    (found,) = snippets(text, words("ferry ferries", "strike"), width=60)
    assert marked(found) == ["ferry", "strike"]


def test_of_equal_passages_the_earlier_wins() -> None:
    text = "One ferry left. " + "Filler words stand here. " * 30 + "One ferry left."
    (found,) = snippets(text, words("ferry"), width=40)
    assert found.text.startswith("One ferry")


def test_phrases_are_one_mark_and_their_words_elsewhere_none() -> None:
    text = "A shift at night. The night shift began; night fell."
    (found,) = snippets(text, phrase("night shift"))
    assert marked(found) == ["night shift"]
    assert mark("Russian-American contacts, of the U.S.-led", phrase("Russian-American contacts")) == ((0, 25),)


def test_no_word_stands_between_those_of_a_phrase() -> None:
    assert mark("ferry and strike, ferry\nstrike, ferry - strike", phrase("ferry strike")) == ((18, 30), (32, 46))


def test_phrases_with_forms_a_place() -> None:
    both = Marking(phrases=((frozenset({"night"}), frozenset({"shift", "shifts"})),))
    assert mark("night shifts, day shift, night shift", both) == ((0, 12), (25, 36))


def test_repeated_beginnings_of_a_phrase() -> None:
    assert mark("no no no yes", phrase("no no yes")) == ((3, 12),)


def test_sentences_are_kept_whole_where_they_fit() -> None:
    (found,) = snippets(BODY, words("league"), width=110)
    assert found.text == "Dr. Hale of the growers’ league put it at nine million. Two ferries lie at the quay."


def test_long_sentences_are_cut_between_words_with_an_ellipsis() -> None:
    text = "At first " + "very long words " * 60 + "the ferry came in " + "and more words " * 60 + "at last."
    (found,) = snippets(text, words("ferry"), width=80)
    assert found.text.startswith("…") and found.text.endswith("…")
    assert len(found.text) <= 82
    assert marked(found) == ["ferry"]
    assert f" {found.text.strip('…')} " in f" {text} "


def test_several_passages_do_not_overlap_and_stand_in_order() -> None:
    found = snippets(BODY, words("ferry ferries", "strike", "crews"), count=5, width=60)
    assert 3 <= len(found) <= 5
    at = [BODY.replace("\n", " ").index(s.text.strip("…")) for s in found]
    assert at == sorted(at)
    assert all(s.marks for s in found)
    ends = [a + len(s.text.strip("…")) for a, s in zip(at, found, strict=True)]
    assert all(e <= a for e, a in zip(ends, at[1:], strict=False))


def test_a_second_passage_prefers_what_the_first_did_not_have() -> None:
    text = "ferry strike. " + "x " * 100 + "ferry strike. " + "x " * 100 + "the zeppelin. "
    found = snippets(text, words("ferry", "strike", "zeppelin"), count=2, width=30)
    assert [marked(s) for s in found] == [["ferry", "strike"], ["zeppelin"]]


def test_without_a_match_the_opening() -> None:
    (found,) = snippets("  \n" + BODY, words("zeppelin"), width=110)
    assert found == Snippet(BODY[:103], ())
    assert snippets("", words("x")) == ()
    assert snippets(" \n ", words("x")) == ()
    assert snippets(BODY, Marking(), 0) == ()


def test_scripts_without_spaces() -> None:
    before, after = "港湾都市のフェリー乗組員は木曜日も三週目のストライキを続けた。", "以上。"
    text = before * 3 + "知事は東京都で記者会見を開いた。" + after * 200
    (found,) = snippets(text, phrase("東京都"), width=40)
    assert marked(found) == ["東京都"]
    assert len(found.text) <= 42


def test_a_phrase_longer_than_the_passage_is_marked_as_far_as_it_is_shown() -> None:
    long = " ".join(f"word{n}" for n in range(80))
    (found,) = snippets("Before. " + long + " after.", phrase(long), width=60)
    assert found.marks and found.marks[0][1] <= len(found.text)


def test_line_breaks_inside_a_passage_are_spaces() -> None:
    (found,) = snippets("Ferry.\nStrike.", words("ferry", "strike"))
    assert found.text == "Ferry. Strike."


def test_possessives_and_titles() -> None:
    assert mark("The ferry's crew", words("ferry")) == ((4, 9),)
    assert mark("Ferries, FERRY", words("ferry ferries")) == ((0, 7), (9, 14))


#: Longer than what is looked through for the best passages, by half.
LONG = {
    "news": BODY * 2_400,
    "one word": "ferry " * 270_000,
    "no spaces": "x" * 1_500_000 + " ferry",
    "unspaced script": "東" * 1_500_000,
    "no sentence ends": "ferry boat " * 135_000,
    "only sentence ends": "A. " * 480_000,
    "only line breaks": "\n" * 1_500_000 + "ferry",
    "combining marks": "e" + "\u0301" * 600_000,
}


LOOKED_FOR = Marking(frozenset({"ferry", "zeppelin"}), (tuple(map(frozenset, [{"a"}, {"a"}])),))


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_gives_short_passages(name: str) -> None:
    assert all(len(s.text) <= 1_000 for s in snippets(LONG[name], LOOKED_FOR, 5))


@pytest.mark.parametrize("name", LONG)
def test_work_and_room_grow_with_the_text_and_not_with_its_square(name: str) -> None:
    def shorter(part: int) -> Callable[[], object]:
        text = LONG[name][: len(LONG[name]) // part] + " ferry"
        return lambda: snippets(text, LOOKED_FOR, 5)

    assert calls(shorter(60)) <= 2.5 * calls(shorter(120)) + 2_000
    assert room(shorter(60)) <= 2.5 * room(shorter(120)) + 100_000


def test_each_passage_is_weighed_once_however_many_match() -> None:
    def work(copies: int) -> int:
        text = "ferry strike x. " * copies
        return calls(lambda: snippets(text, words("ferry", "strike", "never"), 3))

    assert work(2_000) < 2.5 * work(1_000)


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
