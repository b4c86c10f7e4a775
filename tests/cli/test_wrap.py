from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from morgue.cli.output import painted
from morgue.render.cells import apart, clip, line_width, pad, reach, single, width
from morgue.render.sanitize import safe_line
from morgue.render.spans import Look, Span, line, plain
from morgue.render.wrap import limited, wrap, wrap_text, wrapped

PLAIN = Look(40, colour=False)
TEXT = st.text(st.sampled_from("ab cde  fg。人民日报éÅ\u0301\n\t\x1b"), max_size=120)
SPANS = st.lists(st.builds(Span, TEXT, st.sampled_from(["plain", "strong", "mark"])), max_size=6)


def shown(rows: list[tuple[Span, ...]], look: Look = PLAIN) -> list[str]:
    return [painted(row, look.colour) for row in rows]


def test_width_counts_cells() -> None:
    assert (width("ferry"), width("人民"), width("e\u0301"), width("ﾊ")) == (5, 4, 1, 1)


def test_clip_and_pad() -> None:
    assert clip("Harbour Times", 20) == "Harbour Times"
    assert clip("Harbour Times", 8) == "Harbour…"
    assert clip("人民日报", 5) == "人民…"
    assert clip("anything", 0) == ""
    assert pad("人民", 6) == "人民  "


@given(st.characters())
def test_what_is_taken_for_one_cell_is_one_cell(char: str) -> None:
    assert not single(safe_line(char)) or width(safe_line(char)) == cell_len(safe_line(char))


def test_both_faces_count_signs_and_their_variants_alike() -> None:
    assert [width(text) for text in ("❤", "❤\ufe0f", "👩\u200d👧", "🇫🇷", "ก\u0e33")] == [
        cell_len(text) for text in ("❤", "❤\ufe0f", "👩\u200d👧", "🇫🇷", "ก\u0e33")
    ]


def test_rows_break_at_spaces_and_keep_the_indent() -> None:
    rows = wrap_text("Ferry crews walked out for a third week on Thursday.", 24, "  ")
    assert shown(rows) == ["  Ferry crews walked out", "  for a third week on", "  Thursday."]


def test_a_mark_keeps_its_comma() -> None:
    spans = [Span("crews of the "), Span("ferry", "mark"), Span(", they said")]
    assert shown(wrap(spans, 20, PLAIN)) == ["crews of the", "▸ferry◂, they said"]


def test_no_break_spaces_hold_together_and_come_out_as_spaces() -> None:
    assert shown(wrap_text("Harbour Times\u00a023 · Valley", 20)) == ["Harbour Times 23 ·", "Valley"]


def test_no_row_begins_with_a_closing_sign_or_ends_with_an_opening_one() -> None:
    assert shown(wrap_text("人民日报。社论", 8)) == ["人民日", "报。社论"]
    assert shown(wrap_text("人民日「报社」论", 8)) == ["人民日", "「报社」", "论"]
    assert shown(wrap_text("人民日,报社", 6)) == ["人民", "日,报", "社"]


def test_a_long_path_is_broken_after_a_stroke() -> None:
    assert shown(wrap_text("/home/ada/archive/of/the/harbour.jsonl x", 24)) == [
        "/home/ada/archive/of/",
        "the/harbour.jsonl x",
    ]
    assert shown(wrap_text("a/" + "x" * 40, 24)) == ["a/" + "x" * 22, "x" * 18]


def test_a_mark_with_signs_is_not_parted() -> None:
    spans = [Span("aaaaaa"), Span("bc", "mark"), Span("dd")]
    assert shown(wrap(spans, 8, PLAIN)) == ["aaaaaa", "▸bc◂dd"]
    wide = [Span("人民"), Span("日报", "mark"), Span("社论")]
    assert shown(wrap(wide, 8, PLAIN)) == ["人民", "▸日报◂社", "论"]


def test_a_mark_wider_than_a_row_is_signed_in_each_row() -> None:
    spans = [Span("the ferry strike of the winter", "mark", 3)]
    rows = wrap(spans, 14, PLAIN)
    assert shown(rows) == ["▸the ferry◂", "▸strike of◂", "▸the winter◂"]
    assert [span.match for row in rows for span in row if span.role == "mark"] == [3, 3, 3]


def test_rows_of_a_long_text_are_made_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def counted(text: str, at: int, cells: int) -> int:
        looks.append(at)
        return reach(text, at, cells)

    monkeypatch.setattr("morgue.render.wrap.reach", counted)
    rows = wrapped([Span("ferry crews walked out " * 250_000)], 72)
    assert plain(next(rows)).startswith("ferry crews") and len(looks) <= 4
    assert sum(1 for _ in rows) > 70_000 and len(looks) > 70_000


def test_rows_that_are_cut_short_end_with_a_word() -> None:
    rows = wrap_text("Ferry crews walked out for a third week on Thursday.", 24)
    assert shown(limited(rows, 2, 24)) == ["Ferry crews walked out", "for a third week on …"]
    assert shown(limited(rows, 3, 24)) == shown(rows)
    assert limited(rows, 0, 24) == []


def test_without_spaces_a_row_breaks_between_wide_characters() -> None:
    assert shown(wrap_text("人民日报社论", 8)) == ["人民日报", "社论"]
    assert shown(wrap_text("x" * 10, 4)) == ["xxxx", "xxxx", "xx"]


@settings(max_examples=200, deadline=None)
@given(SPANS, st.integers(8, 50), st.booleans())
def test_no_row_is_too_wide_and_no_word_is_lost(spans: list[Span], cells: int, colour: bool) -> None:
    look = Look(cells, colour)
    rows = wrap(spans, cells, look, rest="  ")
    assert all(line_width(row, look) <= cells for row in rows)
    said = "".join("".join(span.text for span in row) for row in rows)
    meant = "".join(painted((Span(span.text),), False) for span in spans)
    assert "".join(said.split()) == "".join(meant.split())


@settings(max_examples=100, deadline=None)
@given(TEXT, st.integers(0, 40))
def test_clip_fits(text: str, cells: int) -> None:
    assert width(clip(text, cells)) <= cells
    assert width(pad(text, cells)) == cells


def test_spread_needs_two_cells_between() -> None:
    look = Look(12)
    assert shown([apart(line("left"), line("right"), look) or ()]) == ["left   right"]
    assert apart(line("left and"), line("right"), look) is None
