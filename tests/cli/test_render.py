from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from morgue.cli.output import painted
from morgue.cli.render.article import article_lines
from morgue.cli.render.no_results import command, nothing_lines
from morgue.cli.render.search import hit_lines, search_lines
from morgue.cli.render.stats import clock, meter, report_lines
from morgue.cli.render.stories import stories_lines
from morgue.cli.render.svg import timeline_svg
from morgue.cli.render.timeline import timeline_lines
from morgue.cli.render.why import why_lines
from morgue.core.article import Article, Filed, Membership, Provenance
from morgue.index.pipeline.ingest import Progress, Report
from morgue.render import bars, dates
from morgue.render.cells import line_width
from morgue.render.labels import size
from morgue.render.spans import Line, Look
from morgue.search.answer import Answer, ClauseCheck, TimeBucket, Timeline, TimelineRow, Why
from morgue.search.request import Explanation, Facet, FacetBucket, Snippet, Story

WIDE = Look(100)


def text(rows: Iterable[Line], look: Look = WIDE) -> str:
    return "\n".join(painted(row, look.colour) for row in rows)


def test_the_search_screen(answer: Callable[..., Answer]) -> None:
    assert text(search_lines(answer(), WIDE)) == (
        "ferry strike                                             41 stories · 67 articles · 2019–2021 · 9 ms\n"
        "\n"
        " 1  Ferry strike enters third week                                   Harbour Times · AP · 4 Mar 2021\n"
        "    …talks over night shifts failed, and crews of the ▸ferry◂ said their ▸strike◂ would go on…\n"
        "    also in Hill Gazette, Valley Post +3 · 2 other versions                                  id k7f2\n"
        " 2  Ministers step in                                                       Valley Post · 9 Mar 2021\n"
        "                                                                                             id c19a\n"
        "\n"
        "    outlet   Harbour Times ███████████████ 23 · Valley Post ████████ 12 · others 7 · none 1\n"
        "    when     2021-02 ▂ 10 · 2021-03 █ 40\n"
        "\n"
        "    next: --offset 2 · read: morgue show k7f2 · who ran it: morgue story k7f2"
    )


@pytest.mark.parametrize("columns", range(30, 140, 7))
@pytest.mark.parametrize("colour", [True, False])
def test_no_line_is_wider_than_the_screen(answer: Callable[..., Answer], columns: int, colour: bool) -> None:
    look = Look(columns, colour)
    hit = replace(
        answer().result.hits[0], title="渡船罢工进入第三周" * 5, outlet="An Outlet With A Very Long Name " * 3
    )
    for row in search_lines(answer(hits=(hit, *answer().result.hits)), look):
        assert line_width(row, look) <= columns


def test_colour_marks_without_signs(answer: Callable[..., Answer]) -> None:
    shown = text(search_lines(answer(), Look(100, colour=True)), Look(100, colour=True))
    assert "\x1b[1;33mferry\x1b[0m" in shown
    assert "▸" not in shown


def test_hostile_text_cannot_act(answer: Callable[..., Answer]) -> None:
    hit = answer().result.hits[0]
    evil = "\x1b[2J\x9b2J\u202e\r\n"
    bad = replace(hit, id=f"k{evil}", title=evil, outlet=evil, also=(evil,), snippets=(Snippet(evil + "x", ((0, 3),)),))
    shown = text(search_lines(answer(hits=(bad,)), WIDE))
    assert not set("\x1b\x9b\u202e\r") & set(shown)
    assert "␛[2J<U+009B>2J<U+202E>" in shown


def test_long_passages_are_cut_to_three_rows(answer: Callable[..., Answer]) -> None:
    hit = replace(answer().result.hits[0], snippets=(Snippet("ferry " * 200, ((0, 5),)),))
    rows = [painted(row, False) for row in hit_lines(hit, Look(60))]
    assert sum("ferry ferry" in row for row in rows) == 3
    assert any(row.endswith("…") for row in rows)


@pytest.mark.parametrize("columns", range(30, 120, 7))
def test_a_passage_is_cut_between_words(answer: Callable[..., Answer], columns: int) -> None:
    words = [f"w{n}ord" for n in range(200)]
    hit = replace(answer().result.hits[0], snippets=(Snippet(" ".join(words), ((0, 5),)),))
    shown = text(hit_lines(hit, Look(columns)), Look(columns))
    passage = [word for word in shown.replace("▸", "").replace("◂", "").split() if word[0] == "w" and word != "week"]
    assert passage == words[: len(passage)] and "ord …" in shown


def test_a_runaway_headline_takes_three_rows(answer: Callable[..., Answer]) -> None:
    hit = replace(answer().result.hits[0], title="Runaway headline " * 100, snippets=())
    rows = [painted(row, False) for row in hit_lines(hit, Look(60))]
    assert sum("headline" in row for row in rows) == 3 and rows[2].endswith(" …")
    assert all(len(row) <= 60 for row in rows)


