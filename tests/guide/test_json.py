"""docs/json.md against what the commands print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from morgue.sample import sample_path
from tests.cli.conftest import Morgue

TEXT = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
PLAIN: dict[str, type | tuple[type, ...]] = {"text": str, "integer": int, "number": (int, float), "boolean": bool}


@dataclass(frozen=True)
class Field:
    """A row of a table: `optional` may be absent, `nullable` may be null."""

    name: str
    type: str
    nullable: bool
    optional: bool


def objects() -> dict[str, list[Field]]:
    found = {}
    for section in TEXT.split("\n## ")[1:]:
        rows = re.findall(r"^\| `(\w+)` \| ([\w ]+?) \| (.*?) ?\| (.*) \|$", section, re.MULTILINE)
        found[section.split("\n")[0]] = [
            Field(name, kind, bool(null) and not null.startswith("absent"), null.startswith("absent"))
            for name, kind, null, _ in rows
        ]
    return found


OBJECTS = objects()


class Checker:
    """Holds values against the tables; remembers which objects it has met."""

    def __init__(self) -> None:
        self.met: set[str] = set()

    def object(self, value: Any, name: str, *, line: bool = False) -> None:
        """A line of --jsonl has the schema number before the fields of an object that has none inside others."""
        self.met.add(name)
        fields = OBJECTS[name]
        keys = list(value)
        if line and keys[:1] == ["schema"] and fields[0].name != "schema":
            keys = keys[1:]
        assert keys == [field.name for field in fields if not field.optional or field.name in value], name
        for field in fields:
            if field.name in value:
                here = value[field.name]
                assert here is not None or field.nullable, (name, field.name)
                if here is not None:
                    self.value(here, field.type, f"{name}.{field.name}")

    def value(self, value: Any, kind: str, where: str) -> None:
        if kind.startswith("list of "):
            assert isinstance(value, list), where
            for item in value:
                self.value(item, kind.removeprefix("list of "), where)
        elif kind.startswith("map to "):
            assert isinstance(value, dict), where
            for item in value.values():
                self.value(item, kind.removeprefix("map to "), where)
        elif kind in PLAIN:
            assert isinstance(value, PLAIN[kind]), (where, value)
            assert kind == "boolean" or not isinstance(value, bool), (where, value)
        else:
            self.object(value, kind)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    home = tmp_path_factory.mktemp("json")
    program = Morgue(home, home / "archive")
    assert program("index", str(sample_path()), "--jobs", "1").status == 0
    assert program("save", "boats", "ferry").status == 0
    return program


def ids(archive: Morgue, query: str) -> list[str]:
    return archive("search", query, "--copies", "--fields", "id").out.split()


def coded(archive: Morgue) -> list[str]:
    """Two sheets of two coders who differ once."""
    ids = archive("sample", "*", "-n", "4", "--fields", "id").out.split()
    sheets = []
    for coder in ("ann", "ben"):
        path = archive.home / f"{coder}.csv"
        values = (f"{name},{int(n > 1 or (n == 0 and coder == 'ann'))}" for n, name in enumerate(ids))
        path.write_text("\n".join(["id,relevant", *values]))
        sheets.append(str(path))
    return sheets


def whole_objects(archive: Morgue, original: str, changed: str, sheets: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Commands that print one object with --json, and what the object is called."""
    yield "answer", ["search", "ferry strike", "--facets", "outlet,month,byline", "--explain", "--limit", "20"]
    yield "similar answer", ["similar", original]
    yield "new answer", ["new", "boats"]
    yield "count", ["count", "ferry"]
    yield "article", ["show", original]
    yield "stories", ["stories"]
    yield "card", ["story", original]
    yield "diff", ["diff", ids(archive, f"story:{changed} -id:{changed}")[0], changed]
    yield "timeline", ["timeline", "ferry", "--outlet-rows", "2"]
    yield "concordance", ["kwic", "ferry"]
    yield "tags", ["tags"]
    yield "tagged", ["tags", "budget"]
    yield "notes", ["notes"]
    yield "receipt", ["receipt", "tag:budget", "--sample", "2", "--out", str(archive.home / "r.json")]
    yield "checked receipt", ["receipt", "--check", str(archive.home / "r.json")]
    yield from more_whole_objects(archive, original, sheets)


