"""Passages: marks are exact and only on what matched, the best passage wins, and no text is too long or too odd."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from morgue.core.analyzer import terms
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