@pytest.mark.parametrize("columns", range(48, 140, 3))
def test_no_row_of_a_facet_begins_with_a_dot(answer: Callable[..., Answer], columns: int) -> None:
    buckets = tuple(FacetBucket(f"Outlet {'X' * (n % 7)}", n + 1, n + 1) for n in range(12))
    for row in search_lines(answer(facets=(Facet("outlet", buckets, 3, 4),)), Look(columns)):
        assert not painted(row, False).lstrip().startswith("·"), columns


def test_an_explained_score_is_indented(answer: Callable[..., Answer]) -> None:
    why = Explanation("ferry", 12.5, (Explanation("title", 8.0),))
    shown = text(hit_lines(replace(answer().result.hits[0], explanation=why), WIDE))
    assert "      12.500  ferry\n         8.000  title" in shown


def test_partial_answers_say_so(answer: Callable[..., Answer]) -> None:
    assert "not the whole answer: out of time" in text(search_lines(answer(partial="out of time"), WIDE))


def test_nothing_found(nothing: Answer) -> None:
    assert text(nothing_lines(nothing, WIDE)) == (
        "No article has all of:  ferry (214)  zeppelin (0)\n"
        "    did you mean zeppelins (2) for zeppelin? · 214 articles: morgue search ferry ·\n"
        "    any of the words, 214 articles: morgue search --match any 'ferry zeppelin'"
    )


def test_beyond_the_last_hit(answer: Callable[..., Answer]) -> None:
    past = answer(hits=())
    shown = text(nothing_lines(replace(past, ask=replace(past.ask, offset=80)), WIDE))
    assert shown == "Only 67 articles match: there is nothing at --offset 80"


def test_suggested_commands_can_be_pasted() -> None:
    assert command('it\'s "x y"') == "morgue search 'it'\"'\"'s \"x y\"'"
    assert command("-x y") == "morgue search -- '-x y'"


def test_an_article_to_read(filed: Filed) -> None:
    shown = text(article_lines(filed, WIDE))
    assert shown.startswith(
        "Ferry strike enters third week\n"
        "Harbour Times · AP · HARROW BAY · 4 Mar 2021, 07:40 +01:00\n"
        "By Ada Brook, Jo Tern\n"
        "\n"
        "Ferry crews walked out for a third week.\n"
        "\n"
        "The union said 212 sailors had refused an offer of four percent.\n"
    )
    assert "story     k7f2 · original · 8 articles in 6 outlets" in shown
    assert "note      two dates differ" in shown


def test_stories() -> None:
    def filed(id: str, outlet: str, date: str) -> Filed:
        article = Article(id, "x", Provenance("p", "0" * 64, "text"), outlet=outlet, title="Ferry strike", date=date)
        return Filed(article, Membership("s1", "original", articles=2, outlets=2), 1)

    story = Story("s1", (filed("a", "Harbour Times", "2021-03-04"), filed("b", "Hill Gazette", "2021-03-06")))
    assert text(stories_lines([story, story], Look(60))) == (
        "Ferry strike                        2 articles · 4–6 Mar 2021\n".replace("   2 a", "  2 a")
        + "    Harbour Times, Hill Gazette                        id s1\n"
        "\n"
        "Ferry strike                       2 articles · 4–6 Mar 2021\n"
        "    Harbour Times, Hill Gazette                        id s1"
    )


def test_a_report_of_a_run() -> None:
    report = Report(10, 6, 2, (("binary", 1), ("empty file", 1)), 2, 1, 2.0, 8, 5)
    assert text(report_lines(report, "news", WIDE)) == (
        "10 read: 6 added · 2 unchanged · 2 rejected   2.0 s, 5 a second\n"
        "    among the added: 2 copies · 1 version\n"
        "    rejected      1  binary\n"
        "    rejected      1  empty file\n"
        "news now holds 8 articles in 5 stories"
    )
    hinted = text(report_lines(report, "news", WIDE, hint="which: --rejects FILE")).splitlines()
    assert hinted[3:5] == ["    rejected      1  empty file", "    which: --rejects FILE"]
    assert "--rejects" not in text(report_lines(replace(report, rejected=()), "news", WIDE, hint="--rejects FILE"))


def test_the_meter_tells_rate_and_time_left() -> None:
    shown = meter(Progress(1200, 1000, 0, 200, 60.0, 0.25), 100)
    assert shown == "1,200 read · 1,000 added · 200 rejected · 20 a second · 1:00 · 3:00 left"
    assert len(meter(Progress(1200, 1000, 0, 200, 60.0), 40)) <= 39


