"""Quotations in the marks of all languages, speakers only where they are named, variants across outlets; outlets."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.cli.output import painted
from morgue.cli.render.desk.quotes import outlets_lines, quotes_lines
from morgue.core.article import Article, Filed, Membership, Provenance
from morgue.render.cells import line_width
from morgue.render.sanitize import is_safe
from morgue.render.spans import Look
from morgue.search.deadline import Deadline
from morgue.search.desk.outlets import Outlets, OutletShare, outlets
from morgue.search.desk.quotes import Quote, Quotes, Use, gathered
from morgue.search.desk.text.quotations import quotations
from morgue.search.query import All
from tests.backend.plain import PlainBackend
from tests.cli.conftest import Morgue, lines
from tests.counting import calls
from tests.local.build import article
from tests.oracle.archives import Built


def told(body: str) -> list[tuple[str, str | None]]:
    return [(q.text, q.speaker) for q in quotations(body)]


@pytest.mark.parametrize(
    ("body", "text", "speaker"),
    [
        ("“We will not sail tonight,” said Ines Calloway.", "We will not sail tonight", "Ines Calloway"),
        ("“We will not sail tonight”, Ines Calloway said.", "We will not sail tonight", "Ines Calloway"),
        (
            '"We will not sail tonight," Ms. Calloway, who leads the union, said.',
            "We will not sail tonight",
            "Calloway",
        ),
        ("Ines Calloway said: “We will not sail tonight.”", "We will not sail tonight.", "Ines Calloway"),
        ("„Wir fahren heute nicht mehr“, sagte Jonas Weir.", "Wir fahren heute nicht mehr", "Jonas Weir"),
        ("»Wir fahren heute nicht mehr«, erklärte Jonas von Weir.", "Wir fahren heute nicht mehr", "Jonas von Weir"),
        ("« On ne part pas ce soir », affirme Lise Marr.", "On ne part pas ce soir", "Lise Marr"),
        ("«No salimos esta noche», dijo Ana Orr.", "No salimos esta noche", "Ana Orr"),
        ("”Vi går inte i kväll”, sade någon.", None, None),
        ("「今夜は出航しません」と話した。", "今夜は出航しません", None),
        ("“We will not sail tonight.” The sea was high.", "We will not sail tonight.", None),
        ("“We will not sail tonight,” he said.", "We will not sail tonight", None),
        ("“We will not sail tonight,” said the captain.", "We will not sail tonight", None),
        ("The crews’ boats weren’t “late” at all, they said.", None, None),
        ("He doesn't know; it isn't so, and that's that, she said.", None, None),
        ("“It is not closed here\nA new paragraph has nothing of it.", "It is not closed here", None),
    ],
)
def test_passages_and_who_says_them(body: str, text: str | None, speaker: str | None) -> None:
    assert told(body) == ([] if text is None else [(text, speaker)])


def test_a_surname_is_told_in_full_where_the_text_has_one_such_name() -> None:
    body = "Ines Calloway leads the crews. “We will not sail tonight,” Calloway said."
    assert told(body) == [("We will not sail tonight", "Ines Calloway")]
    two = "Ines Calloway and Tom Calloway came. “We will not sail tonight,” Calloway said."
    assert told(two) == [("We will not sail tonight", "Calloway")]


NAMED = "Ines Calloway said the crews would meet again. "


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        (NAMED + "“We will not sail tonight,” she told reporters.", "Ines Calloway"),
        (NAMED + "\n“We will not sail tonight,” she said.", "Ines Calloway"),
        (NAMED + "She told reporters: “We will not sail tonight.”", "Ines Calloway"),
        (NAMED + "“Not a boat has left port,” Calloway said. “We will not sail tonight,” she added.", "Ines Calloway"),
        (NAMED + "The sea was high. Calloway, she told reporters, was tired: “We will not sail tonight.”", None),
        ("Ines Calloway sagte nichts weiter. „Wir fahren heute nicht“, sagte sie gestern.", None),  # or they
        ("Jonas Weir sagte nichts weiter. „Wir fahren heute nicht“, sagte er gestern.", "Jonas Weir"),
        # nobody, or several, or somebody else
        ("The crews met again. “We will not sail tonight,” she said.", None),
        (NAMED + "The sea was high. “We will not sail tonight,” she said.", None),
        (NAMED + "Tom Orr nodded. “We will not sail tonight,” he said.", None),
        ("Tom Orr said nothing. Orr met Ines Calloway. “We will not sail tonight,” she said.", None),
        (NAMED + "He turned to Calloway. “We will not sail tonight,” he said.", None),
        (NAMED + "The Mayor thanked Calloway. “We will not sail tonight,” he said.", None),
        ("Harbour Times reported it. “We will not sail tonight,” she said.", None),
        ("The Harbour Authority said the crews would meet. “We will not sail tonight,” she said.", None),
        ("He thanked “Ines Calloway of the crews”. Calloway said so. “We will not sail,” they said.", None),
    ],
)
def test_a_pronoun_is_the_one_person_named_just_before_or_nobody(body: str, speaker: str | None) -> None:
    assert told(body)[-1][1] == speaker


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("“”„«»‘’\"'「」 \nabA.,said Ines"), max_size=120))
def test_a_passage_stands_where_it_is_said_to(body: str) -> None:
    last = 0
    for quote in quotations(body, 1):
        assert last <= quote.start < quote.end <= len(body) and "\n" not in body[quote.start : quote.end]
        assert " ".join(body[quote.start : quote.end].strip().split()).rstrip(",") == quote.text
        last = quote.end


@pytest.mark.parametrize(
    ("before", "piece", "after", "passages"),
    [
        ("", '"', "", 0),
        ("", "“a b c d” said ", "", 5_000),
        ("", "Ab ", "“x y z w” said A", 1),
        ("“", "Ab, ", "", 0),
        ("", "Ab Cd said. “a b c d,” he said. ", "", 5_000),
    ],
)
def test_work_over_hostile_texts_grows_as_their_length(before: str, piece: str, after: str, passages: int) -> None:
    half, whole = (before + piece * n + after for n in (2_500, 5_000))
    assert len(quotations(whole)) == passages
    assert calls(lambda: quotations(whole)) < 2.2 * calls(lambda: quotations(half)) + 100
    quotations(before + piece * 50_000 + after)  # what patterns do is not counted: it would not end, were it squared


def filed(name: str, outlet: str, day: str, body: str) -> Filed:
    source = Provenance("p", "0" * 64, "json")
    return Filed(Article(name, body, source, outlet=outlet, date=day), Membership("s", "original"), 9)


def test_variants_are_one_and_the_first_to_print_is_first() -> None:
    whole = "“We will not sail tonight, nor tomorrow if the cabins stay as they are,” said Ines Calloway."
    cut = "“We will not sail tonight,” the union said."
    near = "“We will not sail tonight, nor tomorrow if cabins stay the way they are,” Ines Calloway said."
    other = "“The sea does not read our rosters,” said Tom Orr."
    articles = [
        filed("b", "Valley Post", "2021-03-05", cut + "\n" + other),
        filed("a", "Harbour Times", "2021-03-04", whole),
        filed("c", "Hill Gazette", "2021-03-06", near),
    ]
    count, quotes = gathered(articles)
    assert count == 3 and len(quotes) == 2
    first = quotes[0]
    assert first.text.endswith("as they are") and first.speaker == "Ines Calloway"
    assert [(u.id, u.kind) for u in first.uses] == [("a", "exact"), ("b", "cut"), ("c", "near")]
    assert first.outlets == ("Harbour Times", "Valley Post", "Hill Gazette") and first.as_dict()["first"] == "a"
    assert quotes[1].speaker == "Tom Orr"
    assert gathered(articles[::-1]) == (count, quotes), "whatever order they come in"


def test_shares_of_outlets() -> None:
    from dataclasses import replace

    rows = [
        replace(article(1, "Own.", outlet="Post", date="2021-03-01")),
        replace(article(2, "Told first.", outlet="Wire", date="2021-03-01"), agency="Wire"),
        replace(article(3, "Told first.", outlet="Post", date="2021-03-02"), agency="Wire"),
        replace(article(4, "Found.", outlet="Post", date="2021-03-03")),
        replace(article(5, "Found.", outlet="Times", date="2021-03-04")),
        replace(article(6, "Nobody's.")),
    ]
    plain = PlainBackend(Built((tuple(rows),), (), (("a002", "a003"), ("a004", "a005"))))
    found = {row.outlet: row for row in outlets(plain, "", All(), Deadline()).outlets}
    assert found["Post"] == OutletShare("Post", 3, 2, 1, 0, 0, 2, 1)
    assert found["Wire"] == OutletShare("Wire", 1, 0, 1, 0, 0, 1, 1)
    assert found["Times"] == OutletShare("Times", 1, 0, 0, 1, 0, 1, 0)
    assert list(found) == ["Post", "", "Times", "Wire"]


def test_on_the_command_line_and_from_python(morgue: Morgue) -> None:
    said = (
        "“We will not sail tonight,” said Ines Calloway. Fog.",
        "Ines Calloway said: “We will not sail tonight.” Rain.",
    )
    rows = [
        {"id": f"item{n + 1}", "outlet": outlet, "date": f"2021-03-0{n + 4}", "title": f"Sail {n}", "body": said[n]}
        for n, outlet in enumerate(("Post", "Times"))
    ]
    assert morgue("index", "-", stdin=lines(*rows)).status == 0
    document = morgue("quotes", "sail", "--json").json()
    assert document["quotes"][0]["outlets"] == 2 and document["quotes"][0]["first"] == "item1"
    table = list(csv.DictReader(io.StringIO(morgue("quotes", "sail", "--csv").out)))
    assert [(row["id"], row["speaker"]) for row in table] == [("item1", "Ines Calloway"), ("item2", "Ines Calloway")]
    assert "Ines Calloway" in morgue("quotes", "item1").out, "an id stands for its story"
    assert morgue("quotes", "fog", "--shortest", "9").status == 1
    told_outlets = morgue("outlets", "--json").json()
    assert {row["outlet"]: row["articles"] for row in told_outlets["outlets"]} == {"Post": 1, "Times": 1}
    assert morgue("outlets", "zeppelin").status == 1
    import morgue as package

    with package.open(morgue.archive) as archive:
        assert archive.quotes("sail", limit=20).as_dict() == document
        assert archive.outlets().as_dict() == told_outlets


def test_hostile_quotes_cannot_act() -> None:
    evil = "\x1b[2J\u202e"
    count, quotes = gathered([filed("a" + evil, evil, evil, f"“We will {evil} not sail,” said Ines Calloway{evil}.")])
    shown = quotes_lines(Quotes(evil, count, quotes), Look(60))
    rows = outlets_lines(Outlets(evil, (OutletShare(evil, 1, 1, 0, 0, 0, 0, 0),)), Look(60))
    for row in (*shown, *rows):
        assert is_safe(painted(row, False)) and "\n" not in painted(row, False)


@pytest.mark.parametrize("columns", [40, 50, 70, 80, 120])
def test_outlets_fit_on_the_screen_and_what_does_not_is_named(columns: int) -> None:
    told = Outlets("", (OutletShare("The Christian Science Monitor (Web)", 402, 400, 1, 1, 0, 7, 3),))
    rows = list(outlets_lines(told, Look(columns)))
    assert max(map(line_width, rows)) <= columns
    assert ("no room for" in "".join(painted(row, False) for row in rows)) is (columns < 70)


def test_uses_of_several_years_are_told_with_the_year() -> None:
    def told(*when: str | None) -> str:
        uses = tuple(
            Use(f"a{n}", f"s{n}", "Post", date, "we shall see it", "exact", 0, 9) for n, date in enumerate(when)
        )
        rows = quotes_lines(Quotes("q", 2, (Quote("we shall see it", None, uses),)), Look(80))
        return "\n".join(painted(row, False) for row in rows)

    assert "4 Mar 2016" in told("2016-03-04T07:40:00Z", "2017-02-01", None)
    assert "4 Mar 07:40" in told("2016-03-04T07:40:00Z", "2016-05-01")
