"""Bars, curves, charts, cards and marked texts as values: no terminal is needed for them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.article import Article, Filed, Membership, Provenance
from morgue.index.stories.diff import diff
from morgue.render import bars, dates
from morgue.render.cells import line_width
from morgue.render.sanitize import is_safe
from morgue.render.spans import plain
from morgue.search.answer import TimeBucket, Timeline
from morgue.search.request import Facet, FacetBucket, Hit, Marking, Snippet
from morgue.tui.state import Browsing
from morgue.tui.view import calendar, card, chart, facet_rows
from morgue.tui.view import diff as changes
from morgue.tui.view.hit_rows import set_hit
from morgue.tui.view.page import Manner, set_article

COUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=200)


@settings(deadline=None, max_examples=100)
@given(COUNTS, st.integers(1, 60), st.integers(1, 12))
def test_columns_and_curves_have_the_size_asked_for(counts: list[int], cells: int, rows: int) -> None:
    shown = bars.squeezed(counts, cells)
    assert len(shown) == min(len(counts), cells) and sum(shown) == sum(counts), "nothing is lost"
    upright = bars.columns(shown, max(shown), rows)
    assert len(upright) == rows and all(len(row) == len(shown) for row in upright)
    for i, count in enumerate(shown):
        assert (upright[-1][i] != " ") == (count > 0), "what is there shows at least a sliver"
    line = bars.curve(counts, max(counts), cells, rows)
    assert len(line) == rows and all(len(row) == cells for row in line)
    assert all(is_safe(row) for row in line)
    if max(counts):
        assert all(any(row[x] != " " for row in line) for x in range(cells)), "a curve has no gaps"


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 400), st.integers(10, 120), st.booleans())
def test_columns_lead_back_to_their_buckets(total: int, cells: int, several: bool) -> None:
    row = tuple(TimeBucket(str(n), n, n, n) for n in range(total))
    drawn = chart.Plot(
        ("q",) * (2 if several else 1), "year", tuple(b.start for b in row), (row,) * (2 if several else 1), 0
    )
    for index in range(total):
        cell = chart.cell_of(drawn, cells, index)
        assert 0 <= cell < cells
        if total <= cells:
            assert chart.bucket_at(drawn, cells, cell) == index


def _timeline(query: str, counts: dict[str, int], holdings: int = 9) -> Timeline:
    return Timeline(query, "month", tuple(TimeBucket(k, n, n, holdings) for k, n in counts.items()), 2)


def test_empty_time_around_the_matches_is_left_out() -> None:
    drawn = chart.plot([_timeline("ferry", {"1963-02": 0, "2020-01": 1, "2020-02": 0, "2020-03": 4, "2023-01": 0})])
    assert drawn.starts == ("2020-01", "2020-02", "2020-03")
    assert chart.plot([_timeline("x", {"2020-01": 1, "2021-01": 2})], "2021").starts == ("2021-01",)


def test_curves_carry_letters_and_every_line_fits() -> None:
    drawn = chart.plot(
        [_timeline(q, {f"2020-{m:02d}": (m * k) % 7 for m in range(1, 13)}) for k, q in enumerate("abcd", 1)]
    )
    lines = [*chart.draw(drawn, 3, 100, 14), *chart.legend(drawn, 3, 100)]
    assert all(line_width(line) <= 100 for line in lines)
    picture = "\n".join(plain(line) for line in lines[:14])
    assert all(letter in picture for letter in "ABCD")
    assert "Apr 2020: 4 of 9 held (44.4%)" in plain(lines[14])
    assert "2 articles without so exact a date not shown" in plain(lines[-1])


def test_time_without_holdings_is_no_data_and_not_zero() -> None:
    timeline = Timeline(
        "q", "year", (TimeBucket("2019", 2, 2, 2), TimeBucket("2020", 0, 0, 0), TimeBucket("2021", 1, 1, 1)), 0
    )
    drawn = chart.plot([timeline])
    assert "no data" in plain(chart.legend(drawn, 1, 80)[0])
    assert "·" in plain(chart.draw(drawn, 0, 80, 10)[-2])


def _article(
    id: str, body: str, title: str | None = None, outlet: str | None = None, date: str | None = None
) -> Article:
    return Article(id, body, Provenance("x.html", "0" * 64, "page"), title=title, outlet=outlet, date=date)


OLD = "The union said 212 sailors had refused an offer.\nMinisters will meet the operator on Monday.\nThe quay is shut."
NEW = "The union said 221 sailors had refused an offer.\nThe quay is shut. Bread is short on the island now."


def test_a_marked_text_says_by_signs_what_changed() -> None:
    found = diff(_article("a", OLD), _article("b", NEW))
    one = changes.as_one(found, 76)
    shown = "\n".join(plain(line) for line in one.lines)
    assert "{-212-}{+221+} sailors" in shown
    assert "− cut: Ministers will meet" in shown and "+ Bread is short" in shown
    assert len(one.places) == sum(change.op != "equal" for change in found.changes)
    two = changes.side_by_side(found, 120)
    assert len(two.places) == len(one.places) and all(line_width(line) <= 120 for line in two.lines)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(OLD.split(". ") + NEW.split(". ")), max_size=8), st.integers(12, 90))
def test_both_texts_can_be_read_off_two_columns(parts: list[str], cells: int) -> None:
    found = diff(_article("a", OLD), _article("b", ". ".join(parts)))
    words = {word.strip(".") for change in found.changes for word in (change.a + " " + change.b).split()}
    shown = " ".join(plain(line) for line in changes.side_by_side(found, 200).lines)
    assert all(word in shown for word in words)
    places = changes.as_one(found, cells).places
    assert list(places) == sorted(places)


def test_a_card_has_a_row_a_member() -> None:
    from morgue.index.stories.card import card as rows_of

    members = [
        Filed(_article("a", OLD, outlet="Northern Wire", title="Talks fail", date="2020-02-21T17:32:00Z"),
              Membership("a", "original", articles=2), 20),
        Filed(_article("b", NEW, outlet="Hill Gazette", title="Talks fail again", date="2020-02-22"),
              Membership("a", "copy", "a", 0.8, 2, 1), 20),
    ]  # fmt: skip
    heads, rows = card.rows(rows_of(members), {"a": "Talks fail", "b": "Talks fail again"}, 160)
    assert "first seen" in plain(heads) and len(rows) == 2
    assert "21 Feb 17:32" in plain(rows[0]) and "“Talks fail”" in plain(rows[0])
    assert "80%" in plain(rows[1]) and "“212 sailors” → “221 sailors”" in plain(rows[1])
    assert all(line_width(row) <= 60 for row in card.rows(rows_of(members), {"a": "x", "b": "y"}, 60)[1])


def test_an_article_is_set_in_its_measure_with_its_matches_numbered() -> None:
    body = "The ferry strike goes on. " * 40 + "\nA second ferry paragraph."
    filed = Filed(_article("a", body, title="Ferry strike", outlet="Harbour Times"), Membership("a", "original"), 200)
    marking = Marking(frozenset({"ferry"}), ((frozenset({"ferry"}),),))
    page = set_article(filed, marking, Manner(72))
    assert page.measure == 72 and all(line_width(line) <= 72 for line in page.lines)
    assert len(page.matches) == 42 and list(page.matches) == sorted(page.matches)
    assert [text for _, text in page.paragraphs] == [p.strip() for p in body.split("\n")]
    found = set_article(filed, marking, Manner(30, find="SECOND FERRY"))
    assert len(found.matches) == 1 and "second" in plain(found.lines[found.matches[0]])


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=120), st.text(max_size=300), st.integers(8, 90), st.integers(2, 6))
def test_a_hit_fills_exactly_its_rows(title: str, passage: str, cells: int, rows: int) -> None:
    hit = Hit(1, 1.0, "a", title, "Hill Gazette", None, "2020", (), None, None, Membership("a", "original", articles=4),
              snippets=(Snippet(passage, ((0, len(passage) // 2),) if passage else ()),))  # fmt: skip
    lines = set_hit(hit, cells, rows)
    assert len(lines) == rows
    assert all(line_width(line) <= cells and is_safe(plain(line)) for line in lines)


def test_a_passage_begins_near_its_first_mark_when_there_is_little_room() -> None:
    passage = "Far away at the beginning nothing of it all is said for a long while, and only then a ferry comes."
    at = passage.index("ferry")
    hit = Hit(1, 1.0, "a", "T", None, None, None, (), None, None, Membership("a", "original"),
              snippets=(Snippet(passage, ((at, at + 5),)),))  # fmt: skip
    assert any("ferry" in plain(line) for line in set_hit(hit, 30, 3))


def test_where_a_hit_ran_keeps_its_day_when_there_is_little_room() -> None:
    hit = Hit(1, 1.0, "a", "T", "Hill Gazette", "Northern Wire", "2020-02-22", (), None, None,
              Membership("a", "original", articles=5))  # fmt: skip
    told = {cells: plain(set_hit(hit, cells, 3)[1]) for cells in (50, 36, 24)}
    assert told[50].startswith("Hill Gazette · Northern Wire · 22 Feb 2020 ") and told[50].endswith(" +4")
    assert told[36].startswith("Hill Gazette · 22 Feb 2020 ") and told[36].endswith(" +4")
    assert told[24].startswith("Hill… · 22 Feb 2020 ") and told[24].endswith(" +4")


def test_facet_rows_keep_what_is_chosen_and_filter_the_rest() -> None:
    buckets = tuple(FacetBucket(f"Outlet {n}", 50 - n, 1) for n in range(20))
    found = (Facet("outlet", buckets, others=7, missing=3),)
    state = Browsing(include=(("outlet", "Outlet 15"),), exclude=(("outlet", "Gone"),))
    rows = facet_rows.rows(found, state, "", frozenset())
    values = [row.value for row in rows if row.kind == "value"]
    assert values[:2] == ["Outlet 15", "Gone"] and len(values) == facet_rows.SHORT
    assert any(row.kind == "more" and row.value == "14 more" for row in rows)
    assert [row.value for row in facet_rows.rows(found, state, "19", frozenset()) if row.kind == "value"] == [
        "Outlet 19"
    ]
    assert len([r for r in facet_rows.rows(found, state, "", frozenset({"outlet"})) if r.kind == "value"]) == 21
    assert all(line_width(facet_rows.draw(row, cells)) <= cells for row in rows for cells in (12, 24, 36))
    assert plain(facet_rows.draw(rows[1], 30)).startswith("[x] Outlet 15")


def test_dates_are_as_precise_as_they_are_known() -> None:
    assert [dates.day(d) for d in (None, "2021", "2021-03", "2021-03-04", "soon")] == [
        "undated", "2021", "Mar 2021", "4 Mar 2021", "soon"]  # fmt: skip
    assert dates.moment("2021-03-04T07:40:00Z") == "4 Mar 2021, 07:40" and dates.moment("2021-03") == "Mar 2021"
    assert dates.short("2021-03-04T07:40:00Z") == "4 Mar 07:40" and dates.short("2021-03-14") == "14 Mar"
    assert calendar.months_between("2020-11", "2021-02") == ["2020-11", "2020-12", "2021-01", "2021-02"]
    assert len(calendar.days_of("2020-02")) == 29
