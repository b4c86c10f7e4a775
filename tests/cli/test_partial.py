"""When time runs out every command says so and gives what it has: every call is a process."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Morgue


@pytest.fixture
def hurried(held: Morgue, monkeypatch: pytest.MonkeyPatch) -> Morgue:
    """The program without any time to look."""
    monkeypatch.setattr("morgue.cli.config.Settings.budget_ms", 0)
    return held


@pytest.mark.parametrize(
    "args",
    [["search"], ["count"], ["timeline"], ["timeline", "--outlet-rows", "2"], ["stories", "--min", "1"], ["why", "a1"]],
    ids=" ".join,
)
def test_json_says_why_the_answer_is_not_whole(hurried: Morgue, args: list[str]) -> None:
    document = hurried(*args, "--json", "ferry", "strike").json()
    assert document["partial"].startswith("stopped after 0 ms: ")


@pytest.mark.parametrize(
    "args",
    [
        *(["search", "--jsonl"], ["count"], ["count", "--csv"], ["timeline"], ["timeline", "--jsonl"], ["why", "a1"]),
        *(["stories", "--min", "1"], ["stories", "--min", "1", "--jsonl"], ["export"], ["export", "--ris"]),
    ],
    ids=" ".join,
)
def test_other_forms_say_so_on_standard_error(hurried: Morgue, args: list[str]) -> None:
    run = hurried(*args, "ferry", "strike")
    assert "not the whole answer: stopped after 0 ms: " in run.err
    assert "MORGUE_PATIENCE" in run.err


def test_what_is_not_known_is_not_denied(hurried: Morgue) -> None:
    document = hurried("why", "a1", "--json", "ferry", "zeppelin").json()
    assert document["matches"] is None
    assert [(c["matches"], c["articles"]) for c in document["clauses"]] == [(None, None)] * 2
    assert "may match" in hurried("why", "a1", "ferry", "zeppelin").out


def test_nothing_is_found_that_does_not_match(hurried: Morgue) -> None:
    """An exclusion that was not looked for leaves nothing, not everything."""
    assert hurried("count", "--json", "road", "-(waves OR ferry)").json()["articles"] == 0


def test_each_line_of_a_batch_has_its_time(hurried: Morgue) -> None:
    run = hurried("count", "--batch", "-", "--jsonl", stdin=b"ferry strike\nferry\n")
    assert [bool(row["partial"]) for row in run.jsonl()] == [True, False]
    assert run.err.startswith("morgue: line 1: not the whole answer: ")


def test_new_stories_are_given_as_far_as_they_were_found(hurried: Morgue, held: Morgue) -> None:
    assert held("save", "boats", "ferry strike").status == 0
    try:
        run = hurried("new", "boats", "--json")
        assert run.json()["partial"].startswith("stopped after 0 ms: ")
        assert "not the whole answer" in hurried("new", "boats").err
    finally:
        held("saved", "--remove", "boats")


def test_patience_is_a_setting(held: Morgue) -> None:
    assert held("count", "ferry", MORGUE_PATIENCE="0").status == 0
    run = held("count", "ferry", MORGUE_PATIENCE="soon")
    assert (run.status, "setting patience" in run.err) == (2, True)


def test_similar_takes_the_time_that_it_is_given(hurried: Morgue) -> None:
    assert hurried("similar", "a1", "--json").json()["partial"].startswith("stopped after 0 ms: ")
    assert "MORGUE_PATIENCE" in hurried("similar", "a1").err


@pytest.mark.parametrize("command", ["words", "collocates", "quotes", "outlets"])
def test_figures_that_need_all_matches_take_their_time(hurried: Morgue, command: str) -> None:
    document = hurried(command, "ferry", "--json").json()
    assert document["partial"] is None
