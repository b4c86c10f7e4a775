from __future__ import annotations

import pytest

from morgue.cli.main import behind_command
from morgue.cli.query_arguments import arranged

TAKES = {"--limit": True, "-n": True, "--json": False, "-0": False, "-v": False, "--archive": True}


@pytest.mark.parametrize(
    ("args", "options", "words"),
    [
        ("ferry strike", "", "ferry strike"),
        ("ferry -strike", "", "ferry -strike"),
        ("-strike ferry", "", "-strike ferry"),
        ("ferry -vessel --limit 3", "--limit 3", "ferry -vessel"),
        ("ferry --limit=3 -0 -v", "--limit=3 -0 -v", "ferry"),
        ("ferry -n 3 port", "-n 3", "ferry port"),
        ("ferry -n3 port", "-n3", "ferry port"),
        ("ferry -n3rd -v2 -- -n3", "", "ferry -n3rd -v2 -n3"),
        ("--json -- --limit 3", "--json", "--limit 3"),
        ("ferry --limt 3", "--limt", "ferry 3"),
        ("- ferry", "", "- ferry"),
        ("ferry -- -- x", "", "ferry -- x"),
    ],
)
def test_options_come_first_and_words_keep_their_order(args: str, options: str, words: str) -> None:
    assert arranged(args.split(), TAKES) == [*options.split(), "--", *words.split()]


@pytest.mark.parametrize("words", ["--limit", "ferry --limit", "ferry --json -n", "-strike ferry --archive"])
def test_an_option_without_its_value_takes_no_other_for_it(words: str) -> None:
    assert arranged(words.split(), TAKES)[-1] == words.split()[-1]


def test_common_options_may_stand_before_the_command() -> None:
    assert behind_command(["--archive", "A", "-v", "search", "x"]) == ["search", "--archive", "A", "-v", "x"]
    assert behind_command(["--archive=A", "search", "x"]) == ["search", "--archive=A", "x"]
    for alone in (["--archive", "A"], ["--version"], ["--archive"], []):
        assert behind_command(alone) == alone