@pytest.mark.parametrize(
    ("date", "day", "moment", "full"),
    [
        ("2021-03-04T07:40:00+01:00", "4 Mar 2021", "4 Mar 07:40", "4 Mar 2021, 07:40 +01:00"),
        ("2021-03-04T07:40:00Z", "4 Mar 2021", "4 Mar 07:40", "4 Mar 2021, 07:40 UTC"),
        ("2021-03-04", "4 Mar 2021", "4 Mar", "4 Mar 2021"),
        ("2021-03", "Mar 2021", "Mar 2021", "Mar 2021"),
        ("2021", "2021", "2021", "2021"),
        (None, "undated", "undated", "undated"),
        ("2021-99-01", "2021-99-01", "2021-99-01", "2021-99-01"),
    ],
)
def test_dates(date: str | None, day: str, moment: str, full: str) -> None:
    assert (dates.day(date), dates.short(date), dates.full(date)) == (day, moment, full)


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2021-03-04", "2021-03-04", "4 Mar 2021"),
        ("2021-03-04", "2021-03-06", "4–6 Mar 2021"),
        ("2021-03-04", "2021-04-02", "4 Mar – 2 Apr 2021"),
        ("2020-12-30", "2021-01-02", "30 Dec 2020 – 2 Jan 2021"),
        ("2019", "2021", "2019–2021"),
        ("2019", "2021-03-04", "2019 – 4 Mar 2021"),
        (None, None, "undated"),
    ],
)
def test_periods(first: str | None, last: str | None, shown: str) -> None:
    assert dates.period(first, last) == shown


def test_bars_and_sparks() -> None:
    assert [bars.spark(n, 8) for n in range(9)] == list(" ▁▂▃▄▅▆▇█")
    assert bars.bar(1, 1000, 10) == "▏"
    assert bars.bar(5, 10, 3) == "█▌"
    assert bars.bar(0, 10, 3) == ""
    assert bars.solid(1, 1000, 10) == "█"


def test_sizes_and_clocks() -> None:
    assert [size(812), size(4_100_000), size(5 * 10**12)] == ["812 B", "4.1 MB", "5.0 TB"]
    assert [clock(7), clock(760), clock(11100)] == ["0:07", "12:40", "3:05:00"]


def over_time(*counts: tuple[int, int], rows: tuple[TimelineRow, ...] = ()) -> str:
    """A timeline of years from 2001 on, each with matches and holdings."""
    buckets = tuple(TimeBucket(str(2001 + i), found, found, held) for i, (found, held) in enumerate(counts))
    return text(timeline_lines(Timeline("ferry", "year", buckets, 0, rows), Look(60)))


def test_long_stretches_without_a_match_are_one_line_that_tells_silence_from_no_data() -> None:
    shown = over_time((1, 2), *[(0, 0)] * 4, (2, 2), (0, 5), (0, 0), (0, 1), (0, 1), (1, 4), (0, 3), (0, 0))
    assert shown.splitlines()[3:] == [
        "2002  · no data until 2005",
        "2006  ██████████████████████████ 2  of 2  100%",
        "2007  · no match until 2010 (7 held, in 3 of 4 years)",
        "2011  █████████████ 1               of 4  25%",
        "2012                                of 3",
        "2013  · no data",
    ]
    assert over_time(*[(0, 3)] * 5).splitlines()[2:] == ["2001  · no match until 2005 (15 held)"]


def test_the_picture_spans_the_matches_alone() -> None:
    quiet = tuple(TimeBucket(f"{year}", 0, 0, 90) for year in range(1900, 2000))
    matched = (TimeBucket("2000", 3, 2, 4), TimeBucket("2001", 0, 0, 0), TimeBucket("2002", 1, 1, 5))
    picture = timeline_svg(Timeline("ferry " * 60, "year", (*quiet, *matched, *quiet), 2))
    assert re.findall(r">(\d{4})<", picture) == ["2000", "2001", "2002"]
    assert "pale: all held, at most 5; 2 without so exact a date" in picture
    assert max(map(len, re.findall(r">([^<]+)</text>", picture))) <= 120, "the query does not run out of it"
    assert 'height="0.00"' not in picture
    assert ">1900<" in timeline_svg(Timeline("ferry", "year", quiet, 0)), "nothing matches: all that there is"


def test_rows_of_outlets_span_the_matches_alone() -> None:
    row = TimelineRow("Harbour Times", (0, 0, 0, 0, 4, 8, 0, 0, 0, 0))
    shown = over_time(*[(0, 1)] * 4, (4, 9), (8, 9), *[(0, 1)] * 4, rows=(row,))
    assert shown.splitlines()[-1] == "    Harbour Times        ▄█ 12"


def test_why_stands_in_columns() -> None:
    why = Why("k7f2", False, (ClauseCheck("ferry", True, 1), ClauseCheck("outlet:hill", False, 12)))
    assert text(why_lines(why, WIDE)) == (
        "k7f2 does not match\n    yes  ferry         1 article\n    no   outlet:hill   12 articles"
    )


def test_ids_are_written_as_the_look_says(answer: Callable[..., Answer]) -> None:
    shown = text(search_lines(answer(), replace(WIDE, brief=lambda whole: whole[:2])))
    assert "id k7\n" in shown and "morgue show k7 ·" in shown and "k7f2" not in shown
