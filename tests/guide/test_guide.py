"""The guide says what the program does."""

from __future__ import annotations

import re
import shlex

import pytest

from morgue.cli.main import COMMANDS, load
from tests.guide.session import GUIDE, README, Session, agrees, shown, steps

TEXT = GUIDE.read_text(encoding="utf-8")
OBJECTS = {"--json", "--jsonl"}
ROWS = OBJECTS | {"--csv", "--format", "--fields", "-0"}
EVERYWHERE = {"--archive", "--verbose", "-v"}


@pytest.mark.slow
def test_every_command_prints_what_the_guide_says() -> None:
    wrong = []
    with Session() as session:
        for step in steps(TEXT):
            real = session.run(step.command)
            if not agrees(step.printed, real):
                wrong.append(f"line {step.line}: $ {step.command}\n{real}")
    assert not wrong, "python -m tests.guide.refresh, or:\n" + "\n".join(wrong)


def table() -> dict[str, tuple[set[str], str]]:
    """The commands of the last table, each with its own options and the word for its forms."""
    section = TEXT.split("## All commands")[1]
    rows = re.findall(r"^\| `(\w+)[^|]*\|[^|]*\|(.*)\|$", section, re.MULTILINE)
    return {
        name: (set(re.findall(r"(?<![\w-])--?[a-z]\S*?(?=[ `])", rest)), rest.split("`")[-1].strip())
        for name, rest in rows
    }


def options(name: str) -> set[str]:
    return {o for p in load(name, COMMANDS[name]).params if p.param_type_name == "option" for o in p.opts}


@pytest.mark.parametrize("name", [name for name, entry in COMMANDS.items() if not entry.hidden])
def test_every_command_and_option_is_in_the_guide(name: str) -> None:
    own, forms = table()[name]
    common = {"rows": ROWS, "objects": OBJECTS, "": set()}[forms]
    assert own | common == options(name) - EVERYWHERE
    for option in own:
        assert TEXT.count(option) >= 1
    without = {"help", "completion", "clean", "formats", "agree", "copy"}
    assert ("--archive" in options(name)) == (name not in without)
    assert "--verbose" in options(name)


def test_the_table_names_no_command_that_there_is_not() -> None:
    assert set(table()) == {name for name, entry in COMMANDS.items() if not entry.hidden}


def test_every_setting_is_in_the_guide() -> None:
    from morgue.cli import config

    rows = dict(re.findall(r"^\| `(\w+)` \| `(MORGUE_\w+)` \|", TEXT, re.MULTILINE))
    assert rows == {key: f"MORGUE_{key.upper()}" for key in config._KEYS}


@pytest.mark.slow
def test_the_readme_shows_what_is_printed_and_its_other_commands_run() -> None:
    text = README.read_text(encoding="utf-8")
    others = re.findall(r"^~/morgue/bin/(morgue .*)$", text, re.MULTILINE)
    told = list(steps(text))
    assert (len(told), len(others)) >= (2, 2)
    with Session() as session:
        for step in told:
            real = session.run(step.command)
            assert agrees(step.printed, real), f"python -m tests.guide.refresh, or:\n$ {step.command}\n{real}"
        for command in others:
            assert session.run(f"{command} >/dev/null; echo $?") == "0\n", command


@pytest.mark.parametrize(
    ("printed", "real", "same"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a … c\n", "a b c\n", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("a\n…\nd\n", "a\nb\n", False),
        ("ferry     9 ms\n", "ferry    12 ms\n", True),
        ("9 articles     9 ms\n", "8 articles    12 ms\n", False),
        ("", "a\n", False),
        ("at /home/ada/x so\n  many\n", "at\n  /home/ada/x\n  so many\n", True),
        ("at /home/ada/x so\n  many\n", "at\n  /home/ada/x\n  so few\n", False),
        ("from …/sample/news/x · line 1 ·\n  jsonl\n", "from …/sample/news/x · line 1 · jsonl\n", True),
        ("from …/sample/news/x · line 1 ·\n  jsonl\n", "from …/sample/news/x · line 2 · jsonl\n", False),
        ("a /home/ada/x\n…\nz\n", "a\n  /home/ada/x\nb\nc\nz\n", True),
        ("in /home/ada/x/y\n", "in /home/ada/x/\n   y\n", True),
        ("in /home/ada/x/y\n", "in /home/ada/x/\n   z\n", False),
        ("a\n  b\n", "a b\n", False),
    ],
)
def test_what_agrees(printed: str, real: str, same: bool) -> None:
    assert agrees(printed, real) is same


@pytest.mark.parametrize("home", ["/tmp/ada1", "/var/a long/and odd/ada"])
def test_the_home_is_named_as_in_the_guide(home: str) -> None:
    broken = home.replace(" ", "\n    ", 1)
    text = f"in {broken}/archive\nexport A={shlex.quote(home + '/archive')}\n"
    assert shown(text, home) == "in /home/ada/archive\nexport A=/home/ada/archive\n"
