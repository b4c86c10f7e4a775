"""The quick ways of cleaning give what the plain ones give: each beside its definition, over texts of all scripts."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from morgue.core.analyzer import paragraphs
from morgue.index.clean import declared_lines, phrases
from morgue.index.clean.assemble import tidy_body, tidy_line
from morgue.index.clean.boilerplate import folded_line, key, lines_of
from morgue.index.clean.dates.months import fold, fold_lines
from morgue.index.clean.metadata import agencies
from morgue.index.clean.text.text_lines import Line
from morgue.index.sources.decoding import mojibake

#: Words, figures and marks as they stand in news, and what only a few scripts have, mixed at random.
_PIECES = st.sampled_from(
    [
        *"Ferry crews 14° 9° 2,000 00 1990s _x_ a-b U.S. ﬁn İI ıŁł ß ǅ Straße ÉCOLE".split(),
        *"e\u0301t\u0308 ７８ ٣٤ ² 東京 강 ส ἀ".split(),
        *"’“”—–‘…•\xa0\u2028\u2029\r\n\t\x0b\x85\u00ad\u200b\u200d\ufeff\x00\x1f\x7f\ud800",
        " ", "  ", "\u2014\u201c", "â€™", "Ã©",
    ]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=30).map("".join) | st.lists(_PIECES, max_size=30).map(" ".join) | st.text()


@given(_TEXTS)
@example("Today 14° — 100,000 “readers”")
@example("0 00 000 0000 a0000000b")
def test_a_line_is_folded_for_its_key_as_the_patterns_fold_it(text: str) -> None:
    plain = re.sub(r"\W+", " ", re.sub(r"\d+", "0", text.casefold())).strip()
    assert folded_line(text) == plain


_CREDITS = tomllib.loads(Path(phrases.__file__).with_name("phrases.toml").read_text(encoding="utf-8"))["credits"]


@given(_TEXTS, st.sampled_from(_CREDITS).flatmap(lambda credit: st.from_regex(credit)), st.booleans())
@example("A boat at the pier. ", "Photo: Ada Brook", False)
@example("", "Reuters/Ada Brook)", False)
def test_a_caption_is_known_by_its_marks_as_by_its_pattern(before: str, credit: str, alone: bool) -> None:
    for line in (credit if alone else before + credit, before):
        folded = fold(line) if len(line) < 350 else ""
        told = re.compile("|".join(_CREDITS)).search(folded, max(0, len(folded) - 200)) is not None
        assert phrases.caption(line) == told


@given(st.lists(_TEXTS, max_size=6).map("\n".join))
@example("“Ferry” 14° — 100,000\n—\n Frost’s\u3000boat \nStraße 00_1\n")
@example("“Ferry” 14° — 100,000\n—\nÉcole 2\n\ud800")
def test_the_lines_of_a_body_have_the_keys_that_each_has_alone(body: str) -> None:
    assert lines_of(body).keys.tolist() == [key(body[start:end]) for start, end in paragraphs(body)]


@given(st.lists(_TEXTS.map(lambda text: text.replace("\n", " ")), max_size=6))
@example(["“WAIT…”\xa0SHE — HE", "Nǐ hǎo, İstanbul…", "", "•"])
def test_lines_are_folded_together_as_alone(lines: list[str]) -> None:
    assert fold_lines(lines) == [fold(line) for line in lines] or not lines


@given(_TEXTS)
@example("Nǐ hǎo, İstanbul — “żółw”, ǅ")
def test_a_text_is_folded_as_character_by_character(text: str) -> None:
    bare = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join({"ı": "i", "ł": "l"}.get(c, c) for c in bare if not unicodedata.combining(c))
    assert fold(text) == (text.lower() if text.isascii() else plain)


@given(_TEXTS)
@example("a\x00’b")
@example("one ’ two ’")
def test_what_needs_no_mending_is_told_as_by_looking_at_every_character(text: str) -> None:
    assert mojibake._harmless(text) == (not mojibake._ODD.search(text) and not mojibake._SUSPECT.search(text))


@given(_TEXTS)
def test_a_body_is_parted_at_every_kind_of_line_end(text: str) -> None:
    lines = (tidy_line(line) for line in re.split(r"[\r\n\u2028\u2029]+", text))
    assert tidy_body(text) == "\n".join(line for line in lines if line)


#: What notices are made of, and words that look like it.
_SAID = st.sampled_from(
    "try trying country subscribe sign up signing up get unlimited newsletter newsletters app apps appeared approach "
    "our courier please free month access offers inbox here now today to for the syndicated feed published from by you "
    "agree not been edited except headline . ! : | » ,".split()
)


@given(st.lists(_SAID, max_size=14).map(" ".join) | st.lists(_SAID, max_size=9).map(lambda said: "".join(said)))
@example("try: everything in one free app")
@example("please try our app")
@example("a country house, and free access appeared")
def test_a_notice_is_told_as_by_looking_for_all_of_its_words(folded: str) -> None:
    words = (*declared_lines._TELLTALES, "try ", " app")
    plain = any(word in folded for word in words) and declared_lines._NOTICE.search(folded) is not None
    assert declared_lines._is_notice(folded) == plain


@given(st.lists(st.lists(_SAID, max_size=14).map(" ".join), max_size=8))
@example(["Subscribe to our newsletter", "a country house", "Please try our free app"])
def test_notices_are_found_among_lines_as_one_by_one(lines: list[str]) -> None:
    alone = [at for at, line in enumerate(lines) if declared_lines.notice(Line(line))]
    assert declared_lines.notices_among(lines) == alone


@given(_TEXTS.map(lambda text: " ".join(text.split()) + " said the harbour board on Tuesday of the ferries"))
def test_a_long_line_without_brackets_has_no_closing_credit(line: str) -> None:
    found = agencies._CLOSING.search(line[-90:])
    assert not agencies._BRACKETS.isdisjoint(line[-90:]) or found is None or not found[1]
