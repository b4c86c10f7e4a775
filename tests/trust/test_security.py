"""docs/SECURITY.md: every promise names tests that exist, and those that would fail without it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.trust.cluster_faults import CLUSTER_FAULTS
from tests.trust.faults import FAULTS
from tests.trust.test_mutants import noticing

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "SECURITY.md"
_NAMED = re.compile(r"`((?:\.\./\w+/)?test_\w+\.py)::(test_\w+)`")


def promises() -> list[str]:
    """The numbered paragraphs, in order."""
    found = re.findall(r"^\d+\. .*?(?=^\d+\. |^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert [int(p.split(".")[0]) for p in found] == list(range(1, len(found) + 1))
    return found


def written(name: str) -> set[str]:
    """The tests of a module of this folder, or of one beside it."""
    tree = ast.parse((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_promise_names_tests_that_exist() -> None:
    found = promises()
    assert len(found) >= 26
    for promise in found:
        named = _NAMED.findall(promise)
        assert named, f"no test is named: {promise[:60]}"
        for module, test in named:
            assert (Path(__file__).parent / module).exists(), module
            assert test in written(module), f"{module} has no {test}"


def test_every_promise_says_which_tests_would_fail_without_it() -> None:
    """And for each of those a fault is put into the program that it must notice, no more and no fewer."""
    found = promises()
    assert {number for number, _ in (*FAULTS, *CLUSTER_FAULTS)} == set(range(1, len(found) + 1))
    for number, promise in enumerate(found, 1):
        said = promise.partition("Would fail without it: ")[2]
        assert {f"{module}::{test}" for module, test in _NAMED.findall(said)} == noticing(number), promise[:60]


def test_every_module_of_this_folder_is_behind_a_promise() -> None:
    named = {module for promise in promises() for module, _ in _NAMED.findall(promise)}
    named = {module for module in named if not module.startswith("..")}
    page = {"test_security.py", "test_mutants.py", "test_program.py"}  # which look at the page and at how is measured
    assert named == {p.name for p in Path(__file__).parent.glob("test_*.py")} - page
