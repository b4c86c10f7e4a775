"""The house: no circle of modules, no room too full, no module or function too long."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.trust.mutant_targets import NOTICING

ROOT = Path(__file__).parents[2]
ROOMS = ("morgue", "index", "search", "tui")
#: Modules in a folder, its `__init__` counted, lines of a module and of a function at most; nine in ten functions have
#: no more than `USUAL`.
FOLDER, MODULE, FUNCTION, USUAL = 16, 300, 40, 16


@cache
def modules() -> dict[str, Path]:
    """Every module of the program by its name; the rooms are reached by their own folders, not by the links."""
    found = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if parts[0] == "morgue" and parts[1] in ROOMS:
                continue
            named = parts if parts[0] == "morgue" else ("morgue", *parts)
            found[".".join(named[:-1] if named[-1] == "__init__" else named)] = path
    return found


def imports(name: str, path: Path) -> Iterator[str]:
    """The modules that one names, at its head or anywhere in it, for types alone too."""
    known = modules()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: rooms are imported by their whole names"
            wanted = [
                f"{node.module}.{a.name}" if f"{node.module}.{a.name}" in known else node.module or ""
                for a in node.names
            ]
        else:
            continue
        yield from (each for each in wanted if each in known and each != name)


def functions() -> Iterator[tuple[int, str]]:
    """Every function: its lines, from `def` to its end, and where it is."""
    for path in modules().values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno
                yield node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def test_no_circle_of_modules() -> None:
    graph = {name: set(imports(name, path)) for name, path in modules().items()}
    assert len(graph) > 400
    assert sum(map(len, graph.values())) > 1_500
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_no_folder_is_too_full() -> None:
    full = Counter(path.parent for path in modules().values())
    assert {str(folder.relative_to(ROOT)): count for folder, count in full.items() if count > FOLDER} == {}


def test_no_module_is_too_long() -> None:
    lines = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8").count("\n") for p in modules().values()}
    assert {name: count for name, count in lines.items() if count > MODULE} == {}


def test_functions_are_short() -> None:
    found = sorted(functions())
    assert [each for each in found if each[0] > FUNCTION] == []
    assert found[int(0.9 * len(found))][0] <= USUAL


#: `(...)*+` and its like, also where a pattern is made in an f-string.
_POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{{1,2}\d*,?\d*\}{1,2})\+")


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python 3.11.2 takes what the last try had matched before it failed: `1.5.` for `[0-9](?:[.][0-9])*+`.

    `(?>(?:...)*)` is the same and right in every Python.
    """
    used = [name for name, path in modules().items() if _POSSESSIVE_GROUP.search(path.read_text(encoding="utf-8"))]
    assert used == []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/testing.md"])
def test_files_that_the_documents_name_are_there(page: str) -> None:
    named = re.findall(r"`((?:\w[\w-]*/)+[\w-]+\.\w+)`", (ROOT / page).read_text(encoding="utf-8"))
    real = [name for name in named if not re.search(r"NAME|FAMILY|TOPIC", name)]
    assert len(real) >= 3
    assert [name for name in real if not (ROOT / name).exists()] == []


def test_the_architecture_names_every_folder_and_none_that_is_not_there() -> None:
    told = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w-]+/)+)[^`]*`", told))
    folders = {str(path.parent.relative_to(ROOT)) for path in modules().values()}
    parts = {part for name in re.findall(r"`([\w/.-]+)`", told) for part in name.split("/")}
    assert [folder for folder in sorted(folders) if folder.rpartition("/")[2] not in parts] == []
    unknown = [name for name in sorted(named) if not any(f"/{folder}/".endswith(f"/{name}") for folder in folders)]
    assert [name for name in unknown if not (ROOT / name).is_dir()] == []


def test_the_tests_that_should_notice_mutants_are_there() -> None:
    assert [name for name in NOTICING if not (ROOT / name).is_file()] == []