def more_whole_objects(archive: Morgue, original: str, sheets: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The rest of them: what the desk measures, and what is said of the archive."""
    yield "rates", ["rates", "ferry", "strike"]
    yield "key words", ["words", "ferry"]
    yield "collocates", ["collocates", "ferry"]
    yield "quotes", ["quotes", "ferry"]
    yield "outlets", ["outlets"]
    yield "sample", ["sample", "ferry", "--by", "outlet"]
    yield "agreements", ["agree", *sheets]
    yield "recall", ["recall", "ferry", "--sheet", sheets[0]]
    yield "verdict on a query", ["why", original, "ferry outlet:nowhere"]
    yield "saved", ["saved"]
    yield "report", ["index", str(sample_path()), "--dry-run"]
    yield "formats", ["formats"]
    yield "stats", ["stats"]
    yield "verdict", ["verify"]
    yield "compacted", ["compact"]
    yield "reindexed", ["reindex"]
    yield "copied", ["copy", str(archive.archive), f"{archive.archive}-copy"]
    yield "health", ["doctor"]


def rows_of(
    archive: Morgue, original: str, changed: str, sheets: list[str]
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Commands that print an object a line with --jsonl, and what it is called; where it failed, the second name."""
    batch = archive.home / "queries.txt"
    batch.write_text("ferry\nstrike\n")
    yield ("hit",), ["search", "ferry strike", "--limit", "30"]
    yield ("similar hit",), ["similar", original]
    yield ("story",), ["stories", "--min", "1"]
    yield ("card row",), ["story", original]
    yield ("card row",), ["story", changed]
    yield ("bucket",), ["timeline", "ferry"]
    yield ("line",), ["kwic", "ferry"]
    yield ("quoted",), ["quotes", "ferry"]
    yield ("outlet",), ["outlets"]
    yield ("asked hit",), ["search", "--batch", str(batch)]
    yield ("key word",), ["words", "ferry"]
    yield ("collocate",), ["collocates", "ferry"]
    yield ("rate",), ["rates", "ferry"]
    yield ("tagged article",), ["tags"]
    yield ("note",), ["notes"]
    yield ("agreement",), ["agree", *sheets]
    yield ("saved search",), ["saved"]
    yield ("format",), ["formats"]
    yield ("article",), ["export", "*"]
    yield ("count", "bad query"), ["count", "--batch", "-"]
    yield ("article", "reject"), ["clean", str(sample_path())]


@pytest.fixture(scope="module")
def checked(archive: Morgue) -> Checker:
    """Every command once, held against its tables."""
    check = Checker()
    original, changed = ids(archive, "ferry role:original copies:>1")[0], ids(archive, "role:version")[0]
    sheets = coded(archive)
    assert archive("tag", original, "budget").status == archive("note", original, "look").status == 0
    for name, command in whole_objects(archive, original, changed, sheets):
        run = archive(*command, "--json")
        assert run.status in (0, 1), command
        check.object(run.json(), name)
    for names, command in rows_of(archive, original, changed, sheets):
        rows = archive(*command, "--jsonl", stdin=b"ferry\n(ferry\n").jsonl()
        assert rows, command
        for row in rows:
            check.object(row, names["error" in row or "rejected" in row], line=True)
    archive("tag", changed, "budget")
    check.object(archive("receipt", "--check", str(archive.home / "r.json"), "--json").json(), "checked receipt")
    check.object(archive("forget", changed, "--json").json(), "forgotten")
    return check


@pytest.mark.slow
def test_every_object_is_printed_as_described(checked: Checker) -> None:
    assert checked.met == set(OBJECTS)


def test_the_table_of_commands_names_objects_that_are_described() -> None:
    linked = re.findall(r"\]\(#([\w-]+)\)", TEXT)
    assert linked and {name.replace("-", " ") for name in linked} <= set(OBJECTS)
    assert all(OBJECTS.values())


@pytest.mark.slow
def test_every_command_with_json_is_in_the_table(checked: Checker) -> None:
    from morgue.cli.main import COMMANDS, load

    with_json = {
        name
        for name, entry in COMMANDS.items()
        if not entry.hidden and any("--json" in p.opts for p in load(name, entry).params)
    }
    assert set(re.findall(r"^\| `(\w+)[^`]*` \| (?:\[|the)", TEXT, re.MULTILINE)) == with_json


@pytest.mark.slow
def test_rejects_are_as_described(archive: Morgue) -> None:
    file = archive.home / "rejects.jsonl"
    archive("index", str(sample_path()), "--dry-run", "--rejects", str(file))
    rows = [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 9
    for row in rows:
        Checker().object(row, "reject")
