"""docs/json.md against what the commands print."""

from __future__ import annotations

import json
import re
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


@pytest.fixture(scope="module")
def checked(archive: Morgue) -> Checker:
    """Every command once, held against its tables."""
    check = Checker()
    original, changed = ids(archive, "ferry role:original copies:>1")[0], ids(archive, "role:version")[0]
    sheets = coded(archive)
    batch = archive.home / "queries.txt"
    batch.write_text("ferry\nstrike\n")
    assert archive("tag", original, "budget").status == archive("note", original, "look").status == 0
    commands = {
        "answer": ["search", "ferry strike", "--facets", "outlet,month,byline", "--explain", "--limit", "20"],
        "similar answer": ["similar", original],
        "new answer": ["new", "boats"],
        "count": ["count", "ferry"],
        "article": ["show", original],
        "stories": ["stories"],
        "card": ["story", original],
        "diff": ["diff", ids(archive, f"story:{changed} -id:{changed}")[0], changed],
        "timeline": ["timeline", "ferry", "--outlet-rows", "2"],
        "concordance": ["kwic", "ferry"],
        "tags": ["tags"],
        "tagged": ["tags", "budget"],
        "notes": ["notes"],
        "receipt": ["receipt", "tag:budget", "--sample", "2", "--out", str(archive.home / "r.json")],
        "checked receipt": ["receipt", "--check", str(archive.home / "r.json")],
        "rates": ["rates", "ferry", "strike"],
        "key words": ["words", "ferry"],
        "collocates": ["collocates", "ferry"],
        "quotes": ["quotes", "ferry"],
        "outlets": ["outlets"],
        "sample": ["sample", "ferry", "--by", "outlet"],
        "agreements": ["agree", *sheets],
        "recall": ["recall", "ferry", "--sheet", sheets[0]],
        "verdict on a query": ["why", original, "ferry outlet:nowhere"],
        "saved": ["saved"],
        "report": ["index", str(sample_path()), "--dry-run"],
        "formats": ["formats"],
        "stats": ["stats"],
        "verdict": ["verify"],
        "compacted": ["compact"],
        "reindexed": ["reindex"],
        "copied": ["copy", str(archive.archive), f"{archive.archive}-copy"],
        "health": ["doctor"],
    }
    for name, command in commands.items():
        run = archive(*command, "--json")
        assert run.status in (0, 1), command
        check.object(run.json(), name)
    lines: list[tuple[tuple[str, ...], list[str]]] = [
        (("hit",), ["search", "ferry strike", "--limit", "30"]),
        (("similar hit",), ["similar", original]),
        (("story",), ["stories", "--min", "1"]),
        (("card row",), ["story", original]),
        (("card row",), ["story", changed]),
        (("bucket",), ["timeline", "ferry"]),
        (("line",), ["kwic", "ferry"]),
        (("quoted",), ["quotes", "ferry"]),
        (("outlet",), ["outlets"]),
        (("asked hit",), ["search", "--batch", str(batch)]),
        (("key word",), ["words", "ferry"]),
        (("collocate",), ["collocates", "ferry"]),
        (("rate",), ["rates", "ferry"]),
        (("tagged article",), ["tags"]),
        (("note",), ["notes"]),
        (("agreement",), ["agree", *sheets]),
        (("saved search",), ["saved"]),
        (("format",), ["formats"]),
        (("article",), ["export", "*"]),
        (("count", "bad query"), ["count", "--batch", "-"]),
        (("article", "reject"), ["clean", str(sample_path())]),
    ]
    for names, command in lines:
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
