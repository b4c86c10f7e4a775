"""`morgue search` and `morgue count`: every call is a process."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.conftest import Morgue

HIT = ["rank", "score", "id", "title", "outlet", "date", "authors", "url", "language", "story", "snippets"]
STORY = ["id", "role", "of", "articles", "copies", "versions", "outlets"]
ANSWER = [
    *("schema", "query", "parsed", "articles", "stories", "took_ms", "partial", "hits"),
    *("facets", "others", "missing", "suggestion", "remarks"),
]


def test_the_answer_has_the_fields_of_the_contract_in_their_order(held: Morgue) -> None:
    run = held("search", "ferry", "--facets", "outlet,month", "--json")
    answer = run.json()
    assert run.status == 0
    assert list(answer) == ANSWER
    assert list(answer["hits"][0]) == HIT
    assert list(answer["hits"][0]["story"]) == STORY
    assert (answer["query"], answer["articles"], answer["stories"], answer["partial"]) == ("ferry", 3, 3, None)
    assert {bucket["value"]: bucket["articles"] for bucket in answer["facets"]["month"]} == {"2021-03": 2, "2021-04": 1}
    assert (answer["others"], answer["missing"]) == ({"outlet": 0, "month": 0}, {"outlet": 0, "month": 0})
    for hit in answer["hits"]:
        for snippet in hit["snippets"]:
            assert snippet["marks"]
            assert all("ferr" in snippet["text"][start:end].lower() for start, end in snippet["marks"])


def test_nothing_found_is_status_one_with_the_empty_answer(held: Morgue) -> None:
    run = held("search", "ferry", "zeppelin", "--json")
    assert (run.status, run.json()["hits"], run.json()["articles"]) == (1, [], 0)
    people = held("search", "ferry", "zeppelin")
    assert (people.status, people.out) == (1, "")
    assert people.err.startswith("No article has all of:  ferry (3)  zeppelin (0)")
    for form in ("--jsonl", "--fields=id"):
        assert (held("search", "zeppelin", form).status, held("search", "zeppelin", form).out) == (1, "")


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["ferry", "-growers"], ["a1"]),
        (["-growers", "ferry"], ["a1"]),
        (["--limit", "5", "--", "-growers", "ferry"], ["a1"]),
        (['"night shifts"'], ["a1"]),
        (["outlet:valley", "ferry"], ["a2"]),
        (["ferry", "--facet", "outlet=Hill Gazette"], ["a3"]),
        (["ferry", "--not", "outlet=Hill Gazette", "--not", "outlet=Valley Post"], ["a1"]),
        (["harrow bay", "--sort", "newest"], ["a3", "a4"]),
        (["ferry", "--sort", "oldest", "--offset", "1", "--limit", "1"], ["a2"]),
        (["zeppelin", "waves", "--match", "any"], ["a4"]),
    ],
)
def test_words_and_options(held: Morgue, words: list[str], ids: list[str]) -> None:
    run = held("search", "--fields", "id", *words)
    assert sorted(run.out.split()) == sorted(ids)


def test_every_form_of_rows(held: Morgue) -> None:
    common = ("search", "ferry", "--sort", "oldest")
    assert [row["id"] for row in held(*common, "--jsonl").jsonl()] == ["a1", "a2", "a3"]
    table = list(csv.DictReader(io.StringIO(held(*common, "--csv").out)))
    assert [(row["id"], row["story.role"]) for row in table] == [
        ("a1", "original"),
        ("a2", "original"),
        ("a3", "original"),
    ]
    shaped = held(*common, "--format", "{date} {outlet} {title}").out.splitlines()
    assert shaped[0] == "2021-03-04T07:40:00+01:00 Harbour Times Ferry strike enters third week"
    assert held(*common, "--fields", "id,date").out.splitlines()[1] == "a2\t2021-03-09"
    assert held(*common, "-0").out == "a1\0a2\0a3\0"
    assert held(*common, "--jsonl", "--fields", "id").jsonl()[0] == {"schema": 1, "id": "a1"}


def test_the_screen(held: Morgue) -> None:
    run = held("search", "ferry", "strike", "--facets", "outlet")
    first = run.out.splitlines()[0]
    assert first.startswith("ferry strike") and "articles · 2021 ·" in first and len(first) == 100
    assert "▸" in run.out and "\x1b" not in run.out
    assert "outlet " in run.out and "when" not in run.out
    assert run.err == ""


def test_no_hits_asked_for_leaves_the_counts(held: Morgue) -> None:
    run = held("search", "ferry", "--limit", "0", "--facets", "outlet")
    assert run.status == 0
    assert run.out.startswith("ferry ") and "Hill Gazette" in run.out and "read:" not in run.out
    assert held("search", "ferry", "--limit", "0", "--json").status == 0
    assert held("search", "zeppelin", "--limit", "0").status == 1
    assert held("search", "ferry", "--offset", "90").status == 1


def test_count_and_batches(held: Morgue) -> None:
    assert held("count", "ferry", "--json").json() == {
        "schema": 1,
        "query": "ferry",
        "articles": 3,
        "stories": 3,
        "partial": None,
        "remarks": [],
    }
    assert held("count", "ferry").out == "3 stories · 3 articles\n"
    assert held("count", "zeppelin").status == 1
    run = held("count", "--batch", "-", "--jsonl", stdin=b'ferry\n"lone\n\nzeppelin\n')
    rows = run.jsonl()
    assert [row["query"] for row in rows] == ["ferry", '"lone', "zeppelin"]
    assert (rows[0]["articles"], rows[2]["articles"], run.status) == (3, 0, 0)
    assert list(rows[1]) == ["schema", "query", "error"] or rows[1]["articles"] == 0
