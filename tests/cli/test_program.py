"""The program as people and scripts run it: every call is a process."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.main import COMMANDS
from index.analysis import terms
from search.safe import is_safe
from tests.cli.conftest import Morgue

HIT = ["rank", "score", "id", "title", "outlet", "date", "authors", "url", "language", "story", "snippets"]
STORY = ["id", "role", "of", "articles", "copies", "versions", "outlets"]
ARTICLE = [
    *("schema", "id", "url", "outlet", "title", "authors", "agency", "place", "date", "modified", "language"),
    *("section", "body", "words", "provenance", "story"),
]
PROVENANCE = [
    *("path", "member", "offset", "captured", "sha256", "format", "extractor"),
    *("date_source", "outlet_source", "title_source", "notes"),
]
ANSWER = [
    *("schema", "query", "parsed", "articles", "stories", "took_ms", "partial", "hits"),
    *("facets", "others", "missing", "suggestion"),
]


# -- index and clean


def test_index_reports_and_a_second_run_adds_nothing(morgue: Any, news: bytes) -> None:
    bad = news + b"{broken\n" + b'{"id": "empty"}\n'
    rejects = morgue.home / "rejects.jsonl"
    report = morgue("index", "-", "--json", "--rejects", str(rejects), stdin=bad).json()
    assert list(report) == [
        "schema",
        "read",
        "added",
        "unchanged",
        "rejected",
        "copies",
        "versions",
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


def test_index_for_people(morgue: Any, news: bytes) -> None:
    run = morgue("index", "-", stdin=news)
    assert run.out.startswith("4 read: 4 added")
    assert "now holds 4 articles in 4 stories" in " ".join(run.out.split())
    assert run.err == ""


def test_a_dry_run_changes_nothing(morgue: Any, news: bytes) -> None:
    assert morgue("index", "-", "--dry-run", "--json", stdin=news).json()["added"] == 4
    assert not morgue.archive.exists()
    morgue("index", "-", stdin=news.splitlines(keepends=True)[0])
    report = morgue("index", "-", "--dry-run", "--json", stdin=news).json()
    assert (report["added"], report["unchanged"], report["archive"]["articles"]) == (3, 1, 1)
    assert morgue("stats", "--json").json()["articles"] == 1


def test_a_path_that_cannot_be_used_stops_before_anything_is_made(morgue: Any, news: bytes) -> None:
    (morgue.home / "news.jsonl").write_bytes(news)
    run = morgue("index", "news.jsonl", "nowhere")
    assert run.status == 2
    assert run.err.startswith("morgue: no such file or folder: nowhere (")
    assert run.err.count("\n") == 1
    assert not morgue.archive.exists()


def test_nothing_but_rejects_is_nothing_found(morgue: Any) -> None:
    (morgue.home / "empty.txt").write_bytes(b"")
    run = morgue("index", "empty.txt", "--json")
    assert (run.status, run.json()["read"]) == (1, 1)


def test_clean_prints_articles_in_order_without_an_archive(morgue: Any, news: bytes) -> None:
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


# -- search and count


def test_the_answer_has_the_fields_of_the_contract_in_their_order(held: Any) -> None:
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


def test_nothing_found_is_status_one_with_the_empty_answer(held: Any) -> None:
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
def test_words_and_options(held: Any, words: list[str], ids: list[str]) -> None:
    run = held("search", "--fields", "id", *words)
    assert sorted(run.out.split()) == sorted(ids)


def test_every_form_of_rows(held: Any) -> None:
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


def test_the_screen(held: Any) -> None:
    run = held("search", "ferry", "strike", "--facets", "outlet")
    first = run.out.splitlines()[0]
    assert first.startswith("ferry strike") and "articles · 2021 ·" in first and len(first) == 100
    assert "▸" in run.out and "\x1b" not in run.out
    assert "outlet " in run.out and "when" not in run.out
    assert run.err == ""


def test_no_hits_asked_for_leaves_the_counts(held: Any) -> None:
    run = held("search", "ferry", "--limit", "0", "--facets", "outlet")
    assert run.status == 0
    assert run.out.startswith("ferry ") and "Hill Gazette" in run.out and "read:" not in run.out
    assert held("search", "ferry", "--limit", "0", "--json").status == 0
    assert held("search", "zeppelin", "--limit", "0").status == 1
    assert held("search", "ferry", "--offset", "90").status == 1


def test_count_and_batches(held: Any) -> None:
    assert held("count", "ferry", "--json").json() == {"schema": 1, "query": "ferry", "articles": 3, "stories": 3}
    assert held("count", "ferry").out == "3 stories · 3 articles\n"
    assert held("count", "zeppelin").status == 1
    run = held("count", "--batch", "-", "--jsonl", stdin=b'ferry\n"lone\n\nzeppelin\n')
    rows = run.jsonl()
    assert [row["query"] for row in rows] == ["ferry", '"lone', "zeppelin"]
    assert (rows[0]["articles"], rows[2]["articles"], run.status) == (3, 0, 0)
    assert list(rows[1]) == ["schema", "query", "error"] or rows[1]["articles"] == 0


# -- one article, stories, the whole


def test_show_takes_an_id_or_its_beginning(held: Any) -> None:
    document = held("show", "a1", "--json").json()
    assert list(document) == ARTICLE
    assert (document["body"], document["story"]["role"]) == (document["body"].strip(), "original")
    missing = held("show", "nothing")
    assert missing.status == 2
    assert missing.err == 'morgue: no article has the id "nothing" (ids are printed with every hit)\n'
    assert held("show", "a1").out.startswith("Ferry strike enters third week\nHarbour Times · ")


def test_stories(held: Any) -> None:
    rows = held("stories", "--min", "1", "--jsonl").jsonl()
    assert len(rows) == 4
    assert list(rows[0]) == ["schema", "id", "articles"]
    assert list(rows[0]["articles"][0]) == ["id", "role", "of", "outlet", "date", "title", "kept"]
    assert held("stories").status == 1
    assert len(held("stories", "growers", "--min", "1", "--json").json()["stories"]) == 2


def test_export(held: Any) -> None:
    assert [row["id"] for row in held("export", "*").jsonl()] == ["a1", "a2", "a3", "a4"]
    assert held("export", "ferry", "--bibtex").out.count("@article{") == 3
    assert held("export", "ferry", "--ris").out.count("TY  - NEWS") == 3
    assert held("export", "ferry", "--ris", "--bibtex").status == 2
    assert held("export", "zeppelin").status == 1


def test_timeline(held: Any) -> None:
    document = held("timeline", "ferry", "--by", "month", "--json").json()
    assert list(document) == ["schema", "query", "by", "buckets", "undated"]
    assert [(b["start"], b["articles"], b["holdings"]) for b in document["buckets"]] == [
        ("2021-03", 2, 2),
        ("2021-04", 1, 1),
    ]
    picture = held.home / "t.svg"
    assert "2021-03" in held("timeline", "ferry", "--by", "month", "--svg", str(picture)).out
    assert picture.read_text().startswith("<svg ")


def test_why_and_similar(held: Any) -> None:
    run = held("why", "a1", "ferry", "zeppelin", "--json")
    assert (run.status, run.json()["matches"]) == (1, False)
    assert {c["clause"]: c["matches"] for c in run.json()["clauses"]} == {"ferry": True, "zeppelin": False}
    for hit in held("similar", "a1", "--json").json()["hits"]:
        assert list(hit) == [*HIT, "shared"]


def test_stats(held: Any) -> None:
    stats = held("stats", "--json").json()
    assert (stats["articles"], stats["stories"], stats["undated"]) == (4, 4, 1)
    assert stats["outlets"] == {"Valley Post": 2, "Harbour Times": 1, "Hill Gazette": 1}
    assert "4 · " in held("stats").out


# -- saved searches, upkeep


def test_saved_searches(morgue: Any, news: bytes) -> None:
    first, *rest = news.splitlines(keepends=True)
    morgue("index", "-", stdin=first)
    assert morgue("save", "boats", "ferry").status == 0
    assert [hit["id"] for hit in morgue("new", "boats", "--json").json()["hits"]] == ["a1"]
    assert (morgue("new", "boats").status, morgue("new", "boats").out) == (1, "")
    morgue("index", "-", stdin=b"".join(rest))
    assert [hit["id"] for hit in morgue("new", "@boats", "--jsonl").jsonl()] == ["a3", "a2"]
    assert morgue("search", "@boats growers", "--fields", "id", "--sort", "oldest").out.split() == ["a2", "a3"]
    assert morgue("saved", "--json").json() == {"schema": 1, "saved": [{"name": "boats", "query": "ferry"}]}
    assert morgue("new", "trains").status == 2
    assert morgue("save", "bad", "(ferry").status == 2
    assert morgue("saved", "--remove", "boats").status == 0
    assert morgue("saved").status == 1


def test_upkeep(morgue: Any, news: bytes) -> None:
    first, *rest = news.splitlines(keepends=True)
    morgue("index", "-", stdin=first)
    morgue("index", "-", stdin=b"".join(rest))
    assert morgue("verify", "--json").json() == {"schema": 1, "ok": True, "problems": []}
    sizes = morgue("compact", "--json").json()
    assert sizes["after"] <= sizes["before"]
    assert morgue("forget", "a2", "--json").json() == {"schema": 1, "forgotten": ["a2"]}
    assert morgue("forget", "a2").status == 1
    assert morgue("show", "a2").status == 2
    assert morgue("index", "-", "--json", "--dry-run", stdin=news).json()["rejected"] == {"forgotten": 1}
    assert morgue("index", "-", "--again", "--json", stdin=news).json()["added"] == 1
    assert morgue("doctor", "--json").json()["ok"]


def test_nothing_is_forgotten_by_the_beginning_of_an_id(morgue: Any, news: bytes) -> None:
    rows = [{k: v for k, v in json.loads(row).items() if k != "id"} for row in news.splitlines()]
    morgue("index", "-", stdin="\n".join(map(json.dumps, rows)).encode())
    whole = morgue("search", "growers", "--fields", "id", "--limit", "1").out.strip()
    shown = morgue("search", "growers", "--limit", "1").out.split(" id ")[1].split()[0]
    assert len(whole) == 16 and whole.startswith(shown) and len(shown) < 16
    assert morgue("show", shown, "--json").json()["id"] == whole
    run = morgue("forget", shown)
    assert run.status == 2
    assert run.err.startswith(f"morgue: {shown} is short for {whole}: “") and f"morgue forget {whole})" in run.err
    assert morgue("stats", "--json").json()["articles"] == 4
    assert morgue("forget", whole, "--json").json()["forgotten"] == [whole]


def test_damage_is_told(morgue: Any, news: bytes) -> None:
    morgue("index", "-", stdin=news)
    victim = max(morgue.archive.iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 0xFF
    victim.write_bytes(data)
    run = morgue("verify", "--json")
    assert (run.status, run.json()["ok"]) == (2, False)
    assert victim.name in " ".join(run.json()["problems"])
    people = morgue("verify")
    assert (people.status, people.out) == (2, "")
    assert "verify --repair" in people.err


# -- errors


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["search"], "missing argument"),
        (["search", ""], "the query is empty"),
        (["search", "x", "--limt", "3"], "no such option: --limt (did you mean"),
        (["search", "x", "--limit", "many"], "invalid value for '--limit'"),
        (["search", "x", "--limit", "-1"], "invalid value for '--limit'"),
        (["search", "x", "--sort", "best"], "invalid value for '--sort'"),
        (["search", "x", "--facets", "outlt"], 'no facet "outlt" for --facets (did you mean outlet?)'),
        (["search", "x", "--facet", "outlet"], '--facet "outlet" is not NAME=VALUE'),
        (["search", "x", "--json", "--csv"], "--json and --csv cannot both be had"),
        (["search", "x", "--format", "{titel}"], 'no field "titel" here (did you mean title?)'),
        (["serch", "x"], 'no command "serch" (did you mean search?)'),
        (["search", "x", "--archive", "nowhere"], "there is no archive at nowhere"),
        (["stats", "extra"], "unexpected extra argument"),
        (["count", "--batch", "nowhere"], "cannot read nowhere"),
        (["help", "serch"], 'no command "serch"'),
    ],
)
def test_an_error_is_one_line_and_status_two(held: Any, args: list[str], says: str) -> None:
    run = held(*args)
    assert run.status == 2
    assert run.err.startswith("morgue: ") and run.err.count("\n") == 1
    assert says in run.err


def test_a_query_error_points_at_its_place(held: Any) -> None:
    run = held("search", "ferry", "outlt:Hill")
    assert run.status == 2
    first, query, carets = run.err.splitlines()
    assert first == 'morgue: unknown field "outlt" at column 7 (did you mean outlet?)'
    assert query == "    ferry outlt:Hill"
    assert carets.startswith("          ^^^^^")


def test_verbose_adds_the_traceback(held: Any) -> None:
    run = held("search", "(ferry", "-v")
    assert run.err.startswith("morgue: ") and "Traceback" in run.err
    assert held("-v", "search", "(ferry").err == run.err


@pytest.mark.parametrize("query", ["x" * 100_000, "(" * 2000, "NOT " * 400, "*" * 50, '"', "date:2025-02-30"])
def test_hostile_queries_are_one_error_or_an_answer(held: Any, query: str) -> None:
    run = held("search", query)
    assert run.status in (0, 1, 2)
    assert max(map(len, run.err.splitlines()), default=0) < 700


def test_a_file_that_is_no_archive(morgue: Any) -> None:
    morgue.archive.write_text("not an archive")
    for command in (["search", "x"], ["stats"], ["index", "-"], ["verify"], ["compact"]):
        run = morgue(*command)
        assert run.status == 2, command
        assert run.err.startswith("morgue: ") and run.err.count("\n") == 1, run.err


def test_settings_are_flag_then_environment_then_file(held: Any, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('limit = 2\nsort = "oldest"\n')

    def shown(*args, **env):
        return held("search", "ferry", "--fields", "id", *args, MORGUE_CONFIG=str(file), **env).out.split()

    assert shown() == ["a1", "a2"]
    assert shown(MORGUE_LIMIT="1") == ["a1"]
    assert shown("--limit", "3", MORGUE_LIMIT="1") == ["a1", "a2", "a3"]
    file.write_text("limit = no\n")
    assert held("search", "ferry", MORGUE_CONFIG=str(file)).status == 2


# -- the program as a whole

PROGRAM = Path(sys.executable).with_name("morgue")


def test_the_installed_command_does_the_same(held: Any, news: bytes) -> None:
    for args in (
        ["search", "ferry", "--fields", "id,title"],
        ["search", "zeppelin"],
        ["search", "(ferry"],
        ["stories"],
    ):
        assert held.program(*args) == held(*args)
    assert [row["id"] for row in held.program("clean", "-", "--jsonl", stdin=news).jsonl()] == ["a1", "a2", "a3", "a4"]


def test_alone_it_says_what_to_do_next(morgue: Any, held: Any) -> None:
    assert "morgue demo" in morgue().out
    assert "morgue search WORDS" in held().out
    assert held("--version").out.startswith("morgue ")
    assert "Usage: morgue" in held("--help").out


def test_every_command_is_listed_with_a_whole_sentence(held: Any) -> None:
    listing = held("--help", COLUMNS="80").out
    for name, entry in COMMANDS.items():
        assert (f"\n  {name} " in listing) != entry.hidden, name
    assert "..." not in listing.split("\n", 1)[1] and max(map(len, listing.splitlines())) <= 80


def test_help(held: Any) -> None:
    screen = held("help", "query").out
    assert "outlet:" in screen and max(map(len, screen.splitlines())) <= 80
    assert "--facets" in held("help", "search").out


def test_demo_builds_its_own_archive_and_its_commands_work(morgue: Any) -> None:
    run = morgue("demo")
    assert run.status == 0
    assert "morgue search ferry strike --facets outlet,month" in run.out
    assert not morgue.archive.exists()
    folder = run.out.split("export MORGUE_ARCHIVE=")[1].split()[0]
    assert morgue("stories", MORGUE_ARCHIVE=folder).status == 0
    assert morgue("demo").status == 0


def test_a_reader_that_leaves_is_no_error(held: Any) -> None:
    for args in (["export", "*"], ["search", "ferry", "--jsonl"], ["--help"]):
        with subprocess.Popen(
            [PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=held.env
        ) as process:
            assert process.stdout and process.stderr
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait() == 0


def test_control_characters_of_an_archive_never_come_out(morgue: Any) -> None:
    evil = "\x1b]0;x\x07\x9b31m\u202e\x7f\r\u2028"
    row = {
        "id": "e",
        "title": f"Ferry {evil}",
        "outlet": f"Times{evil}",
        "author": f"Ada{evil}",
        "section": evil,
        "body": f"The ferry {evil} sank. " * 20,
    }
    morgue("index", "-", stdin=json.dumps(row).encode())
    commands = (
        *(["search", "ferry", *form] for form in ([], ["--json"], ["--csv"], ["--format", "{title}"], ["--explain"])),
        *(["show", "e", *form] for form in ([], ["--json"], ["--csv"])),
        ["search", "ferry", "--facets", "outlet,byline,section"],
        ["search", f"zep{evil}pelin"],
        ["search", f'outlt:"{evil}"'],
        ["show", f"nothing{evil}"],
        ["stories", "--min", "1"],
        ["stats"],
        ["export", "ferry", "--bibtex"],
        ["export", "ferry"],
        ["timeline", "ferry"],
        ["why", "e", "ferry"],
        ["complete", "bash", "morgue search outlet:T"],
        ["index", f"nowhere{evil}"],
    )
    for command in commands:
        run = morgue(*command)
        assert is_safe(run.out.replace("\r\n", "\n")), (command, run.out)
        assert is_safe(run.err), (command, run.err)


def test_names_of_the_archive_complete(held: Any) -> None:
    assert held("complete", "bash", "morgue search --facet outlet=h").out.splitlines() == [
        "Harbour\\ Times",
        "Hill\\ Gazette",
    ]
    assert held("complete", "fish", "morgue search outlet:val").out == 'outlet:"Valley Post"\n'
    assert held("complete", "bash", "morgue sto").out == "stories\nstory\n"


def test_a_pipe_is_as_wide_as_columns_says(held: Any) -> None:
    run = held("search", "ferry", COLUMNS="60")
    assert max(map(len, run.out.splitlines())) <= 60


def on_terminal(args: list[str], env: dict[str, str], typed: bytes = b"") -> tuple[int, bytes]:
    """The program between a keyboard and a screen: its exit status and all that it wrote."""
    ours, theirs = os.openpty()
    process = subprocess.Popen([PROGRAM, *args], stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 65536):
            shown += block
            if typed and b"\x1b[?1049h" in shown:
                os.write(ours, typed)
    except OSError:
        pass  # the other end of a pseudo-terminal closes so
    os.close(ours)
    return process.wait(), shown


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_alone_on_a_terminal_it_opens_the_browser(held: Any) -> None:
    ctrl_q = b"\x11"
    status, shown = on_terminal([], {**held.env, "TERM": "xterm-256color"}, ctrl_q)
    assert status == 0
    assert b"\x1b[?1049h" in shown, "the full screen"
    status, shown = on_terminal([], {**held.env, "TERM": "dumb"})
    assert (status, b"morgue browse" in shown, b"\x1b" in shown) == (0, True, False)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_on_a_terminal_nothing_found_is_said(held: Any) -> None:
    env = {**held.env, "TERM": "dumb", "MORGUE_PAGER": "", "PAGER": "cat"}
    assert on_terminal(["saved"], env) == (1, b"morgue: no search is saved (save one: morgue save NAME QUERY)\r\n")
    assert on_terminal(["export", "zeppelin"], env)[1].startswith(b"morgue: no article matches")
    assert (held("saved").status, held("saved").err) == (1, "")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_only_on_a_terminal_that_wants_it(held: Any, env: dict[str, str], coloured: bool) -> None:
    ours, theirs = os.openpty()
    env = {**held.env, "TERM": "xterm", "MORGUE_PAGER": "", "PAGER": "cat", **env}
    process = subprocess.Popen([PROGRAM, "search", "ferry"], stdout=theirs, stderr=subprocess.DEVNULL, env=env)
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 65536):
            shown += block
    except OSError:
        pass  # the other end of a pseudo-terminal closes so
    assert process.wait() == 0
    os.close(ours)
    assert (b"\x1b[" in shown) == coloured
    assert ("▸".encode() in shown) != coloured


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, news: bytes) -> Any:
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


def test_a_story_has_a_card(told: Any) -> None:
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


def test_a_diff_says_what_changed(told: Any) -> None:
    document = told("diff", "a1", "b1", "--json").json()
    assert list(document) == ["schema", "a", "b", "kept", "changes"]
    assert all(list(change) == ["op", "a", "b"] for change in document["changes"])
    assert {change["op"] for change in document["changes"]} == {"equal", "reworded", "added"}
    shown = told("diff", "a1", "b1").out
    assert "{-212-}{+221+}" in " ".join(shown.split())
    assert "+ More on page four of the paper." in shown
    assert told("diff", "a1", "a1", "--json").status == 1


def test_the_browser_needs_a_terminal(held: Any) -> None:
    run = held("browse", "ferry")
    assert (run.status, run.err.startswith("morgue: the browser needs a terminal")) == (2, True)
