"""One article, stories and answers about the whole: `show`, `stories`, `diff`, `timeline`, `why` … as processes."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Morgue
from tests.cli.conftest import lines as json_lines

HIT = ["rank", "score", "id", "title", "outlet", "date", "authors", "url", "language", "story", "snippets"]
ARTICLE = [
    *("schema", "id", "url", "outlet", "title", "authors", "agency", "place", "date", "modified", "language"),
    *("section", "body", "words", "provenance", "story"),
]


def test_show_takes_an_id_or_its_beginning(held: Morgue) -> None:
    document = held("show", "a1", "--json").json()
    assert list(document) == ARTICLE
    assert (document["body"], document["story"]["role"]) == (document["body"].strip(), "original")
    missing = held("show", "nothing")
    assert missing.status == 2
    assert missing.err == 'morgue: no article has the id "nothing" (ids are printed with every hit)\n'
    assert held("show", "a1").out.startswith("Ferry strike enters third week\nHarbour Times · ")


def test_stories(held: Morgue) -> None:
    rows = held("stories", "--min", "1", "--jsonl").jsonl()
    assert len(rows) == 4
    assert list(rows[0]) == ["schema", "id", "articles"]
    assert list(rows[0]["articles"][0]) == ["id", "role", "of", "outlet", "date", "title", "kept"]
    assert held("stories").status == 1
    assert held("stories", "--min", "1", "--limit", "2", "--jsonl").jsonl() == rows[:2]
    assert len(held("stories", "growers", "--min", "1", "--json").json()["stories"]) == 2


def test_export(held: Morgue) -> None:
    assert [row["id"] for row in held("export", "*").jsonl()] == ["a1", "a2", "a3", "a4"]
    assert held("export", "ferry", "--bibtex").out.count("@article{") == 3
    assert held("export", "ferry", "--ris").out.count("TY  - NEWS") == 3
    assert held("export", "ferry", "--ris", "--bibtex").status == 2
    assert held("export", "zeppelin").status == 1


def test_timeline(held: Morgue) -> None:
    document = held("timeline", "ferry", "--by", "month", "--json").json()
    assert list(document) == ["schema", "query", "by", "buckets", "undated", "partial", "remarks"]
    assert [(b["start"], b["articles"], b["holdings"]) for b in document["buckets"]] == [
        ("2021-03", 2, 2),
        ("2021-04", 1, 1),
    ]
    picture = held.home / "t.svg"
    assert "2021-03" in held("timeline", "ferry", "--by", "month", "--svg", str(picture)).out
    assert picture.read_text().startswith("<svg ")


def test_a_timeline_of_a_few_days_in_an_archive_of_many_years(morgue: Morgue) -> None:
    old = {"date": "1963-02-09", "body": "The harbour is shut by ice, and nobody is glad."}
    new = {"date": "2021-04-13", "body": "Crews of the ferry end their strike, and nobody is sorry."}
    morgue("index", "-", stdin=json_lines(old, new))
    for asked in (["ferry"], ["ferry", "--by", "day"]):
        told = morgue("timeline", *asked, "--json").json()
        assert (told["by"], [b["start"] for b in told["buckets"]]) == ("day", ["2021-04-13"])
    assert morgue("timeline", "zeppelin", "--by", "day").status == 1


def test_why_and_similar(held: Morgue) -> None:
    run = held("why", "a1", "ferry", "zeppelin", "--json")
    assert (run.status, run.json()["matches"]) == (1, False)
    assert {c["clause"]: c["matches"] for c in run.json()["clauses"]} == {"ferry": True, "zeppelin": False}
    for hit in held("similar", "a1", "--json").json()["hits"]:
        assert list(hit) == [*HIT, "shared"]


def test_stats(held: Morgue) -> None:
    stats = held("stats", "--json").json()
    assert (stats["articles"], stats["stories"], stats["undated"]) == (4, 4, 1)
    assert stats["outlets"] == {"Valley Post": 2, "Harbour Times": 1, "Hill Gazette": 1}
    assert "4 · " in held("stats").out


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, news: bytes) -> Morgue:
    """An archive in which one story ran twice, the second time changed."""
    home = tmp_path_factory.mktemp("told")
    program = Morgue(home, home / "archive")
    wire = json.loads(news.splitlines()[0])
    body = wire["body"] + "\n" + "\n".join(json.loads(row)["body"] for row in news.splitlines()[1:3])
    copy = body.replace("212 sailors", "221 sailors") + "\nMore on page four of the paper."
    rows = (
        {**wire, "body": body},
        {
            **wire,
            "id": "b1",
            "outlet": "Hill Gazette",
            "title": "Crews walk out",
            "date": "2021-03-05",
            "body": copy,
        },
    )
    program("index", "-", stdin="\n".join(map(json.dumps, rows)).encode())
    return program


def test_a_story_has_a_card(told: Morgue) -> None:
    document = told("story", "b1", "--json").json()
    assert list(document) == ["schema", "id", "articles"]
    first, second = document["articles"]
    assert (first["id"], first["role"], first["kept"], first["headline_kept"]) == ("a1", "original", None, None)
    assert (second["of"], second["headline"], second["headline_kept"]) == ("a1", "Crews walk out", False)
    assert 0.8 < second["kept"] <= 1
    card = told("story", document["id"]).out
    assert "first seen" in card and "“Crews walk out”" in card and "id b1" in card
    assert max(map(len, told("story", "a1", COLUMNS="50").out.splitlines())) <= 50
    assert told("story", "nothing").status == 2
    assert "also in Hill Gazette" in told("search", "ferry").out


def test_a_diff_says_what_changed(told: Morgue) -> None:
    document = told("diff", "a1", "b1", "--json").json()
    assert list(document) == ["schema", "a", "b", "kept", "changes"]
    assert all(list(change) == ["op", "a", "b"] for change in document["changes"])
    assert {change["op"] for change in document["changes"]} == {"equal", "reworded", "added"}
    shown = told("diff", "a1", "b1").out
    assert "{-212-}{+221+}" in " ".join(shown.split())
    assert "+ More on page four of the paper." in shown
    assert told("diff", "a1", "a1", "--json").status == 1
