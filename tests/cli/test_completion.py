from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.cli.completion import SCRIPTS, CommandShape, candidates, for_shell, quoted, split

OUTLETS = ("Harbour Times", "Hill Gazette", "Daily $(reboot)", "Two\nLines", "人民日报")
SHAPES = {
    "search": lambda: CommandShape(
        {"--facet": (), "--facets": (), "--limit": (), "--sort": ("newest", "oldest"), "--json": None}, query=True
    ),
    "show": lambda: CommandShape({"--json": None}),
    "stats": lambda: CommandShape({}),
}


def look_up(field: str, prefix: str) -> Iterable[str]:
    return [name for name in OUTLETS if field == "outlet" and name.lower().startswith(prefix.lower())]


def offered(line: str) -> list[str]:
    return list(candidates(split(line), SHAPES, look_up))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("morgue s", ["search", "show", "stats"]),
        ("morgue search --f", ["--facet", "--facets"]),
        ("morgue search --sort n", ["newest"]),
        ("morgue search --limit ", []),
        ("morgue search --facet out", ["outlet="]),
        ("morgue search --facet outlet=h", ["outlet=Harbour Times", "outlet=Hill Gazette"]),
        ("morgue search --facet 'outlet=Hill G", ["outlet=Hill Gazette"]),
        ("morgue search --facets outlet,mo", ["outlet,month"]),
        ("morgue search ferry outl", ["outlet:"]),
        ("morgue search ferry -outlet:hill", ['-outlet:"Hill Gazette"']),
        ('morgue search outlet:\\"Hill\\ G', ['outlet:"Hill Gazette"']),
        ("morgue search role:co", ["role:copy"]),
        ("morgue search ferry ", []),
        ("morgue search nofield:x", []),
        ("morgue show h", []),
        ("morgue nothing h", []),
        ("morgue", []),
    ],
)
def test_candidates(line: str, words: list[str]) -> None:
    assert offered(line) == words


def test_bash_gets_what_comes_after_its_breaks_and_no_line_breaks() -> None:
    typed = split("morgue search --facet outlet=")
    assert list(for_shell("bash", typed, offered("morgue search --facet outlet="))) == [
        "Harbour\\ Times",
        "Hill\\ Gazette",
        "Daily\\ \\$\\(reboot\\)",
        "人民日报",
    ]
    assert list(for_shell("fish", typed, ["outlet=Hill Gazette"])) == ["outlet=Hill Gazette"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30))
def test_a_quoted_word_is_one_word_to_the_shell(word: str) -> None:
    done = subprocess.run(["bash", "-c", f"printf %s\\\\n {quoted(word)}"], capture_output=True, check=True)
    assert done.stdout.decode() == word + "\n"


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab \"'\\:=-"), max_size=20))
def test_any_line_can_be_split(text: str) -> None:
    typed = split("morgue search " + text)
    list(candidates(typed, SHAPES, look_up))
    assert text.endswith(typed.raw)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_are_understood(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    subprocess.run([shell, "-n"], input=SCRIPTS[shell].encode(), check=True, capture_output=True)
