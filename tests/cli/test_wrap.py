from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.cli.output import painted
from morgue.render.spans import Look, Span, clip, line, line_width, pad, spread, width
from morgue.render.wrap import wrap, wrap_text

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


def test_rows_break_at_spaces_and_keep_the_indent() -> None:
    rows = wrap_text("Ferry crews walked out for a third week on Thursday.", 24, "  ")
    assert shown(rows) == ["  Ferry crews walked out", "  for a third week on", "  Thursday."]


def test_a_mark_keeps_its_comma() -> None:
    spans = [Span("crews of the "), Span("ferry", "mark"), Span(", they said")]
    assert shown(wrap(spans, 20, PLAIN)) == ["crews of the", "▸ferry◂, they said"]


def test_no_break_spaces_hold_together_and_come_out_as_spaces() -> None:
    assert shown(wrap_text("Harbour Times\u00a023 · Valley", 20)) == ["Harbour Times 23 ·", "Valley"]


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
    assert shown([spread(line("left"), line("right"), look) or ()]) == ["left   right"]
    assert spread(line("left and"), line("right"), look) is None
