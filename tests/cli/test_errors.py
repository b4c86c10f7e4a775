"""What goes wrong is said in one line: every call is a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Morgue


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["search"], "missing argument"),
        (["search", ""], "the query is empty"),
        (["search", "x", "--limt", "3"], "no such option: --limt (did you mean"),
        (["search", "x", "--since", "2024"], "no such option: --since (days stand in the query: date:"),
        (["count", "x", "--until", "2024"], "no such option: --until (days stand in the query: date:"),
        (["search", "x", "--author", "reyes"], "no such option: --author (an author stands in the query: byline:"),
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
def test_an_error_is_one_line_and_status_two(held: Morgue, args: list[str], says: str) -> None:
    run = held(*args)
    assert run.status == 2
    assert run.err.startswith("morgue: ") and run.err.count("\n") == 1
    assert says in run.err


def test_a_query_error_points_at_its_place(held: Morgue) -> None:
    run = held("search", "ferry", "outlt:Hill")
    assert run.status == 2
    first, query, carets = run.err.splitlines()
    assert first == 'morgue: unknown field "outlt" at column 7 (did you mean outlet?)'
    assert query == "    ferry outlt:Hill"
    assert carets.startswith("          ^^^^^")


def test_verbose_adds_the_traceback(held: Morgue) -> None:
    run = held("search", "(ferry", "-v")
    assert run.err.startswith("morgue: ") and "Traceback" in run.err
    assert held("-v", "search", "(ferry").err == run.err


@pytest.mark.parametrize("query", ["x" * 100_000, "(" * 2000, "NOT " * 400, "*" * 50, '"', "date:2025-02-30"])
def test_hostile_queries_are_one_error_or_an_answer(held: Morgue, query: str) -> None:
    run = held("search", query)
    assert run.status in (0, 1, 2)
    assert max(map(len, run.err.splitlines()), default=0) < 700


def test_a_file_that_is_no_archive(morgue: Morgue) -> None:
    morgue.archive.write_text("not an archive")
    for command in (["search", "x"], ["stats"], ["index", "-"], ["verify"], ["compact"]):
        run = morgue(*command)
        assert run.status == 2, command
        assert run.err.startswith("morgue: ") and run.err.count("\n") == 1, run.err


def test_settings_are_flag_then_environment_then_file(held: Morgue, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('limit = 2\nsort = "oldest"\n')

    def shown(*args: str, **env: str) -> list[str]:
        env["MORGUE_CONFIG"] = str(file)
        return held("search", "ferry", "--fields", "id", *args, stdin=b"", **env).out.split()

    assert shown() == ["a1", "a2"]
    assert shown(MORGUE_LIMIT="1") == ["a1"]
    assert shown("--limit", "3", MORGUE_LIMIT="1") == ["a1", "a2", "a3"]
    file.write_text("limit = no\n")
    assert held("search", "ferry", MORGUE_CONFIG=str(file)).status == 2
