"""`morgue index` and `morgue clean`: every call is a process."""

from __future__ import annotations

import json

from morgue.core.analyzer import terms
from tests.cli.conftest import Morgue

ARTICLE = [
    *("schema", "id", "url", "outlet", "title", "authors", "agency", "place", "date", "modified", "language"),
    *("section", "body", "words", "provenance", "story"),
]
PROVENANCE = [
    *("path", "member", "offset", "captured", "sha256", "format", "extractor"),
    *("date_source", "outlet_source", "title_source", "notes"),
]


def test_index_reports_and_a_second_run_adds_nothing(morgue: Morgue, news: bytes) -> None:
    bad = news + b"{broken\n" + b'{"id": "empty"}\n'
    rejects = morgue.home / "rejects.jsonl"
    report = morgue("index", "-", "--json", "--rejects", str(rejects), stdin=bad).json()
    assert list(report) == [
        "schema",
        "read",
        "added",
        "unchanged",
        "without_text",
        "rejected",
        "copies",
        "versions",
        "doubtful",
        "seconds",
        "archive",
    ]
    assert report["read"] == report["added"] + report["unchanged"] + sum(report["rejected"].values()) == 6
    assert (report["added"], report["archive"]) == (4, {"articles": 4, "stories": 4})
    rows = [json.loads(row) for row in rejects.read_text().splitlines()]
    assert [row["rejected"] for row in rows] == list(report["rejected"]) or len(rows) == 2
    assert all(row["schema"] == 1 and row["provenance"]["path"] == "-" for row in rows)
    again = morgue("index", "-", "--json", stdin=news).json()
    assert (again["added"], again["unchanged"]) == (0, 4)


def test_index_for_people(morgue: Morgue, news: bytes) -> None:
    run = morgue("index", "-", stdin=news)
    assert run.out.startswith("4 read: 4 added")
    assert "now holds 4 articles in 4 stories" in " ".join(run.out.split())
    assert run.err == ""


def test_a_dry_run_changes_nothing(morgue: Morgue, news: bytes) -> None:
    assert morgue("index", "-", "--dry-run", "--json", stdin=news).json()["added"] == 4
    assert not morgue.archive.exists()
    morgue("index", "-", stdin=news.splitlines(keepends=True)[0])
    report = morgue("index", "-", "--dry-run", "--json", stdin=news).json()
    assert (report["added"], report["unchanged"], report["archive"]["articles"]) == (3, 1, 1)
    assert morgue("stats", "--json").json()["articles"] == 1
    told = " ".join(morgue("index", "-", "--dry-run", stdin=news).out.split())
    assert told.endswith("still holds 1 article in 1 story") and " a dry run: " in told


def test_a_path_that_cannot_be_used_stops_before_anything_is_made(morgue: Morgue, news: bytes) -> None:
    (morgue.home / "news.jsonl").write_bytes(news)
    run = morgue("index", "news.jsonl", "nowhere")
    assert run.status == 2
    assert run.err.startswith("morgue: no such file or folder: nowhere (")
    assert run.err.count("\n") == 1
    assert not morgue.archive.exists()


def test_nothing_but_rejects_is_nothing_found(morgue: Morgue) -> None:
    (morgue.home / "empty.txt").write_bytes(b"")
    run = morgue("index", "empty.txt", "--json")
    assert (run.status, run.json()["read"]) == (1, 1)


def test_an_empty_folder_gives_no_pace(morgue: Morgue) -> None:
    (morgue.home / "nothing").mkdir()
    run = morgue("index", "nothing")
    assert (run.status, run.out.splitlines()[0]) == (1, "0 read: 0 added")


def test_clean_prints_articles_in_order_without_an_archive(morgue: Morgue, news: bytes) -> None:
    run = morgue("clean", "-", "--jsonl", stdin=news + b"{broken\n")
    rows = run.jsonl()
    assert run.status == 0
    assert [row.get("id") for row in rows] == ["a1", "a2", "a3", "a4", None]
    assert list(rows[0]) == ARTICLE
    assert list(rows[0]["provenance"]) == PROVENANCE
    assert (rows[0]["story"], rows[0]["authors"], rows[0]["words"]) == (
        None,
        ["Ada Brook"],
        len(terms(rows[0]["body"])),
    )
    assert list(rows[4]) == ["schema", "provenance", "rejected", "detail"]
    assert not morgue.archive.exists()
    narrow = morgue("clean", "-", "--jsonl", "--fields", "id", stdin=news + b"{broken\n").jsonl()
    assert narrow[0] == {"schema": 1, "id": "a1"}
    assert narrow[4] == rows[4], "a reject has none of an article's fields and stays whole"


def test_a_dry_run_says_which_reader_took_each_file_and_what_it_holds(morgue: Morgue, news: bytes) -> None:
    folder = morgue.home / "saved"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(news + b"{broken\n")
    (folder / "b.css").write_bytes(b"p { }")
    assert morgue("index", str(folder), "--dry-run", "--json").json()["files"] == [
        {"path": str(folder / "a.jsonl"), "formats": ["jsonl"], "articles": 4, "rejected": {"malformed JSON": 1}},
        {"path": str(folder / "b.css"), "formats": [], "articles": 0, "rejected": {"not a text": 1}},
    ]
    told = " ".join(morgue("index", str(folder), "--dry-run", COLUMNS="400").out.split())
    assert "a.jsonl JSON Lines · 4 articles · 1 reject (malformed JSON)" in told
    assert "b.css no reader · 0 articles · 1 reject (not a text)" in told
    morgue("index", str(folder))
    assert morgue("index", str(folder), "--dry-run", "--json").json()["files"][0]["articles"] == 4
    assert "files" not in morgue("index", str(folder), "--json").json()


def test_what_was_rejected_says_how_to_see_which_unless_it_is_written_down(morgue: Morgue, news: bytes) -> None:
    saved, told = morgue.home / "a.jsonl", "which, and why: --rejects FILE"
    saved.write_bytes(news + b"{broken\n")
    assert told in morgue("index", str(saved)).out
    assert told not in morgue("index", str(saved), "--rejects", str(morgue.home / "r")).out
    assert told not in morgue("index", str(saved), "--dry-run").out
    saved.write_bytes(news)
    assert told not in morgue("index", str(saved)).out


def test_formats_lists_every_reader_with_an_example(morgue: Morgue) -> None:
    rows = morgue("formats", "--jsonl").jsonl()
    assert [row["format"] for row in rows][-1] == "text" and len(rows) > 10
    told = " ".join(morgue("formats").out.split())
    for row in rows:
        assert row["name"] in told and row["example"] in told.replace("\u00a0", " ")


def test_a_headline_without_a_text_is_kept_counted_and_found(morgue: Morgue) -> None:
    rows = [
        {"id": "bare", "title": "Ferry crews vote on strike"},
        {"id": "wall", "title": "Bridge toll to rise", "body": "Please enable JavaScript and cookies to continue."},
        {"id": "whole", "title": "School band wins", "body": "The band of Harrow Bay won the regional prize again."},
    ]
    told = morgue("index", "-", "--json", stdin="\n".join(map(json.dumps, rows)).encode()).json()
    assert (told["added"], told["without_text"]) == (3, 2)
    hits = morgue("search", "is:textless", "--json").json()["hits"]
    assert {hit["id"] for hit in hits} == {"bare", "wall"}
    assert morgue("count", "is:textless", "--json").json()["stories"] == 2


def test_what_has_no_headline_is_shown_by_its_first_words(morgue: Morgue) -> None:
    body = (
        "The ferry to Gull Island will run twice a day from May, the harbour office said on Thursday, and carry cars."
    )
    morgue("index", "-", "--json", stdin=json.dumps({"id": "plain", "body": body}).encode())
    shown = morgue("search", "ferry").out
    assert "[The ferry to Gull Island will run twice a day from May" in shown
    assert "(no headline)" not in shown
    assert morgue("search", "ferry", "--json").json()["hits"][0]["title"] is None
